package law

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
	"strconv"
	"testing"

	"levyscope/internal/near"
)

// The empirical characteristic function of n draws has real part exp(-|k|^alpha)
// in the symmetric case, with a variance of at most 1/(2n)(1 + phi(2k) - 2 phi(k)^2).
func TestSamplerHasTheCharacteristicFunction(t *testing.T) {
	const n = 200000
	for _, alpha := range []float64{.5, .8, 1, 1.0000001, 1.2, 1.5, 1.8, 1.99, 2} {
		x := testDraws(SaS(alpha, 1), n, 1)
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
		x := testDraws(s, n, 3)
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
		x := testDraws(SaS(alpha, 1), n, 5)
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
	for alpha, want := range map[float64]float64{.5: .3989, .8: .3524, 1: .3183, 1.2: .2780, 1.5: .1995, 1.8: .0916,
		1.9: .0479, 2: 0} {
		near.Abs(t, fmt.Sprintf("c_%g", alpha), TailConstant(alpha), want, 5e-5)
	}
	const n, x = 1000000, 50.0
	for _, alpha := range []float64{1.2, 1.5} {
		beyond := 0
		for _, v := range testDraws(SaS(alpha, 1), n, 7) {
			if math.Abs(v) > x {
				beyond++
			}
		}
		want := n * 2 * TailConstant(alpha) * math.Pow(x, -alpha)
		what := fmt.Sprintf("alpha %g: %d draws beyond %g, predicted %.0f: z", alpha, beyond, x, want)
		near.Abs(t, what, (float64(beyond)-want)/math.Sqrt(want), 0, 4)
	}
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
	for _, s := range []Stable{{0, 0, 1, 0}, {2.1, 0, 1, 0}, {math.NaN(), 0, 1, 0}, {1, 2, 1, 0}, {1, 0, -1, 0},
		{1, 0, 1, math.Inf(1)}, {2, 0, 0, 0}, {1.5, .5, math.Inf(1), 0}} {
		if s.Validate() == nil {
			t.Errorf("%+v was accepted", s)
		}
	}
	err := (Stable{1.5, 0, 0, 0}).Validate()
	if err == nil || err.Error() != "sigma = 0: it must be a finite number above 0" {
		t.Errorf("scale 0, of which there is no density: %v", err)
	}
}

func TestFillDoesNotAllocate(t *testing.T) {
	m, r, x := SaS(1.5, 1).Sampler(), testRand(1), make([]float64, 64)
	if n := testing.AllocsPerRun(20, func() { m.Fill(x, r) }); n != 0 {
		t.Errorf("%g allocations", n)
	}
}

func BenchmarkSampler(b *testing.B) {
	for _, alpha := range []float64{1.2, 1.8} {
		b.Run("alpha="+strconv.FormatFloat(alpha, 'g', -1, 64), func(b *testing.B) {
			m, r, x := SaS(alpha, 1).Sampler(), testRand(1), make([]float64, 1024)
			for b.Loop() {
				m.Fill(x, r)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1024, "ns/draw")
		})
	}
}

// testRand is statstest.Rand, which the tests inside law cannot import.
func testRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 12345)) }

// testDraws is statstest.Draws.
func testDraws(s Stable, n int, seed uint64) []float64 {
	x := make([]float64, n)
	m := s.Sampler()
	m.Fill(x, testRand(seed))
	return x
}
