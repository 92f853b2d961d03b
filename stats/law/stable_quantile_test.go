package law

import (
	"math"
	"testing"
)

// SurvivalQuantile(Survival(x)) = x over 24 octaves and beyond, as far as q tells: an ulp
// of q moves x by q/(x f) of itself, many where q is near 1/2.
func TestQuantileInvertsSurvival(t *testing.T) {
	for _, alpha := range symIndices {
		law := SaS(alpha, 1)
		worst := 0.
		for e := -12.; e <= 40; e += .13 {
			x := math.Exp2(e)
			q, f := law.Survival(x), law.Prob(x)
			if q < 1e-300 {
				break
			}
			condition := q / (x * f)
			limit := max(1e-13, 1e-14*condition)
			if condition < 500 {
				limit = min(limit, 1e-11)
			}
			off := symOff(law.SurvivalQuantile(q), x)
			if !(off <= limit) {
				t.Errorf("alpha %g: SurvivalQuantile(Survival(%g)) is off by %.2g, condition %.2g", alpha, x, off, condition)
			}
			if back := symOff(law.Quantile(law.CDF(-x)), -x); !(back <= limit) {
				t.Errorf("alpha %g: Quantile(CDF(%g)) is off by %.2g", alpha, -x, back)
			}
			worst = max(worst, off/max(1, condition))
		}
		t.Logf("alpha %g: %.2g of max(1, condition)", alpha, worst)
	}
}

// Survival(SurvivalQuantile(q)) = q to the end of the normal numbers, and Quantile is its mirror.
func TestSurvivalInvertsQuantile(t *testing.T) {
	for _, alpha := range symIndices {
		law := Stable{Alpha: alpha, Scale: 2, Loc: -3}
		last := math.Inf(1)
		for _, q := range []float64{1e-300, 1e-200, 1e-100, 1e-30, 1e-12, 1e-5, .003, .1, .2499, .2501, .3, .4, .45, .49,
			.4999, .499999999} {
			x := law.SurvivalQuantile(q)
			if !(x <= last) {
				t.Errorf("alpha %g: the quantile rises with q at %g", alpha, q)
			}
			last = x
			if math.IsInf(x, 1) {
				continue // beyond the floats for small alpha
			}
			if y := SaS(alpha, 1).SurvivalQuantile(q); !(symOff(2*y-3, x) <= 1e-15) {
				t.Errorf("alpha %g, q %g: scale and location: %g, want %g", alpha, q, x, 2*y-3)
			} else if s := SaS(alpha, 1).Survival(y); !(symOff(s, q) <= 4e-13) {
				t.Errorf("alpha %g: Survival(SurvivalQuantile(%g)) is off by %.2g", alpha, q, symOff(s, q))
			}
			if y := law.Quantile(q); !(math.Abs(y+6+x) <= 1e-15*(6+math.Abs(x))) {
				t.Errorf("alpha %g, q %g: quantiles %g and %g", alpha, q, y, x)
			}
		}
	}
}

// The ends, the middle and what is no probability.
func TestQuantileEdges(t *testing.T) {
	for _, alpha := range append([]float64{.001, .01}, symIndices...) {
		law := Stable{Alpha: alpha, Scale: 2, Loc: 7}
		if lo, hi := law.Quantile(0), law.Quantile(1); !math.IsInf(lo, -1) || !math.IsInf(hi, 1) {
			t.Errorf("alpha %g: support %g to %g", alpha, lo, hi)
		}
		if lo, hi := law.SurvivalQuantile(1), law.SurvivalQuantile(0); !math.IsInf(lo, -1) || !math.IsInf(hi, 1) {
			t.Errorf("alpha %g: upper support %g to %g", alpha, lo, hi)
		}
		if a, b := law.Quantile(.5), law.SurvivalQuantile(.5); a != 7 || b != 7 {
			t.Errorf("alpha %g: median %g, %g", alpha, a, b)
		}
		if z := SaS(alpha, 1).Quantile(.5); z != 0 {
			t.Errorf("alpha %g: standard median %g", alpha, z)
		}
		for _, p := range []float64{math.NaN(), -1e-300, 1.0000001, math.Inf(1), math.Inf(-1)} {
			if a, b := law.Quantile(p), law.SurvivalQuantile(p); !math.IsNaN(a) || !math.IsNaN(b) {
				t.Errorf("alpha %g: quantile at %g: %g, %g", alpha, p, a, b)
			}
		}
	}
	for _, bad := range []Stable{{}, {3, 0, 1, 0}, {1.5, 0, 0, 0}, {1.5, 0, -1, 0}, {1.5, 0, 1, math.NaN()},
		{1.5, 2, 1, 0}, {math.NaN(), 0, 1, 0}} {
		for name, v := range map[string]float64{"Prob": bad.Prob(1), "LogProb": bad.LogProb(1), "CDF": bad.CDF(1),
			"Survival": bad.Survival(1), "Quantile": bad.Quantile(.3), "SurvivalQuantile": bad.SurvivalQuantile(.3)} {
			if !math.IsNaN(v) {
				t.Errorf("%+v: %s = %g", bad, name, v)
			}
		}
	}
}

// The far end of the floats, 5e-324: the Gaussian by mpmath (root of ln erfc(x/2)/2 = ln q at 40 digits),
// power tails by c x^-alpha = q.
func TestQuantileOfSmallestFloat(t *testing.T) {
	for q, want := range map[float64]float64{1e-281: 50.6962490760203093, 1e-300: 52.3925060330987081,
		1e-310: 53.2636107219191397, 5e-324: 54.4011267330725128} {
		if x := SaS(2, 1).SurvivalQuantile(q); !(symOff(x, want) <= 1e-14) {
			t.Errorf("Gaussian, q = %g: %.17g, want %.17g", q, x, want)
		}
	}
	for _, alpha := range []float64{1.1, 1.5, 1.9, 1.95, 1.999} {
		for _, q := range []float64{1e-300, 1e-310, 5e-324} {
			logQ := math.Log(q*0x1p100) - 100*math.Ln2
			want := math.Exp((math.Log(TailConstant(alpha)) - logQ) / alpha)
			if x := SaS(alpha, 1).SurvivalQuantile(q); !(symOff(x, want) <= 1e-12) {
				t.Errorf("alpha %g, q = %g: %g, want %g", alpha, q, x, want)
			}
		}
	}
}

// Near the median q rounds, but what is given is inverted: d = 1/2 - q is f(0) x there.
func TestQuantileNearMedian(t *testing.T) {
	for _, alpha := range []float64{.3, .75, 1, 1.5, 1.95, 2} {
		law := SaS(alpha, 1)
		for _, d := range []float64{0x1p-53, 0x1p-40, 0x1p-30} {
			if x, want := law.SurvivalQuantile(.5-d), d/law.Prob(0); !(symOff(x, want) <= 1e-9) { // f falls by x^2 of itself
				t.Errorf("alpha %g: x = %g at 1/2 - q = %g, want %g", alpha, x, d, want)
			}
		}
	}
}
