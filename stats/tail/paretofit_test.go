package tail

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

// The maxima of the likelihood of two small samples, found by Nelder-Mead on
// scipy's genpareto.logpdf over both parameters: one of a heavy tail, one bounded.
func TestFitParetoAgainstDirectMaximisation(t *testing.T) {
	for _, c := range []struct {
		x                   []float64
		shape, scale, level float64
	}{
		{[]float64{.12, .35, .41, .77, 1.1, 1.32, 1.9, 2.4, 3.3, 5.2, 8.8, 21}, .54868781, 2.00308247, -26.92050049047546},
		{[]float64{.05, .1, .2, .3, .4, .5, .6, .8, .9, 1.1, 1.3, 1.5, 1.9, 2.6}, -.33364504, 1.18150014,
			-11.663958565367292},
	} {
		f, err := FitPareto(c.x)
		if err != nil {
			t.Fatal(err)
		}
		near.Abs(t, fmt.Sprintf("shape of %d samples", len(c.x)), f.Shape, c.shape, 2e-7)
		near.Abs(t, fmt.Sprintf("scale of %d samples", len(c.x)), f.Scale, c.scale, 2e-7)
		near.Abs(t, fmt.Sprintf("log-likelihood of %d samples", len(c.x)), f.LogLik, c.level, 1e-10)
		sum := 0.0
		for _, x := range c.x {
			sum += f.LogProb(x)
		}
		near.Abs(t, "LogLik against the sum of LogProb", f.LogLik, sum, 1e-10)
	}
}

func TestFitParetoErrors(t *testing.T) {
	for _, shape := range []float64{-.2, 0, .7, 3} {
		law := law.GeneralizedPareto{Shape: shape, Scale: 3}
		var a, b estimatorTally
		r, x := statstest.Rand(21), make([]float64, 1000)
		for range 400 {
			for i := range x {
				x[i] = law.Rand(r)
			}
			f, err := FitPareto(x)
			if err != nil {
				t.Fatal(err)
			}
			a.add(f.Shape, f.SE.Shape, shape)
			b.add(f.Scale, f.SE.Scale, 3)
		}
		a.calibrated(t, "shape")
		b.calibrated(t, "scale")
	}
}

// A scale of the samples is a scale of the fit, over all of float64's range but its ends.
func TestFitParetoScales(t *testing.T) {
	x, r := make([]float64, 200), statstest.Rand(3)
	for i := range x {
		x[i] = law.GeneralizedPareto{Shape: .4, Scale: 1}.Rand(r)
	}
	one, _ := FitPareto(x)
	for _, c := range []float64{1e-250, 1e-9, 1e250} {
		y := make([]float64, len(x))
		for i := range x {
			y[i] = c * x[i]
		}
		f, err := FitPareto(y)
		if err != nil {
			t.Fatal(err)
		}
		near.Abs(t, fmt.Sprintf("shape of samples times %g", c), f.Shape, one.Shape, 1e-9)
		near.Rel(t, fmt.Sprintf("scale of samples times %g, over it", c), f.Scale/c, one.Scale, 1e-9)
	}
}

func TestFitParetoRefuses(t *testing.T) {
	constant := make([]float64, 20)
	crowded := make([]float64, 20)
	for i := range constant {
		constant[i], crowded[i] = 2, 1-math.Pow(.5, float64(i))
	}
	bad := func(v float64) []float64 { return append([]float64{v}, crowded...) }
	for name, x := range map[string][]float64{
		"empty": nil, "few": {1, 2, 3}, "zeros": make([]float64, 20), "constant": constant, "crowded": crowded,
		"negative": bad(-1), "NaN": bad(math.NaN()), "infinite": bad(math.Inf(1)),
	} {
		if f, err := FitPareto(x); err == nil || !math.IsNaN(f.Shape) || f.N != len(x) {
			t.Errorf("%s: %+v without an error", name, f)
		}
	}
}

// The derivative of ln(1+y)/y is the same by its series, used where |y| < 1/1000, and in closed form.
func TestParetoLogSlopeHasNoSeam(t *testing.T) {
	for _, y := range []float64{-9.9e-4, -5e-4, 5e-4, 9.9e-4, 1.1e-3} {
		l := law.Log1pOver(y)
		near.Abs(t, fmt.Sprintf("slope of ln(1+y)/y at %g", y), paretoLogSlope(y, l), (1/(1+y)-l)/y, 1e-11)
	}
}
