package sim

import (
	"fmt"
	"math"

	"levyscope/train/schedule"
)

// epsOf is eps_i of the SDE: eps itself, or in iteration time that of the SDE
// which the iteration discretises, eta(0)^(1-1/alpha_i) eps.
func (c ExitConfig) epsOf(i int) float64 {
	if c.Time == SDE {
		return c.Controls.Eps
	}
	return c.Controls.Eps * math.Pow(c.Controls.Schedule.Eta(0), 1-1/c.Controls.Alpha[i])
}

// step is the length of a step in SDE time.
func (c ExitConfig) step() float64 {
	if c.Time == SDE {
		return c.Dt
	}
	return c.Controls.Schedule.Eta(0)
}

// noiseRatio is the parameter that must be small for the theory of small noise:
// the largest eps_i sigma_i theta_i^(-1/alpha_i)/a over coordinates and walls, the
// scale of the stationary law but for a constant, at the worst time before the
// horizon. Gaussian coordinates have an exact rate and do not count.
func noiseRatio(cfg ExitConfig) float64 {
	c := cfg.Controls
	s := c.Schedule.Eta(cfg.horizonSteps()) / c.Schedule.Eta(0) // the least: learning rates only fall
	worst := 0.0
	curvature, nearest := cfg.curvature(), cfg.nearestWay()
	for i, alpha := range c.Alpha {
		if c.gaussian(i) || c.Sigma[i] == 0 {
			continue
		}
		growth := 1.0
		switch c.Arm {
		case schedule.StepOnly:
			growth = math.Pow(s, -1/alpha)
		case schedule.Both, schedule.GrowBatch:
			growth = max(1, math.Pow(s, (alpha-1)/alpha))
		}
		scale := cfg.epsOf(i) * c.Sigma[i] * c.noise(i).spread() * math.Pow(curvature[i], -1/alpha) * growth
		worst = max(worst, scale/nearest[i])
	}
	return worst
}

// nearestWay is the size of jumps of sigma_i dL_i to the nearest way out by coordinate, +Inf where there is none.
func (c ExitConfig) nearestWay() []float64 { return c.nearestDistance(c.jumpRays()) }

// nearestDistance is that of the nearest of the rays by coordinate, +Inf where there is none.
func (c ExitConfig) nearestDistance(rays []ray) []float64 {
	out := make([]float64, c.Controls.dim())
	for i := range out {
		out[i] = math.Inf(1)
	}
	for _, r := range rays {
		out[r.coordinate] = min(out[r.coordinate], r.from)
	}
	return out
}

// tolerance is the relative error of a hazard from which on a caveat is made.
const tolerance = .1

// caveat says why the theory of small noise may be off by more than some 10 %.
func caveat(h *hazard, ratio float64) string {
	cfg := h.cfg
	// Near a separatrix there is no force back, and noise that depends on the place is
	// another one away from the minimum: it takes less of it than at a wall.
	limit, border := .1, "wall"
	if cfg.Controls.Domain.Kind == InBasin {
		border = "separatrix"
	}
	if cfg.Controls.Domain.Kind == InBasin || len(cfg.Controls.Multiplicative) > 0 {
		limit = .03
	}
	switch {
	case math.IsInf(ratio, 1):
		return "flat minimum"
	case ratio > limit:
		return fmt.Sprintf("noise/%s %.2g > %g", border, ratio, limit)
	}
	c := cfg.Controls
	curvature, nearest := cfg.curvature(), cfg.nearestWay()
	if why := h.manyJumps(curvature); why != "" {
		return why
	}
	if why := h.unseenGaussian(); why != "" {
		return why
	}
	start, anchor := cfg.start(), cfg.anchor()
	for i := range start {
		if math.Abs(start[i]-anchor[i]) > tolerance*nearest[i] {
			return "start off the minimum"
		}
	}
	for i, alpha := range c.Alpha {
		if c.gaussian(i) {
			alpha = 2
		}
		step := cfg.step()
		if overshoot := curvature[i] * step; overshoot > 1 && c.Integrator != Exact {
			return fmt.Sprintf("theta*step %.2g > 1 overshoots", overshoot)
		}
		// The exact step is seen after a jump in it has relaxed, half a step on average.
		if cfg.Controls.Integrator == Exact && alpha*curvature[i]*step/2 > tolerance/2 {
			return fmt.Sprintf("step %.2g too long", cfg.step())
		}
		if cfg.Time == Iteration && alpha < 2 {
			continue // its hazard is per iteration: nothing is missed in between
		}
		scale := cfg.epsOf(i) * c.Sigma[i]
		if c.gaussian(i) && cfg.Time == Iteration { // eps_i of a Gaussian, whatever alpha says
			scale = c.Eps * math.Sqrt(c.Schedule.Eta(0)) * c.Sigma[i]
		}
		shift := MonitoringShift(alpha, scale, cfg.step(), 1)
		slope := alpha / nearest[i] // of ln lambda in the place of the wall
		if alpha == 2 {
			slope = curvature[i] * nearest[i] / (scale * scale)
		}
		if shift*slope > tolerance && cfg.Method == Direct {
			return fmt.Sprintf("step %.2g too long", cfg.step())
		}
	}
	return ""
}
