package law

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Laplace is the two-sided exponential law with Scale > 0 about Loc:
//
//	f(x) = exp(-|z|) / (2 Scale),   z = (x - Loc)/Scale.
//
// Source: Kotz, Kozubowski and Podgorski 2001, section 2.1.
type Laplace struct{ Scale, Loc float64 }

// Validate returns an error that names the first parameter out of its range.
func (l Laplace) Validate() error { return lawCheck("scale", l.Scale, l.Loc) }

// String is "Laplace scale=1", with the location where it is not 0.
func (l Laplace) String() string { return lawString(fmt.Sprintf("Laplace scale=%.4g", l.Scale), l.Loc) }

// Prob is the density at x; NaN if x is, or if the parameters are not valid, as in all methods.
func (l Laplace) Prob(x float64) float64 { return lawProb(l, x) }

// LogProb is the logarithm of the density at x, also where the density underflows.
func (l Laplace) LogProb(x float64) float64 { return lawLogProb(l, x) }

// CDF is P(X <= x), to full relative precision in the lower tail.
func (l Laplace) CDF(x float64) float64 { return lawCDF(l, x) }

// Survival is P(X > x) = exp(-z)/2 above Loc, to full relative precision.
func (l Laplace) Survival(x float64) float64 { return lawSurvival(l, x) }

// Quantile is the x with CDF(x) = p, p in [0, 1]; NaN outside.
func (l Laplace) Quantile(p float64) float64 { return lawQuantile(l, p) }

// SurvivalQuantile is the x with Survival(x) = q, q in [0, 1]; NaN outside.
func (l Laplace) SurvivalQuantile(q float64) float64 { return lawSurvivalQuantile(l, q) }

// Rand draws one value.
func (l Laplace) Rand(r *rand.Rand) float64 { return l.Loc + l.Scale*lawSign(r)*r.ExpFloat64() }

// Mean is Loc.
func (l Laplace) Mean() float64 { return l.Loc }

// Variance is 2 Scale^2.
func (l Laplace) Variance() float64 { return 2 * l.Scale * l.Scale }

func (l Laplace) centre() (loc, scale float64)   { return l.Loc, l.Scale }
func (l Laplace) density(z float64) float64      { return math.Exp(-z) / 2 }
func (l Laplace) logDensity(z float64) float64   { return -z - math.Ln2 }
func (l Laplace) tail(z float64) float64         { return math.Exp(-z) / 2 }
func (l Laplace) tailQuantile(q float64) float64 { return -math.Log(2 * q) }
