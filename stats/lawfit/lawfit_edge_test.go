package lawfit

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
)

// Gaussian samples have no finite nu half of the time and next to none at other
// times: either way the fit ends, and as likely as the Gaussian.
func TestLawFitsReachTheGaussianLimit(t *testing.T) {
	limits := map[string]int{}
	for seed := range uint64(40) {
		c := lawFitCase{rand: law.Gaussian{Scale: 2}.Rand}
		if seed%2 == 1 {
			c.rand = law.StudentT{Nu: 1e6, Scale: 2}.Rand
		}
		x := c.sample(1000, seed)
		gaussian, _ := FitGaussian(x)
		student, err := FitStudentT(x)
		if err != nil || !(student.LogLik >= gaussian.LogLik-1e-3) || !(student.Law.Nu >= 8) {
			t.Errorf("seed %d: %v, log-likelihood %.6f, the Gaussian's %.6f (%v)",
				seed, student.Law, student.LogLik, gaussian.LogLik, err)
		}
		mixture, err := FitNormalMixture(x)
		if err != nil || !(mixture.LogLik >= gaussian.LogLik-1e-6) || !(mixture.Law.Spread <= .3) {
			t.Errorf("seed %d: %v, log-likelihood %.6f, the Gaussian's %.6f (%v)",
				seed, mixture.Law, mixture.LogLik, gaussian.LogLik, err)
		}
		if student.Edge != "" {
			limits["t"]++
			what := fmt.Sprintf("seed %d: Student-t at the Gaussian limit: ", seed)
			near.Rel(t, what+"scale", student.Law.Scale, gaussian.Law.Scale, 1e-6)
			near.Rel(t, what+"SE of scale", student.SE.Scale, gaussian.SE.Scale, 1e-3)
			if !math.IsNaN(student.SE.Nu) {
				t.Errorf("%sSE of nu is %g, not NaN", what, student.SE.Nu)
			}
		}
		if mixture.Edge != "" {
			limits["mixture"]++
			what := fmt.Sprintf("seed %d: the mixture at the Gaussian limit: ", seed)
			near.Rel(t, what+"deviation", mixture.Law.Sd, gaussian.Law.Scale, 1e-14)
			near.Abs(t, what+"spread", mixture.Law.Spread, 0, 0)
		}
	}
	for name, n := range limits {
		if n < 10 || n > 35 {
			t.Errorf("%s: %d of 40 samples at the Gaussian limit", name, n)
		}
	}
	// A law with lighter tails than any of theirs.
	u := lawFitCase{rand: func(r *rand.Rand) float64 { return r.Float64()*2 - 1 }}
	x := u.sample(1000, 3)
	if f, err := FitStudentT(x); err != nil || f.Edge == "" {
		t.Errorf("uniform samples: %v, edge %q (%v)", f.Law, f.Edge, err)
	}
	if f, err := FitGeneralizedGaussian(x); err != nil || f.Edge == "" || f.Law.Shape != largestShape {
		t.Errorf("uniform samples: %v, edge %q (%v)", f.Law, f.Edge, err)
	}
}

// Samples that no law of the family fits: every fit ends at a finite optimum that a
// look around does not beat.
func TestLawFitsHoldOnForeignSamples(t *testing.T) {
	foreign := map[string]func(*rand.Rand) float64{
		"stable 0.3": law.SaS(.3, 1).Rand, "stable 1.2": law.SaS(1.2, 1).Rand, "stable 1.9": law.SaS(1.9, 1).Rand,
		"half zeros": func(r *rand.Rand) float64 { return r.NormFloat64() * float64(r.IntN(2)) },
		"tenth":      func(r *rand.Rand) float64 { return r.NormFloat64() * float64(r.IntN(10)/9) },
		"two points": func(r *rand.Rand) float64 { return math.Copysign(1, r.Float64()-.5) },
		"rounded":    func(r *rand.Rand) float64 { return math.Round(r.NormFloat64()) },
		"outliers":   func(r *rand.Rand) float64 { return r.NormFloat64() * math.Pow(1e9, float64(r.IntN(100)/99)) },
		"subnormal":  func(r *rand.Rand) float64 { return r.NormFloat64() * 1e-320 },
		"huge":       func(r *rand.Rand) float64 { return r.NormFloat64() * 2e307 },
	}
	for name, draw := range foreign {
		x := lawFitCase{rand: draw}.sample(800, 9)
		for _, fit := range []func([]float64) (lawFitted, error){fittedGaussian, fittedLaplace, fittedStudent,
			fittedShape, fittedMixture, fittedTwoScale} {
			f, err := fit(x)
			if err != nil || math.IsNaN(f.logLik) || math.IsInf(f.logLik, 0) {
				t.Errorf("%s: %v, log-likelihood %g (%v)", name, f.law, f.logLik, err)
				continue
			}
			at := func(p []float64) (sum float64) {
				l := f.prob(p)
				for _, v := range x {
					sum += l.LogProb(v)
				}
				return sum
			}
			if name == "subnormal" || name == "huge" || f.edge != "" { // the samples' own rounding counts; no optimum inside
				continue
			}
			tolerance := 1e-7 * math.Abs(f.logLik)
			what := fmt.Sprintf("%s: %v: ", name, f.prob(f.law))
			near.Abs(t, what+"log-likelihood against the sum of LogProb", f.logLik, at(f.law), tolerance)
			for _, c := range []float64{.5, .99, 1.01, 2} {
				p := append([]float64(nil), f.law...)
				p[0] *= c
				near.Most(t, fmt.Sprintf("%slog-likelihood at %g times the scale", what, c), at(p), f.logLik+tolerance)
			}
		}
	}
}
