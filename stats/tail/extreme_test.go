package tail

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

// By hand. Pickands, k = 1: |x| = 15, 7, 4, 3: log2 (8/4) = 1. The moment
// estimator, k = 2: logarithms 3 and 1 above the third: M1 = 2, M2 = 5, so
// gamma = 3 - .5/(1 - 4/5) = .5.
func TestExtremeIndexByHand(t *testing.T) {
	e := Pickands([]float64{3, -15, 4, 7}, 1)
	near.Abs(t, "gamma of Pickands by hand", e.Gamma, 1, 1e-15)
	near.Abs(t, "its standard error, 3/(2 ln 2)", e.SE, 1.5/math.Ln2, 1e-14)
	if e.N != 4 {
		t.Errorf("Pickands used %d order statistics, not 4", e.N)
	}
	e = DEdH([]float64{math.Exp(3), 1, -math.E}, 2)
	near.Abs(t, "gamma of the moment estimator by hand", e.Gamma, .5, 1e-12)
	near.Abs(t, "its standard error", e.SE, math.Sqrt(1.25/2), 1e-12)
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
		near.Rel(t, "variance of "+c.name, c.got, c.want, 1e-7)
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
		law := law.GeneralizedPareto{Shape: c.shape, Scale: 1, Threshold: c.shift}
		if c.shape > 0 {
			law.Scale = c.shape * c.shift
			if c.shift == 0 {
				law.Scale = 1
			}
		}
		var s estimatorTally
		r, x := statstest.Rand(5), make([]float64, 2500)
		replicates := statstest.Replicates(400, 100)
		for range replicates {
			for i := range x {
				x[i] = law.Rand(r)
			}
			e := c.fit(x)
			s.add(e.Gamma, e.SE, c.shape)
		}
		what := fmt.Sprintf("%s at gamma %g: ", c.name, c.shape)
		near.Abs(t, what+"spread of z-scores", s.spread(), 1, 2/math.Sqrt(float64(replicates)))
		near.Abs(t, what+"mean of z-scores", s.z/s.n, 0, c.bias+3/math.Sqrt(float64(replicates))-.15)
	}
}

func TestExtremeIndexToTailIndex(t *testing.T) {
	e := (ExtremeIndex{.5, .05, 10}).Estimate()
	near.Abs(t, "alpha of gamma = 1/2", e.Alpha, 2, 0)
	near.Abs(t, "its standard error", e.SE, .2, 1e-15)
	if e.N != 10 {
		t.Errorf("N is %d, not 10", e.N)
	}
	for _, gamma := range []float64{0, -.3, math.NaN()} {
		if e := (ExtremeIndex{gamma, .1, 10}).Estimate(); !math.IsNaN(e.Alpha) || !math.IsNaN(e.SE) {
			t.Errorf("gamma %g has the tail index %g", gamma, e.Alpha)
		}
	}
}
