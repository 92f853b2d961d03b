package law

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"
)

// GeneralizedGaussian is the exponential power law with Shape > 0 and Scale > 0 about Loc:
//
//	f(x) = Shape / (2 Scale Gamma(1/Shape)) exp(-|z|^Shape),   z = (x - Loc)/Scale.
//
// Laplace at Shape = 1, Gaussian{Scale/sqrt2} at 2, towards uniform on
// (-Scale, Scale) as Shape grows. Full precision for Shape in [0.05, 100].
// Source: Subbotin 1923; Nadarajah 2005.
type GeneralizedGaussian struct{ Shape, Scale, Loc float64 }

// Validate returns an error that names the first parameter out of its range.
func (g GeneralizedGaussian) Validate() error {
	if !(g.Shape > 0) || math.IsInf(g.Shape, 0) {
		return fmt.Errorf("shape = %g: it must be a finite number above 0", g.Shape)
	}
	return lawCheck("scale", g.Scale, g.Loc)
}

// String is "generalised Gaussian shape=1.5 scale=1", with the location where it is not 0.
func (g GeneralizedGaussian) String() string {
	return lawString(fmt.Sprintf("generalised Gaussian shape=%.4g scale=%.4g", g.Shape, g.Scale), g.Loc)
}

// Prob is the density at x; NaN if x is, or if the parameters are not valid, as in all methods.
func (g GeneralizedGaussian) Prob(x float64) float64 { return lawProb(g, x) }

// LogProb is the logarithm of the density at x, also where the density underflows.
func (g GeneralizedGaussian) LogProb(x float64) float64 { return lawLogProb(g, x) }

// CDF is P(X <= x), to full relative precision in the lower tail.
func (g GeneralizedGaussian) CDF(x float64) float64 { return lawCDF(g, x) }

// Survival is P(X > x) = Q(1/Shape, z^Shape)/2 above Loc, Q the regularised upper
// incomplete gamma function, to full relative precision.
func (g GeneralizedGaussian) Survival(x float64) float64 { return lawSurvival(g, x) }

// Quantile is the x with CDF(x) = p, p in [0, 1]; NaN outside.
func (g GeneralizedGaussian) Quantile(p float64) float64 { return lawQuantile(g, p) }

// SurvivalQuantile is the x with Survival(x) = q, q in [0, 1]; NaN outside.
func (g GeneralizedGaussian) SurvivalQuantile(q float64) float64 { return lawSurvivalQuantile(g, q) }

// Rand draws one value: |Z|^Shape is a gamma variate of shape 1/Shape.
func (g GeneralizedGaussian) Rand(r *rand.Rand) float64 {
	return g.Loc + g.Scale*lawSign(r)*math.Exp(logGammaDraw(1/g.Shape, r)/g.Shape)
}

// Mean is Loc.
func (g GeneralizedGaussian) Mean() float64 { return g.Loc }

// Variance is Scale^2 Gamma(3/Shape)/Gamma(1/Shape).
func (g GeneralizedGaussian) Variance() float64 {
	three, _ := math.Lgamma(3 / g.Shape)
	one, _ := math.Lgamma(1 / g.Shape)
	return g.Scale * g.Scale * math.Exp(three-one)
}

func (g GeneralizedGaussian) centre() (loc, scale float64) { return g.Loc, g.Scale }

func (g GeneralizedGaussian) density(z float64) float64 { return math.Exp(g.logDensity(z)) }

func (g GeneralizedGaussian) logDensity(z float64) float64 {
	return -math.Pow(z, g.Shape) - g.logMass()
}

// logMass is ln(2 Gamma(1 + 1/Shape)), the integral of exp(-|z|^Shape).
func (g GeneralizedGaussian) logMass() float64 {
	logGamma, _ := math.Lgamma(1 + 1/g.Shape)
	return math.Ln2 + logGamma
}

func (g GeneralizedGaussian) tail(z float64) float64 {
	power := math.Pow(z, g.Shape)
	if math.IsInf(power, 1) {
		return 0
	}
	return upperGamma(1/g.Shape, power) / 2
}

func (g GeneralizedGaussian) tailQuantile(q float64) float64 {
	a := 1 / g.Shape
	if q > .25 && a < 3 { // the density at the centre gives the guess
		return lawInvert(g, q, (.5-q)*math.Exp(g.logMass()))
	}
	// z^Shape ~ Gamma(a): the cube-root law of Wilson and Hilferty for larger a, else
	// the exponential tail.
	t := -math.Log(2*q) + max(0, a-1)
	if root := 1 - 1/(9*a) - mathext.NormalQuantile(2*q)/(3*math.Sqrt(a)); a > 1 && root > 0 {
		t = a * root * root * root
	}
	return lawInvert(g, q, math.Pow(t, a))
}
