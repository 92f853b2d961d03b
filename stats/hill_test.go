package stats

import (
	"math"
	"testing"
)

// paretoSample draws from P(X > x) = x^-alpha, x >= 1, with signs.
func paretoSample(n int, alpha float64, seed uint64) []float64 {
	x, r := make([]float64, n), rng(seed)
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
	if math.Abs(e.Alpha-want) > 1e-14 || math.Abs(e.SE-want/math.Sqrt2) > 1e-14 || e.N != 2 {
		t.Errorf("%+v, want alpha %.15g", e, want)
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
		if z := inverse[j].z / math.Sqrt(reps); math.Abs(z) > 4 {
			t.Errorf("k = %d: the mean of 1/alpha-hat is %.1f standard errors off", k, z)
		}
		if s := inverse[j].spread(); math.Abs(s-1) > .07 {
			t.Errorf("k = %d: 1/alpha-hat spreads by %.3f of its exact deviation", k, s)
		}
		if b, se := direct[j].bias(), direct[j].rmse()/math.Sqrt(reps); math.Abs(b) > 4*se {
			t.Errorf("k = %d: E alpha-hat is %.4f +- %.4f off alpha k/(k-1)", k, b, se)
		}
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
			e := Hill(draws(SaS(alpha, 1), 10000, uint64(i)), 500)
			s.add(e.Alpha, e.SE, alpha)
		}
		if r := s.rmse() / want; r < .65 || r > 1.35 {
			t.Errorf("alpha %g: RMSE %.3f, prototype %.3f", alpha, s.rmse(), want)
		}
	}
}

func TestHillPlotIsHill(t *testing.T) {
	x := draws(SaS(1.2, 3), 500, 4)
	ks := []int{300, 0, 10, 499, 500, -3, 1}
	for i, e := range HillPlot(x, ks) {
		one := Hill(x, ks[i])
		if e.N != ks[i] || math.IsNaN(e.Alpha) != (ks[i] < 1 || ks[i] > 499) || math.Abs(e.Alpha-one.Alpha) > 1e-13 {
			t.Errorf("k = %d: %+v, alone %+v", ks[i], e, one)
		}
	}
}
