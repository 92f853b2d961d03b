package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// verdictSource draws a series.
type verdictSource struct {
	name  string
	fill  func(x []float64, r *rand.Rand)
	right Kind
	best  string // the family that must be named
}

func verdictStable(alpha float64) func(x []float64, r *rand.Rand) {
	m := SaS(alpha, 1).Sampler()
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
	{"Laplace", verdictEach(Laplace{Scale: 1}.Rand), HeavyTailed, "Laplace"},
	{"Student-t(3)", verdictEach(verdictStudent), HeavyTailed, "Student-t"},
	{"mixture(1)", verdictEach(NormalMixture{Sd: 1, Spread: 1}.Rand), HeavyTailed, "log-normal scale mixture"},
}

func verdictOf(x []float64) Verdict {
	a := NewAccumulator(0)
	a.Add(x)
	return a.Verdict()
}

func TestProbeVerdict(t *testing.T) {
	for _, n := range []int{256, 1024, 4096, 20000} {
		reps := 400
		for i, s := range verdictSources {
			x, r := make([]float64, n), rng(uint64(700+i+n))
			var kinds [5]int
			pg, ps, best := 0, 0, 0
			for range reps {
				s.fill(x, r)
				v := verdictOf(x)
				kinds[v.Kind]++
				if v.PGaussian < .01 { pg++ }
				if v.PStable < .01 { ps++ }
				if v.Best().Name == s.best { best++ }
			}
			t.Logf("n %5d %-12s und %3d gau %3d sta %3d hvy %3d lgt %3d  pG<.01 %3d pS<.01 %3d best %3d", n, s.name, kinds[0], kinds[1], kinds[2], kinds[3], kinds[4], pg, ps, best)
		}
	}
}

func TestProbeOdd(t *testing.T) {
	r := rng(5)
	ar := func(x []float64, r *rand.Rand) {
		s := r.NormFloat64() / math.Sqrt(1-.81)
		for i := range x { s = .9*s + r.NormFloat64(); x[i] = s }
	}
	for _, c := range []struct{ name string; fill func(x []float64, r *rand.Rand) }{
		{"AR(1)", ar},
		{"exponential-1", verdictEach(func(r *rand.Rand) float64 { return r.ExpFloat64() - 1 })},
		{"gauss+.5", verdictEach(func(r *rand.Rand) float64 { return r.NormFloat64()+.5 })},
		{"skewed stable 1.5,.5", verdictEach(func(r *rand.Rand) float64 { return Stable{Alpha: 1.5, Beta: .5, Scale: 1}.Rand(r) })},
		{"lognormal-mean", verdictEach(func(r *rand.Rand) float64 { return math.Exp(r.NormFloat64()) - math.Exp(.5) })},
		{"uniform", verdictEach(func(r *rand.Rand) float64 { return r.Float64()*2-1 })},
		{"integers 1..6", verdictEach(func(r *rand.Rand) float64 { return float64(1+r.IntN(6)) })},
		{"signs", verdictEach(lawSign)},
		{"two", verdictEach(func(r *rand.Rand) float64 { return 1+3*float64(r.IntN(2)) })},
		{"three", verdictEach(func(r *rand.Rand) float64 { return math.Exp2(float64(r.IntN(3))) })},
		{"zeros", verdictEach(func(r *rand.Rand) float64 { return 0 })},
		{"half zeros", verdictEach(func(r *rand.Rand) float64 { return r.NormFloat64()*float64(r.IntN(2)) })},
		{"rounded gaussian", verdictEach(func(r *rand.Rand) float64 { return math.Round(10*r.NormFloat64()) })},
	} {
		for _, n := range []int{10, 256, 4096, 100000} {
			var kinds [5]int
			x := make([]float64, n)
			var v Verdict
			for range min(100, 2000000/n) {
				c.fill(x, r)
				v = verdictOf(x)
				kinds[v.Kind]++
			}
			t.Logf("%-20s n %6d kinds %v  %v / %q pG %.2g pS %.2g drift %.2g", c.name, n, kinds, v, v.Note, v.PGaussian, v.PStable, v.Drift.P)
		}
	}
	for _, s := range verdictSources {
		x := make([]float64, 1000000)
		for range 4 {
		s.fill(x, r)
		v := verdictOf(x)
		t.Logf("10^6 %s: %v pG %.2g pS %.2g best %s note %s", s.name, v, v.PGaussian, v.PStable, v.Best().Law, v.Note)
		}
	}
}

func TestProbeCox(t *testing.T) {
	x := make([]float64, 4096)
	r := rng(9)
	st := func(nu float64) func(x []float64, r *rand.Rand) { return verdictEach(StudentT{Nu: nu, Scale: 1}.Rand) }
	for _, c := range []struct{ name string; fill func(x []float64, r *rand.Rand); null, other *family }{
		{"SaS 1.5 v t", verdictStable(1.5), stableFamily, studentFamily},
		{"SaS 1.8 v t", verdictStable(1.8), stableFamily, studentFamily},
		{"SaS 1.8 v mixture", verdictStable(1.8), stableFamily, mixtureFamily},
		{"SaS 1.2 v gg", verdictStable(1.2), stableFamily, generalizedFamily},
		{"t4 v SaS", st(4), studentFamily, stableFamily},
		{"t3 v SaS", st(3), studentFamily, stableFamily},
		{"mix v SaS", verdictEach(NormalMixture{Sd: 1, Spread: 1}.Rand), mixtureFamily, stableFamily},
		{"laplace v SaS", verdictEach(Laplace{Scale: 1}.Rand), laplaceFamily, stableFamily},
		{"laplace v gg", verdictEach(Laplace{Scale: 1}.Rand), laplaceFamily, generalizedFamily},
	} {
		var h [5]int
		var chi [10]int
		nan := 0
		for range 400 {
			c.fill(x, r)
			d := NewDyadic(Quarters)
			d.AddAll(x)
			var b binned
			d.binned(&b)
			null, other := c.null.fit(&b), c.other.fit(&b)
			p := coxTest(&b, c.null, &null, c.other, other.logLik)
			switch {
			case math.IsNaN(p): nan++
			case p < .001: h[0]++
			case p < .01: h[1]++
			case p < .1: h[2]++
			case p < .5: h[3]++
			default: h[4]++
			}
			q := c.null.chiSquared(&b, &null)
			chi[min(9, int(q*10))]++
		}
		t.Logf("%s: <.001 <.01 <.1 <.5 rest %v nan %d; chi2 deciles %v", c.name, h, nan, chi)
	}
}
