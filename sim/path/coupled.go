package path

import (
	"math"

	"levyscope/sim/problem"
)

// coupled is Euler-Maruyama, with a tamed drift for the integrator Tamed, for any
// potential, domain and noise, and multiplicative noise in any reading.
type coupled struct{ s *system }

func (m coupled) move(p *path, w *work, n int) (side int) {
	s := m.s
	rows, stride := s.coefficients.block(p.k, n, w.rows)
	tamed := s.cfg.Controls.Integrator == problem.Tamed
	for k := range n {
		row := rows[k*stride : k*stride+s.coefficients.width]
		s.potential.Grad(w.grad, p.x)
		h := row[0]
		if tamed {
			h /= 1 + h*norm(w.grad)
		}
		clear(w.noise)
		for j := range s.drivers {
			if c := row[1+j]; c != 0 { // a tiny alpha draws infinities, and 0 times one is NaN
				w.noise[s.drivers[j].Coordinate] += c * w.z[j][k]
			}
		}
		if g := s.cfg.Controls.Multiplicative; len(g) > 0 {
			applyReading(s.cfg.Controls.Reading, g, p.x, w)
		}
		for i := range p.x {
			p.x[i] += w.noise[i] - h*w.grad[i]
		}
		if s.visits != nil {
			s.visits.record(p, p.k+k+1)
		}
		if !s.region.Contains(p.x) {
			p.k += k + 1
			p.clock = float64(p.k)
			return p.recordExit(s, s.region.Side(p.x), w.noise)
		}
	}
	p.k += n
	p.clock = float64(p.k)
	return problem.Inside
}

// norm is the Euclidean length of x.
func norm(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v * v
	}
	return math.Sqrt(sum)
}
