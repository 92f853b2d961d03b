package sim

import "math"

// coupled is Euler-Maruyama, tamed where asked, for any potential, domain and
// noise, in a reading where that is multiplicative.
type coupled struct{ s *system }

func (m coupled) move(p *path, w *work, n int) (side int) {
	s := m.s
	rows, stride := s.coef.block(p.k, n, w.rows)
	tamed := s.cfg.Controls.Integrator == Tamed
	for k := range n {
		row := rows[k*stride : k*stride+s.coef.width]
		s.u.Grad(w.grad, p.x)
		h := row[0]
		if tamed {
			h /= 1 + h*norm(w.grad)
		}
		clear(w.noise)
		for j := range s.drivers {
			if c := row[1+j]; c != 0 { // 0 times the infinity that a tiny alpha draws is nothing
				w.noise[s.drivers[j].coordinate] += c * w.z[j][k]
			}
		}
		if g := s.cfg.Controls.Multiplicative; len(g) > 0 {
			read(s.cfg.Controls.Reading, g, p.x, w)
		}
		for i := range p.x {
			p.x[i] += w.noise[i] - h*w.grad[i]
		}
		if s.wells != nil {
			s.wells.note(p, p.k+k+1)
		}
		if !s.where.contains(p.x) {
			p.k += k + 1
			p.clock = float64(p.k)
			return p.leave(s, s.where.side(p.x), w.noise)
		}
	}
	p.k += n
	p.clock = float64(p.k)
	return inside
}

func norm(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v * v
	}
	return math.Sqrt(sum)
}

// read turns the increments w.noise of L into the displacement by g(x) dL.
func read(reading Reading, g []*Expression, x []float64, w *work) {
	switch reading {
	case Ito:
		for i := range x {
			w.noise[i] *= g[i].Value(x)
		}
	case Stratonovich:
		for i := range x {
			w.half[i] = g[i].Value(x)
			w.point[i] = x[i] + w.half[i]*w.noise[i]
		}
		for i := range x {
			w.noise[i] *= (w.half[i] + g[i].Value(w.point)) / 2
		}
	case Marcus:
		marcus(g, x, w)
	}
}

// maxSubsteps bounds the work for one jump: a flow that needs more of them has left
// every domain.
const maxSubsteps = 256

// marcus sets w.noise to phi(1) - x, phi the solution of dy_i/ds = g_i(y) dL_i from x,
// by the classical Runge-Kutta method in steps over which y moves by a quarter of its
// size at most.
func marcus(g []*Expression, x []float64, w *work) {
	copy(w.point, x)
	n := len(x)
	k1, k2, k3, k4 := w.flow[:n], w.flow[n:2*n], w.flow[2*n:3*n], w.flow[3*n:]
	slope := func(dst []float64, from []float64, h float64) {
		for i := range w.half {
			w.half[i] = w.point[i]
			if from != nil {
				w.half[i] += h * from[i]
			}
		}
		for i := range dst {
			dst[i] = g[i].Value(w.half) * w.noise[i]
		}
	}
	left := 1.0
	for range maxSubsteps {
		slope(k1, nil, 0)
		h := left
		if move := norm(k1); move*left > .25*(1+norm(w.point)) {
			h = .25 * (1 + norm(w.point)) / move
		}
		slope(k2, k1, h/2)
		slope(k3, k2, h/2)
		slope(k4, k3, h)
		for i := range w.point {
			w.point[i] += h / 6 * (k1[i] + 2*k2[i] + 2*k3[i] + k4[i])
		}
		if left -= h; !(left > 0) {
			break
		}
	}
	for i := range x {
		w.noise[i] = w.point[i] - x[i]
	}
}
