package law

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
)

// Both functions are those of SaS(alpha, 1), and the slope is the derivative of the density.
func TestStandardFunctionsAreThoseOfTheLaw(t *testing.T) {
	for _, alpha := range []float64{.4, .8, 1, 1.3, 1.7, 1.95, 2} {
		law, survival, density := SaS(alpha, 1), StandardSurvival(alpha), StandardDensity(alpha)
		for _, x := range []float64{0, 1e-3, .1, .7, 1.3, 4, 11, 60} {
			at := fmt.Sprintf(" of alpha %g at %g", alpha, x)
			f, slope := density(x)
			near.Rel(t, "survival"+at, survival(x), law.Survival(x), 1e-13)
			near.Rel(t, "density"+at, f, law.Prob(x), 1e-13)
			if x == 0 {
				near.Abs(t, "slope"+at, slope, 0, 0)
				continue
			}
			// The error of the difference is of the order of h^2, and of the rounding of f over h.
			h := 1e-5 * x
			want := (law.Prob(x+h) - law.Prob(x-h)) / (2 * h)
			near.Abs(t, "slope"+at, slope, want, 1e-6*math.Abs(want)+1e-8*f/x)
		}
	}
}
