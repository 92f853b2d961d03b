package stats

import (
	"math"
	"math/rand/v2"
	"testing"
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
		func(p []float64) interface{ LogProb(float64) float64 } { return Gaussian{Scale: p[0]} }}, err
}

func fittedLaplace(x []float64) (lawFitted, error) {
	f, err := FitLaplace(x)
	return lawFitted{[]float64{f.Law.Scale}, []float64{f.SE.Scale}, f.LogLik, f.Edge,
		func(p []float64) interface{ LogProb(float64) float64 } { return Laplace{Scale: p[0]} }}, err
}

func fittedStudent(x []float64) (lawFitted, error) {
	f, err := FitStudentT(x)
	return lawFitted{[]float64{f.Law.Scale, f.Law.Nu}, []float64{f.SE.Scale, f.SE.Nu}, f.LogLik, f.Edge,
		func(p []float64) interface{ LogProb(float64) float64 } { return StudentT{Scale: p[0], Nu: p[1]} }}, err
}

func fittedShape(x []float64) (lawFitted, error) {
	f, err := FitGeneralizedGaussian(x)
	return lawFitted{[]float64{f.Law.Scale, f.Law.Shape}, []float64{f.SE.Scale, f.SE.Shape}, f.LogLik, f.Edge,
		func(p []float64) interface{ LogProb(float64) float64 } {
			return GeneralizedGaussian{Scale: p[0], Shape: p[1]}
		}}, err
}

func fittedMixture(x []float64) (lawFitted, error) {
	f, err := FitNormalMixture(x)
	return lawFitted{[]float64{f.Law.Sd, f.Law.Spread}, []float64{f.SE.Sd, f.SE.Spread}, f.LogLik, f.Edge,
		func(p []float64) interface{ LogProb(float64) float64 } { return NormalMixture{Sd: p[0], Spread: p[1]} }}, err
}

var lawFitCases = []lawFitCase{
	{"Gaussian", Gaussian{Scale: 3}.Rand, []float64{3}, fittedGaussian},
	{"Laplace", Laplace{Scale: 3}.Rand, []float64{3}, fittedLaplace},
	{"t(0.3)", StudentT{Nu: .3, Scale: 3}.Rand, []float64{3, .3}, fittedStudent},
	{"t(1)", StudentT{Nu: 1, Scale: 3}.Rand, []float64{3, 1}, fittedStudent},
	{"t(3)", StudentT{Nu: 3, Scale: .2}.Rand, []float64{.2, 3}, fittedStudent},
	{"shape 0.5", GeneralizedGaussian{Shape: .5, Scale: 3}.Rand, []float64{3, .5}, fittedShape},
	{"shape 1", GeneralizedGaussian{Shape: 1, Scale: 3}.Rand, []float64{3, 1}, fittedShape},
	{"shape 5", GeneralizedGaussian{Shape: 5, Scale: 3}.Rand, []float64{3, 5}, fittedShape},
	{"spread 0.5", NormalMixture{Spread: .5, Sd: 3}.Rand, []float64{3, .5}, fittedMixture},
	{"spread 1", NormalMixture{Spread: 1, Sd: 3}.Rand, []float64{3, 1}, fittedMixture},
	{"spread 2", NormalMixture{Spread: 2, Sd: 3}.Rand, []float64{3, 2}, fittedMixture},
}

func (c lawFitCase) sample(n int, seed uint64) []float64 {
	x, r := make([]float64, n), rng(seed)
	for i := range x {
		x[i] = c.rand(r)
	}
	return x
}

// Over replicates (estimate - truth)/SE has mean 0 and deviation 1.
func TestLawFitsAreCalibrated(t *testing.T) {
	const replicates, n = 200, 1000
	for _, c := range lawFitCases {
		sum, square := make([]float64, len(c.true)), make([]float64, len(c.true))
		for i := range replicates {
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
			if math.Abs(sum[j]) > .25 || sd < .85 || sd > 1.15 {
				t.Errorf("%s parameter %d: z-scores %.2f +- %.2f, want 0 +- 1", c.name, j, sum[j], sd)
			}
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
		if math.Abs(best-f.logLik) > 1e-9*math.Abs(best) {
			t.Errorf("%s: log-likelihood %.12g, the sum of LogProb is %.12g", c.name, f.logLik, best)
		}
		for j, se := range f.se {
			const h = 1e-3
			p := append([]float64(nil), f.law...)
			p[j] = f.law[j] + h*se
			up := at(p) - best
			p[j] = f.law[j] - h*se
			down := at(p) - best
			// In units of the standard error: the gradient over the root of the information.
			if g := (up - down) / (2 * h); math.Abs(g) > 2e-5 {
				t.Errorf("%s parameter %d: gradient %.2g a standard error", c.name, j, g)
			}
			if curve := (up + down) / (h * h); curve > -.95 {
				t.Errorf("%s parameter %d: curvature %.3g a squared standard error, want -1 or steeper", c.name, j, curve)
			}
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
			if got.law[0] != math.Ldexp(want.law[0], e) || got.se[0] != math.Ldexp(want.se[0], e) || math.Abs(got.logLik-logLik) > 1e-13*math.Abs(logLik) {
				t.Errorf("%s at 2^%d: %v +- %v, log-likelihood %.15g, want %.15g", c.name, e, got.law, got.se, got.logLik, logLik)
			}
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
