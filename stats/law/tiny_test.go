package law

import (
	"math"
	"testing"

	"levyscope/internal/near"
)

// As alpha -> 0 the density of |X| tends to alpha exp(-1)/x, since |X|^alpha tends to 1/E for E of the standard
// exponential law (Zolotarev 1986, theorem 2.9.1). It is found in an instant, for numbers that are hardly above 0 too.
func TestDensityOfTinyTailIndex(t *testing.T) {
	for _, alpha := range []float64{1e-4, 1e-7, 1e-12, 1e-17, 1e-100, 1e-290, 0x1p-1000, 1e-307} {
		for _, x := range []float64{.5, 1.5, 40} {
			got := SaS(alpha, 1).Prob(x)
			want := alpha / (2 * math.E * x)
			if alpha < smallestAlpha {
				near.Abs(t, "density", got, want, 1e-300)
			} else {
				near.Rel(t, "density", got, want, 4*alpha+1e-9)
			}
		}
		near.Rel(t, "survival", SaS(alpha, 1).Survival(1), (1-math.Exp(-1))/2, 4*alpha+1e-9)
	}
	SaS(math.SmallestNonzeroFloat64, 1).Prob(1) // returns
}
