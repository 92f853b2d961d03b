package law

import (
	"math"
	"testing"
)

// FuzzStable holds the methods of any law at any point to what holds of all: NaN for NaN
// and for laws out of range, values within their ranges, CDF + Survival = 1, quantiles that invert.
func FuzzStable(f *testing.F) {
	for _, alpha := range []float64{1 - 1e-12, 1, 1 + 1e-12, 2, 2 - 1e-15, 1.9, .5, .01, 1e-4, 0, -1, math.NaN()} {
		f.Add(alpha, 0., 1., 0., 2.5, .3)
	}
	for _, beta := range []float64{1, -.3, math.Copysign(0, -1)} {
		f.Add(1., beta, 2., 1., -4., .01)
		f.Add(.8, beta, 2., 1., -4., .99)
	}
	for _, scale := range []float64{5e-324, 1e-300, 1e308, 0, math.Inf(1), -1} {
		f.Add(1.5, 0., scale, 0., 1., .5)
		f.Add(.3, 0., scale, -1e308, 1.7e308, 5e-324)
	}
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 5e-324, 1.7e308, math.Copysign(0, -1)} {
		f.Add(1.95, 0., 1., 0., x, 1.)
	}
	f.Fuzz(func(t *testing.T, alpha, beta, scale, loc, x, p float64) {
		s := Stable{alpha, beta, scale, loc}
		density, log, cdf, survival := s.Prob(x), s.LogProb(x), s.CDF(x), s.Survival(x)
		if s.Validate() != nil || math.IsNaN(x) {
			if !math.IsNaN(density) || !math.IsNaN(log) || !math.IsNaN(cdf) || !math.IsNaN(survival) {
				t.Fatalf("%+v at %g: %g, %g, %g, %g", s, x, density, log, cdf, survival)
			}
			if s.Validate() != nil && !math.IsNaN(s.Quantile(p)) {
				t.Fatalf("%+v: quantile %g", s, s.Quantile(p))
			}
			return
		}
		if beta != 0 && alpha < .1 {
			return // nothing is promised there
		}
		if !(density >= 0) || math.IsNaN(log) || !(cdf >= 0 && cdf <= 1) || !(survival >= 0 && survival <= 1) {
			t.Fatalf("%+v at %g: %g, %g, %g, %g", s, x, density, log, cdf, survival)
		}
		if !(math.Abs(cdf+survival-1) <= 1e-15) {
			t.Fatalf("%+v at %g: CDF %g + survival %g", s, x, cdf, survival)
		}
		if density > 1e-290 && !math.IsInf(density, 0) && !(math.Abs(math.Log(density)-log) <= 1e-11) {
			t.Fatalf("%+v at %g: ln %g is not %g", s, x, density, log)
		}
		symFuzzQuantile(t, s, p)
	})
}

func symFuzzQuantile(t *testing.T, s Stable, p float64) {
	q, u := s.Quantile(p), s.SurvivalQuantile(p)
	if !(p >= 0 && p <= 1) {
		if !math.IsNaN(q) || !math.IsNaN(u) {
			t.Fatalf("%+v: quantiles %g and %g at %g", s, q, u, p)
		}
		return
	}
	if math.IsNaN(q) || math.IsNaN(u) {
		t.Fatalf("%+v: quantiles %g and %g at %g", s, q, u, p)
	}
	if s.Beta != 0 || s.Loc != 0 || p < 1e-300 || math.IsInf(q, 0) || math.Abs(q) < 1e-290 || s.Scale < 1e-290 {
		return
	}
	if c := s.CDF(q); !(math.Abs(c-p) <= 1e-11*p) {
		t.Fatalf("%+v: CDF(Quantile(%g)) = %g", s, p, c)
	}
}
