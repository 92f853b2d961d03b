package verdict

import (
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/par"
	"levyscope/stats/law"
	"levyscope/stats/screen"
	"levyscope/stats/statstest"
)

// screenedVerdict judges a series as levyscope fit does.
func screenedVerdict(x []float64) Verdict {
	s := screen.New(x[:min(len(x), 1<<16)], math.NaN())
	s.Ordered(x[:min(len(x), 1<<16)])
	a := NewScreenedAccumulator(s)
	a.Add(x)
	return a.Verdict()
}

// twoScale draws a Gaussian of which a share has ratio times the scale.
func twoScale(share, ratio float64) func(x []float64, r *rand.Rand) {
	return verdictEach(law.TwoScaleGaussian{Scale: 1, Ratio: ratio, Share: share}.Rand)
}

// normalInverseGaussian draws the law with alpha delta = 1, symmetric: a Gaussian with the variance of an inverse
// Gaussian of mean 1 and shape 1. Source: Michael, Schucany and Haas 1976.
func normalInverseGaussian(r *rand.Rand) float64 {
	y := r.NormFloat64()
	y *= y
	v := 1 + y/2 - math.Sqrt(4*y+y*y)/2
	if r.Float64() > 1/(1+v) {
		v = 1 / v
	}
	return math.Sqrt(v) * r.NormFloat64()
}

func logisticDraw(r *rand.Rand) float64 {
	u := r.Float64()
	return math.Log(u / (1 - u))
}

// ratePlants are laws with the share of series of 4096 samples that must be called stable, or the largest such share at
// any length.
var ratePlants = []struct {
	name        string
	fill        func(x []float64, r *rand.Rand)
	least, most float64
}{
	{"SaS 1.2", verdictStable(1.2), .95, 1},
	{"SaS 1.5", verdictStable(1.5), .95, 1},
	{"SaS 1.8", verdictStable(1.8), .95, 1},
	{"SaS 1.9", verdictStable(1.9), .75, 1},
	{"Gaussian", verdictEach((*rand.Rand).NormFloat64), 0, .02},
	{"Laplace", verdictEach(law.Laplace{Scale: 1}.Rand), 0, .02},
	{"Student-t(3)", verdictEach(verdictStudent), 0, .02},
	{"generalised Gaussian(.7)", verdictEach(law.GeneralizedGaussian{Shape: .7, Scale: 1}.Rand), 0, .02},
	{"log-normal mixture(.5)", verdictEach(law.NormalMixture{Sd: 1, Spread: .5}.Rand), 0, .02},
	{".05 x 5", twoScale(.05, 5), 0, .02},
	{".02 x 10", twoScale(.02, 10), 0, .02},
	{".1 x 3", twoScale(.1, 3), 0, .02},
	{"logistic", verdictEach(logisticDraw), 0, .02},
	{"normal inverse Gaussian", verdictEach(normalInverseGaussian), 0, .02},
}

// rateOf is the share of each kind among the verdicts on replicates of n samples about .37, rounded to step (0: not at
// all), a share of which is replaced by atom.
func rateOf(t *testing.T, fill func([]float64, *rand.Rand), n, replicates int, step, share float64) (rate [5]float64) {
	kinds := make([]Kind, replicates)
	err := par.For(par.Workers(), replicates, func(_, i int) {
		r, x := statstest.Rand(uint64(7000*n+i)), make([]float64, n)
		fill(x, r)
		for j := range x {
			x[j] += .37
			if step > 0 {
				x[j] = math.Round(x[j]/step) * step
			}
			if r.Float64() < share {
				x[j] = 0
			}
		}
		kinds[i] = screenedVerdict(x).Kind
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range kinds {
		rate[k] += 1 / float64(replicates)
	}
	return rate
}

// Stable laws are called stable, and laws of finite variance are not, at every length; so with a tenth of the samples
// at one value, and with values rounded to a tenth of a scale. Five replicates in a hundred are granted to chance.
func TestVerdictRates(t *testing.T) {
	for _, c := range []struct {
		name        string
		step, share float64
	}{{"as drawn", 0, 0}, {"a tenth at one value", 0, .1}, {"rounded", .1, 0}, {"both", .1, .1}} {
		for _, p := range ratePlants {
			for _, n := range []int{300, 1000, 4096, 16384} {
				replicates := statstest.Replicates(60, 20)
				if testing.Short() && n != 4096 {
					continue
				}
				rate := rateOf(t, p.fill, n, replicates, c.step, c.share)
				what := c.name + ", " + p.name
				t.Logf("%-45s n %5d: undecided %.2f Gaussian %.2f stable %.2f heavy %.2f light %.2f",
					what, n, rate[0], rate[1], rate[2], rate[3], rate[4])
				chance := 2 * math.Sqrt(.05/float64(replicates))
				near.Most(t, what+": called stable", rate[IsStable], p.most+chance/2)
				if n >= 4096 {
					near.Least(t, what+": called stable", rate[IsStable], p.least-chance)
				}
			}
		}
	}
}

// Rounding up to a scale leaves the verdict what it is, and twice that leaves it undecided.
func TestVerdictOnRoundedSamples(t *testing.T) {
	for _, p := range []struct {
		name string
		fill func([]float64, *rand.Rand)
		want Kind
	}{
		{"Gaussian", verdictEach((*rand.Rand).NormFloat64), IsGaussian},
		{"SaS 1.5", verdictStable(1.5), IsStable},
		{"Laplace", verdictEach(law.Laplace{Scale: 1}.Rand), HeavyTailed},
	} {
		for _, n := range []int{4096, 100_000} {
			for _, step := range []float64{.001, .01, .0313, .1, .37, 1} {
				if n == 100_000 && testing.Short() {
					continue
				}
				rate := rateOf(t, p.fill, n, 20, step, 0)
				near.Least(t, p.name+": rate of the right kind", rate[p.want], .85)
			}
			near.Least(t, p.name+", step 2.5: undecided", rateOf(t, p.fill, n, 8, 2.5, 0)[Undecided], .99)
		}
	}
}

// A single outlier is named where the rest is Gaussian, and seldom where the law is stable.
func TestVerdictNamesOneOutlier(t *testing.T) {
	const n = 4096
	replicates, named := statstest.Replicates(200, 60), 0
	for i := range replicates {
		r, x := statstest.Rand(uint64(300+i)), make([]float64, n)
		verdictStable(1.95)(x, r)
		if screenedVerdict(x).Outlier != nil {
			named++
		}
	}
	near.Most(t, "share of SaS 1.95 with an outlier", float64(named)/float64(replicates), .05)
	named = 0
	for i := range 20 {
		r, x := statstest.Rand(uint64(300+i)), make([]float64, n)
		verdictEach((*rand.Rand).NormFloat64)(x, r)
		x[17] = -40
		if v := screenedVerdict(x); v.Outlier != nil && v.Kind == IsGaussian {
			near.Abs(t, "its size", v.Outlier.Size, 40, .2)
			named++
		}
	}
	near.Least(t, "share of a Gaussian and one sample of -40", float64(named)/20, .8)
}

// A skewed stable law is called asymmetric, and not "not stable"; a skewed law of finite variance is never stable.
func TestVerdictOnSkewedSeries(t *testing.T) {
	for _, c := range []struct {
		name   string
		draw   func(*rand.Rand) float64
		stable bool
		beta   float64
	}{
		{"S(1, 1)", law.Stable{Alpha: 1, Beta: 1, Scale: 1}.Rand, true, 1},
		{"S(1.5, .5)", law.Stable{Alpha: 1.5, Beta: .5, Scale: 1}.Rand, true, .5},
		{"S(.7, -.3)", law.Stable{Alpha: .7, Beta: -.3, Scale: 1}.Rand, true, -.3},
		{"exponential", (*rand.Rand).ExpFloat64, false, 0},
		{"log-normal", func(r *rand.Rand) float64 { return math.Exp(r.NormFloat64()) }, false, 0},
	} {
		for i := range statstest.Replicates(20, 6) {
			x, r := make([]float64, 8000), statstest.Rand(uint64(60+i))
			verdictEach(c.draw)(x, r)
			v := screenedVerdict(x)
			if v.Asymmetry == nil {
				t.Errorf("%s: %v", c.name, v)
				continue
			}
			if c.stable {
				if v.Kind == HeavyTailed || v.Kind == LightTailed {
					t.Errorf("%s: %v, p %.3g", c.name, v, v.PStable)
				}
				near.Abs(t, c.name+": beta", v.Asymmetry.Beta, c.beta, .25)
			} else if v.Kind != HeavyTailed || v.Asymmetry.OneSided != 1 {
				t.Errorf("%s: %v, sides %d", c.name, v, v.Asymmetry.OneSided)
			}
		}
	}
}

// Dependent samples are worth fewer independent ones: the verdict says so and rejects the Gaussian that they are no
// more often than its level.
func TestVerdictOnDependentSamples(t *testing.T) {
	wrong := 0
	for i := range 30 {
		x, r, s := make([]float64, 5000), statstest.Rand(uint64(90+i)), 0.
		for j := range x {
			s = .95*s + r.NormFloat64()
			x[j] = s
		}
		v := screenedVerdict(x)
		if v.Dependence == nil || !v.Dependence.Found() {
			t.Fatal("dependence not found")
		}
		if v.Kind != IsGaussian && v.Kind != Undecided {
			wrong++
		}
	}
	near.Most(t, "series called other than Gaussian", float64(wrong), 1)
}

// Clipped values are counted as lying beyond: the law is that of the values before.
func TestVerdictOnClippedSamples(t *testing.T) {
	for _, c := range []struct {
		name  string
		fill  func([]float64, *rand.Rand)
		bound float64
		want  Kind
	}{
		{"SaS 1.5", verdictStable(1.5), 6, IsStable},
		{"Gaussian", verdictEach((*rand.Rand).NormFloat64), 2.2, IsGaussian},
		{"Laplace", verdictEach(law.Laplace{Scale: 1}.Rand), 3, HeavyTailed},
	} {
		for i := range 5 {
			x, r := make([]float64, 8000), statstest.Rand(uint64(70+i))
			c.fill(x, r)
			for j, v := range x {
				x[j] = min(max(v, -c.bound), c.bound)
			}
			v := Of(x, math.NaN())
			if v.Clip == nil || len(v.Atoms) > 0 || v.Kind != c.want && v.Kind != Undecided {
				t.Errorf("%s: %v, clip %v", c.name, v, v.Clip)
			}
			if c.want == IsStable {
				near.Abs(t, "alpha of what was clipped", v.Alpha.Alpha, 1.5, 4*v.Alpha.SE.Alpha)
			}
		}
	}
}

// The symmetry of dependent samples is judged by as many independent ones: a Gaussian autoregression is not asymmetric.
func TestVerdictOnDependentSymmetricSamples(t *testing.T) {
	wrong := 0
	for i := range 12 {
		x, r, s := make([]float64, 20_000), statstest.Rand(uint64(40+i)), 0.
		for j := range x {
			s = .98*s + r.NormFloat64()
			x[j] = s
		}
		if v := Of(x, math.NaN()); v.Asymmetry != nil || !(v.Alpha.Scale > 2) {
			wrong++
		}
	}
	near.Most(t, "asymmetric, or of a wrong scale, of 12", float64(wrong), 1)
}

// A law whose tail index lies below the search is not called "not stable", and values rounded too coarsely have no
// figures of a law.
func TestVerdictBeyondItsReach(t *testing.T) {
	x := statstest.Draws(law.SaS(.05, 1), 4000, 3)
	if v := Of(x, 0); v.Kind != Undecided {
		t.Errorf("alpha 0.05: %v", v)
	}
	verdictEach((*rand.Rand).NormFloat64)(x, statstest.Rand(4))
	for i := range x {
		x[i] = math.Round(x[i]/2) * 2
	}
	if v := Of(x, math.NaN()); !v.TooCoarse || !math.IsNaN(v.Alpha.Scale) || !math.IsNaN(v.PStable) || len(v.Laws) > 0 {
		t.Errorf("rounded to 2: %v, sigma %g, p %g", v, v.Alpha.Scale, v.PStable)
	}
}
