package noise

import (
	"fmt"
	"math"
	"math/rand/v2"

	"levyscope/sim/clock"
	"levyscope/stats/law"
)

// truncatedFill draws the increments of a truncated SaS process over one step: those
// of SaS(step^(1/alpha)), drawn again when beyond the cut. As step -> 0 this is the
// process with the Levy measure C_alpha |y|^(-1-alpha) on |y| <= cut, of variance
//
//	2 C_alpha cut^(2-alpha)/(2 - alpha)   per unit of time.
//
// Over a step dt the variance is low by 0.3, 0.25, 0.25 and 0.15 % at alpha = 0.8,
// 1.2, 1.5 and 1.8 with dt = 0.01 and cut = 3, and in proportion to dt cut^-alpha:
// increments of several jumps that together pass the cut are lost. With step = 1 it
// is the noise of an SGD that drops what is beyond the cut and draws again.
// Source: Mantegna and Stanley 1994.
type truncatedFill struct {
	draw law.Sampler
	cut  float64
}

func newTruncatedFill(alpha, step, cut float64) *truncatedFill {
	return &truncatedFill{law.SaS(alpha, math.Pow(step, 1/alpha)).Sampler(), cut}
}

// Fill implements filler.
func (f *truncatedFill) Fill(dst []float64, r *rand.Rand) {
	f.draw.Fill(dst, r)
	for i, x := range dst {
		for !(math.Abs(x) <= f.cut) {
			x = f.draw.Draw(r)
			dst[i] = x
		}
	}
}

// kept is the share of the draws of SaS(step^(1/alpha)) that a truncated or a
// tempered noise keeps.
func (n Noise) kept(alpha, step float64) float64 {
	scale := math.Pow(step, 1/alpha)
	if n.Kind == Truncated {
		return 1 - 2*law.SaS(alpha, scale).Survival(n.Cut)
	}
	return temperedShare(alpha, n.Rate*scale)
}

// leastCutAlpha is the smallest tail index at which the survival function of stats is
// held to its error; far below, it does not come to an end.
const leastCutAlpha = .05

// checkKept refuses steps over which draws are hardly ever kept, or have no size at all.
func (n Noise) checkKept(alpha, step float64, time clock.Time) error {
	if alpha < leastCutAlpha {
		return fmt.Errorf("noise %q: alpha = %g: a %s noise takes a tail index of %g or more", n, alpha, n.Kind, leastCutAlpha)
	}
	if scale := math.Pow(step, 1/alpha); !(scale > 0) || math.IsInf(scale, 0) {
		return fmt.Errorf("noise %q: steps of %g have draws of the scale %g at alpha = %g: use a larger alpha", n, step, scale, alpha)
	}
	kept := n.kept(alpha, step)
	if kept >= leastKept {
		return nil
	}
	name, value, remedy := "cut", n.Cut, "a larger cut"
	if n.Kind == Tempered {
		name, value, remedy = "rate", n.Rate, "a smaller rate"
	}
	if time == clock.SDE {
		remedy += fmt.Sprintf(" or a smaller --dt (%g now)", step)
	}
	return fmt.Errorf("noise %q: %s = %g keeps %.2g %% of the draws at alpha = %g, and %g %% are needed: use %s", n, name, value, 100*kept, alpha, 100*leastKept, remedy)
}
