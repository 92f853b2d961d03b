package path

import (
	"math"

	"levyscope/sim/landscape"
	"levyscope/sim/noise"
	"levyscope/sim/problem"
)

// chain is the accelerated method: it takes a path from big jump to big jump, those of L
// beyond eps^-rho, which come as a Poisson process (docs/theory.md, section 3). Over the
// time T between two of them the path follows the flow of -grad U, and the small jumps
// add what they would add to the linearised flow, a Gaussian of variance
//
//	v_i (1 - e^(-2 h_i T))/(2 h_i),   v_i = (scale_i)^2 2 C_alpha eps^(-rho(2-alpha))/(2-alpha),
//
// with h_i the effective curvature of U at the nearest minimum. Whether the path is
// outside is looked at only before and after a big jump. Exits by many small jumps, which
// are missed, vanish faster than any power of eps: the chain is exact as eps -> 0.
type chain struct {
	s          *system
	rate       float64     // of big jumps, per unit time
	minima     [][]float64 // (M)(N)
	curvature  [][]float64 // (M)(N) effective curvature of U at the minima, along the coordinates
	leaves     bool        // the drift can lead out of the domain
	quadratic  bool        // the potential is quadratic; curvature has the one row theta then
	smallScale []float64   // by driver: scale of the small jumps under a steady schedule, else nil
	bigScale   []float64   // by driver of big jumps: their scale under a steady schedule, else nil
}

func newChain(s *system) *chain {
	kind := s.cfg.Controls.Domain.Kind
	c := &chain{s: s, rate: s.big.rate(), minima: s.potential.Minima(),
		leaves: kind == problem.InBox || kind == problem.InBall}
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

// advance takes the path through n big jumps, which p.k counts, and says whether it ended
// in them. An exit before a big jump is given the time in the middle of the wait.
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
		if !c.relax(p, w, wait, step) {
			return p.exit(s, lost), true
		}
		if !s.region.Contains(p.x) {
			p.clock = (before + p.clock) / 2
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

// relax moves the path over the time t without big jumps; step is the one at its end,
// which the schedule is asked for. It returns false where the path cannot be followed.
func (c *chain) relax(p *path, w *work, t float64, step int) bool {
	s := c.s
	h := c.curvature[0]
	if !c.quadratic {
		if !c.flow(p.x, w, t) {
			return false
		}
		if c.leaves && !s.region.Contains(p.x) {
			clear(w.noise) // it is the drift that leads out
			return true
		}
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
	return true
}

// scale is the scale of driver j, d, at a step: steady[j], or what the schedule makes of
// it where steady is nil.
func (c *chain) scale(steady []float64, j int, d noise.Driver, step int) float64 {
	if steady != nil {
		return steady[j]
	}
	return c.s.cfg.NoiseScale(step, d)
}
