package lawfit

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

// lawFitted is what the tests look at in a fit, whatever its law.
type lawFitted struct {
	law, se []float64
	logLik  float64
	edge    string
	prob    func(parameters []float64) interface{ LogProb(float64) float64 }
}

type lawFitCase struct {
	name string
	rand func(*rand.Rand) float64
	true []float64
	fit  func(x []float64) (lawFitted, error)
}

func fittedGaussian(x []float64) (lawFitted, error) {
	f, err := FitGaussian(x)
	return lawFitted{[]float64{f.Law.Scale}, []float64{f.SE.Scale}, f.LogLik, f.Edge,
		func(p []float64) interface{ LogProb(float64) float64 } { return law.Gaussian{Scale: p[0]} }}, err
}

func fittedLaplace(x []float64) (lawFitted, error) {
	f, err := FitLaplace(x)
	return lawFitted{[]float64{f.Law.Scale}, []float64{f.SE.Scale}, f.LogLik, f.Edge,
		func(p []float64) interface{ LogProb(float64) float64 } { return law.Laplace{Scale: p[0]} }}, err
}

func fittedStudent(x []float64) (lawFitted, error) {
	f, err := FitStudentT(x)
	return lawFitted{[]float64{f.Law.Scale, f.Law.Nu}, []float64{f.SE.Scale, f.SE.Nu}, f.LogLik, f.Edge,
		func(p []float64) interface{ LogProb(float64) float64 } { return law.StudentT{Scale: p[0], Nu: p[1]} }}, err
}

func fittedShape(x []float64) (lawFitted, error) {
	f, err := FitGeneralizedGaussian(x)
	return lawFitted{[]float64{f.Law.Scale, f.Law.Shape}, []float64{f.SE.Scale, f.SE.Shape}, f.LogLik, f.Edge,
		func(p []float64) interface{ LogProb(float64) float64 } {
			return law.GeneralizedGaussian{Scale: p[0], Shape: p[1]}
		}}, err
}

func fittedMixture(x []float64) (lawFitted, error) {
	f, err := FitNormalMixture(x)
	return lawFitted{[]float64{f.Law.Sd, f.Law.Spread}, []float64{f.SE.Sd, f.SE.Spread}, f.LogLik, f.Edge,
		func(p []float64) interface{ LogProb(float64) float64 } {
			return law.NormalMixture{Sd: p[0], Spread: p[1]}
		}}, err
}

func fittedTwoScale(x []float64) (lawFitted, error) {
	f, err := FitTwoScale(x)
	return lawFitted{[]float64{f.Law.Scale, f.Law.Ratio, f.Law.Share}, []float64{f.SE.Scale, f.SE.Ratio, f.SE.Share},
		f.LogLik, f.Edge, func(p []float64) interface{ LogProb(float64) float64 } {
			return law.TwoScaleGaussian{Scale: p[0], Ratio: p[1], Share: p[2]}
		}}, err
}

var lawFitCases = []lawFitCase{
	{"Gaussian", law.Gaussian{Scale: 3}.Rand, []float64{3}, fittedGaussian},
	{"Laplace", law.Laplace{Scale: 3}.Rand, []float64{3}, fittedLaplace},
	{"t(0.3)", law.StudentT{Nu: .3, Scale: 3}.Rand, []float64{3, .3}, fittedStudent},
	{"t(1)", law.StudentT{Nu: 1, Scale: 3}.Rand, []float64{3, 1}, fittedStudent},
	{"t(3)", law.StudentT{Nu: 3, Scale: .2}.Rand, []float64{.2, 3}, fittedStudent},
	{"shape 0.5", law.GeneralizedGaussian{Shape: .5, Scale: 3}.Rand, []float64{3, .5}, fittedShape},
	{"shape 1", law.GeneralizedGaussian{Shape: 1, Scale: 3}.Rand, []float64{3, 1}, fittedShape},
	{"shape 5", law.GeneralizedGaussian{Shape: 5, Scale: 3}.Rand, []float64{3, 5}, fittedShape},
	{"spread 0.5", law.NormalMixture{Spread: .5, Sd: 3}.Rand, []float64{3, .5}, fittedMixture},
	{"spread 1", law.NormalMixture{Spread: 1, Sd: 3}.Rand, []float64{3, 1}, fittedMixture},
	{"spread 2", law.NormalMixture{Spread: 2, Sd: 3}.Rand, []float64{3, 2}, fittedMixture},
	{"two scales 5, .3", law.TwoScaleGaussian{Scale: 3, Ratio: 5, Share: .3}.Rand, []float64{3, 5, .3}, fittedTwoScale},
	{"two scales 10, .1", law.TwoScaleGaussian{Scale: 3, Ratio: 10, Share: .1}.Rand, []float64{3, 10, .1}, fittedTwoScale},
}

func (c lawFitCase) sample(n int, seed uint64) []float64 {
	x, r := make([]float64, n), statstest.Rand(seed)
	for i := range x {
		x[i] = c.rand(r)
	}
	return x
}

// Over replicates (estimate - truth)/SE has mean 0 and deviation 1.
func TestLawFitsAreCalibrated(t *testing.T) {
	const n = 600
	replicates := float64(statstest.Replicates(200, 50))
	chance := math.Sqrt(200 / replicates)
	for _, c := range lawFitCases {
		sum, square := make([]float64, len(c.true)), make([]float64, len(c.true))
		for i := range int(replicates) {
			f, err := c.fit(c.sample(n, uint64(1000+i)))
			if err != nil || f.edge != "" {
				t.Fatalf("%s: %v, edge %q", c.name, err, f.edge)
			}
			for j := range c.true {
				// The logarithms of scales and shapes are nearer to Gaussian.
				z := math.Log(f.law[j]/c.true[j]) * f.law[j] / f.se[j]
				sum[j] += z / replicates
				square[j] += z * z / replicates
			}
		}
		for j := range c.true {
			sd := math.Sqrt(square[j] - sum[j]*sum[j])
			t.Logf("%s parameter %d: z-scores %.2f +- %.2f", c.name, j, sum[j], sd)
			what := fmt.Sprintf("%s parameter %d: z-scores' ", c.name, j)
			near.Abs(t, what+"mean", sum[j], 0, .25*chance)
			near.Abs(t, what+"deviation", sd, 1, .15*chance)
		}
	}
}

// The log-likelihood is the sum of LogProb, its gradient vanishes at the optimum and
// its curvature is what the standard errors say.
func TestLawFitsAreOptimal(t *testing.T) {
	for _, c := range lawFitCases {
		x := c.sample(2000, 77)
		f, err := c.fit(x)
		if err != nil {
			t.Fatal(c.name, err)
		}
		at := func(p []float64) float64 {
			sum, l := 0.0, f.prob(p)
			for _, v := range x {
				sum += l.LogProb(v)
			}
			return sum
		}
		best := at(f.law)
		near.Rel(t, c.name+": log-likelihood against the sum of LogProb", f.logLik, best, 1e-9)
		for j, se := range f.se {
			const h = 1e-3
			p := append([]float64(nil), f.law...)
			p[j] = f.law[j] + h*se
			up := at(p) - best
			p[j] = f.law[j] - h*se
			down := at(p) - best
			// In units of the standard error: the gradient over the root of the information.
			what := fmt.Sprintf("%s parameter %d: ", c.name, j)
			near.Abs(t, what+"gradient a standard error", (up-down)/(2*h), 0, 2e-5)
			near.Most(t, what+"curvature a squared standard error", (up+down)/(h*h), -.95)
		}
	}
}

func TestLawFitsScaleExactly(t *testing.T) {
	for _, c := range lawFitCases {
		x := c.sample(500, 5)
		want, _ := c.fit(x)
		for _, e := range []int{10, -500, 480} { // to about 1e-150 and 1e145
			y := make([]float64, len(x))
			for i, v := range x {
				y[i] = math.Ldexp(v, e)
			}
			got, err := c.fit(y)
			if err != nil {
				t.Fatal(c.name, err)
			}
			logLik := want.logLik - float64(len(x)*e)*math.Ln2
			what := fmt.Sprintf("%s at 2^%d: ", c.name, e)
			near.Abs(t, what+"scale", got.law[0], math.Ldexp(want.law[0], e), 0)
			near.Abs(t, what+"SE of the scale", got.se[0], math.Ldexp(want.se[0], e), 0)
			near.Rel(t, what+"log-likelihood", got.logLik, logLik, 1e-13)
			if len(got.law) > 1 && (got.law[1] != want.law[1] || got.se[1] != want.se[1]) {
				t.Errorf("%s at 2^%d: the shape moved from %v to %v", c.name, e, want.law[1], got.law[1])
			}
		}
	}
}

func BenchmarkLawFits(b *testing.B) {
	for _, c := range lawFitCases {
		b.Run(c.name, func(b *testing.B) {
			x := c.sample(4096, 1)
			for b.Loop() {
				if _, err := c.fit(x); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestLawFitsNameTheFault(t *testing.T) {
	for _, c := range []struct {
		x    []float64
		name string
	}{
		{nil, "0 samples"}, {[]float64{1}, "1 samples"}, {[]float64{1, 2, math.NaN()}, "sample 2 is NaN"},
		{[]float64{1, math.Inf(-1), 2}, "sample 1 is -Inf"}, {make([]float64, 9), "all samples are 0"},
		{[]float64{3, 3, 3}, "all samples are 3"},
	} {
		for _, f := range lawFitCases {
			if _, err := f.fit(c.x); err == nil || !strings.Contains(err.Error(), c.name) {
				t.Errorf("%s of %v: error %v does not name %q", f.name, c.x, err, c.name)
			}
		}
	}
}

func TestLawFitCriteria(t *testing.T) {
	f := LawFit[law.Gaussian]{LogLik: -100, N: 50, Params: 2}
	near.Abs(t, "AIC of ln L = -100, 2 parameters", f.AIC(), 204, 0)
	near.Abs(t, "BIC of ln L = -100, 2 parameters, 50 samples", f.BIC(), 200+2*math.Log(50), 1e-12)
}
