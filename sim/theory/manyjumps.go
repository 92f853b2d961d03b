package theory

import (
	"fmt"
	"math"

	"levyscope/sim/clock"
	"levyscope/sim/noise"
	"levyscope/sim/problem"
)

// manyJumpsCaveat says where the prediction by single jumps is rough because many jumps
// that are too short by themselves, or a Gaussian part, spread the path about its
// minimum. With s the standard deviation of that spread and nu the tail of the noise,
// the rate at the distance d is about
//
//	[nu(d - s) + nu(d + s)]/2,   s^2 = scale^2/(2 h) int_{|y| < d/scale} y^2 nu(dy) + Gaussian part,
//
// h the curvature; a Gaussian part counts with its variance. There is a caveat where s is
// above d/2, or where that rate exceeds nu(d) by 7 %. For SaS noise this says no more than
// noiseRatio does, so that only the other kinds are checked.
func (h *hazard) manyJumpsCaveat(curvature []float64) string {
	c := h.g.Controls
	if len(c.Noise) == 0 {
		return ""
	}
	for _, r := range h.rays {
		i := r.Coordinate
		if c.NoiseOf(i).Kind == noise.SaS || c.Gaussian(i) || r.firstRate == 0 {
			continue
		}
		scale := h.scale[i] * h.g.RelativeNoise(0, h.noiseExponent[i])
		force := curvature[i]
		gaussian := c.Eps * h.gaussianScale[i]
		if h.g.Time == clock.Iteration {
			force *= c.Schedule.Eta(0)
			gaussian *= c.Schedule.Eta(0)
		}
		variance := scale*scale*h.secondMoment(i, r.From/scale) + 2*gaussian*gaussian
		spread := math.Sqrt(variance / (2 * force))
		if !(spread < r.From/2) {
			return fmt.Sprintf("many jumps spread %.2g of the way", spread/r.From)
		}
		near, far := r.Ray, r.Ray
		near.From, far.From = r.From-spread, r.From+spread
		near.To, far.To = math.Inf(1), math.Inf(1)
		here := r.Ray
		here.To = math.Inf(1)
		if rate := h.jumpRate(here, scale); (h.jumpRate(near, scale)+h.jumpRate(far, scale))/2 > (1+.07)*rate {
			return fmt.Sprintf("many jumps spread %.2g of the way", spread/r.From)
		}
	}
	return ""
}

// secondMoment is int_{|y| < d} y^2 nu(dy) = 2 int_0^d y nu(y) dy - d^2 nu(d), nu(y) the
// rate of jumps beyond y to both sides, for the noise of coordinate i.
func (h *hazard) secondMoment(i int, d float64) float64 {
	c := h.g.Controls
	noise := c.NoiseOf(i)
	tails := noise.Tails
	if h.g.Time == clock.Iteration {
		tails = noise.DrawTails
	}
	nu := func(y float64) float64 {
		neg, pos := tails(c.Alpha[i], y)
		return neg + pos
	}
	// The integral is over ln y, where a power law is smooth; below e^-30 d the integrand
	// y^2 nu is negligible.
	const parts, depth = 600, 30.
	sum := 0.0
	for j := range parts {
		y := d * math.Exp(-depth*(float64(j)+.5)/parts)
		sum += y * y * nu(y) * depth / parts
	}
	return max(0, 2*sum-d*d*nu(d))
}

// unseenGaussianCaveat says where the accelerated method, which does not see exits by
// Gaussian noise, would miss more than a hundredth of all exits, or an unknown share.
func (h *hazard) unseenGaussianCaveat() string {
	if h.g.Method != problem.Accelerated {
		return ""
	}
	all, jumps := h.total(0), 0.0
	for _, rate := range h.jumpRates() {
		jumps += rate
	}
	for _, g := range h.gaussianScale {
		if g > 0 && (!gaussianKnown(h.g.Controls) || jumps < .99*all) {
			return "exits by Gaussian noise are not seen"
		}
	}
	return ""
}
