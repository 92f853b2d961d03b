package ways

import (
	"math"

	"levyscope/sim/expr"
	"levyscope/sim/problem"
)

// ray is a part of the axis of a coordinate through the minimum that lies outside:
// a jump of a size between from and to in the direction of sign leads there.
type Ray struct {
	Coordinate int
	Sign       float64
	From, To   float64 // distances from the minimum, 0 < from < to <= +Inf
	Side       int     // the way out
}

// findRays are all of them, by coordinate, the negative direction first. A single jump
// of noise out of the minimum moves along one axis, so these are the ways out as
// eps -> 0. Those of a box and a ball are exact; for other domains the axis is scanned
// outward in steps that grow, and each crossing found by bisection: a part that is
// narrower than a hundredth of its distance can be missed, and beyond 100 coordinates
// than its distance.
func findRays(c problem.ExitConfig, anchor, centre []float64) []Ray {
	u := c.Controls
	start := anchor
	var out []Ray
	if u.Domain.Kind == problem.InWells {
		return nil
	}
	if u.Domain.Kind == problem.InBox {
		for i, walls := range u.Box {
			for j, d := range walls.Distances(start[i]) {
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
	if len(start) > ScannedDim {
		return nil
	}
	where := problem.NewRegion(u, centre)
	x := append([]float64(nil), start...)
	for i := range start {
		for _, sign := range [2]float64{-1, 1} {
			way := func(d float64) int { // out at the distance d, or inside
				x[i] = start[i] + sign*d
				defer func() { x[i] = start[i] }()
				return problem.WayOf(where, x)
			}
			out = append(out, scan(way, i, sign, growth(len(start)))...)
		}
	}
	return out
}

// scannedDim bounds the coordinates whose axes are scanned, which takes time as their
// number squared: some seconds at a thousand, and without an answer for the user.
const ScannedDim = 256

// raysKnown says that the rays of c are all that there are.
func RaysKnown(c problem.ExitConfig) bool {
	u := c.Controls
	if u.Dim() <= ScannedDim || u.Domain.Kind == problem.InBox {
		return true
	}
	_, exact := exactRays(u)
	return exact
}

// exactRays are those of a ball, and of a sub-level set of the quadratic potential.
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

// The scan of an axis.
const (
	nearestRay  = 1e-6
	farthestRay = 1e6
)

// growth is the ratio of the distances that a scan looks at, one after another. Of
// many coordinates each question takes long, and there are many axes.
func growth(n int) float64 {
	if n > 100 {
		return 2
	}
	return 1.01
}

// scan finds the parts of an axis that lead outside; way says through which side.
func scan(way func(d float64) int, coordinate int, sign, growth float64) []Ray {
	var out []Ray
	at, before := problem.Inside, 0.0
	open := Ray{coordinate, sign, 0, 0, problem.Inside}
	for d := nearestRay; d < farthestRay; d *= growth {
		now := way(d)
		if now != at {
			lo, hi := before, d
			for range 60 {
				if middle := (lo + hi) / 2; way(middle) == at {
					lo = middle
				} else {
					hi = middle
				}
			}
			if at != problem.Inside {
				open.To = hi
				out = append(out, open)
			}
			open.From, open.Side, at = hi, now, now
		}
		before = d
	}
	if at != problem.Inside {
		open.To = math.Inf(1)
		out = append(out, open)
	}
	return out
}

// jumpRays are the rays with their distances in sizes of sigma_i dL_i: under
// multiplicative noise a jump y out of the minimum x goes as far as g_i(x) y, or in
// the reading of Marcus as far as the flow along it carries, y = int dx_i/g_i.
func (g *Geometry) JumpRays() []Ray {
	rays := g.Rays
	u := g.Controls
	if len(u.Multiplicative) == 0 {
		return rays
	}
	x := append([]float64(nil), g.Anchor()...)
	var out []Ray
	for _, r := range rays {
		factor := u.Multiplicative[r.Coordinate]
		if factor.Value(x) < 0 {
			r.Sign = -r.Sign
		}
		size := func(d float64) float64 { return d / math.Abs(factor.Value(x)) }
		if u.Reading == problem.Marcus {
			size = func(d float64) float64 { return marcusSize(factor, r, x, d) }
		}
		if r.From = size(r.From); math.IsInf(r.From, 1) || math.IsNaN(r.From) {
			continue // no jump goes there
		}
		if !math.IsInf(r.To, 1) {
			r.To = size(r.To)
		}
		out = append(out, r)
	}
	return out
}

// marcusSize is int_0^d dv/|g(x + v e_i)| along r; infinite where g vanishes on the way.
func marcusSize(g *expr.Expression, r Ray, x []float64, d float64) float64 {
	const parts = 512
	point := append([]float64(nil), x...)
	sum, sign := 0.0, math.Signbit(g.Value(x))
	direction := r.Sign
	if sign {
		direction = -direction // r.sign is that of the jump by now
	}
	for j := range parts {
		point[r.Coordinate] = x[r.Coordinate] + direction*d*(float64(j)+.5)/parts
		v := g.Value(point)
		if v == 0 || math.Signbit(v) != sign {
			return math.Inf(1)
		}
		sum += d / parts / math.Abs(v)
	}
	return sum
}
