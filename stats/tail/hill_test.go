package tail

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

// paretoSample draws from P(X > x) = x^-alpha, x >= 1, with signs.
func paretoSample(n int, alpha float64, seed uint64) []float64 {
	x, r := make([]float64, n), statstest.Rand(seed)
	for i := range x {
		x[i] = math.Exp(r.ExpFloat64() / alpha)
		if r.Uint64()&1 == 0 {
			x[i] = -x[i]
		}
	}
	return x
}

// By hand: |x| = 16, 8, 2, 1; ln 16/2 + ln 8/2 = 5 ln 2.
func TestHillByHand(t *testing.T) {
	x := []float64{2, -16, 1, 8}
	e := Hill(x, 2)
	want := 2 / (5 * math.Ln2)
	near.Abs(t, "alpha of Hill by hand", e.Alpha, want, 1e-14)
	near.Abs(t, "its standard error", e.SE, want/math.Sqrt2, 1e-14)
	if e.N != 2 {
		t.Errorf("Hill used %d order statistics, not 2", e.N)
	}
	if x[0] != 2 || x[1] != -16 {
		t.Errorf("the samples were moved: %v", x)
	}
}

// On an exact Pareto law 1/alpha-hat is Gamma(k)/(k alpha) for every k: its mean
// is 1/alpha, its variance 1/(k alpha^2), and E alpha-hat = alpha k/(k-1).
func TestHillOnParetoIsExact(t *testing.T) {
	const alpha, n, reps = 1.4, 300, 2000
	ks := []int{5, 40, 299}
	var inverse, direct [3]estimatorTally
	for i := range reps {
		for j, e := range HillPlot(paretoSample(n, alpha, uint64(i)), ks) {
			inverse[j].add(1/e.Alpha, 1/alpha/math.Sqrt(float64(ks[j])), 1/alpha)
			direct[j].add(e.Alpha, 1, alpha*float64(ks[j])/float64(ks[j]-1))
		}
	}
	for j, k := range ks {
		what := fmt.Sprintf("k = %d: ", k)
		near.Abs(t, what+"z of the mean of 1/alpha-hat", inverse[j].z/math.Sqrt(reps), 0, 4)
		near.Abs(t, what+"spread of 1/alpha-hat over its exact deviation", inverse[j].spread(), 1, .07)
		near.Abs(t, what+"E alpha-hat - alpha k/(k-1)", direct[j].bias(), 0, 4*direct[j].rmse()/math.Sqrt(reps))
	}
}

func TestHillErrors(t *testing.T) {
	var s estimatorTally
	for i := range 400 {
		e := Hill(paretoSample(2000, 1.7, uint64(i)), 300)
		s.add(e.Alpha, e.SE, 1.7)
	}
	s.calibrated(t, "Hill on Pareto")
}

// RMSE on stable laws at 5 % of 10^4 samples, where the table of prototypes has
// .044, .16, .89 at alpha = 1, 1.5, 1.8: a bias that the standard error does not know.
func TestHillOnStableLaws(t *testing.T) {
	for alpha, want := range map[float64]float64{1: .044, 1.5: .16, 1.8: .89} {
		var s estimatorTally
		for i := range 30 {
			e := Hill(statstest.Draws(law.SaS(alpha, 1), 10000, uint64(i)), 500)
			s.add(e.Alpha, e.SE, alpha)
		}
		near.Abs(t, fmt.Sprintf("alpha %g: RMSE over the prototype's", alpha), s.rmse()/want, 1, .35)
	}
}

func TestHillPlotIsHill(t *testing.T) {
	x := statstest.Draws(law.SaS(1.2, 3), 500, 4)
	ks := []int{300, 0, 10, 499, 500, -3, 1}
	for i, e := range HillPlot(x, ks) {
		one := Hill(x, ks[i])
		outside := ks[i] < 1 || ks[i] > 499
		if e.N != ks[i] || math.IsNaN(e.Alpha) != outside || math.IsNaN(one.Alpha) != outside {
			t.Errorf("k = %d: %+v, alone %+v", ks[i], e, one)
		}
		if !outside {
			near.Abs(t, fmt.Sprintf("k = %d: alpha of the plot against Hill alone", ks[i]), e.Alpha, one.Alpha, 1e-13)
		}
	}
}
