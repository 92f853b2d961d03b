package verdict

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

// A series without PFinite, since it may well be Gaussian, is a test of the finite
// families all the same: among ten series a p of .004 becomes .04, and decides nothing.
func TestUncomputedFiniteIsATest(t *testing.T) {
	series := make([]Verdict, 10)
	for i := range series {
		series[i] = Verdict{PGaussian: .5, PStable: .5, PFinite: math.NaN()}
	}
	series[3] = Verdict{PGaussian: 0, PStable: .5, PFinite: .004}
	DecideAll(series, .01)
	if series[3].Kind != Undecided {
		t.Errorf("p .004 of ten tests: %v, want undecided", series[3].Kind)
	}
	series[3].PFinite = .0009
	DecideAll(series, .01)
	if series[3].Kind != IsStable {
		t.Errorf("p .0009 of ten tests: %v, want stable", series[3].Kind)
	}
}

// PGaussian is three times the smallest of its tests. Twice a gap of 2 in the log-likelihood
// is beyond chi-squared(1) with 0.0455, of which families at the end of their range have half.
func TestGaussianPByHand(t *testing.T) {
	const beyond4 = .04550026389635842 // P(chi-squared(1) > 4)
	for _, c := range []struct {
		name   string
		pFit   float64
		better *family
		want   float64
	}{
		{"chi-squared alone", .02, nil, .06},
		{"a stable law", 1, stableFamily, 1.5 * beyond4},
		{"Student-t", math.NaN(), studentFamily, 1.5 * beyond4},
		{"a mixture", 1, mixtureFamily, 1.5 * beyond4},
		{"a generalised Gaussian", 1, generalizedFamily, 3 * beyond4},
		{"nothing", 1, nil, 1},
	} {
		var fits lawFits
		for i := range fits {
			fits[i].logLik = -100
		}
		fits[gaussianPlace].pFit, fits[gaussianPlace].tested = c.pFit, true
		if c.better != nil {
			fits[c.better.place].logLik += 2
		}
		near.Rel(t, "PGaussian by "+c.name, gaussianP(nil, &fits), c.want, 1e-9)
	}
}

// With two degrees of freedom the chi-squared p-value is exp(-sum/2): four cells less one
// for the total and one for the scale of a Gaussian; five for SaS, which has two parameters.
func TestChiSquaredByHand(t *testing.T) {
	for _, c := range []struct {
		f     *family
		fit   binnedFit
		edges int
	}{
		{gaussianFamily, binnedFit{logScale: .3}, 3},
		{stableFamily, binnedFit{shape: 1.5, logScale: .3}, 4},
	} {
		b := binned{split: Octaves, first: -1, edges: c.edges, total: 1000}
		law := c.f.law(c.fit.shape, b.scale(c.fit.logScale))
		sum, s := 0.0, .5
		for k := range b.edges + 1 {
			next := 0.0
			if k < b.edges {
				next = law.Survival(edgeAt(b.first+k, int(b.split)))
			}
			want := 2 * (s - next) * b.total
			s = next
			off := []float64{12, -9, 5, -8, 0}[k]
			if b.n[k] = want + off; want < 20 {
				t.Fatalf("%s: %g expected in cell %d", c.f.name, want, k)
			}
			sum += off * off / want
		}
		near.Abs(t, c.f.name+": p", c.f.chiSquared(&b, &c.fit), math.Exp(-sum/2), 1e-5)
	}
}

// Cox's Z of a Laplace law against a Gaussian, from the probabilities of the bins: the
// variance of ln(P*/P) is taken about its mean.
func TestCoxByHand(t *testing.T) {
	d := NewDyadic(Quarters)
	x := make([]float64, 400)
	verdictEach(law.Laplace{Scale: 1}.Rand)(x, statstest.Rand(840))
	d.AddAll(x)
	var b binned
	d.binned(&b)
	null := laplaceFamily.fit(&b)
	expected := b
	var p, q [maxEdges + 1]float64
	laplaceFamily.probabilities(&b, &null, &p)
	for k := range b.edges + 1 {
		expected.n[k] = b.total * p[k]
	}
	other := gaussianFamily.fit(&expected)
	gaussianFamily.probabilities(&b, &other, &q)
	mean, variance := 0.0, 0.0
	for k := range b.edges + 1 {
		mean += p[k] * math.Log(q[k]/p[k])
	}
	for k := range b.edges + 1 {
		r := math.Log(q[k]/p[k]) - mean
		variance += p[k] * r * r
	}
	sd := math.Sqrt(b.total * variance)
	for _, z := range []float64{-1, .5, 2} {
		got := coxTest(&b, laplaceFamily, &null, gaussianFamily, null.logLik+b.total*mean+z*sd)
		near.Rel(t, fmt.Sprintf("p at z %g", z), got, math.Erfc(z/math.Sqrt2)/2, 1e-6)
	}
}

// Samples and sums both err: of blocks of four the statistic is divided by (1 + 1/4)^(1/2).
func TestDriftByHand(t *testing.T) {
	a := NewAccumulator(0)
	x := make([]float64, 900)
	verdictEach(law.StudentT{Nu: 3, Scale: 1}.Rand)(x, statstest.Rand(841))
	a.Add(x)
	got := a.Drift()
	var b binned
	if !a.levels[2].binned(&b) || got.Block != 4 {
		t.Fatalf("blocks of %d", got.Block)
	}
	logScale := b.mid
	z := stableFamily.scoreStatistic(&b, a.Samples().Fit().Alpha, &logScale, math.Inf(-1), 0)
	near.Rel(t, "p of the drift", got.P, math.Erfc(z/math.Sqrt(1.25)/math.Sqrt2)/2, 1e-9)
}

// The standard error of the scale is in units of the samples: that of the likelihood of
// the samples themselves, but for what the bins lose.
func TestScaleErrorOfTheBins(t *testing.T) {
	x := statstest.Draws(law.SaS(1.5, 3), 4000, 842)
	d := NewDyadic(Quarters)
	d.AddAll(x)
	full, err := MLE(x)
	if err != nil {
		t.Fatal(err)
	}
	near.Rel(t, "standard error of the scale", d.Fit().SE.Scale, full.SE.Scale, .06)
}

// A stable verdict is qualified where a Student-t law of infinite variance is less than 3 behind in log-likelihood.
// One of finite variance lies in the domain of the Gaussian, and is no such law.
func TestStudentFitsWithinThree(t *testing.T) {
	seen := map[bool]int{}
	for seed := range uint64(40) {
		d := NewDyadic(Quarters)
		d.AddAll(statstest.Draws(law.SaS(1.4, 1), 2000, 850+seed))
		v := d.Verdict()
		if v.Kind != IsStable {
			continue
		}
		level, infinite := map[string]float64{}, false
		for _, l := range v.Laws {
			level[l.Name] = l.LogLik
			student, ok := l.law.(law.StudentT)
			infinite = infinite || ok && student.Nu < 2
		}
		said := false
		for _, r := range v.Remarks {
			said = said || r.Kind == StudentFits
		}
		gap := level[stableFamily.name] - level[studentFamily.name]
		if said != (gap < 3 && infinite) {
			t.Errorf("a gap of %.3g to a law of infinite variance (%v) is said to be small: %v", gap, infinite, said)
		}
		if gap > 1 && gap < 5 {
			seen[said]++
		}
	}
	if seen[true] == 0 || seen[false] == 0 {
		t.Errorf("gaps from 1 to 5: %v", seen)
	}
}

// A likelihood below the floor counts as beyond every quantile, on the side of the peak.
func TestScoreBelowTheFloor(t *testing.T) {
	d := NewDyadic(Quarters)
	d.AddAll(statstest.Draws(law.SaS(1.5, 1), 1000, 843))
	var b binned
	d.binned(&b)
	for shape, sign := range map[float64]int{1.2: 1, 1.8: -1} {
		logScale := b.mid
		if z := stableFamily.scoreStatistic(&b, shape, &logScale, math.Inf(1), 1.5); !math.IsInf(z, sign) {
			t.Errorf("shape %g below the floor: %g", shape, z)
		}
		logScale = b.mid
		z := stableFamily.scoreStatistic(&b, shape, &logScale, math.Inf(-1), 1.5)
		if !(z*float64(sign) > 0) || math.IsInf(z, 0) {
			t.Errorf("shape %g above the floor: %g", shape, z)
		}
	}
}
