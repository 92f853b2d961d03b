package tail

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

// Ranks by hand: 3, 1, 1, 2 have the ranks 3, 1/2, 1/2, 2 with the mean 3/2.
func TestRanksByHand(t *testing.T) {
	r := newRanks(4)
	r.rank([]float64{3, 1, 1, 2})
	for i, want := range []float64{1.5, -1, -1, .5} {
		near.Abs(t, fmt.Sprintf("centred rank %d", i), r.score[i], want, 0)
	}
	ratio, blocks := r.blockVariance(2, 1.125) // sums .5 and -.5 have the variance 1/2, that of two ranks is 9/4
	near.Abs(t, "variance of sums of two", ratio, .5/2.25, 1e-15)
	near.Abs(t, "number of sums", float64(blocks), 2, 0)
}

// A run up has the rank autocorrelation 1 - 3/n at lag 1; one that alternates -(n-1)/n.
func TestDependenceOfKnownSeries(t *testing.T) {
	const n = 200
	up, turns := make([]float64, n), make([]float64, n)
	for i := range up {
		up[i] = math.Exp(float64(i))
		turns[i] = float64(i%2) * 7
	}
	d := Dependence(up)
	near.Abs(t, "lag 1 of a run up", d.Values.Lag1, 1-3./n, 1e-4)
	near.Most(t, "p of a run up", d.P, 1e-20)
	d = Dependence(turns)
	near.Abs(t, "lag 1 of turns", d.Values.Lag1, -(n-1.)/n, 1e-12)
	near.Abs(t, "inflation of turns", d.Values.Inflation, 1, 0)
}

// P(Z > z) of a gamma law of shape 4, mean 0 and variance 1: exp(-y)(1 + y + y^2/2 + y^3/6), y = 4 + 2z.
func TestUpperPOfAGammaLaw(t *testing.T) {
	for _, z := range []float64{-1.9, 0, 1, 3, 8} {
		y := 4 + 2*z
		near.Rel(t, fmt.Sprintf("P at %g", z), upperP(z, 1), math.Exp(-y)*(1+y*(1+y/2*(1+y/3))), 1e-12)
	}
	near.Abs(t, "P below the law", upperP(-2.1, 1), 1, 0)
	near.Rel(t, "P without skewness", upperP(2, 0), .02275013194817921, 1e-12)
}

// Independent samples of any law, with atoms and rounded too: P < .005 in at most 1 % of series, and where nearly all
// samples are one value there is no test of ranks.
func TestDependenceOfIndependentSamples(t *testing.T) {
	part := func(p float64, draw func(*rand.Rand) float64, at float64) func(*rand.Rand) float64 {
		return func(r *rand.Rand) float64 {
			if r.Float64() < p {
				return at
			}
			return draw(r)
		}
	}
	normal := law.Gaussian{Scale: 1}.Rand
	laws := map[string]func(*rand.Rand) float64{
		"Gaussian": normal, "SaS 1.5": law.SaS(1.5, 1).Rand, "SaS 0.5": law.SaS(.5, 1).Rand,
		"Laplace": law.Laplace{Scale: 1}.Rand, "30 % zeros": part(.3, normal, 0), "half at 2": part(.5, normal, 2),
		"95 % zeros": part(.95, normal, 0), "98.5 % zeros": part(.985, normal, 0),
		"rounded to 1": func(r *rand.Rand) float64 { return math.Round(r.NormFloat64()) },
		"exponential":  (*rand.Rand).ExpFloat64,
	}
	sizes := []int{300, 1024, 4096, 65536}
	if testing.Short() {
		sizes = sizes[:2]
	}
	series, found := 0., 0.
	for _, n := range sizes {
		for name, draw := range laws {
			replicates, few := statstest.Replicates(400, 40), 0.
			if n > 10000 {
				replicates = 40
			}
			for seed := range uint64(replicates) {
				if Dependence(drawn(n, draw, 3000+seed)).Found() {
					few++
				}
			}
			found += few
			series += float64(replicates)
			p := .01 // three standard deviations above it
			near.Most(t, fmt.Sprintf("false alarms, %s, n %d", name, n), few/float64(replicates),
				p+3*math.Sqrt(p/float64(replicates)))
		}
	}
	near.Most(t, "false alarms of all", found/series, .01)
	d := Dependence(drawn(300, laws["98.5 % zeros"], 1))
	if !math.IsNaN(d.Values.P1) || !math.IsNaN(d.Sizes.P1) {
		t.Errorf("98.5 %% zeros: %+v", d)
	}
}

// drawn are n draws in a row.
func drawn(n int, draw func(*rand.Rand) float64, seed uint64) []float64 {
	x, r := make([]float64, n), statstest.Rand(seed)
	for i := range x {
		x[i] = draw(r)
	}
	return x
}

// autoregressive draws an AR(1) series of Gaussian samples with variance 1.
func autoregressive(rho float64) func(*rand.Rand) float64 {
	v := math.NaN()
	return func(r *rand.Rand) float64 {
		if math.IsNaN(v) {
			v = r.NormFloat64()
		}
		v = rho*v + math.Sqrt(1-rho*rho)*r.NormFloat64()
		return v
	}
}

// scaleInRuns draws Gaussian samples whose log-normal scale is shared by length of them in a row.
func scaleInRuns(length int, spread float64) func(*rand.Rand) float64 {
	i, scale := 0, 1.
	return func(r *rand.Rand) float64 {
		if i%length == 0 {
			scale = math.Exp(spread * r.NormFloat64())
		}
		i++
		return scale * r.NormFloat64()
	}
}

// Serial dependence is found, and its inflation of variances is about 1 + 2 sum rho_k: (1 + rho)/(1 - rho) of the
// values of an autoregressive series, where ranks and samples are alike; about (1 + rho^2)/(1 - rho^2) of their sizes.
func TestDependenceIsFound(t *testing.T) {
	for _, c := range []struct {
		name          string
		n             int
		draw          func() func(*rand.Rand) float64
		values, sizes float64 // inflation
	}{
		{"AR .95", 4096, func() func(*rand.Rand) float64 { return autoregressive(.95) }, 35, 14},
		{"AR .5", 1024, func() func(*rand.Rand) float64 { return autoregressive(.5) }, 2.9, 1.5},
		{"AR .2", 1024, func() func(*rand.Rand) float64 { return autoregressive(.2) }, 1.45, 1.05},
		{"AR -.5", 300, func() func(*rand.Rand) float64 { return autoregressive(-.5) }, 1, 1.4},
		{"scale in runs of 8", 1024, func() func(*rand.Rand) float64 { return scaleInRuns(8, .5) }, 1, 2.5},
		{"scale in runs of 128", 4096, func() func(*rand.Rand) float64 { return scaleInRuns(128, .4) }, 1, 20},
	} {
		values, sizes := 0., 0.
		const series = 20
		for seed := range uint64(series) {
			d := Dependence(drawn(c.n, c.draw(), 3100+seed))
			if !d.Found() {
				t.Errorf("%s, seed %d: P %g", c.name, seed, d.P)
			}
			values += d.Values.Inflation / series
			sizes += d.Sizes.Inflation / series
		}
		near.Rel(t, c.name+": inflation of values", values, c.values, .25)
		near.Rel(t, c.name+": inflation of sizes", sizes, c.sizes, .25)
	}
}

func TestDependenceInWords(t *testing.T) {
	d := Dependence(drawn(5000, autoregressive(.95), 1))
	for _, want := range []string{"depend on each other (rank correlation 0.9", "between the sizes of neighbours",
		"5000 of them", "are too small, errors by a factor of about"} {
		if !strings.Contains(d.Words(), want) {
			t.Errorf("no %q in %q", want, d.Words())
		}
	}
	near.Least(t, "effective sample size", d.Effective(), 200)
	near.Most(t, "effective sample size", d.Effective(), 800)
	d = Dependence(drawn(5000, autoregressive(.2), 1))
	if !strings.Contains(d.Words(), "an error of the centre that takes") {
		t.Errorf("AR .2: %q", d.Words())
	}
	if d = Dependence(drawn(5000, law.SaS(1.5, 1).Rand, 1)); d.Words() != "" {
		t.Errorf("independent samples: %q", d.Words())
	}
	notFinite := append(make([]float64, 200), math.NaN())
	for _, x := range [][]float64{nil, make([]float64, 99), make([]float64, 500), notFinite} {
		if d := Dependence(x); d.Found() || d.Words() != "" || !math.IsNaN(d.P) || strings.Contains(d.Words(), "NaN") {
			t.Errorf("%d samples: %+v", len(x), d)
		}
	}
}

func BenchmarkDependence(b *testing.B) {
	x := drawn(1<<16, law.SaS(1.5, 1).Rand, 1)
	for b.Loop() {
		Dependence(x)
	}
}

// Over independent series each p-value is below .1 in a tenth of them; that of the largest of nine lags, which supposes
// the worst, and that of the extremal index, which is 1 at most, in no more.
func TestPartialTestsAreCalibrated(t *testing.T) {
	series := statstest.Replicates(1000, 300)
	var below [10]float64
	for seed := range uint64(series) {
		d := Dependence(drawn(1024, law.SaS(1.5, 1).Rand, 3200+seed))
		for i, c := range d.tests() {
			if c.p < .1 {
				below[i] += 1 / float64(series)
			}
		}
	}
	noise := 3.5 * math.Sqrt(.09/float64(series))
	for i, share := range below {
		what := fmt.Sprintf("share of p < .1 in test %d", i)
		near.Most(t, what, share, .1+noise)
		if i != 2 && i != 3 && i != 9 {
			near.Least(t, what, share, .1-noise)
		}
	}
}

// Samples that come twice have sums of twice the variance, from sums of two on.
func TestInflationOfPairs(t *testing.T) {
	x, r := make([]float64, 4096), statstest.Rand(5)
	for i := range x {
		if x[i] = r.NormFloat64(); i%2 == 1 {
			x[i] = x[i-1]
		}
	}
	near.Abs(t, "inflation of samples that come twice", Dependence(x).Values.Inflation, 2, .15)
}
