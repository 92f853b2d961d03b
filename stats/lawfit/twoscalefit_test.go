package lawfit

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/optimize"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

// Fits of samples |x| at the levels u = (i + 1/2)/n: NumPy, 20,000 steps of EM from the best of five Nelder-Mead
// optima, the information by Richardson's extrapolation of central differences.
func TestTwoScaleAgainstNumPy(t *testing.T) {
	for _, c := range []struct {
		name   string
		n      int
		at     func(u float64) float64
		law    law.TwoScaleGaussian
		se     law.TwoScaleGaussian
		logLik float64
	}{
		{"exp(2 u^2) - 1", 200, func(u float64) float64 { return math.Exp(2*u*u) - 1 },
			law.TwoScaleGaussian{Scale: 0.1446102383, Ratio: 17.7921646216, Share: 0.67829444944},
			law.TwoScaleGaussian{Scale: 0.043116397, Ratio: 4.9744602, Share: 0.052769111}, -374.664434034},
		{"exp(u^2) - 1", 1000, func(u float64) float64 { return math.Exp(u*u) - 1 },
			law.TwoScaleGaussian{Scale: 0.0318097580979, Ratio: 23.4625589454, Share: 0.78800475389},
			law.TwoScaleGaussian{Scale: 0.0057929121, Ratio: 4.1017135, Share: 0.021243433}, -823.71764864},
		{"u (1 - u)^-0.3", 300, func(u float64) float64 { return u / math.Pow(1-u, .3) },
			law.TwoScaleGaussian{Scale: 0.85393425371, Ratio: 2.62854298696, Share: 0.152239138325},
			law.TwoScaleGaussian{Scale: 0.082523374, Ratio: 0.41187226, Share: 0.084946978}, -453.500948742},
	} {
		x := make([]float64, c.n)
		for i := range x {
			x[i] = c.at((float64(i) + .5) / float64(c.n))
		}
		f, err := FitTwoScale(x)
		if err != nil || f.Edge != "" {
			t.Fatalf("%s: %v, edge %q", c.name, err, f.Edge)
		}
		near.Rel(t, c.name+": scale", f.Law.Scale, c.law.Scale, 1e-7)
		near.Rel(t, c.name+": ratio", f.Law.Ratio, c.law.Ratio, 1e-7)
		near.Rel(t, c.name+": share", f.Law.Share, c.law.Share, 1e-7)
		near.Rel(t, c.name+": log-likelihood", f.LogLik, c.logLik, 1e-10)
		near.Rel(t, c.name+": SE of scale", f.SE.Scale, c.se.Scale, 1e-4)
		near.Rel(t, c.name+": SE of ratio", f.SE.Ratio, c.se.Ratio, 1e-4)
		near.Rel(t, c.name+": SE of share", f.SE.Share, c.se.Share, 1e-4)
	}
}

// Nelder-Mead from five starts finds nothing that is more likely than the fit.
func TestTwoScaleIsTheMaximum(t *testing.T) {
	for name, draw := range map[string]func(*rand.Rand) float64{
		"Gaussian": law.Gaussian{Scale: 1}.Rand, "Laplace": law.Laplace{Scale: 1}.Rand,
		"t(3)": law.StudentT{Nu: 3, Scale: 1}.Rand, "SaS 1.9": law.SaS(1.9, 1).Rand, "SaS 0.5": law.SaS(.5, 1).Rand,
		".05 x5":  law.TwoScaleGaussian{Scale: 1, Ratio: 5, Share: .05}.Rand,
		".02 x10": law.TwoScaleGaussian{Scale: 1, Ratio: 10, Share: .02}.Rand,
		".1 x3":   law.TwoScaleGaussian{Scale: 1, Ratio: 3, Share: .1}.Rand,
	} {
		for seed := range uint64(statstest.Replicates(10, 1)) {
			x := lawFitCase{rand: draw}.sample(300, 900+seed)
			f, err := FitTwoScale(x)
			if err != nil {
				t.Fatal(err)
			}
			best := math.Inf(-1)
			for _, start := range [][]float64{{0, 1, -2}, {0, 2, -3}, {-1, 1.5, 0}, {1, 3, -4}, {-2, 2, 1}} {
				best = max(best, twoScaleMinimised(x, start))
			}
			near.Most(t, fmt.Sprintf("%s, seed %d: gain by Nelder-Mead over %v", name, seed, f.Law), best-f.LogLik, 1e-6)
		}
	}
}

// twoScaleMinimised is the log-likelihood that Nelder-Mead reaches in ln Scale, ln(Ratio - 1) and the logit of Share.
func twoScaleMinimised(x, start []float64) float64 {
	r, _ := optimize.Minimize(optimize.Problem{Func: func(p []float64) float64 {
		l := law.TwoScaleGaussian{Scale: math.Exp(p[0]), Ratio: 1 + math.Exp(p[1]), Share: logistic(p[2])}
		if l.Validate() != nil {
			return 1e300
		}
		sum := 0.
		for _, v := range x {
			sum -= l.LogProb(v)
		}
		return sum
	}}, start, nil, &optimize.NelderMead{})
	return -r.F
}

// Each edge is named, with the law at that edge and without an error of what cannot be known there.
func TestTwoScaleEdges(t *testing.T) {
	gaussian := lawFitCase{rand: law.Gaussian{Scale: 1}.Rand}.sample(2000, 7)
	g, err := FitGaussian(gaussian)
	if err != nil {
		t.Fatal(err)
	}
	outlier := append([]float64{40}, gaussian...)
	f, _ := FitTwoScale(outlier)
	if f.Edge != "one sample alone in the wide part" {
		t.Errorf("an outlier: %v, edge %q", f.Law, f.Edge)
	}
	near.Rel(t, "scale beside an outlier", f.Law.Scale, g.Law.Scale, 1e-3)
	near.Rel(t, "its standard error", f.SE.Scale, g.SE.Scale, .02)
	near.Rel(t, "share of an outlier", f.Law.Share, 1./2001, .1)
	near.Rel(t, "scale of an outlier", f.Law.Ratio*f.Law.Scale, 40, .05)

	uniform := make([]float64, 1000)
	for i := range uniform {
		uniform[i] = (float64(i) + .5) / 1000
	}
	f, _ = FitTwoScale(uniform)
	if !strings.HasPrefix(f.Edge, "the Gaussian limit") || f.Law.Ratio != 1 || f.Law.Share != 0 {
		t.Errorf("uniform: %v, edge %q", f.Law, f.Edge)
	}
	u, _ := FitGaussian(uniform)
	near.Rel(t, "scale at the Gaussian limit", f.Law.Scale, u.Law.Scale, 1e-14)
	near.Rel(t, "log-likelihood at the Gaussian limit", f.LogLik, u.LogLik, 1e-14)

	for i := range 400 {
		outlier[5*i+1] = 0
	}
	f, _ = FitTwoScale(outlier)
	if !strings.Contains(f.Edge, "exact zeros") || !math.IsNaN(f.SE.Scale) {
		t.Errorf("zeros: %v +- %v, edge %q", f.Law, f.SE, f.Edge)
	}
	for _, v := range []float64{f.SE.Ratio, f.SE.Share} {
		if !math.IsNaN(v) {
			t.Errorf("an error of %g at an edge", v)
		}
	}
}
