package tail

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

// By hand: 1..8 without two at each end: mean 4.5; pulled in: 3 3 3 4 5 6 6 6, of
// mean 4.5 and sum of squares 14; SE = sqrt(14/7)/(1/2)/sqrt 8 = 1.
func TestTrimmedMeanByHand(t *testing.T) {
	x := []float64{8, 1, 7, 2, 6, 3, 5, 4}
	loc, se := TrimmedMean(x, .25)
	near.Abs(t, "mean of 1..8 without two at each end", loc, 4.5, 0)
	near.Abs(t, "its standard error", se, 1, 1e-15)
	loc, se = TrimmedMean(x, 0)
	near.Abs(t, "plain mean of 1..8", loc, 4.5, 0)
	near.Abs(t, "its standard error", se, math.Sqrt(6./8), 1e-15) // variance of 1..8 is 6
}

// By hand: n = 25, c = 13 - 1.96 sqrt(25/4) = 8.1, rounded 8, which is 2 deviations from the middle. Of the cubes of
// -12 ... 12 the 8th from either end are -125 and 125: SE = 250/(2*2).
func TestMedianErrorByHand(t *testing.T) {
	x := make([]float64, 25)
	for i := range x {
		v := float64(i*7%25 - 12)
		x[i] = 30 + v*v*v
	}
	median, se := MedianError(x)
	near.Abs(t, "median of 25 cubes about 30", median, 30, 0)
	near.Abs(t, "its standard error", se, 62.5, 1e-12)
}

// Calibrated errors from Cauchy and heavier to Gaussian, and the efficiency that
// the comment states: Var = .785, .837 of the Cramer-Rao bounds 2 (Cauchy) and 2 (N(0, 2)) over n.
func TestCentreErrors(t *testing.T) {
	const n = 1000
	for alpha, bound := range map[float64]float64{.7: 0, 1: 2 / .785, 1.5: 0, 2: 2 / .837} {
		var a, b estimatorTally
		for i := range 400 {
			x := statstest.Draws(law.Stable{Alpha: alpha, Beta: 0, Scale: 1, Loc: 5}, n, uint64(i))
			loc, se := Centre(x)
			a.add(loc, se, 5)
			loc, se = MedianError(x)
			b.add(loc, se, 5)
		}
		a.calibrated(t, fmt.Sprint("centre, alpha ", alpha))
		b.calibrated(t, fmt.Sprint("median, alpha ", alpha))
		if bound > 0 {
			what := fmt.Sprintf("alpha %g: RMSE over what the efficiency says", alpha)
			near.Abs(t, what, a.rmse()/math.Sqrt(bound/n), 1, .12)
		}
	}
}

// A shift moves the centre and nothing else, a constant is its own centre.
func TestCentreEdges(t *testing.T) {
	x := statstest.Draws(law.SaS(1.2, 1), 401, 3)
	loc, se := Centre(x)
	for i := range x {
		x[i] = 1024 - 2*x[i]
	}
	l, s := Centre(x)
	near.Abs(t, "centre of 1024 - 2x", l, 1024-2*loc, 1e-12)
	near.Rel(t, "standard error of the centre of 1024 - 2x", s, 2*se, 5e-10)
	if l, s := Centre([]float64{.1, .1, .1, .1, .1}); l != .1 || s != 0 {
		t.Errorf("constant: %g +- %g", l, s)
	}
	nan := math.NaN()
	for _, bad := range [][]float64{nil, {1}, {1, 2, 3}, {1, 2, nan, 4, 5, 6}, {1, 2, math.Inf(1), 4, 5, 6}} {
		l, s := Centre(bad)
		m, e := MedianError(bad)
		if !math.IsNaN(l) || !math.IsNaN(s) || !math.IsNaN(m) || !math.IsNaN(e) {
			t.Errorf("%v: %g +- %g, median %g +- %g", bad, l, s, m, e)
		}
	}
	for _, trim := range []float64{-.1, .5, nan} {
		if l, _ := TrimmedMean(x, trim); !math.IsNaN(l) {
			t.Errorf("trim %g: %g", trim, l)
		}
	}
}
