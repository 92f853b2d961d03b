package theory

import (
	"fmt"
	"math"

	"levyscope/sim/clock"
	"levyscope/sim/ways"
	"levyscope/stats/law"
)

// epsReversalCaveat says that at eps = star the noise is not small, so that the hazards that are equal
// there are not those of the process.
func epsReversalCaveat(g *ways.Geometry, star float64) string {
	if math.IsNaN(star) {
		return ""
	}
	there := *g
	there.Controls.Eps = star
	limit, border := noiseLimit(g)
	if ratio := noiseRatio(&there); ratio > limit {
		return fmt.Sprintf("eps* is rough: noise/%s %.2g > %g there", border, ratio, limit)
	}
	return ""
}

// epsReversal is eps* of docs/theory.md, section 4: the eps below which the coordinate i
// with the heaviest tail has a larger hazard, both sides added up, than any coordinate j
// with a lighter one:
//
//	min over j of [u_j/u_i]^(1/(alpha_i - alpha_j)),   u = hazard at eps = 1.
//
// Of several with the heaviest tail the one with the largest hazard counts. Coordinates
// without noise do not, nor Gaussian ones, whose hazard is below any power of eps. NaN
// where all tails are alike, and for noise of other kinds than SaS.
func epsReversal(g *ways.Geometry) float64 {
	c := g.Controls
	if len(c.Noise) > 0 {
		return math.NaN()
	}
	unit := make([]float64, len(c.Alpha)) // hazard of both sides at eps = 1
	for _, r := range g.JumpRays() {
		i, alpha := r.Coordinate, c.Alpha[r.Coordinate]
		scale := c.Sigma[i]
		if g.Time == clock.Iteration {
			scale *= c.Schedule.Eta(0)
		}
		unit[i] += law.TailConstant(alpha) * (math.Pow(scale/r.From, alpha) - math.Pow(scale/r.To, alpha))
	}
	heavy := -1
	for i, alpha := range c.Alpha {
		if unit[i] > 0 && (heavy < 0 || alpha < c.Alpha[heavy] || alpha == c.Alpha[heavy] && unit[i] > unit[heavy]) {
			heavy = i
		}
	}
	star := math.Inf(1)
	for j, alpha := range c.Alpha {
		if unit[j] > 0 && alpha > c.Alpha[heavy] {
			star = min(star, math.Pow(unit[j]/unit[heavy], 1/(c.Alpha[heavy]-alpha)))
		}
	}
	if math.IsInf(star, 1) {
		return math.NaN()
	}
	return star
}
