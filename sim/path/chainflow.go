package path

import (
	"math"

	"levyscope/sim/landscape"
)

// flow carries x along dx/dt = -grad U for the time t, or until it rests, by Heun's
// method. A step is so long that its difference from Euler's is at most 2e-3 of the least
// big jump. Where that takes too many steps, or leaves the range of numbers, the rest is
// left to steepDrift; flow returns false where that cannot follow it either. It ends where it leaves a box or a ball,
// which the drift of coupled coordinates can do even on its way back to the minimum.
func (c *chain) flow(x []float64, w *work, t float64) bool {
	s := c.s
	tolerance := 2e-3 * min(1, s.cfg.Controls.Eps*s.big.threshold)
	h := min(t, s.cfg.Dt)
	for range 100000 {
		if !(t > 0) {
			return true
		}
		h = min(h, t)
		s.potential.Grad(w.grad, x)
		if norm(w.grad)*t < tolerance {
			return true
		}
		for i, v := range x {
			w.half[i] = v - h*w.grad[i]
		}
		s.potential.Grad(w.point, w.half)
		worst := 0.0
		for i := range x {
			worst = max(worst, math.Abs(w.point[i]-w.grad[i])*h/2)
		}
		if math.IsNaN(worst) || math.IsInf(worst, 0) {
			if h /= 16; h < 1e-15*t {
				break
			}
			continue
		}
		if worst > 2*tolerance {
			h *= max(.1, .9*math.Sqrt(tolerance/worst))
			continue
		}
		for i := range x {
			x[i] -= h / 2 * (w.grad[i] + w.point[i])
		}
		if t -= h; c.leaves && !s.region.Contains(x) {
			return true
		}
		h *= min(4, .9*math.Sqrt(tolerance/max(worst, 1e-6*tolerance)))
	}
	if !s.steep.flow(w, x, t) {
		return false
	}
	copy(x, w.end)
	return true
}

// nearest is the index of the minimum nearest to x.
func nearest(minima [][]float64, x []float64) int {
	best, least := 0, math.Inf(1)
	for m, minimum := range minima {
		if d := landscape.Distance(x, minimum); d < least {
			best, least = m, d
		}
	}
	return best
}

// effectiveCurvature is the curvature h, (N), at the minimum x that holds a Gaussian of
// its own standard deviation s, s^2 = v/(2h), where v is the variance of the small jumps
// per unit time: h = E[z U'(x+z)]/s^2 along each coordinate, z ~ N(0, s^2), by three
// nodes of Gauss and Hermite (statistical linearisation). It tends to the second
// derivative as v -> 0. At a flat minimum, where that is 0, it is what the walls around
// the minimum make of it.
func (c *chain) effectiveCurvature(x []float64) []float64 {
	s := c.s
	h := make([]float64, s.dim)
	landscape.HessianDiagonal(h, s.potential, x)
	variance := make([]float64, s.dim)
	for _, d := range s.drivers {
		scale := s.cfg.NoiseScale(0, d)
		variance[d.Coordinate] += 2 * scale * scale
	}
	point, lo, hi := append([]float64(nil), x...), make([]float64, s.dim), make([]float64, s.dim)
	for i, v := range variance {
		if !(v > 0) {
			continue
		}
		current := max(h[i], 1e-9)
		for range 60 {
			z := math.Sqrt(3 * v / (2 * current))
			point[i] = x[i] - z
			s.potential.Grad(lo, point)
			point[i] = x[i] + z
			s.potential.Grad(hi, point)
			point[i] = x[i]
			next := (hi[i] - lo[i]) / (2 * z)
			if !(next > 0) || math.IsInf(next, 0) {
				break // the Gaussian is wider than the well: the last value must do
			}
			current = math.Sqrt(current * next)
			h[i] = current
		}
	}
	return h
}
