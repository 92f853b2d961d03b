package tail

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

func TestSumLogAbs(t *testing.T) {
	x := []float64{1, -2, 0, 1e-300, -1e300, 5e-324, math.Pi, math.Copysign(0, -1)}
	for range 2000 {
		x = append(x, 1.999999, -1e-30, 1e30)
	}
	want, n := 0.0, 0
	for _, v := range x {
		if v != 0 {
			want += math.Log(math.Abs(v))
			n++
		}
	}
	got, used := sumLogAbs(x)
	near.Rel(t, "sum of ln|x|", got, want, 1e-9)
	if used != n {
		t.Errorf("%d logarithms, want %d", used, n)
	}
	if got, used := sumLogAbs([]float64{0, 0}); got != 0 || used != 0 {
		t.Errorf("zeros: %g over %d", got, used)
	}
}

// Over replicates the estimator is centred on alpha and spreads as its SE says.
func TestLogMomentEstimator(t *testing.T) {
	const replicates, n, block = 300, 4096, 64
	for _, alpha := range []float64{1, 1.5, 1.8, 2} {
		mean, sq, se := 0.0, 0.0, 0.0
		for i := range replicates {
			inv := BlockLogs(statstest.Draws(law.SaS(alpha, .01), n, uint64(100+i)), block,
				make([]float64, n/block)).InverseAlpha(block)
			mean += inv / replicates
			sq += inv * inv / replicates
			se += InverseAlphaSE(inv, n/block, block) / replicates
		}
		sd := math.Sqrt(sq - mean*mean)
		what := fmt.Sprintf("alpha %g: ", alpha)
		near.Abs(t, what+"mean of 1/alpha-hat", mean, 1/alpha, 4*sd/math.Sqrt(replicates))
		near.Abs(t, what+"spread of replicates over the standard error", sd/se, 1, .15)
	}
}

// What the estimator says of laws that are not stable (theory.md, section 2): the
// drift of Laplace and Student-t(3) toward 2 as the blocks grow.
func TestLogMomentDriftsOnLaplace(t *testing.T) {
	const n = 2000000
	r := statstest.Rand(17)
	x := make([]float64, n)
	for i := range x {
		x[i] = r.ExpFloat64()
		if r.Uint64()&1 == 0 {
			x[i] = -x[i]
		}
	}
	for block, want := range map[int]float64{10: 1.64, 100: 1.77, 1000: 1.84} {
		e := LogMoment(x, block)
		near.Abs(t, fmt.Sprintf("Laplace, K1 = %d: alpha-hat", block), e.Alpha, want, .01+3*e.SE)
	}
}

// By hand at alpha = 3/2: four samples with the mean 1.5 of logarithms, of which
// gamma_E (2/3 - 1) is the law's own, with the variance (pi^2/6)(4/9 + 1/2).
func TestScaleFromLogs(t *testing.T) {
	sigma, se := ScaleFromLogs(6, 4, 2./3)
	want := math.Exp(1.5 + EulerGamma/3)
	near.Rel(t, "scale of four logarithms", sigma, want, 1e-14)
	near.Rel(t, "its standard error", se, want*math.Pi*math.Sqrt(17./18/6/4), 1e-14)
	x := []float64{math.E, -math.E, 0, math.Exp(2), math.Exp(2)} // the zero is left out
	sigma, se = LogScale(x, 1.5)
	near.Rel(t, "scale of their samples", sigma, want, 1e-9)
	near.Rel(t, "its standard error", se, want*math.Pi*math.Sqrt(17./18/6/4), 1e-9)
	if sigma, se = LogScale([]float64{0, 0}, 1.5); sigma != 0 || !math.IsNaN(se) {
		t.Errorf("scale of zeros: %g +- %g, want 0 +- NaN", sigma, se)
	}
}

func TestLogMomentEdges(t *testing.T) {
	if e := LogMoment(make([]float64, 100), 10); !math.IsNaN(e.Alpha) || e.N != 0 {
		t.Errorf("a constant zero series has no tail index: %+v", e)
	}
	if e := LogMoment(nil, 10); !math.IsNaN(e.Alpha) {
		t.Errorf("no samples: %+v", e)
	}
	x := statstest.Draws(law.SaS(1.5, 1), 1000, 29)
	scaled := make([]float64, len(x))
	for i := range x {
		scaled[i] = x[i] * 1024
	}
	near.Abs(t, "alpha-hat of samples times 1024", LogMoment(scaled, 10).Alpha, LogMoment(x, 10).Alpha, 1e-12)
}

// Garwood's interval for 10 events, and Wilson's for 3 of 10 (published tables).
func TestIntervals(t *testing.T) {
	lo, hi := PoissonInterval(10, .95)
	near.Abs(t, "lower end of Poisson's interval, 10 events", lo, 4.795, .001)
	near.Abs(t, "upper end of Poisson's interval, 10 events", hi, 18.390, .001)
	lo, hi = PoissonInterval(0, .95)
	near.Abs(t, "lower end of Poisson's interval, no event", lo, 0, 0)
	near.Abs(t, "upper end of Poisson's interval, no event", hi, 3.689, .001)
	lo, hi = WilsonInterval(3, 10, 1.959964)
	near.Abs(t, "lower end of Wilson's interval, 3 of 10", lo, .1078, .0001)
	near.Abs(t, "upper end of Wilson's interval, 3 of 10", hi, .6032, .0001)
	if lo, hi = WilsonInterval(0, 0, 1.96); lo != 0 || hi != 1 {
		t.Errorf("Wilson's interval of no trial is %g to %g, want 0 to 1", lo, hi)
	}
}

func TestQuantiles(t *testing.T) {
	if got := Median([]float64{3, 1, 2, 10}); got != 2.5 {
		t.Errorf("median %g", got)
	}
	near.Abs(t, "quantile .3 of 0..4", SortedQuantile([]float64{0, 1, 2, 3, 4}, .3), 1.2, 1e-12)
}

func BenchmarkLogMoment(b *testing.B) {
	x, scratch := statstest.Draws(law.SaS(1.5, 1), 1024, 1), make([]float64, 32)
	for b.Loop() {
		BlockLogs(x, 32, scratch)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1024, "ns/sample")
}

func TestLogMomentsOfTheLaw(t *testing.T) {
	const n = 400000
	for _, alpha := range []float64{.8, 1.3, 1.8} {
		x := statstest.Draws(law.SaS(alpha, 3), n, 11)
		sum, used := sumLogAbs(x)
		mean := sum / float64(used)
		want := EulerGamma*(1/alpha-1) + math.Log(3)
		near.Abs(t, fmt.Sprintf("alpha %g: E ln|X|", alpha), mean, want, 4*math.Sqrt(logVariance(1/alpha)/n))
	}
}

// A sum of stables is stable with the scale (sum sigma_i^alpha)^(1/alpha).
func TestStabilityUnderSums(t *testing.T) {
	const n = 200000
	for _, alpha := range []float64{1.1, 1.6} {
		x, y := statstest.Draws(law.SaS(alpha, 1), n, 19), statstest.Draws(law.SaS(alpha, 2), n, 23)
		for i := range x {
			x[i] += y[i]
		}
		got, se := LogScale(x, alpha)
		want := math.Pow(1+math.Pow(2, alpha), 1/alpha)
		near.Abs(t, fmt.Sprintf("alpha %g: scale of the sum", alpha), got, want, 4*se)
	}
}

// The explorer shows an interval as one-sided where its lower end is exactly the estimate:
// of no exit in 18 that is so with the constant that it takes.
func TestShownIntervalOfNone(t *testing.T) {
	if lo, hi := WilsonInterval(0, 18, ShownNormal975); lo != 0 || !(hi > .17 && hi < .18) {
		t.Errorf("interval %g to %g", lo, hi)
	}
}
