package theory

import (
	"fmt"
	"math"

	"levyscope/sim/clock"
	"levyscope/sim/problem"
	"levyscope/sim/ways"
	"levyscope/train/schedule"
)

// noiseRatio is the parameter that must be small for the theory of small noise: the
// largest eps_i sigma_i theta_i^(-1/alpha_i)/a over coordinates and walls at the distance
// a. Up to a constant factor the numerator is the scale of the stationary law. It is
// taken at the worst step before the horizon. Gaussian coordinates have an exact rate and
// do not count.
func noiseRatio(g *ways.Geometry) float64 {
	c := g.Controls
	least, most, _ := rateRange(g, g.HorizonSteps())
	worst := 0.0
	curvature, nearest := softest(g, g.Curvature()), g.NearestJump()
	for i, alpha := range c.Alpha {
		if c.Gaussian(i) || c.Sigma[i] == 0 {
			continue
		}
		growth := 1.0
		switch c.Arm {
		case schedule.StepOnly:
			growth = math.Pow(least, -1/alpha)
		case schedule.NoiseOnly:
			growth = max(1, most)
		case schedule.Both, schedule.GrowBatch:
			growth = max(1, math.Pow(least, (alpha-1)/alpha), math.Pow(most, (alpha-1)/alpha))
		}
		scale := g.EpsOf(i) * c.Sigma[i] * c.NoiseOf(i).Spread() * math.Pow(curvature[i], -1/alpha) * growth
		worst = max(worst, scale/nearest[i])
	}
	return worst
}

// hazardTolerance is the relative error of a hazard beyond which there is a caveat.
const hazardTolerance = .1

// caveat says why the theory of small noise may be off by more than some 10 %, or is
// empty. ratio is noiseRatio. The limits, in the order in which they are tried:
//
//	flat minimum               no curvature at the anchor
//	noise/wall > 0.1           noiseRatio; 0.03 at a separatrix, or with multiplicative noise
//	the drift leads out        see driftCaveat
//	many jumps spread          see manyJumpsCaveat
//	exits by Gaussian noise    the accelerated method misses them, see unseenGaussianCaveat
//	start off the minimum      by more than 0.1 of the way out
//	theta*step > 1             Euler's step overshoots the minimum
//	step too long              looking only every dt, or the exact step, changes the hazard by 10 %
func caveat(h *hazard, ratio float64) string {
	g := h.g
	limit, border := noiseLimit(g)
	switch {
	case math.IsInf(ratio, 1):
		return "flat minimum"
	case ratio > limit:
		return fmt.Sprintf("noise/%s %.2g > %g", border, ratio, limit)
	}
	c := g.Controls
	curvature, nearest := g.Curvature(), g.NearestJump()
	if why := driftCaveat(g); why != "" {
		return why
	}
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
	for i := range c.Alpha {
		if why := stepCaveat(g, i, curvature[i], nearest[i]); why != "" {
			return why
		}
	}
	return ""
}

// noiseLimit is the noiseRatio above which small noise fails, and what the noise is compared with. Near
// a separatrix no force leads back, and multiplicative noise is another one away from the minimum:
// less noise than at a wall makes the theory fail.
func noiseLimit(g *ways.Geometry) (limit float64, border string) {
	limit, border = .1, "wall"
	if g.Controls.Domain.Kind == problem.InBasin {
		border = "separatrix"
	}
	if g.Controls.Domain.Kind == problem.InBasin || len(g.Controls.Multiplicative) > 0 {
		limit = .03
	}
	return limit, border
}

// stepCaveat says whether the time step is too long in coordinate i, for its curvature at
// the anchor and the size of the nearest jump that leads out.
func stepCaveat(g *ways.Geometry, i int, curvature, nearest float64) string {
	c := g.Controls
	alpha, step := c.Alpha[i], g.SDEStep()
	if c.Gaussian(i) {
		alpha = 2
	}
	if overshoot := curvature * step; overshoot > 1 && c.Integrator != problem.Exact {
		return fmt.Sprintf("theta*step %.2g > 1 overshoots", overshoot)
	}
	// A jump within an exact step relaxes before it is seen, for half a step on average.
	if c.Integrator == problem.Exact && alpha*curvature*step/2 > hazardTolerance/2 {
		return fmt.Sprintf("step %.2g too long", step)
	}
	if g.Time == clock.Iteration && alpha < 2 {
		return "" // its hazard is per iteration, and nothing is missed in between
	}
	scale := g.EpsOf(i) * c.Sigma[i]
	if c.Gaussian(i) && g.Time == clock.Iteration { // eps_i of a Gaussian, whatever Alpha says
		scale = c.Eps * math.Sqrt(c.Schedule.Eta(0)) * c.Sigma[i]
	}
	shift := MonitoringShift(alpha, scale, step, 1)
	slope := alpha / nearest // of ln lambda in the position of the wall
	if alpha == 2 {
		slope = curvature * nearest / (scale * scale)
	}
	if shift*slope > hazardTolerance && g.Method == problem.Direct {
		return fmt.Sprintf("step %.2g too long", step)
	}
	return ""
}
