package law

import (
	"math"
	"testing"
)

// FuzzLaws asks every method of every law for a sane answer to any number.
func FuzzLaws(f *testing.F) {
	for _, x := range []float64{0, 1, -1e300, 5e-324, math.Inf(1), math.NaN()} {
		f.Add(1+1e-12, 1.0, .1, 0.0, x, .3)
		f.Add(.5, 2.0, 3.0, 1.0, x, 1e-300)
		f.Add(1.9, 1e-150, 1e150, -1e-150, x, 1-1e-16)
	}
	f.Fuzz(func(t *testing.T, shape, scale, other, loc, x, p float64) {
		for _, l := range []lawMethods{
			Gaussian{scale, loc}, Laplace{scale, loc}, StudentT{shape, scale, loc}, GeneralizedGaussian{shape, scale, loc},
			NormalMixture{scale, shape, loc}, TwoScaleGaussian{scale, 1 + shape, p, loc},
			TemperedStable{shape, scale, other, loc},
		} {
			lawIsSane(t, l, x, p)
		}
	})
}

func lawIsSane(t *testing.T, l lawMethods, x, p float64) {
	prob, log, cdf, beyond := l.Prob(x), l.LogProb(x), l.CDF(x), l.Survival(x)
	if l.Validate() != nil || math.IsNaN(x) {
		if !math.IsNaN(prob) || !math.IsNaN(log) || !math.IsNaN(cdf) || !math.IsNaN(beyond) {
			t.Errorf("%+v at %g: %g, %g, %g, %g, want NaN", l, x, prob, log, cdf, beyond)
		}
		return
	}
	if !lawFuzzed(l) {
		return // beyond the documented range only the absence of panics and hangs is promised
	}
	if !(prob >= 0) || math.IsNaN(log) || !(cdf >= 0 && cdf <= 1) || !(beyond >= 0 && beyond <= 1) ||
		!(math.Abs(cdf+beyond-1) <= 1e-9) {
		t.Errorf("%+v at %g: density %g, log %g, CDF %g, survival %g", l, x, prob, log, cdf, beyond)
	}
	q, up := l.Quantile(p), l.SurvivalQuantile(p)
	if inside := p >= 0 && p <= 1; math.IsNaN(q) == inside || math.IsNaN(up) == inside {
		t.Errorf("%+v: quantile of %g is %g, %g", l, p, q, up)
	}
}

// lawFuzzed says that the parameters lie in the range that the law's comment names.
func lawFuzzed(l lawMethods) bool {
	switch v := l.(type) {
	case StudentT:
		return v.Nu > 1e-3
	case GeneralizedGaussian:
		return v.Shape >= .05 && v.Shape <= 100
	case NormalMixture:
		return v.Spread <= 4
	case TemperedStable:
		t := v.Tempering * v.Scale
		return v.Alpha >= .3 && v.Alpha <= 1.99 && t >= 1e-3 && t <= 10
	}
	return true
}
