package sim

import "math"

// ray is a part of the axis of a coordinate through the minimum that lies outside:
// a jump of a size between from and to in the direction of sign leads there.
type ray struct {
	coordinate int
	sign       float64
	from, to   float64 // distances from the minimum, 0 < from < to <= +Inf
	side       int     // the way out
}

// findRays are all of them, by coordinate, the negative direction first. A single jump
// of noise out of the minimum moves along one axis, so these are the ways out as
// eps -> 0. Those of a box and a ball are exact; for other domains the axis is scanned
// outward in steps that grow, and each crossing found by bisection: a part that is
// narrower than a hundredth of its distance can be missed, and beyond 100 coordinates
// than its distance.
func findRays(c ExitConfig, anchor, centre []float64) []ray {
	u := c.Controls
	start := anchor
	var out []ray
	if u.Domain.Kind == InWells {
		return nil
	}
	if u.Domain.Kind == InBox {
		for i, walls := range u.Box {
			for j, d := range walls.distances(start[i]) {
				if !math.IsInf(d, 1) {
					out = append(out, ray{i, float64(2*j - 1), d, math.Inf(1), 2*i + j})
				}
			}
		}
		return out
	}
	if exact, ok := exactRays(u); ok {
		return exact
	}
	if len(start) > scannedDim {
		return nil
	}
	where := newRegion(u, centre)
	x := append([]float64(nil), start...)
	for i := range start {
		for _, sign := range [2]float64{-1, 1} {
			way := func(d float64) int { // out at the distance d, or inside
				x[i] = start[i] + sign*d
				defer func() { x[i] = start[i] }()
				return wayOf(where, x)
			}
			out = append(out, scan(way, i, sign, growth(len(start)))...)
		}
	}
	return out
}

// scannedDim bounds the coordinates whose axes are scanned, which takes time as their
// number squared: some seconds at a thousand, and without an answer for the user.
const scannedDim = 256

// raysKnown says that the rays of c are all that there are.
func raysKnown(c ExitConfig) bool {
	u := c.Controls
	if u.dim() <= scannedDim || u.Domain.Kind == InBox {
		return true
	}
	_, exact := exactRays(u)
	return exact
}

// exactRays are those of a ball, and of a sub-level set of the quadratic potential.
func exactRays(c Controls) (out []ray, ok bool) {
	ball := c.Domain.Kind == InBall
	if !ball && (c.Potential != nil || c.Domain.Kind != InSublevel) {
		return nil, false
	}
	for i := range c.Alpha {
		d := c.Domain.Size
		if !ball {
			d = math.Sqrt(2 * d / c.Theta[i])
		}
		for j := range 2 {
			if d > 0 && !math.IsInf(d, 1) {
				out = append(out, ray{i, float64(2*j - 1), d, math.Inf(1), 2*i + j})
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
func scan(way func(d float64) int, coordinate int, sign, growth float64) []ray {
	var out []ray
	at, before := inside, 0.0
	open := ray{coordinate, sign, 0, 0, inside}
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
			if at != inside {
				open.to = hi
				out = append(out, open)
			}
			open.from, open.side, at = hi, now, now
		}
		before = d
	}
	if at != inside {
		open.to = math.Inf(1)
		out = append(out, open)
	}
	return out
}

// jumpRays are the rays with their distances in sizes of sigma_i dL_i: under
// multiplicative noise a jump y out of the minimum x goes as far as g_i(x) y, or in
// the reading of Marcus as far as the flow along it carries, y = int dx_i/g_i.
func (g *Geometry) jumpRays() []ray {
	rays := g.rays
	u := g.Controls
	if len(u.Multiplicative) == 0 {
		return rays
	}
	x := append([]float64(nil), g.anchor()...)
	var out []ray
	for _, r := range rays {
		factor := u.Multiplicative[r.coordinate]
		if factor.Value(x) < 0 {
			r.sign = -r.sign
		}
		size := func(d float64) float64 { return d / math.Abs(factor.Value(x)) }
		if u.Reading == Marcus {
			size = func(d float64) float64 { return marcusSize(factor, r, x, d) }
		}
		if r.from = size(r.from); math.IsInf(r.from, 1) || math.IsNaN(r.from) {
			continue // no jump goes there
		}
		if !math.IsInf(r.to, 1) {
			r.to = size(r.to)
		}
		out = append(out, r)
	}
	return out
}

// marcusSize is int_0^d dv/|g(x + v e_i)| along r; infinite where g vanishes on the way.
func marcusSize(g *Expression, r ray, x []float64, d float64) float64 {
	const parts = 512
	point := append([]float64(nil), x...)
	sum, sign := 0.0, math.Signbit(g.Value(x))
	direction := r.sign
	if sign {
		direction = -direction // r.sign is that of the jump by now
	}
	for j := range parts {
		point[r.coordinate] = x[r.coordinate] + direction*d*(float64(j)+.5)/parts
		v := g.Value(point)
		if v == 0 || math.Signbit(v) != sign {
			return math.Inf(1)
		}
		sum += d / parts / math.Abs(v)
	}
	return sum
}
