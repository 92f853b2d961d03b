package stats

import (
	"fmt"
	"math"
	"testing"
)

// Of symmetric samples, wherever they lie, the statistic has a calibrated error and
// the p-values are uniform.
func TestSkewnessOfSymmetricLaws(t *testing.T) {
	const reps = 400
	for _, alpha := range []float64{.8, 1.5, 2} {
		var s estimatorTally
		rejected := 0
		for i := range reps {
			k := Skewness(draws(Stable{alpha, 0, 2, -7}, 1000, uint64(i)))
			s.add(k.Nu, k.SE, 0)
			if k.P < .05 {
				rejected++
			}
		}
		s.calibrated(t, fmt.Sprint("alpha ", alpha))
		if z := (float64(rejected) - .05*reps) / math.Sqrt(.05*.95*reps); math.Abs(z) > 3.5 {
			t.Errorf("alpha %g: %d of %d p-values below .05", alpha, rejected, reps)
		}
	}
}

// The population value of nu_beta is that of the law's quantiles, and the skewness
// is found: E.g. exponential samples, ln 20, ln 2, -ln .95.
func TestSkewnessOfSkewedLaws(t *testing.T) {
	r, x := rng(9), make([]float64, 20000)
	for i := range x {
		x[i] = r.ExpFloat64()
	}
	lo, mid, hi := -math.Log(.95), math.Ln2, math.Log(20)
	if k := Skewness(x); math.Abs(k.Nu-(hi+lo-2*mid)/(hi-lo)) > .02 || k.P > 1e-10 {
		t.Errorf("exponential: %+v, want nu %.4f", k, (hi+lo-2*mid)/(hi-lo))
	}
	k := Skewness(draws(Stable{1.5, -.4, 1, 0}, 20000, 5))
	if math.Abs(k.Beta+.4) > 4*k.BetaSE || k.P > 1e-6 || k.Nu > 0 || k.N != 20000 {
		t.Errorf("stable with beta -.4: %+v", k)
	}
	y := make([]float64, len(x))
	for i := range x {
		y[i] = -4 * x[i]
	}
	if a, b := Skewness(x), Skewness(y); math.Abs(a.Nu+b.Nu) > 1e-12 || math.Abs(a.SE-b.SE) > 1e-12 {
		t.Errorf("mirrored: %+v, %+v", a, b)
	}
}
