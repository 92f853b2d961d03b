package ways

import (
	"math"

	"levyscope/sim/expr"
	"levyscope/sim/problem"
)

// JumpRays are the rays with their distances in sizes of the jumps sigma_i dL_i that
// lead there. They are those of Rays for additive noise. Under multiplicative noise a
// jump y from the anchor x goes as far as g_i(x) y, or in the reading of Marcus as far as
// the flow along it carries, which is the distance d with y = int_0^d dv/g_i(x + v e_i).
// Rays that no jump reaches are left out.
func (g *Geometry) JumpRays() []Ray {
	u := g.Controls
	if len(u.Multiplicative) == 0 {
		return g.rays
	}
	x := append([]float64(nil), g.Anchor()...)
	var out []Ray
	for _, r := range g.rays {
		factor := u.Multiplicative[r.Coordinate]
		if factor.Value(x) < 0 {
			r.Sign = -r.Sign
		}
		size := func(d float64) float64 { return d / math.Abs(factor.Value(x)) }
		if u.Reading == problem.Marcus {
			size = func(d float64) float64 { return marcusJumpSize(factor, r, x, d) }
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

// marcusJumpSize is int_0^d dv/|g(x + v e_i)| along the ray r, by the midpoint rule; +Inf
// where g vanishes on the way.
func marcusJumpSize(g *expr.Expression, r Ray, x []float64, d float64) float64 {
	const parts = 512
	point := append([]float64(nil), x...)
	sum, sign := 0.0, math.Signbit(g.Value(x))
	direction := r.Sign
	if sign {
		direction = -direction // r.Sign is that of the jump, which a negative g turns round
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
