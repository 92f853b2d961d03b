package noise

import (
	"fmt"
	"math"

	"levyscope/sim/clock"
)

// leastKept is the share of draws that a truncated or tempered noise must keep. With a smaller
// share the step is so long that its increments say nothing about single jumps, and drawing
// again dominates the cost.
const leastKept = 1. / 20

// leastRejectionAlpha is the smallest tail index of a noise that draws by rejection. Far below
// it the survival function of the stable law, which gives the share kept, does not converge.
const leastRejectionAlpha = .05

// rejected names the parameter by which a noise rejects draws.
type rejected struct {
	name   string
	value  float64
	remedy string
}

// checkKept returns an error if the draws of SaS(step^(1/alpha)) have no finite positive scale,
// or if in iteration time the noise keeps less than leastKept of them. p is what the error blames and kept the
// share kept.
func (n Noise) checkKept(
	alpha, step float64, time clock.Time, p rejected, kept func(n Noise, alpha, step float64) float64,
) error {
	if alpha < leastRejectionAlpha {
		return fmt.Errorf("noise %q: alpha = %g: a %s noise takes a tail index of %g or more",
			n, alpha, n.Kind, leastRejectionAlpha)
	}
	if scale := math.Pow(step, 1/alpha); !(scale > 0) || math.IsInf(scale, 0) {
		return fmt.Errorf("noise %q: steps of %g have draws of the scale %g at alpha = %g: use a larger alpha",
			n, step, scale, alpha)
	}
	if time == clock.SDE { // nothing is rejected there
		return n.checkSplit(alpha, step, n.tempering(), n.largest(), p)
	}
	share := kept(n, alpha, step)
	if share >= leastKept {
		return nil
	}
	return fmt.Errorf("noise %q: %s = %g keeps %.2g %% of the draws at alpha = %g, and %g %% are needed: use %s",
		n, p.name, p.value, 100*share, alpha, 100*leastKept, p.remedy)
}

// tempering and largest are the damping and the largest jump of a Truncated or Tempered noise.
func (n Noise) tempering() float64 {
	if n.Kind == Tempered {
		return n.Rate
	}
	return 0
}

func (n Noise) largest() float64 {
	if n.Kind == Truncated {
		return n.Cut
	}
	return math.Inf(1)
}
