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
		clear(w.noise)
		for j := range s.drivers {
			if c := row[1+j]; c != 0 { // a tiny alpha draws infinities, and 0 times one is NaN
				w.noise[s.drivers[j].Coordinate] += c * w.z[j][k]
			}
		}
		if g := s.cfg.Controls.Multiplicative; len(g) > 0 {
			applyReading(s.cfg.Controls.Reading, g, p.x, w)
		}
		if !p.drift(s, w, h, tamed) {
			p.k += k + 1
			p.clock = float64(p.k)
			return lost
		}
		if s.visits != nil {
			s.visits.record(p, p.k+k+1)
		}
		if !s.region.Contains(p.x) {
			p.k += k + 1
			p.clock = float64(p.k)
			p.thrown = s.steep.threw(s, w, p.x, h)
			return p.recordExit(s, s.region.Side(p.x), w.noise)
		}
	}
	p.k += n
	p.clock = float64(p.k)
	return problem.Inside
}

// drift moves the path by the noise in w.noise and by the drift of a step of length h, where
// w.grad is grad U. A step that Euler's method would take too far is followed along its
// flow; drift returns false where it cannot be.
func (p *path) drift(s *system, w *work, h float64, tamed bool) bool {
	if s.steep.watches && s.steep.mayOvershoot(w.grad, h) && s.steep.overshoots(w, p.x, h) {
		return p.follow(s, w, h)
	}
	if tamed {
		h /= 1 + h*norm(w.grad)
	}
	for i := range p.x {
		p.x[i] += w.noise[i] - h*w.grad[i]
	}
	return true
}

// follow is drift along the flow.
func (p *path) follow(s *system, w *work, h float64) bool {
	p.flows++
	if !s.steep.flow(w, p.x, h) {
		return false
	}
	for i, v := range w.end {
		p.x[i] = v + w.noise[i]
	}
	return true
}

// norm is the Euclidean length of x.
func norm(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v * v
	}
	return math.Sqrt(sum)
}
