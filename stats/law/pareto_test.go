package law

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"

	"levyscope/internal/near"
)

// Survival and log-density of the unit law at 40 digits (mpmath): through shape 0, near the end of a bounded law
// (where 1 + shape z loses two digits), near the threshold, and beyond 1e308 in (1 + shape z)^(1/shape).
func TestParetoAgainstReference(t *testing.T) {
	for _, c := range []struct{ shape, z, survival, logProb float64 }{
		{1e-9, 30, 9.3576271797713738e-14, -29.999999580000009},
		{-1e-9, 30, 9.3576187579107019e-14, -30.000000420000009},
		{.3, 1e6, 5.5325369796675415e-19, -54.650011376853169},
		{-.3, 3.3, 2.1544346900318837e-7, -10.745397100638880},
		{3, 1e-3, .99900199534496975, -.0039940119730646384},
		{3, 1e200, 1.4938015821857216e-67, -615.48750784996966},
	} {
		g := GeneralizedPareto{Shape: c.shape, Scale: 1}
		near.Rel(t, fmt.Sprintf("shape %g: P(X > %g)", c.shape, c.z), g.Survival(c.z), c.survival, 5e-14)
		near.Rel(t, fmt.Sprintf("shape %g: ln f(%g)", c.shape, c.z), g.LogProb(c.z), c.logProb, 1e-13)
	}
}

func TestParetoQuantileInvertsTheCDF(t *testing.T) {
	for _, shape := range []float64{-1, -.4, -1e-12, 0, 1e-12, .5, 3} {
		g := GeneralizedPareto{shape, 2, -1}
		for _, p := range []float64{0, 1e-12, .1, .5, .9, 1 - 1e-9} {
			near.Abs(t, fmt.Sprintf("shape %g: CDF(Quantile(%g))", shape, p), g.CDF(g.Quantile(p)), p, 1e-14)
		}
	}
	if got := (GeneralizedPareto{-.5, 1, 3}).Quantile(1); got != 5 {
		t.Errorf("the end of a bounded law: %g", got)
	}
	if got := (GeneralizedPareto{.5, 1, 3}).Quantile(1); !math.IsInf(got, 1) {
		t.Errorf("the end of an unbounded law: %g", got)
	}
}

// Mean and variance as integrals of the quantile function, and the density as the
// derivative of the distribution function.
func TestParetoMomentsAndDensity(t *testing.T) {
	for _, shape := range []float64{-1, -.3, 0, .05, .2} {
		g := GeneralizedPareto{shape, 1.5, 2}
		// p = 1 - exp(-e) turns the integrals over p into ones against exp(-e).
		moment := func(f func(x float64) float64) float64 {
			sum := 0.0
			for a := 0.0; a < 90; a += 5 {
				sum += quad.Fixed(func(e float64) float64 { return math.Exp(-e) * f(g.fromExponential(e)) }, a, a+5, 30, nil, 0)
			}
			return sum
		}
		mean := moment(func(x float64) float64 { return x })
		variance := moment(func(x float64) float64 { return (x - mean) * (x - mean) })
		near.Rel(t, fmt.Sprintf("shape %g: mean against the integral", shape), g.Mean(), mean, 1e-10)
		near.Rel(t, fmt.Sprintf("shape %g: variance against the integral", shape), g.Variance(), variance, 1e-10)
		const x, h = 2.7, 1e-5
		slope := (g.CDF(x+h) - g.CDF(x-h)) / (2 * h)
		near.Rel(t, fmt.Sprintf("shape %g: density against the slope of the CDF", shape), g.Prob(x), slope, 1e-8)
	}
	if m := (GeneralizedPareto{1, 1, 0}).Mean(); !math.IsInf(m, 1) {
		t.Errorf("mean at shape 1: %g", m)
	}
	if v := (GeneralizedPareto{.5, 1, 0}).Variance(); !math.IsInf(v, 1) {
		t.Errorf("variance at shape 1/2: %g", v)
	}
}

func TestParetoOutsideItsSupport(t *testing.T) {
	g := GeneralizedPareto{-.5, 1, 3} // on [3, 5]
	for x, want := range map[float64]float64{2: 0, 3: 0, 5: 1, 6: 1, math.Inf(1): 1, math.Inf(-1): 0} {
		if got := g.CDF(x); got != want || g.Survival(x) != 1-want {
			t.Errorf("CDF(%g) = %g, want %g", x, got, want)
		}
	}
	if g.Prob(2.9) != 0 || g.Prob(5.1) != 0 || g.Prob(3) != 1 {
		t.Errorf("density %g, %g, %g", g.Prob(2.9), g.Prob(5.1), g.Prob(3))
	}
	nan := math.NaN()
	for _, bad := range []GeneralizedPareto{{nan, 1, 0}, {.1, 0, 0}, {.1, -1, 0}, {.1, 1, math.Inf(1)},
		{math.Inf(1), 1, 0}} {
		if bad.Validate() == nil {
			t.Errorf("%+v was accepted", bad)
		}
		for i, v := range []float64{bad.Prob(1), bad.LogProb(1), bad.CDF(1), bad.Survival(1), bad.Quantile(.5),
			bad.Rand(testRand(1)), bad.Mean(), bad.Variance()} {
			if !math.IsNaN(v) {
				t.Errorf("%+v: method %d gives %g", bad, i, v)
			}
		}
	}
	if !math.IsNaN(g.CDF(nan)) || !math.IsNaN(g.LogProb(nan)) || !math.IsNaN(g.Quantile(nan)) ||
		!math.IsNaN(g.Quantile(1.1)) {
		t.Error("NaN in, a number out")
	}
}
