package verdict

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

// verdictSource draws a series.
type verdictSource struct {
	name  string
	fill  func(x []float64, r *rand.Rand)
	right Kind
	best  string // the family that must be named
}

func verdictStable(alpha float64) func(x []float64, r *rand.Rand) {
	m := law.SaS(alpha, 1).Sampler()
	return func(x []float64, r *rand.Rand) { m.Fill(x, r) }
}

func verdictEach(draw func(r *rand.Rand) float64) func(x []float64, r *rand.Rand) {
	return func(x []float64, r *rand.Rand) {
		for i := range x {
			x[i] = draw(r)
		}
	}
}

func verdictStudent(r *rand.Rand) float64 {
	a, b, c := r.NormFloat64(), r.NormFloat64(), r.NormFloat64()
	return r.NormFloat64() / math.Sqrt((a*a+b*b+c*c)/3)
}

var verdictSources = []verdictSource{
	{"SaS(1.2)", verdictStable(1.2), IsStable, "SaS"},
	{"SaS(1.5)", verdictStable(1.5), IsStable, "SaS"},
	{"SaS(1.8)", verdictStable(1.8), IsStable, "SaS"},
	{"Gaussian", verdictEach((*rand.Rand).NormFloat64), IsGaussian, "Gaussian"},
	{"Laplace", verdictEach(law.Laplace{Scale: 1}.Rand), HeavyTailed, "Laplace"},
	{"Student-t(3)", verdictEach(verdictStudent), HeavyTailed, "Student-t"},
	{"mixture(1)", verdictEach(law.NormalMixture{Sd: 1, Spread: 1}.Rand), HeavyTailed, "log-normal scale mixture"},
}

func verdictOf(x []float64) Verdict {
	a := NewAccumulator(0)
	a.Add(x)
	return a.Verdict()
}

// verdictTally counts the verdicts on replicates of a series.
type verdictTally struct {
	kinds              [LightTailed + 1]int
	gaussian, stable   int // p-values below 0.01
	best               int // verdicts of the right kind that name the right family
	uneven, wrongDrift int
}

func tallyVerdicts(s verdictSource, n, replicates int, seed uint64) verdictTally {
	x, r := make([]float64, n), statstest.Rand(seed)
	var t verdictTally
	for range replicates {
		s.fill(x, r)
		v := verdictOf(x)
		t.kinds[v.Kind]++
		if !(v.PGaussian >= .01) {
			t.gaussian++
		}
		if !(v.PStable >= .01) {
			t.stable++
		}
		if !(v.Drift.P >= .01) {
			t.wrongDrift++
		}
		if v.Kind == s.right && v.Best().Name == s.best {
			t.best++
		}
		if strings.Contains(v.Note(), "not symmetric") {
			t.uneven++
		}
	}
	return t
}

// At n = 4096 the verdict is right in 95 % and more, and names the law; at 256 it is seldom wrong.
func TestVerdictIsRight(t *testing.T) {
	replicates := statstest.Replicates(400, 100)
	chance := 0 // what is granted to fewer replicates: two standard deviations of a count of 5 % among 100
	if testing.Short() {
		chance = 4
	}
	for i, s := range verdictSources {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			v := tallyVerdicts(s, 4096, replicates, uint64(700+i))
			t.Logf("n 4096: %v, best law named %d", v.kinds, v.best)
			if v.kinds[s.right] < replicates*95/100-chance {
				t.Errorf("n 4096: %v, want 95 %% %v", v.kinds, s.right)
			}
			if s.right == HeavyTailed && v.best < v.kinds[s.right]*95/100-chance {
				t.Errorf("the best law is %s in %d of %d", s.best, v.best, v.kinds[s.right])
			}
			v = tallyVerdicts(s, 256, replicates, uint64(720+i))
			t.Logf("n 256: %v", v.kinds)
			if wrong := replicates - v.kinds[Undecided] - v.kinds[s.right]; wrong > replicates*5/100+chance {
				t.Errorf("n 256: %v, where right is %v", v.kinds, s.right)
			}
		})
	}
}

// PStable and PGaussian below 0.01 are errors where the hypothesis holds: one in a hundred, and four standard
// deviations of what is left to chance.
func TestVerdictRejectsTheTruthSeldom(t *testing.T) {
	replicates, most := 300, 10
	if testing.Short() {
		replicates, most = 100, 5
	}
	for i, s := range verdictSources[:4] {
		for j, n := range []int{1024, 4096, 20000} {
			if n == 4096 && s.name == "SaS(1.2)" || n == 20000 && testing.Short() {
				continue
			}
			v := tallyVerdicts(s, n, replicates, uint64(740+10*i+j))
			what := fmt.Sprintf("%s, n %d: SaS rejected in %d, Gaussian in %d of %d, drift in %d",
				s.name, n, v.stable, v.gaussian, replicates, v.wrongDrift)
			t.Log(what)
			if v.stable > most || v.wrongDrift > most || s.right == IsGaussian && v.gaussian > most {
				t.Error(what)
			}
			if v.uneven > 4 { // one in a thousand
				t.Errorf("%s, n %d: %d of %d are called uneven", s.name, n, v.uneven, replicates)
			}
		}
	}
}

// The p-values of Cox's test and of the chi-squared test under the fitted hypothesis.
func TestVerdictTestsAreCalibrated(t *testing.T) {
	student := func(nu float64) func([]float64, *rand.Rand) {
		return verdictEach(law.StudentT{Nu: nu, Scale: 1}.Rand)
	}
	for i, c := range []struct {
		name        string
		fill        func([]float64, *rand.Rand)
		null, other *family
	}{
		{"SaS(1.5) against Student-t", verdictStable(1.5), stableFamily, studentFamily},
		{"SaS(1.8) against the mixture", verdictStable(1.8), stableFamily, mixtureFamily},
		{"t(4) against SaS", student(4), studentFamily, stableFamily},
		{"Laplace against SaS", verdictEach(law.Laplace{Scale: 1}.Rand), laplaceFamily, stableFamily},
	} {
		const replicates, n = 400, 4096
		x, r := make([]float64, n), statstest.Rand(uint64(780+i))
		var tenths [10]float64
		small, half, untested := 0, 0, 0
		for range replicates {
			c.fill(x, r)
			d := NewDyadic(Quarters)
			d.AddAll(x)
			var b binned
			d.binned(&b)
			null, other := c.null.fit(&b), c.other.fit(&b)
			switch p := coxTest(&b, c.null, &null, c.other, other.logLik); {
			case p < .01:
				small++
			case math.IsNaN(p):
				untested++
			}
			if p := coxTest(&b, c.null, &null, c.other, other.logLik); p < .5 {
				half++
			}
			tenths[min(9, int(10*c.null.chiSquared(&b, &null)))]++
		}
		if small > replicates*25/1000 || untested > 0 || half < replicates*2/5 || half > replicates*3/5 {
			t.Errorf("%s: Cox's p below .01 in %d, below .5 in %d, none in %d of %d", c.name, small, half, untested, replicates)
		}
		// The tenths are equal: chi-squared with 9 degrees of freedom, its 0.999 quantile 27.9.
		sum := 0.
		for _, k := range tenths {
			sum += (k - replicates/10) * (k - replicates/10) / (replicates / 10)
		}
		near.Most(t, fmt.Sprintf("%s: chi-squared of the tenths %v (27.9 has p = .001)", c.name, tenths), sum, 27.9)
	}
	// A law beside itself is not tested: the generalised Gaussian holds Laplace.
	x := make([]float64, 4096)
	verdictEach(law.Laplace{Scale: 1}.Rand)(x, statstest.Rand(790))
	d := NewDyadic(Quarters)
	d.AddAll(x)
	var b binned
	d.binned(&b)
	null, other := laplaceFamily.fit(&b), generalizedFamily.fit(&b)
	if p := coxTest(&b, laplaceFamily, &null, generalizedFamily, other.logLik); !math.IsNaN(p) {
		t.Errorf("Laplace against a family that holds it: p = %g", p)
	}
}

// The scores of the laws are what their definitions say of the counts.
func TestVerdictScores(t *testing.T) {
	x := statstest.Draws(law.SaS(1.6, 2.5), 5000, 820)
	d := NewDyadic(Quarters)
	d.AddAll(x)
	v := d.Verdict()
	if len(v.Laws) != 7 || v.N != 5000 {
		t.Fatalf("%d laws, n %d", len(v.Laws), v.N)
	}
	for i, l := range v.Laws {
		k := float64(l.Params)
		near.Abs(t, l.Name+": AIC", l.AIC, 2*k-2*l.LogLik, 1e-9)
		near.Abs(t, l.Name+": BIC", l.BIC, k*math.Log(5000)-2*l.LogLik, 1e-9)
		if i > 0 && l.BIC < v.Laws[i-1].BIC {
			t.Errorf("%s stands behind %s", l.Name, v.Laws[i-1].Name)
		}
	}
	// The log-likelihood is that of the bins, by the law itself; seven octaves below the median's bin, all is one bin.
	bins := d.Bins()
	median, below := 0, bins[0].Count
	for 2*below < v.N {
		median++
		below += bins[median].Count
	}
	start := max(0, median-7*4)
	law, sum, low := v.Alpha.Stable, 0., 0
	for i, b := range bins {
		if i < start {
			low += b.Count
		} else if b.Count > 0 {
			sum += float64(b.Count) * math.Log(2*(law.Survival(b.Lo)-law.Survival(b.Hi)))
		}
	}
	if low > 0 {
		sum += float64(low) * math.Log(1-2*law.Survival(bins[start].Lo))
	}
	near.Abs(t, "log-likelihood against that of the bins by the law", v.Alpha.LogLik, sum, .02)
}
