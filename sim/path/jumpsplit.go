package path

import (
	"math"

	"levyscope/sim/problem"
	"levyscope/sim/ways"
)

// JumpSplit is the rho in force, and the threshold min(eps, 1)^-rho: jumps of L of at
// least that size are big ones (docs/theory.md, section 3). Without noise, eps = 0, the
// threshold is 1.
//
// Where Controls.Rho is 0, rho is chosen such that the least big jumps go a third of the
// way out of every coordinate that has jumps. It is 0.05 at least, and at most 1/2 with
// the jump-adapted integrator and 3/4 with the accelerated method, whose work falls as
// rho grows.
func JumpSplit(g *ways.Geometry) (rho, threshold float64) {
	u := g.Controls
	if rho = u.Rho; rho == 0 {
		rho = .5
		if g.Method == problem.Accelerated {
			rho = .75
		}
		if eps := -math.Log(u.Eps); eps > 0 && !math.IsInf(eps, 1) {
			for _, r := range g.WaysOut() {
				for _, d := range g.Drivers(r.Coordinate) {
					if scale := u.Eps * u.Sigma[d.Coordinate] * d.Scale; d.Alpha < 2 && scale > 0 {
						rho = min(rho, math.Log(r.From/(3*scale))/eps)
					}
				}
			}
			rho = max(rho, .05)
		}
	}
	if u.Eps == 0 {
		return rho, 1
	}
	return rho, math.Pow(min(u.Eps, 1), -rho)
}
