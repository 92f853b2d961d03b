package path

import (
	"math"

	"levyscope/sim/expr"
	"levyscope/sim/landscape"
	"levyscope/sim/problem"
)

// coupled is Euler-Maruyama, tamed where asked, for any potential, domain and
// noise, in a reading where that is multiplicative.
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
			if c := row[1+j]; c != 0 { // 0 times the infinity that a tiny alpha draws is nothing
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

func norm(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v * v
	}
	return math.Sqrt(sum)
}

// read turns the increments w.noise of L into the displacement by g(x) dL.
func applyReading(reading problem.Reading, g []*expr.Expression, x []float64, w *work) {
	switch reading {
	case problem.Ito:
		for i := range x {
			w.noise[i] *= g[i].Value(x)
		}
	case problem.Stratonovich:
		for i := range x {
			w.half[i] = g[i].Value(x)
			w.point[i] = x[i] + w.half[i]*w.noise[i]
		}
		for i := range x {
			w.noise[i] *= (w.half[i] + g[i].Value(w.point)) / 2
		}
	case problem.Marcus:
		marcusFlow(g, x, w)
	}
}

// maxSubsteps bounds the work for one jump: a flow that needs more of them has left
// every domain, or come to rest.
const maxSubsteps = 1024

// marcusTolerance is the largest part of third order in a substep, relative to the
// place: what the result differs by from the midpoint rule's, and what the two slopes in
// the middle do. The error of the result itself, of fifth order, is then some 1e-7.
const marcusTolerance = 2e-4

// marcus sets w.noise to phi(1) - x, phi the solution of dy_i/ds = g_i(y) dL_i from x,
// by the classical Runge-Kutta method in substeps that are no longer than the error
// allows, so that a flow does not leap over a point of rest.
func marcusFlow(g []*expr.Expression, x []float64, w *work) {
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
	left, h := 1.0, 1.0
	for range maxSubsteps {
		slope(k1, nil, 0)
		if !landscape.AllFinite(k1) { // an infinite jump, or no g: beyond numbers
			for i := range w.point {
				w.point[i] += k1[i]
			}
			break
		}
		slope(k2, k1, h/2)
		slope(k3, k2, h/2)
		slope(k4, k3, h)
		worst, scale := 0.0, 0.0
		for i, v := range w.point {
			w.half[i] = v + h/6*(k1[i]+2*k2[i]+2*k3[i]+k4[i])
			worst = max(worst, h/6*math.Abs(k1[i]-4*k2[i]+2*k3[i]+k4[i]), h/3*math.Abs(k3[i]-k2[i]))
			scale = max(scale, math.Abs(v), math.Abs(w.half[i]))
		}
		allowed := marcusTolerance * scale
		if worst <= allowed && !math.IsInf(scale, 0) {
			copy(w.point, w.half)
			if left -= h; !(left > 0) {
				break
			}
		}
		shrink := .9 * math.Cbrt(allowed/worst)
		if math.IsNaN(shrink) || math.IsInf(scale, 0) {
			shrink = 0
			if worst == 0 {
				shrink = 5
			}
		}
		h = min(left, h*min(5, max(.1, shrink)))
	}
	for i := range x {
		w.noise[i] = w.point[i] - x[i]
	}
}
