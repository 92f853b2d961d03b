package exits

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
)

// Size at 5 % and power of the Cox-Oakes test, with and without censoring, and the
// coverage of both intervals of the mean.
func TestCoxOakesSizeAndMeanCoverage(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	const runs, n = 2000, 100
	for _, horizon := range []float64{math.Inf(1), 1, .3} {
		rejected, normal, exact := 0, 0, 0
		for range runs {
			e := statRecord(t, 1e-6, horizon, statExponential(r, n, 1))
			if e.CoxOakes(nil).P < .05 {
				rejected++
			}
			m := e.Mean()
			if m.Lo <= 1 && 1 <= m.Hi {
				normal++
			}
			if m.ExactLo <= 1 && 1 <= m.ExactHi {
				exact++
			}
		}
		size, coverN, coverE := float64(rejected)/runs, float64(normal)/runs, float64(exact)/runs
		t.Logf("horizon %g: size %.4f, cover normal %.4f exact %.4f", horizon, size, coverN, coverE)
		if !(size >= .035 && size <= .068) {
			t.Errorf("horizon %g: size %.4f", horizon, size)
		}
		if !(coverN >= .90 && coverN <= .965 && coverE >= .938 && coverE <= .968) {
			t.Errorf("horizon %g: normal interval covers %.4f, exact %.4f", horizon, coverN, coverE)
		}
	}
}

// Weibull times of shape 1.5 and .7 are told apart, with the right sign, and
// Weibull times rescaled by their own cumulative hazard are not.
func TestCoxOakesPower(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for _, shape := range []float64{1.5, .7} {
		sign := math.Copysign(1, shape-1)
		times := statExponential(r, 400, 1)
		for i, v := range times {
			times[i] = 50 * math.Pow(v, 1/shape)
		}
		e := statRecord(t, 1e-4, 80, times)
		hazard := func(t float64) float64 { return math.Pow(t/50, shape) }
		near.Least(t, fmt.Sprintf("shape %g: z with its sign", shape), e.CoxOakes(nil).Z*sign, 4)
		near.Abs(t, fmt.Sprintf("shape %g, rescaled: z", shape), e.CoxOakes(hazard).Z, 0, 3)
		identity := e.CoxOakes(func(t float64) float64 { return 3 * t })
		near.Abs(t, "z by bins", identity.Z, e.CoxOakes(nil).Z, 1e-2)
		// The QQ plot of the rescaled times lies on the diagonal.
		points := e.QQ(hazard)
		if len(points) != qqPoints {
			t.Fatalf("%d points", len(points))
		}
		outside := 0
		for _, p := range points {
			if !(p.Lo <= p.Exponential && p.Exponential <= p.Hi) {
				outside++
			}
		}
		if outside > 20 {
			t.Errorf("shape %g: %d of %d points off the diagonal", shape, outside, len(points))
		}
	}
}

// Quantiles of a sample that is that of Exp(1) itself lie on the line of slope E tau.
func TestExponentialQQ(t *testing.T) {
	var times []float64
	for i := range 6400 {
		times = append(times, -20*math.Log1p(-(float64(i)+.5)/6400))
	}
	e := statRecord(t, 1e-3, math.Inf(1), times)
	for _, p := range e.QQ(nil) {
		near.Rel(t, fmt.Sprintf("quantile %+v", p), p.Empirical, 20*p.Exponential, .012)
		if !(p.Lo <= p.Empirical && p.Empirical <= p.Hi) {
			t.Errorf("outside its interval: %+v", p)
		}
	}
	got := e.Variation()
	near.Abs(t, "coefficient of variation", got.CV, 1, 1e-3)
	near.Abs(t, "its standard error", got.SE, 1./80, 1e-3)
	if got.Exponential != 1 {
		t.Errorf("%+v", got)
	}
}

// CV - Exponential has mean 0 and the standard error stated, cut at a horizon or not.
func TestVariation(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	const runs, n = 600, 400
	for _, horizon := range []float64{math.Inf(1), 2, .5} {
		sum, square, se := 0.0, 0.0, 0.0
		for range runs {
			v := statRecord(t, 1e-6, horizon, statExponential(r, n, 1)).Variation()
			d := v.CV - v.Exponential
			sum, square, se = sum+d, square+d*d, se+v.SE
		}
		mean, sd := sum/runs, math.Sqrt(square/runs)
		t.Logf("horizon %g: mean %.5f sd %.5f SE %.5f", horizon, mean, sd, se/runs)
		near.Abs(t, fmt.Sprintf("horizon %g: mean", horizon), mean, 0, .2*sd)
		near.Rel(t, fmt.Sprintf("horizon %g: SE next to the sd", horizon), se/runs, sd, .12)
	}
	// Uniform times: CV = 1/sqrt 3.
	var times []float64
	for i := range 1000 {
		times = append(times, (float64(i)+.5)/1000)
	}
	near.Abs(t, "uniform", statRecord(t, 1e-4, 2, times).Variation().CV, 1/math.Sqrt(3), 1e-5)
	// The series of small x meets the closed form.
	for _, x := range []float64{1.9e-3, 2.1e-3, .1} {
		want := math.Sqrt(x/3 - x*x*x/90)
		near.Abs(t, "cut exponential", cutExponentialCV(x), want, 1e-4*want)
	}
	near.Abs(t, "uncut", cutExponentialCV(60), 1, 1e-12)
	e := statRecord(t, 1, 10, []float64{3, 4, 20})
	if err := e.Add(2, true); err != nil {
		t.Fatal(err)
	}
	if v := e.Variation(); !math.IsNaN(v.CV) || v.Reason == "" {
		t.Errorf("censored at two times: %+v", v)
	}
	if v := statRecord(t, 1, 10, []float64{3, 3, 3}).Variation(); !math.IsNaN(v.CV) || v.Reason == "" {
		t.Errorf("equal times: %+v", v)
	}
}
