package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
	"strconv"
	"testing"

	"levyscope/internal/near"
)

func rng(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 12345)) }

func draws(s Stable, n int, seed uint64) []float64 {
	x := make([]float64, n)
	m := s.Sampler()
	m.Fill(x, rng(seed))
	return x
}

// The empirical characteristic function of n draws has real part exp(-|k|^alpha)
// in the symmetric case, with a variance of at most 1/(2n)(1 + phi(2k) - 2 phi(k)^2).
func TestSamplerHasTheCharacteristicFunction(t *testing.T) {
	const n = 200000
	for _, alpha := range []float64{.5, .8, 1, 1.0000001, 1.2, 1.5, 1.8, 1.99, 2} {
		x := draws(SaS(alpha, 1), n, 1)
		for _, k := range []float64{.2, .5, 1, 2} {
			re, im := 0.0, 0.0
			for _, v := range x {
				re += math.Cos(k * v)
				im += math.Sin(k * v)
			}
			phi, phi2 := math.Exp(-math.Pow(k, alpha)), math.Exp(-math.Pow(2*k, alpha))
			seRe := math.Sqrt((1 + phi2 - 2*phi*phi) / 2 / n)
			seIm := math.Sqrt((1 - phi2) / 2 / n)
			what := fmt.Sprintf("alpha %g, k %g: z of the characteristic function's ", alpha, k)
			near.Abs(t, what+"real part", (re/n-phi)/seRe, 0, 4)
			near.Abs(t, what+"imaginary part", im/n/seIm, 0, 4)
		}
	}
}

// The skewed law in S1: both parts of the characteristic function.
func TestSkewedSamplerIsS1(t *testing.T) {
	const n = 200000
	for _, s := range []Stable{{1.5, .7, 2, -1}, {.7, -1, .5, 3}, {1, .5, 2, .3}, {1.2, 1, 1, 0}} {
		x := draws(s, n, 3)
		for _, k := range []float64{.1, .4} {
			re, im := 0.0, 0.0
			for _, v := range x {
				re += math.Cos(k * v)
				im += math.Sin(k * v)
			}
			w := math.Tan(math.Pi * s.Alpha / 2)
			if s.Alpha == 1 {
				w = -2 / math.Pi * math.Log(k) // -beta (2/pi) ln|k| enters with the opposite sign
			}
			size := math.Exp(-math.Pow(s.Scale*k, s.Alpha))
			phase := math.Pow(s.Scale*k, s.Alpha)*s.Beta*w + s.Loc*k
			d := math.Hypot(re/n-size*math.Cos(phase), im/n-size*math.Sin(phase))
			near.Most(t, fmt.Sprintf("%+v, k %g: distance of the characteristic function", s, k), d, 4/math.Sqrt(n))
		}
	}
}

// Kolmogorov-Smirnov against the Cauchy and the Gaussian distribution functions.
func TestReductions(t *testing.T) {
	const n = 100000
	cdf := map[float64]func(float64) float64{
		1: func(x float64) float64 { return .5 + math.Atan(x)/math.Pi },
		2: func(x float64) float64 { return .5 * math.Erfc(-x/2) }, // N(0, 2)
	}
	for alpha, f := range cdf {
		x := draws(SaS(alpha, 1), n, 5)
		sort.Float64s(x)
		d := 0.0
		for i, v := range x {
			p := f(v)
			d = max(d, p-float64(i)/n, float64(i+1)/n-p)
		}
		near.Most(t, fmt.Sprintf("alpha %g: KS statistic (1.95 has p = .001)", alpha), d*math.Sqrt(n), 1.95)
	}
}

// P(|X| > x) -> 2 c_alpha x^-alpha; the table is that of theory.md, section 1.
func TestTailConstant(t *testing.T) {
	for alpha, want := range map[float64]float64{.5: .3989, .8: .3524, 1: .3183, 1.2: .2780, 1.5: .1995, 1.8: .0916, 1.9: .0479, 2: 0} {
		near.Abs(t, fmt.Sprintf("c_%g", alpha), TailConstant(alpha), want, 5e-5)
	}
	const n, x = 1000000, 50.0
	for _, alpha := range []float64{1.2, 1.5} {
		beyond := 0
		for _, v := range draws(SaS(alpha, 1), n, 7) {
			if math.Abs(v) > x {
				beyond++
			}
		}
		want := n * 2 * TailConstant(alpha) * math.Pow(x, -alpha)
		what := fmt.Sprintf("alpha %g: %d draws beyond %g, predicted %.0f: z", alpha, beyond, x, want)
		near.Abs(t, what, (float64(beyond)-want)/math.Sqrt(want), 0, 4)
	}
}

func TestLogMomentsOfTheLaw(t *testing.T) {
	const n = 400000
	for _, alpha := range []float64{.8, 1.3, 1.8} {
		x := draws(SaS(alpha, 3), n, 11)
		sum, used := SumLogAbs(x)
		mean := sum / float64(used)
		want := EulerGamma*(1/alpha-1) + math.Log(3)
		near.Abs(t, fmt.Sprintf("alpha %g: E ln|X|", alpha), mean, want, 4*math.Sqrt(LogVariance(1/alpha)/n))
	}
}

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
	got, used := SumLogAbs(x)
	near.Rel(t, "sum of ln|x|", got, want, 1e-9)
	if used != n {
		t.Errorf("%d logarithms, want %d", used, n)
	}
	if got, used := SumLogAbs([]float64{0, 0}); got != 0 || used != 0 {
		t.Errorf("zeros: %g over %d", got, used)
	}
}

// Over replicates the estimator is centred on alpha and spreads as its SE says.
func TestLogMomentEstimator(t *testing.T) {
	const replicates, n, block = 300, 4096, 64
	for _, alpha := range []float64{1, 1.5, 1.8, 2} {
		mean, sq, se := 0.0, 0.0, 0.0
		for i := range replicates {
			inv := BlockLogs(draws(SaS(alpha, .01), n, uint64(100+i)), block, make([]float64, n/block)).InverseAlpha(block)
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
	r := rng(17)
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

// A sum of stables is stable with the scale (sum sigma_i^alpha)^(1/alpha).
func TestStabilityUnderSums(t *testing.T) {
	const n = 200000
	for _, alpha := range []float64{1.1, 1.6} {
		x, y := draws(SaS(alpha, 1), n, 19), draws(SaS(alpha, 2), n, 23)
		for i := range x {
			x[i] += y[i]
		}
		got, se := LogScale(x, alpha)
		want := math.Pow(1+math.Pow(2, alpha), 1/alpha)
		near.Abs(t, fmt.Sprintf("alpha %g: scale of the sum", alpha), got, want, 4*se)
	}
}

func TestLogMomentEdges(t *testing.T) {
	if e := LogMoment(make([]float64, 100), 10); !math.IsNaN(e.Alpha) || e.N != 0 {
		t.Errorf("a constant zero series has no tail index: %+v", e)
	}
	if e := LogMoment(nil, 10); !math.IsNaN(e.Alpha) {
		t.Errorf("no samples: %+v", e)
	}
	x := draws(SaS(1.5, 1), 1000, 29)
	scaled := make([]float64, len(x))
	for i := range x {
		scaled[i] = x[i] * 1024
	}
	near.Abs(t, "alpha-hat of samples times 1024", LogMoment(scaled, 10).Alpha, LogMoment(x, 10).Alpha, 1e-12)
}

// These rows are computed from closed forms: f(0) = Gamma(1 + 1/alpha)/pi, the Cauchy and the Gaussian law.
func TestDensityClosedForms(t *testing.T) {
	for _, alpha := range []float64{.5, .7, .99, 1.01, 1.3, 1.7, 1.999} {
		want := math.Gamma(1+1/alpha) / math.Pi / 2
		near.Rel(t, fmt.Sprintf("alpha %g: f(0)", alpha), SaS(alpha, 2).Prob(0), want, 1e-9)
	}
	for _, x := range []float64{.1, 1, 5, 20} {
		near.Rel(t, fmt.Sprintf("alpha 1 + 1e-9: f(%g) against Cauchy", x), SaS(1+1e-9, 1).Prob(x), 1/(math.Pi*(1+x*x)), 1e-7)
	}
	near.Rel(t, "Gaussian density", SaS(2, 1.5).Prob(1), math.Exp(-1/(4*2.25))/(2*math.SqrtPi*1.5), 1e-14)
}

// Far out the density is its leading term, and never takes long.
func TestDensityFarOut(t *testing.T) {
	for _, alpha := range []float64{.4, 1.3, 1.9} {
		s := SaS(alpha, 2)
		for _, x := range []float64{1e20, -1e90, 1e99, 1.1e100, 1e130} {
			want := math.Exp(math.Log(alpha*TailConstant(alpha)) + alpha*math.Log(2) - (alpha+1)*math.Log(math.Abs(x)))
			if got := s.Prob(x); !(math.Abs(got-want) <= 1e-6*want) { // a density below 1e-308 has fewer digits
				t.Errorf("alpha %g: f(%g) = %g, want %g", alpha, x, got, want)
			}
		}
		if got := s.Prob(math.Inf(1)); got != 0 {
			t.Errorf("alpha %g: f(inf) = %g", alpha, got)
		}
	}
}

func TestValidateNamesTheValue(t *testing.T) {
	for _, s := range []Stable{{0, 0, 1, 0}, {2.1, 0, 1, 0}, {math.NaN(), 0, 1, 0}, {1, 2, 1, 0}, {1, 0, -1, 0}, {1, 0, 1, math.Inf(1)}} {
		if s.Validate() == nil {
			t.Errorf("%+v was accepted", s)
		}
	}
	if err := (Stable{2, 0, 0, 0}).Validate(); err != nil {
		t.Error(err)
	}
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

func TestFillDoesNotAllocate(t *testing.T) {
	m, r, x := SaS(1.5, 1).Sampler(), rng(1), make([]float64, 64)
	if n := testing.AllocsPerRun(20, func() { m.Fill(x, r) }); n != 0 {
		t.Errorf("%g allocations", n)
	}
}

func BenchmarkSampler(b *testing.B) {
	for _, alpha := range []float64{1.2, 1.8} {
		b.Run("alpha="+strconv.FormatFloat(alpha, 'g', -1, 64), func(b *testing.B) {
			m, r, x := SaS(alpha, 1).Sampler(), rng(1), make([]float64, 1024)
			for b.Loop() {
				m.Fill(x, r)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1024, "ns/draw")
		})
	}
}

func BenchmarkLogMoment(b *testing.B) {
	x, scratch := draws(SaS(1.5, 1), 1024, 1), make([]float64, 32)
	for b.Loop() {
		BlockLogs(x, 32, scratch)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1024, "ns/sample")
}
