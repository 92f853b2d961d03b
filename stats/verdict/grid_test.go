package verdict

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

// gridPlants are laws whose verdicts from grids are compared with those by scoring on the table.
var gridPlants = map[string]func(x []float64, r *rand.Rand){
	"SaS 1.1":        verdictStable(1.1),
	"SaS 1.6":        verdictStable(1.6),
	"SaS 1.9":        verdictStable(1.9),
	"Gaussian":       verdictEach((*rand.Rand).NormFloat64),
	"Student-t(3)":   verdictEach(verdictStudent),
	"Laplace":        verdictEach(law.Laplace{Scale: 1}.Rand),
	"GG(.7)":         verdictEach(law.GeneralizedGaussian{Shape: .7, Scale: 1}.Rand),
	"log-normal(.5)": verdictEach(law.NormalMixture{Sd: 1, Spread: .5}.Rand),
	".1 x 5":         twoScale(.1, 5),
	"logistic":       verdictEach(logisticDraw),
}

// The grids give the verdicts of scoring on the tables themselves: the kind, alpha to a tenth of its error at most, and
// p-values to 5 % or 0.002. In a few of a hundred series these differ more: an expected count lies next to the least of
// a cell of the chi-squared test, or one of the searches ended in another maximum.
func TestGridVerdicts(t *testing.T) {
	kinds, far, series := 0, 0, 0
	for name, fill := range gridPlants {
		for _, n := range []int{64, 256, 1024, 4096, 100_000} {
			for i := range statstest.Replicates(20, 2) {
				if testing.Short() && n > 4096 {
					continue
				}
				x := make([]float64, n)
				fill(x, statstest.Rand(uint64(1000*n+i)))
				d := NewDyadic(Quarters)
				d.AddAll(x)
				var b, exact binned
				d.binned(&b)
				exact = b
				exact.exact = true
				f := facts{drift: SumDrift{P: math.NaN()}}
				got, want := f.judge(&b), f.judge(&exact)
				what := fmt.Sprintf("%s, n %d: ", name, n)
				series++
				if got.Kind != want.Kind {
					kinds++
					t.Logf("%s%v, want %v", what, got, want)
				}
				for _, p := range [][2]float64{
					{got.PGaussian, want.PGaussian}, {got.PStable, want.PStable}, {got.PFinite, want.PFinite},
				} {
					if d := math.Abs(p[0] - p[1]); !math.IsNaN(p[1]) && !(d < max(.002, .05*p[1])) {
						far++
					}
				}
				if n > 64 && want.Alpha.SE.Alpha > 0 {
					near.Abs(t, what+"alpha", got.Alpha.Alpha, want.Alpha.Alpha, .1*want.Alpha.SE.Alpha)
					near.Rel(t, what+"error of alpha", got.Alpha.SE.Alpha, want.Alpha.SE.Alpha, .15)
					near.Abs(t, what+"lower end", got.Lo, want.Lo, .1*want.Alpha.SE.Alpha)
					near.Rel(t, what+"scale", got.Alpha.Scale, want.Alpha.Scale, .02)
				}
			}
		}
	}
	near.Most(t, "share of other kinds", float64(kinds)/float64(series), .01)
	near.Most(t, "share of other p-values", float64(far)/float64(3*series), .05)
}

// The interpolated probabilities are those of the table: the log-likelihoods agree at the fit of a grid.
func TestGridLikelihood(t *testing.T) {
	for name, fill := range gridPlants {
		x := make([]float64, 10_000)
		fill(x, statstest.Rand(5))
		d := NewDyadic(Quarters)
		d.AddAll(x)
		var b binned
		d.binned(&b)
		for _, f := range append([]*family{stableFamily, gaussianFamily}, rivals[:len(rivals)-1]...) {
			fit := f.fit(&b)
			if math.Log2(b.edge(b.edges-1)) > fit.logScale+floorOctaves {
				continue // where leastProbability bounds those of the table
			}
			if !fit.on {
				t.Errorf("%s: %s is not fitted on its grid", name, f.name)
			}
			there := fit
			var e edgeValues
			f.score(&b, &there, &e)
			near.Abs(t, name+": "+f.name, fit.logLik, there.logLik, .05)
			near.Abs(t, name+": "+f.name+": sum of probabilities", math.Exp(fit.excess), 1, 1e-4)
		}
	}
}

// Counts that a grid does not hold are fitted as before, and none gives a figure that is not one.
func TestGridEdges(t *testing.T) {
	for name, x := range map[string][]float64{
		"two bins":      {1, 1, 1, 3, 3},
		"three samples": {1, 2, 4},
		"far apart":     {1e-300, 1e-200, 1, 1.5, 2, 3, 1e200, 1e300},
		"subnormal":     {5e-324, 1e-320, 1e-310, 1, 2, 3},
		"one far out":   {1, 1.1, 1.2, .9, .3, .5, .7, 1e60},
		"near zero":     {1e-60, 1, 1.1, 1.2, .9, .3, .5, .7, 2},
	} {
		d := NewDyadic(Quarters)
		for range 40 {
			d.AddAll(x)
		}
		v := d.Verdict()
		if math.IsNaN(v.Alpha.Alpha) != (d.Fit().N == 0) && v.N > 0 && len(v.Laws) > 0 {
			t.Errorf("%s: %v, alpha %g", name, v, v.Alpha.Alpha)
		}
		for _, l := range v.Laws {
			if math.IsNaN(l.LogLik) || math.IsInf(l.LogLik, 0) {
				t.Errorf("%s: %s: log-likelihood %g", name, l.Law, l.LogLik)
			}
		}
	}
}
