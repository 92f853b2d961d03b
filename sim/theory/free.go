package theory

import (
	"fmt"
	"math"

	"levyscope/sim/clock"
	"levyscope/sim/landscape"
	"levyscope/sim/problem"
	"levyscope/sim/ways"
)

// predictFree is the theory of a process without a drift, theta = 0, under a steady
// schedule, or nil where there is none. Of one coordinate in an interval the mean exit time
// and the sides are exact (GetoorMean, GetoorRight). For several coordinates of one tail
// index in a ball, started at x, with scales sigma_i,
//
//	E^x tau = (r^2 - |x|^2)^(alpha/2) / (Gamma(1+alpha) sum_i sigma_i^alpha),
//
// since (r^2 - |x|^2)^(alpha/2) is along every line the function of Getoor's theorem; by
// which coordinate the path leaves is not known. On a half-line every path leaves, and the
// mean is infinite. There is a caveat where looking only every dt changes the mean by 5 %,
// or where the horizon is below ten means. Source: Getoor 1961.
func predictFree(g *ways.Geometry) *Theory {
	c := g.Controls
	q, quadratic := c.Landscape().(landscape.Quadratic)
	if !quadratic || !problem.Steady(c.Schedule) || len(c.Noise) > 0 || len(c.Multiplicative) > 0 {
		return nil
	}
	sum := 0.0 // of the scales to the power alpha
	for i, theta := range q.Theta {
		if theta != 0 || c.Alpha[i] != c.Alpha[0] {
			return nil
		}
		sum += math.Pow(freeScale(g.ExitConfig, i), c.Alpha[i])
	}
	t := &Theory{Law: "Getoor", NoiseRatio: math.NaN(), Inside: math.NaN(), EpsReversal: math.NaN()}
	alpha, start := c.Alpha[0], g.StartPoint()
	var r float64 // half the width across which a path leaves
	switch {
	case c.Domain.Kind == problem.InBall:
		r = c.Domain.Size
		distance := 0.0
		for i, x := range start {
			distance = math.Hypot(distance, x-g.Centre()[i])
		}
		t.MeanExitTime = math.Pow(r*r-distance*distance, alpha/2) / (math.Gamma(1+alpha) * sum)
		t.Sides = make([]float64, c.Sides())
		for i := range t.Sides {
			t.Sides[i] = math.NaN()
		}
	case c.Domain.Kind != problem.InBox || c.Dim() > 1:
		return nil
	default:
		walls := c.Box[0]
		r = (walls.Hi - walls.Lo) / 2
		if math.IsInf(r, 1) {
			return predictHalfLine(g, t)
		}
		x := start[0] - (walls.Hi+walls.Lo)/2
		right := GetoorRight(alpha, r, x)
		t.MeanExitTime, t.Sides = GetoorMean(alpha, freeScale(g.ExitConfig, 0), r, x), []float64{1 - right, right}
	}
	switch moved := alpha * MonitoringShift(alpha, g.EpsOf(0)*c.Sigma[0], g.SDEStep(), 1) / r; {
	case moved > hazardTolerance/2:
		t.Caveat = fmt.Sprintf("step %.2g too long", g.SDEStep())
	case g.Horizon > 0 && g.Horizon < 10*t.MeanExitTime:
		t.Caveat = "horizon too near"
	}
	t.Valid = t.Caveat == ""
	return t
}

// freeScale is the scale of coordinate i per unit of the simulation's time.
func freeScale(c problem.ExitConfig, i int) float64 {
	scale := c.Controls.Eps * c.Controls.Sigma[i]
	if c.Time == clock.Iteration {
		scale *= c.Controls.Schedule.Eta(0)
	}
	return scale
}

// predictHalfLine completes the theory t with one wall: every path leaves through it, and
// the mean exit time is infinite. It is nil where there is no wall.
func predictHalfLine(g *ways.Geometry, t *Theory) *Theory {
	walls := g.Controls.Box[0]
	t.Law, t.MeanExitTime, t.Sides = "half-line", math.Inf(1), []float64{1, 0}
	switch {
	case math.IsInf(walls.Lo, -1) && math.IsInf(walls.Hi, 1):
		return nil
	case math.IsInf(walls.Lo, -1):
		t.Sides = []float64{0, 1}
	}
	t.Valid = true
	return t
}
