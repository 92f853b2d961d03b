package law

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"
)

// Gaussian is the normal law with the standard deviation Scale > 0 and the mean Loc:
//
//	f(x) = exp(-z^2/2) / (Scale sqrt(2 pi)),   z = (x - Loc)/Scale.
//
// SaS(sigma) at alpha = 2 is Gaussian{Scale: sqrt2 sigma}.
// Source: Johnson, Kotz and Balakrishnan 1994, chapter 13.
type Gaussian struct{ Scale, Loc float64 }

// Validate returns an error that names the first parameter out of its range.
func (g Gaussian) Validate() error { return lawCheck("scale", g.Scale, g.Loc) }

// String is "Gaussian scale=1", with the location where it is not 0.
func (g Gaussian) String() string {
	return lawString(fmt.Sprintf("Gaussian scale=%.4g", g.Scale), g.Loc)
}

// Prob is the density at x; NaN if x is, or if the parameters are not valid, as in all methods.
func (g Gaussian) Prob(x float64) float64 { return lawProb(g, x) }

// LogProb is the logarithm of the density at x, also where the density underflows.
func (g Gaussian) LogProb(x float64) float64 { return lawLogProb(g, x) }

// CDF is P(X <= x), to full relative precision in the lower tail.
func (g Gaussian) CDF(x float64) float64 { return lawCDF(g, x) }

// Survival is P(X > x) = erfc(z/sqrt2)/2, to full relative precision in the upper tail.
func (g Gaussian) Survival(x float64) float64 { return lawSurvival(g, x) }

// Quantile is the x with CDF(x) = p, p in [0, 1]; NaN outside.
func (g Gaussian) Quantile(p float64) float64 { return lawQuantile(g, p) }

// SurvivalQuantile is the x with Survival(x) = q, q in [0, 1]; NaN outside.
func (g Gaussian) SurvivalQuantile(q float64) float64 { return lawSurvivalQuantile(g, q) }

// Rand draws one value.
func (g Gaussian) Rand(r *rand.Rand) float64 { return g.Loc + g.Scale*r.NormFloat64() }

// Mean is Loc.
func (g Gaussian) Mean() float64 { return g.Loc }

// Variance is Scale^2.
func (g Gaussian) Variance() float64 { return g.Scale * g.Scale }

func (g Gaussian) centre() (loc, scale float64) { return g.Loc, g.Scale }

func (g Gaussian) density(z float64) float64 {
	return math.Exp(-z*z/2) / (math.Sqrt2 * math.SqrtPi)
}

func (g Gaussian) logDensity(z float64) float64 { return -z*z/2 - HalfLog2Pi }

func (g Gaussian) tail(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }

func (g Gaussian) tailQuantile(q float64) float64 { return -mathext.NormalQuantile(q) }
