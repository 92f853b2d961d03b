package law

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"
)

// TwoScaleGaussian is the contaminated normal law: most samples come from a narrow Gaussian, and a part of them from a
// wide one about the same centre,
//
//	f(x) = ((1 - Share) phi(z) + (Share/Ratio) phi(z/Ratio)) / Scale,   z = (x - Loc)/Scale,
//
// with phi the standard Gaussian density, Scale > 0 the standard deviation of the narrow part, Ratio >= 1 that of the
// wide part over it, and Share in [0, 1) the probability of the wide part. It is Gaussian{Scale, Loc} at Ratio = 1 or
// Share = 0. Source: Tukey 1960, "A survey of sampling from contaminated distributions".
type TwoScaleGaussian struct{ Scale, Ratio, Share, Loc float64 }

// Validate returns an error that names the first parameter out of its range.
func (t TwoScaleGaussian) Validate() error {
	switch {
	case !(t.Ratio >= 1) || math.IsInf(t.Ratio, 0):
		return fmt.Errorf("ratio = %g: it must be a finite number, one or above", t.Ratio)
	case !(t.Share >= 0 && t.Share < 1):
		return fmt.Errorf("share = %g: the share of the wide part must be zero or above, and below one", t.Share)
	}
	return lawCheck("scale", t.Scale, t.Loc)
}

// String is "two-scale Gaussian scale=1 ratio=5 share=0.05", with the location where it is not 0.
func (t TwoScaleGaussian) String() string {
	return lawString(fmt.Sprintf("two-scale Gaussian scale=%.4g ratio=%.4g share=%.4g", t.Scale, t.Ratio, t.Share), t.Loc)
}

// Prob is the density at x; NaN if x is, or if the parameters are not valid, as in all methods.
func (t TwoScaleGaussian) Prob(x float64) float64 { return lawProb(t, x) }

// LogProb is the logarithm of the density at x, also where the density underflows.
func (t TwoScaleGaussian) LogProb(x float64) float64 { return lawLogProb(t, x) }

// CDF is P(X <= x), to full relative precision in the lower tail.
func (t TwoScaleGaussian) CDF(x float64) float64 { return lawCDF(t, x) }

// Survival is P(X > x), to full relative precision in the upper tail.
func (t TwoScaleGaussian) Survival(x float64) float64 { return lawSurvival(t, x) }

// Quantile is the x with CDF(x) = p, p in [0, 1]; NaN outside.
func (t TwoScaleGaussian) Quantile(p float64) float64 { return lawQuantile(t, p) }

// SurvivalQuantile is the x with Survival(x) = q, q in [0, 1]; NaN outside.
func (t TwoScaleGaussian) SurvivalQuantile(q float64) float64 { return lawSurvivalQuantile(t, q) }

// Rand draws one value.
func (t TwoScaleGaussian) Rand(r *rand.Rand) float64 {
	sd := t.Scale
	if r.Float64() < t.Share {
		sd *= t.Ratio
	}
	return t.Loc + sd*r.NormFloat64()
}

// Mean is Loc.
func (t TwoScaleGaussian) Mean() float64 { return t.Loc }

// Variance is Scale^2 (1 - Share + Share Ratio^2).
func (t TwoScaleGaussian) Variance() float64 {
	wide := t.Scale * t.Ratio
	return (1-t.Share)*t.Scale*t.Scale + t.Share*wide*wide
}

func (t TwoScaleGaussian) centre() (loc, scale float64) { return t.Loc, t.Scale }

func (t TwoScaleGaussian) density(z float64) float64 {
	u := z / t.Ratio
	return ((1-t.Share)*math.Exp(-z*z/2) + t.Share/t.Ratio*math.Exp(-u*u/2)) / (math.Sqrt2 * math.SqrtPi)
}

func (t TwoScaleGaussian) logDensity(z float64) float64 {
	u := z / t.Ratio
	narrow := math.Log1p(-t.Share) - z*z/2
	wide := math.Log(t.Share) - math.Log(t.Ratio) - u*u/2
	larger := max(narrow, wide)
	if math.IsInf(larger, -1) {
		return larger
	}
	return larger + math.Log1p(math.Exp(min(narrow, wide)-larger)) - HalfLog2Pi
}

func (t TwoScaleGaussian) tail(z float64) float64 {
	return (1-t.Share)/2*math.Erfc(z/math.Sqrt2) + t.Share/2*math.Erfc(z/(t.Ratio*math.Sqrt2))
}

// tailQuantile starts from the larger of the two bounds that the tail of either part alone gives.
func (t TwoScaleGaussian) tailQuantile(q float64) float64 {
	guess := 0.0
	if p := q / (1 - t.Share); p < .5 {
		guess = -mathext.NormalQuantile(p)
	}
	if p := q / t.Share; p > 0 && p < .5 {
		guess = max(guess, -t.Ratio*mathext.NormalQuantile(p))
	}
	if guess < .1 { // close to the centre the density there gives the guess
		guess = (.5 - q) / t.density(0)
	}
	return lawInvert(t, q, guess)
}
