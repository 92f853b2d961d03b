package law

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"
)

// StudentT is Student's law with Nu > 0 degrees of freedom and Scale > 0 about Loc:
//
//	f(x) = Gamma((Nu+1)/2) / (Gamma(Nu/2) sqrt(pi Nu) Scale) (1 + z^2/Nu)^(-(Nu+1)/2),   z = (x - Loc)/Scale.
//
// Its tail index is Nu: Cauchy at 1, towards Gaussian{Scale, Loc} as Nu grows.
// Source: Johnson, Kotz and Balakrishnan 1995, chapter 28.
type StudentT struct{ Nu, Scale, Loc float64 }

// Validate returns an error that names the first parameter out of its range.
func (t StudentT) Validate() error {
	if !(t.Nu > 0) || math.IsInf(t.Nu, 0) {
		return fmt.Errorf("nu = %g: the degrees of freedom are a finite number above 0; use a Gaussian for its limit", t.Nu)
	}
	return lawCheck("scale", t.Scale, t.Loc)
}

// String is "Student-t nu=3 scale=1", with the location where it is not 0.
func (t StudentT) String() string {
	return lawString(fmt.Sprintf("Student-t nu=%.4g scale=%.4g", t.Nu, t.Scale), t.Loc)
}

// Prob is the density at x; NaN if x is, or if the parameters are not valid, as in all methods.
func (t StudentT) Prob(x float64) float64 { return lawProb(t, x) }

// LogProb is the logarithm of the density at x, also where the density underflows.
func (t StudentT) LogProb(x float64) float64 { return lawLogProb(t, x) }

// CDF is P(X <= x), to full relative precision in the lower tail.
func (t StudentT) CDF(x float64) float64 { return lawCDF(t, x) }

// Survival is P(X > x) = I_w(Nu/2, 1/2)/2 above Loc, w = Nu/(Nu + z^2), to full
// relative precision. Source: DLMF 8.17, Johnson, Kotz and Balakrishnan 1995, equation 28.4a.
func (t StudentT) Survival(x float64) float64 { return lawSurvival(t, x) }

// Quantile is the x with CDF(x) = p, p in [0, 1]; NaN outside.
func (t StudentT) Quantile(p float64) float64 { return lawQuantile(t, p) }

// SurvivalQuantile is the x with Survival(x) = q, q in [0, 1]; NaN outside.
func (t StudentT) SurvivalQuantile(q float64) float64 { return lawSurvivalQuantile(t, q) }

// Rand draws one value: a Gaussian over the root of a gamma variate of mean 1.
func (t StudentT) Rand(r *rand.Rand) float64 {
	return t.Loc + t.Scale*r.NormFloat64()*math.Exp(.5*(math.Log(t.Nu/2)-logGammaDraw(t.Nu/2, r)))
}

// Mean is Loc for Nu > 1, NaN where it does not exist.
func (t StudentT) Mean() float64 {
	if t.Nu > 1 {
		return t.Loc
	}
	return math.NaN()
}

// Variance is Scale^2 Nu/(Nu - 2), infinite for Nu <= 2.
func (t StudentT) Variance() float64 {
	if t.Nu > 2 {
		return t.Scale * t.Scale * (t.Nu / (t.Nu - 2))
	}
	return math.Inf(1)
}

func (t StudentT) centre() (loc, scale float64) { return t.Loc, t.Scale }

func (t StudentT) density(z float64) float64 { return math.Exp(t.logDensity(z)) }

func (t StudentT) logDensity(z float64) float64 {
	return LogGammaRatio(t.Nu/2) - .5*math.Log(math.Pi*t.Nu) - (t.Nu+1)/2*t.logOver(z)
}

// logOver is ln(1 + z^2/Nu), also where z^2 overflows.
func (t StudentT) logOver(z float64) float64 {
	if d := z / math.Sqrt(t.Nu); d > 1e9 {
		return 2 * math.Log(d)
	}
	return math.Log1p(z * z / t.Nu)
}

func (t StudentT) tail(z float64) float64 {
	a := t.Nu / 2
	// w^a / B(a, 1/2), with w = 1/(1 + z^2/Nu).
	lead := math.Exp(LogGammaRatio(a)-a*t.logOver(z)) / math.SqrtPi
	d := z / math.Sqrt(t.Nu)
	if d > 1e9 {
		return lead / t.Nu
	}
	d *= d
	w, rest := 1/(1+d), d/(1+d)
	if rest > 1.5/(a+2.5) {
		return .5 * lead * math.Sqrt(rest) / t.fraction(w, rest)
	}
	// The rest of 1/2: sqrt(rest) lead sum_k (a+1/2)_k/(3/2)_k rest^k.
	term, sum := 1.0, 1.0
	for k := 0.0; term > 1e-17*sum; k++ {
		term *= (a + .5 + k) / (1.5 + k) * rest
		sum += term
	}
	return .5 - math.Sqrt(rest)*lead*sum
}

// fraction is the continued fraction of the incomplete beta function at a = Nu/2,
// b = 1/2: I_w(a, b) = w^a (1-w)^b / (B(a, b) fraction). From the threshold outwards
// it takes some 60 terms at most, whatever Nu is.
// Source: Didonato and Morris 1992, equation 9.
func (t StudentT) fraction(w, rest float64) float64 {
	const b = .5
	a := t.Nu / 2
	corner := a*rest - b*w + 1
	value := a / (a + 1) * corner
	c, d := value, 0.0
	for m := 1.0; m < 1000; m++ {
		n := a + 2*m
		up := (a + m - 1) / (n - 1) * ((a + b + m - 1) / (n - 1)) * m * (b - m) * w * w
		down := m + m*(b-m)/(n-1)*w + (a+m)/(n+1)*(corner+m*(1+rest))
		d = 1 / (down + up*d)
		c = down + up/c
		value *= c * d
		if math.Abs(c*d-1) < 2e-16 {
			break
		}
	}
	return value
}

func (t StudentT) tailQuantile(q float64) float64 {
	a := t.Nu / 2
	if q > .25 { // the density at the centre gives the guess
		return lawInvert(t, q, (.5-q)/t.density(0))
	}
	// The leading power of the tail is exact far out; the Gaussian holds for large Nu.
	power := .5*math.Log(t.Nu) + (LogGammaRatio(a)-math.Log(t.Nu*math.SqrtPi*q))/t.Nu
	return lawInvert(t, q, max(math.Exp(min(power, 709)), -mathext.NormalQuantile(q)))
}
