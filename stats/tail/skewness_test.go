package tail

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

// Of symmetric samples, wherever they lie, the statistic has a calibrated error and
// the p-values are uniform.
func TestSkewnessOfSymmetricLaws(t *testing.T) {
	const reps = 400
	for _, alpha := range []float64{.8, 1.5, 2} {
		var s estimatorTally
		rejected := 0
		for i := range reps {
			k := Skewness(statstest.Draws(law.Stable{Alpha: alpha, Beta: 0, Scale: 2, Loc: -7}, 1000, uint64(i)))
			s.add(k.Nu, k.SE, 0)
			if k.P < .05 {
				rejected++
			}
		}
		s.calibrated(t, fmt.Sprint("alpha ", alpha))
		z := (float64(rejected) - .05*reps) / math.Sqrt(.05*.95*reps)
		near.Abs(t, fmt.Sprintf("alpha %g: %d of %d p-values below .05, z", alpha, rejected, reps), z, 0, 3.5)
	}
}

// The population value of nu_beta is that of the law's quantiles, and the skewness
// is found: E.g. exponential samples, ln 20, ln 2, -ln .95.
func TestSkewnessOfSkewedLaws(t *testing.T) {
	r, x := statstest.Rand(9), make([]float64, 20000)
	for i := range x {
		x[i] = r.ExpFloat64()
	}
	lo, mid, hi := -math.Log(.95), math.Ln2, math.Log(20)
	k := Skewness(x)
	near.Abs(t, "nu of exponential samples", k.Nu, (hi+lo-2*mid)/(hi-lo), .02)
	near.Most(t, "p of exponential samples", k.P, 1e-10)
	k = Skewness(statstest.Draws(law.Stable{Alpha: 1.5, Beta: -.4, Scale: 1, Loc: 0}, 20000, 5))
	near.Abs(t, "beta of stable samples with beta -.4", k.Beta, -.4, 4*k.BetaSE)
	near.Most(t, "their p", k.P, 1e-6)
	near.Most(t, "their nu", k.Nu, 0)
	if k.N != 20000 {
		t.Errorf("%d samples, not 20000", k.N)
	}
	y := make([]float64, len(x))
	for i := range x {
		y[i] = -4 * x[i]
	}
	a, b := Skewness(x), Skewness(y)
	near.Abs(t, "nu of mirrored samples", b.Nu, -a.Nu, 1e-12)
	near.Abs(t, "its standard error", b.SE, a.SE, 1e-12)
}

// 100 samples are the fewest that have a tail to look at.
func TestSkewnessOfFewSamples(t *testing.T) {
	x := statstest.Draws(law.Stable{Alpha: 1.5, Beta: 0, Scale: 1, Loc: 2}, 100, 3)
	if k := Skewness(x); !(math.Abs(k.Nu) <= 1 && k.P >= 0 && k.P <= 1) {
		t.Errorf("100 samples: %+v", k)
	}
	if k := Skewness(x[:99]); !math.IsNaN(k.Nu) || !math.IsNaN(k.P) {
		t.Errorf("99 samples: %+v, want NaN", k)
	}
}
