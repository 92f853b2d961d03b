package ways

import (
	"math"

	"levyscope/sim/problem"
)

// Ray is a part of the axis of one coordinate through the anchor that lies outside the
// domain: a jump of a size between From and To in the direction of Sign leads there.
type Ray struct {
	Coordinate int     // from 0
	Sign       float64 // direction of the jump, -1 or +1
	From, To   float64 // distances from the anchor, 0 < From < To <= +Inf
	Side       int     // through which the jump leaves, see problem.Controls.SideNames
}

// findRays are all rays from the anchor, (N), by coordinate, the negative direction
// first. A single jump of the noise moves a path along one axis, so these are the ways out
// as eps -> 0. Those of a box and a ball are exact. For other domains every axis is
// scanned outward, see scan: a ray that is narrower than a hundredth of its distance can
// be missed, and with more than 100 coordinates one that is narrower than its distance.
func findRays(c problem.ExitConfig, anchor, centre []float64) []Ray {
	u := c.Controls
	var out []Ray
	if u.Domain.Kind == problem.InWells {
		return nil
	}
	if u.Domain.Kind == problem.InBox {
		for i, walls := range u.Box {
			for j, d := range walls.Distances(anchor[i]) {
				if !math.IsInf(d, 1) {
					out = append(out, Ray{i, float64(2*j - 1), d, math.Inf(1), 2*i + j})
				}
			}
		}
		return out
	}
	if exact, ok := exactRays(u); ok {
		return exact
	}
	if len(anchor) > MaxScannedDim {
		return nil
	}
	where := problem.NewRegion(u, centre)
	x := append([]float64(nil), anchor...)
	for i := range anchor {
		for _, sign := range [2]float64{-1, 1} {
			side := func(d float64) int { // at the distance d, or Inside
				x[i] = anchor[i] + sign*d
				defer func() { x[i] = anchor[i] }()
				return problem.SideOf(where, x)
			}
			out = append(out, scan(side, i, sign, scanRatio(len(anchor)))...)
		}
	}
	return out
}

// MaxScannedDim is the largest number of coordinates whose axes are scanned for rays. A
// scan takes a time that grows as the square of their number: some seconds for a
// thousand, during which nothing else happens.
const MaxScannedDim = 256

// RaysKnown says whether Find finds all rays of c. It is false for a domain whose axes would
// have to be scanned in more than MaxScannedDim coordinates; there Find seeks none.
func RaysKnown(c problem.ExitConfig) bool {
	u := c.Controls
	if u.Dim() <= MaxScannedDim || u.Domain.Kind == problem.InBox {
		return true
	}
	_, exact := exactRays(u)
	return exact
}

// exactRays are the rays of a ball, and of a sub-level set of the quadratic potential; ok
// is false for any other domain.
func exactRays(c problem.Controls) (out []Ray, ok bool) {
	ball := c.Domain.Kind == problem.InBall
	if !ball && (c.Potential != nil || c.Domain.Kind != problem.InSublevel) {
		return nil, false
	}
	for i := range c.Alpha {
		d := c.Domain.Size
		if !ball {
			d = math.Sqrt(2 * d / c.Theta[i])
		}
		for j := range 2 {
			if d > 0 && !math.IsInf(d, 1) {
				out = append(out, Ray{i, float64(2*j - 1), d, math.Inf(1), 2*i + j})
			}
		}
	}
	return out, true
}
