package law

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"
)

// TemperedStable is the symmetric classical tempered stable law: the jumps of
// SaS(Scale) with their Levy density damped exponentially,
//
//	C_alpha Scale^alpha exp(-Tempering |y|) |y|^(-1-alpha),   C_alpha = alpha TailConstant(alpha),
//
// so that with l = Tempering, Alpha = a and s = Scale
//
//	E exp(ik(X - Loc)) = exp(-s^a [((l-ik)^a + (l+ik)^a)/2 - l^a] / cos(pi a/2)),
//	                     exp(-(2s/pi) [l ln l - ((l-ik) ln(l-ik) + (l+ik) ln(l+ik))/2])   at a = 1.
//
// Alpha in (0, 2), Scale > 0, Tempering > 0 in units of 1/x. It is SaS(Scale) as
// Tempering falls to 0, and a Gaussian over distances far above 1/Tempering. Density
// and tail are integrals in the complex plane, to a relative error of about 1e-11 in
// both tails for Alpha in [0.3, 1.99] and Tempering Scale in [1e-3, 20].
// Source: Koponen 1995; Rosinski 2007; Kuchler and Tappe 2013.
type TemperedStable struct{ Alpha, Scale, Tempering, Loc float64 }

// Validate returns an error that names the first parameter out of its range.
func (m TemperedStable) Validate() error {
	switch {
	case !(m.Alpha > 0 && m.Alpha < 2):
		return fmt.Errorf("alpha = %g: the tail index of a tempered stable law lies in (0, 2); "+
			"use a Gaussian for 2", m.Alpha)
	case !(m.Tempering > 0) || math.IsInf(m.Tempering, 0):
		return fmt.Errorf("tempering = %g: it must be a finite number above 0; use SaS for 0", m.Tempering)
	}
	return lawCheck("scale", m.Scale, m.Loc)
}

// String is "tempered stable alpha=1.5 scale=1 tempering=0.1", with the location where it is not 0.
func (m TemperedStable) String() string {
	parameters := fmt.Sprintf("tempered stable alpha=%.4g scale=%.4g tempering=%.4g", m.Alpha, m.Scale, m.Tempering)
	return lawString(parameters, m.Loc)
}

// Prob is the density at x; NaN if x is, or if the parameters are not valid, as in all methods.
func (m TemperedStable) Prob(x float64) float64 { return lawProb(m, x) }

// LogProb is the logarithm of the density at x, also where the density underflows.
func (m TemperedStable) LogProb(x float64) float64 { return lawLogProb(m, x) }

// CDF is P(X <= x), to full relative precision in the lower tail.
func (m TemperedStable) CDF(x float64) float64 { return lawCDF(m, x) }

// Survival is P(X > x), to full relative precision in the upper tail.
func (m TemperedStable) Survival(x float64) float64 { return lawSurvival(m, x) }

// Quantile is the x with CDF(x) = p, p in [0, 1]; NaN outside.
func (m TemperedStable) Quantile(p float64) float64 { return lawQuantile(m, p) }

// SurvivalQuantile is the x with Survival(x) = q, q in [0, 1]; NaN outside.
func (m TemperedStable) SurvivalQuantile(q float64) float64 { return lawSurvivalQuantile(m, q) }

// Mean is Loc.
func (m TemperedStable) Mean() float64 { return m.Loc }

// Variance is Alpha (1 - Alpha)/cos(pi Alpha/2) Scale^Alpha Tempering^(Alpha-2), and
// (2/pi) Scale/Tempering at Alpha = 1.
func (m TemperedStable) Variance() float64 {
	e := m.exponent()
	return m.Scale * m.Scale * m.Alpha * e.ratio(1) * math.Pow(m.Scale*m.Tempering, m.Alpha-2)
}

// Exponent is -ln E exp(ik(X - Loc)), which is real and at least 0.
func (m TemperedStable) Exponent(k float64) float64 {
	e := m.exponent()
	k *= m.Scale
	return real(e.psi(complex(e.t, -k), complex(e.t, k)))
}

// Rand draws one value. Below Alpha = 1 it is the difference of two one-sided stable
// variates, each kept with probability exp(-Tempering y), which is exact; where that
// would keep few, they are split into sums of several with a share of the jumps each.
// From Alpha = 1 on (and where more than 64 parts would be needed, just below) a uniform
// variate goes through SurvivalQuantile, exact to its error, in some tenths of a millisecond.
// Source: Brix 1999 (rejection); the splitting is infinite divisibility.
func (m TemperedStable) Rand(r *rand.Rand) float64 {
	const mostParts = 64
	cost := math.Pow(m.Scale*m.Tempering, m.Alpha) / (2 * math.Cos(math.Pi*m.Alpha/2))
	if m.Alpha >= 1 || !(cost < mostParts) {
		return m.SurvivalQuantile((float64(r.Uint64()>>11) + .5) / (1 << 53))
	}
	parts := max(1, math.Ceil(cost))
	// E exp(-u Y) = exp(-(Scale u)^Alpha / (2 parts cos(pi Alpha/2))).
	side := Stable{Alpha: m.Alpha, Beta: 1, Scale: m.Scale * math.Pow(2*parts, -1/m.Alpha)}.Sampler()
	x := m.Loc
	for range int(parts) {
		x += m.keep(&side, r) - m.keep(&side, r)
	}
	return x
}

// keep draws from the law of one side until a draw y survives the tempering, with probability exp(-Tempering y).
func (m TemperedStable) keep(side *Sampler, r *rand.Rand) float64 {
	for {
		if y := side.Draw(r); exponential(r) > m.Tempering*y {
			return y
		}
	}
}

func (m TemperedStable) centre() (loc, scale float64) { return m.Loc, m.Scale }

func (m TemperedStable) exponent() temperedExponent {
	return temperedExponent{
		alpha: m.Alpha, t: m.Tempering * m.Scale,
		eps: m.Alpha - 1, sin: math.Sin(math.Pi * (m.Alpha - 1) / 2),
	}
}

func (m TemperedStable) density(z float64) float64 { return math.Exp(m.logDensity(z)) }

func (m TemperedStable) logDensity(z float64) float64 {
	e := m.exponent()
	return e.logIntegral(z, false)
}

func (m TemperedStable) tail(z float64) float64 {
	e := m.exponent()
	return math.Exp(e.logIntegral(z, true))
}

func (m TemperedStable) tailQuantile(q float64) float64 {
	if q > .25 { // the density at the centre gives the guess
		return lawInvert(m, q, (.5-q)/m.density(0))
	}
	// The tail of the stable law and that of the Gaussian both give guesses beyond the root.
	sd := math.Sqrt(m.Variance()) / m.Scale
	return lawInvert(m, q, min(math.Pow(TailConstant(m.Alpha)/q, 1/m.Alpha), -sd*mathext.NormalQuantile(q)))
}
