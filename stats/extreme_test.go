package stats

import (
	"math"
	"testing"
)

// By hand. Pickands, k = 1: |x| = 15, 7, 4, 3: log2 (8/4) = 1. The moment
// estimator, k = 2: logarithms 3 and 1 above the third: M1 = 2, M2 = 5, so
// gamma = 3 - .5/(1 - 4/5) = .5.
func TestExtremeIndexByHand(t *testing.T) {
	if e := Pickands([]float64{3, -15, 4, 7}, 1); math.Abs(e.Gamma-1) > 1e-15 || e.N != 4 {
		t.Errorf("Pickands: %+v", e)
	}
	if e := DEdH([]float64{math.Exp(3), 1, -math.E}, 2); math.Abs(e.Gamma-.5) > 1e-12 || math.Abs(e.SE-math.Sqrt(1.25/2)) > 1e-12 {
		t.Errorf("moment: %+v", e)
	}
}

// The asymptotic variances at values that can be worked out: Pickands at gamma =
// 0 is 3/(4 ln^4 2) and at 1 9/(4 ln^2 2); the moment estimator at -1 is 24/5 and
// has no seam at 0.
func TestExtremeIndexVariances(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"Pickands at 0", math.Pow(pickandsSD(0), 2), 3 / (4 * math.Pow(math.Ln2, 4))},
		{"Pickands near 0", math.Pow(pickandsSD(1e-9), 2), 3 / (4 * math.Pow(math.Ln2, 4))},
		{"Pickands at 1", math.Pow(pickandsSD(1), 2), 9 / (4 * math.Ln2 * math.Ln2)},
		{"moment at -1", dedhVariance(-1), 4.8},
		{"moment at 0", dedhVariance(0), 1},
		{"moment below 0", dedhVariance(-1e-12), 1},
	} {
		if math.Abs(c.got/c.want-1) > 1e-7 {
			t.Errorf("%s: %.12g, want %.12g", c.name, c.got, c.want)
		}
	}
}

// On generalised Pareto samples Pickands has no bias but that of finite k; the
// moment estimator has none on a Pareto law (gamma > 0) and little beside its
// error at few order statistics of an exponential or uniform one.
func TestExtremeIndexErrors(t *testing.T) {
	type estimator func([]float64) ExtremeIndex
	pickands := func(x []float64) ExtremeIndex { return Pickands(x, len(x)/10) }
	moment := func(k int) estimator { return func(x []float64) ExtremeIndex { return DEdH(x, k) } }
	for _, c := range []struct {
		name  string
		shape float64
		shift float64 // makes the law of shape > 0 an exact Pareto one
		bias  float64 // allowed in the mean of z
		fit   estimator
	}{
		{"Pickands", .7, 0, .25, pickands},
		{"Pickands", 0, 0, .25, pickands},
		{"Pickands", -.4, 0, .25, pickands},
		{"moment", .7, 1, .25, moment(400)},
		{"moment", 0, 10, .7, moment(120)},
		{"moment", -.5, 10, .7, moment(120)},
	} {
		law := GeneralizedPareto{Shape: c.shape, Scale: 1, Threshold: c.shift}
		if c.shape > 0 {
			law.Scale = c.shape * c.shift
			if c.shift == 0 {
				law.Scale = 1
			}
		}
		var s estimatorTally
		r, x := rng(5), make([]float64, 2500)
		for range 400 {
			for i := range x {
				x[i] = law.Rand(r)
			}
			e := c.fit(x)
			s.add(e.Gamma, e.SE, c.shape)
		}
		if v := s.spread(); v < .9 || v > 1.1 {
			t.Errorf("%s at gamma %g: z-scores spread by %.3f", c.name, c.shape, v)
		}
		if m := s.z / s.n; math.Abs(m) > c.bias {
			t.Errorf("%s at gamma %g: z-scores centre on %.2f", c.name, c.shape, m)
		}
	}
}

func TestExtremeIndexToTailIndex(t *testing.T) {
	if e := (ExtremeIndex{.5, .05, 10}).Estimate(); e.Alpha != 2 || math.Abs(e.SE-.2) > 1e-15 || e.N != 10 {
		t.Errorf("%+v", e)
	}
	for _, gamma := range []float64{0, -.3, math.NaN()} {
		if e := (ExtremeIndex{gamma, .1, 10}).Estimate(); !math.IsNaN(e.Alpha) || !math.IsNaN(e.SE) {
			t.Errorf("gamma %g has the tail index %g", gamma, e.Alpha)
		}
	}
}
