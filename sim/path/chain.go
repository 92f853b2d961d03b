package path

import (
	"math"

	"levyscope/sim/landscape"
	"levyscope/sim/noise"
	"levyscope/sim/problem"
)

// chain takes a path from big jump to big jump, those of L beyond eps^-rho, which
// come as a Poisson process (theory.md, section 3). Over the time T between two of
// them the path follows the flow of -grad U, and the small jumps add what they
// would to the linearised one, a Gaussian of variance
//
//	v_i (1 - e^(-2 h_i T))/(2 h_i),   v_i = (scale_i)^2 2 C_alpha eps^(-rho(2-alpha))/(2-alpha),
//
// h_i the curvature of U at the nearest minimum, over the width of that Gaussian. Only before and after a big jump
// is it seen whether the path is outside. What is left out, exits by many small
// jumps, vanishes faster than any power of eps: the chain is exact as eps -> 0.
type chain struct {
	s         *system
	rate      float64     // of big jumps, per unit time
	minima    [][]float64 // (M)(N)
	curvature [][]float64 // (M)(N) of U at them, along the coordinates
	quadratic bool
	smallScale    []float64 // (J) scales of the small parts, where they do not change; else nil
	bigScale      []float64 // of the big jumps, by driver, likewise
}

func newChain(s *system) *chain {
	c := &chain{s: s, rate: s.big.rate(), minima: s.potential.Minima()}
	if problem.Steady(s.cfg.Controls.Schedule) {
		for _, d := range s.drivers {
			c.smallScale = append(c.smallScale, s.cfg.NoiseScale(0, d))
		}
		for _, d := range s.big.drivers {
			c.bigScale = append(c.bigScale, s.cfg.NoiseScale(0, d))
		}
	}
	if q, ok := s.potential.(landscape.Quadratic); ok {
		c.quadratic, c.curvature = true, [][]float64{q.Theta}
		return c
	}
	for _, x := range c.minima {
		c.curvature = append(c.curvature, c.effectiveCurvature(x))
	}
	return c
}

// widths is the curvature at the minimum x that holds a Gaussian of its own width
// s, s^2 = v/(2h): h = E[z U'(x+z)]/s^2, z ~ N(0, s^2), by three nodes of Gauss and
// Hermite (statistical linearisation). At a flat minimum, where U” is no measure, it is
// that of the wall around it; elsewhere it tends to U” as v -> 0.
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
		at := max(h[i], 1e-9)
		for range 60 {
			z := math.Sqrt(3 * v / (2 * at))
			point[i] = x[i] - z
			s.potential.Grad(lo, point)
			point[i] = x[i] + z
			s.potential.Grad(hi, point)
			point[i] = x[i]
			next := (hi[i] - lo[i]) / (2 * z)
			if !(next > 0) || math.IsInf(next, 0) {
				break // so wide that it is no minimum: U'' must do
			}
			at = math.Sqrt(at * next)
			h[i] = at
		}
	}
	return h
}

// advance takes n big jumps; p.k counts them.
func (c *chain) advance(p *path, w *work, n int) (e Exit, ended bool) {
	s := c.s
	horizon := s.cfg.Horizon / s.cfg.Dt
	for range n {
		wait := p.r.ExpFloat64() / c.rate
		before := p.clock
		p.clock += wait / s.cfg.Dt
		if p.clock >= horizon {
			p.clock = horizon
			return p.exit(s, censored), true
		}
		p.k++
		step := int(p.clock)
		c.relax(p, w, wait, step)
		if !s.region.Contains(p.x) {
			p.clock = (before + p.clock) / 2 // somewhere in between
			return p.exit(s, p.recordExit(s, s.region.Side(p.x), w.noise)), true
		}
		j, size := s.big.draw(p.r)
		d := &s.big.drivers[j]
		clear(w.noise)
		w.noise[d.Coordinate] = c.scale(c.bigScale, j, *d, step) * size
		p.x[d.Coordinate] += w.noise[d.Coordinate]
		if !s.region.Contains(p.x) {
			return p.exit(s, p.recordExit(s, s.region.Side(p.x), w.noise)), true
		}
	}
	return Exit{}, false
}

// relax moves the path over the time t up to step, without big jumps.
func (c *chain) relax(p *path, w *work, t float64, step int) {
	s := c.s
	h := c.curvature[0]
	if !c.quadratic {
		c.flow(p.x, w, t)
		h = c.curvature[nearest(c.minima, p.x)]
	}
	for i, theta := range h {
		w.half[i] = math.Exp(-theta * t)
		if c.quadratic {
			p.x[i] *= w.half[i]
		}
	}
	clear(w.noise)
	for j, d := range s.drivers {
		scale := c.scale(c.smallScale, j, d, step)
		if scale == 0 {
			continue
		}
		span := t // variance 2 scale^2 per unit time, shrunk by the curvature
		if theta := h[d.Coordinate]; theta*t > 1e-4 {
			span = (1 - w.half[d.Coordinate]*w.half[d.Coordinate]) / (2 * theta)
		}
		w.noise[d.Coordinate] += scale * math.Sqrt(2*span) * p.r.NormFloat64()
	}
	for i, xi := range w.noise {
		p.x[i] += xi
	}
}

// scale is that of driver j at a step: kept, or what the schedule makes of it.
func (c *chain) scale(kept []float64, j int, d noise.Driver, step int) float64 {
	if kept != nil {
		return kept[j]
	}
	return c.s.cfg.NoiseScale(step, d)
}

// flow carries x along dx/dt = -grad U for the time t, or until it rests, by Heun's
// method, in steps whose difference from Euler's is 2e-3 of the least big jump at most.
func (c *chain) flow(x []float64, w *work, t float64) {
	s := c.s
	tolerance := 2e-3 * min(1, s.cfg.Controls.Eps*s.big.threshold)
	h := min(t, s.cfg.Dt)
	for range 100000 {
		if !(t > 0) {
			return
		}
		h = min(h, t)
		s.potential.Grad(w.grad, x)
		if norm(w.grad)*t < tolerance {
			return
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
				return // beyond numbers: whoever looks at the domain will see
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
		t -= h
		h *= min(4, .9*math.Sqrt(tolerance/max(worst, 1e-6*tolerance)))
	}
}

// nearest is the minimum next to x.
func nearest(minima [][]float64, x []float64) int {
	best, least := 0, math.Inf(1)
	for m, at := range minima {
		if d := landscape.Distance(x, at); d < least {
			best, least = m, d
		}
	}
	return best
}
