package theory

import (
	"fmt"
	"math"

	"levyscope/sim/clock"
	"levyscope/sim/problem"
	"levyscope/sim/ways"
	"levyscope/train/schedule"
)

// noiseRatio is the parameter that must be small for the theory of small noise:
// the largest eps_i sigma_i theta_i^(-1/alpha_i)/a over coordinates and walls, the
// scale of the stationary law but for a constant, at the worst time before the
// horizon. Gaussian coordinates have an exact rate and do not count.
func noiseRatio(g *ways.Geometry) float64 {
	c := g.Controls
	s := c.Schedule.Eta(g.HorizonSteps()) / c.Schedule.Eta(0) // the least: learning rates only fall
	worst := 0.0
	curvature, nearest := g.Curvature(), g.NearestJump()
	for i, alpha := range c.Alpha {
		if c.Gaussian(i) || c.Sigma[i] == 0 {
			continue
		}
		growth := 1.0
		switch c.Arm {
		case schedule.StepOnly:
			growth = math.Pow(s, -1/alpha)
		case schedule.Both, schedule.GrowBatch:
			growth = max(1, math.Pow(s, (alpha-1)/alpha))
		}
		scale := g.EpsOf(i) * c.Sigma[i] * c.NoiseOf(i).Spread() * math.Pow(curvature[i], -1/alpha) * growth
		worst = max(worst, scale/nearest[i])
	}
	return worst
}

// tolerance is the relative error of a hazard from which on a caveat is made.
const hazardTolerance = .1

// caveat says why the theory of small noise may be off by more than some 10 %.
func caveat(h *hazard, ratio float64) string {
	g := h.g
	// Near a separatrix there is no force back, and noise that depends on the place is
	// another one away from the minimum: it takes less of it than at a wall.
	limit, border := .1, "wall"
	if g.Controls.Domain.Kind == problem.InBasin {
		border = "separatrix"
	}
	if g.Controls.Domain.Kind == problem.InBasin || len(g.Controls.Multiplicative) > 0 {
		limit = .03
	}
	switch {
	case math.IsInf(ratio, 1):
		return "flat minimum"
	case ratio > limit:
		return fmt.Sprintf("noise/%s %.2g > %g", border, ratio, limit)
	}
	c := g.Controls
	curvature, nearest := g.Curvature(), g.NearestJump()
	if why := h.manyJumpsCaveat(curvature); why != "" {
		return why
	}
	if why := h.unseenGaussianCaveat(); why != "" {
		return why
	}
	start, anchor := g.StartPoint(), g.Anchor()
	for i := range start {
		if math.Abs(start[i]-anchor[i]) > hazardTolerance*nearest[i] {
			return "start off the minimum"
		}
	}
	for i, alpha := range c.Alpha {
		if c.Gaussian(i) {
			alpha = 2
		}
		step := g.SDEStep()
		if overshoot := curvature[i] * step; overshoot > 1 && c.Integrator != problem.Exact {
			return fmt.Sprintf("theta*step %.2g > 1 overshoots", overshoot)
		}
		// The exact step is seen after a jump in it has relaxed, half a step on average.
		if g.Controls.Integrator == problem.Exact && alpha*curvature[i]*step/2 > hazardTolerance/2 {
			return fmt.Sprintf("step %.2g too long", g.SDEStep())
		}
		if g.Time == clock.Iteration && alpha < 2 {
			continue // its hazard is per iteration: nothing is missed in between
		}
		scale := g.EpsOf(i) * c.Sigma[i]
		if c.Gaussian(i) && g.Time == clock.Iteration { // eps_i of a Gaussian, whatever alpha says
			scale = c.Eps * math.Sqrt(c.Schedule.Eta(0)) * c.Sigma[i]
		}
		shift := MonitoringShift(alpha, scale, g.SDEStep(), 1)
		slope := alpha / nearest[i] // of ln lambda in the place of the wall
		if alpha == 2 {
			slope = curvature[i] * nearest[i] / (scale * scale)
		}
		if shift*slope > hazardTolerance && g.Method == problem.Direct {
			return fmt.Sprintf("step %.2g too long", g.SDEStep())
		}
	}
	return ""
}
