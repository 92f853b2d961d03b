package schedule

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// TotalPower is sum_{k>=0} (eta(k)/Reference)^p, in steps, for p > 0: +Inf where the sum diverges. With p
// the tail index alpha it is the total hazard of exit, in units of the hazard per step at eta(0), and so
// decides trapping: p_trap > 0 iff it is finite (docs/theory.md, section 5). In closed form:
//
//	constant     Inf
//	step         every/(1 - gamma^p);   Inf with drops > 0 or gamma = 1
//	exponential  1/(1 - exp(-kappa p));   Inf with kappa = 0
//	power        k0^(gamma p) zeta(gamma p, k0) if gamma p > 1, else Inf;   inverse is gamma = 1
//	linear       sum_{m=1..steps} (m/steps)^p;   Inf with floor > 0
//	cosine       sum_{m=1..steps} sin(pi m/(2 steps))^(2p);   Inf with floor > 0
//	points       the sum over its straight lines;   Inf with a last rate > 0
//	multistep, restarts, onecycle   Inf
//
// and from adds one term for each step of it, of 1 unless the schedule begins below Reference, and a warm-up its own.
// The relative error is below 1e-12. The result is NaN for a Schedule that is not of this package, whose tail cannot
// be known, and for a p that is not finite and above 0.
func TotalPower(s Schedule, p float64) float64 {
	m, d, ok := own(s)
	if !ok || !(p > 0) || math.IsInf(p, 0) {
		return math.NaN()
	}
	first := math.Pow(s.Eta(0)/Reference(s), p)
	return d.Values.Number(fromParameter.Name)*first + m.decaySum(p)
}

// directSteps is the longest decay that is summed term by term whatever p is.
const directSteps = 10_000

// negligible is the share of a sum below which what is left of it is dropped.
const negligible = 1e-17

// powerSum is sum_{j>=0} (1 + j/k0)^-s = k0^s zeta(s, k0), +Inf for s <= 1. The two factors overflow
// and underflow where their product does not, so it is the sum itself that is taken: term by term until
// q = k0 + j is well beyond s, then by the Euler-Maclaurin formula for the rest, of which the term in
// B_2i is u^-s B_2i/(2i)! s(s+1)...(s+2i-2)/q^(2i-1) with u = q/k0.
func powerSum(s, k0 float64) float64 {
	if s <= 1 {
		return math.Inf(1)
	}
	sum, j := 0.0, 0.0
	for ; k0+j < max(20, 2*s); j++ {
		term := math.Exp(-s * math.Log1p(j/k0))
		sum += term
		// The rest is below (1 + q/(s-1)) terms, and so below 4 of them for such an s.
		if s > 12 && term <= negligible*sum {
			return sum
		}
	}
	q := k0 + j
	rest, factor := q/(s-1)+0.5, s/q
	for i, b := range bernoulli {
		rest += b * factor
		n := s + float64(2*i)
		factor *= (n + 1) / q * (n + 2) / q
	}
	return sum + math.Exp(-s*math.Log1p(j/k0))*rest
}

// bernoulli is B_2i/(2i)! for i = 1, 2, ...
var bernoulli = [...]float64{
	1.0 / 12, -1.0 / 720, 1.0 / 30240, -1.0 / 1209600, 1.0 / 47900160,
	-691.0 / 1307674368000, 1.0 / 74724249600, -3617.0 / 10670622842880000,
}

// linearSum is sum_{m=1..steps} (m/steps)^p. Long sums are taken from the Euler-Maclaurin formula with
// its constant zeta(-p); the first term left out is (p/steps)^3/720, and the sum is above steps/(p+1).
func linearSum(steps int, p float64) float64 {
	t := float64(steps)
	if steps > directSteps && p <= t/1000 {
		return t/(p+1) + 0.5 + p/(12*t) + zetaTerm(p, 1/t)
	}
	return decreasingSum(steps, func(m int) float64 { return math.Pow(float64(m)/t, p) })
}

// cosineSum is sum_{m=1..steps} sin(pi m/(2 steps))^(2p). For long sums it is the integral, which is
// steps Gamma(p+1/2)/(sqrt(pi) Gamma(p+1)), plus what the ends add: 1/2 at the top, where all odd
// derivatives vanish, and zeta(-2p) (pi/(2 steps))^(2p) at the zero. The first term left out is of the
// order of (pi/(2 steps))^2 of that last one.
func cosineSum(steps int, p float64) float64 {
	t := float64(steps)
	if steps > directSteps && p <= t {
		return t*gammaRatio(p)/math.Sqrt(math.Pi) + 0.5 + zetaTerm(2*p, math.Pi/2/t)
	}
	return decreasingSum(steps, func(m int) float64 { return math.Pow(halfCosine(m, steps), p) })
}

// decreasingSum is f(n) + f(n-1) + ... + f(1) for an f that falls as its argument does.
func decreasingSum(n int, f func(int) float64) float64 {
	sum := 0.0
	for m := n; m > 0; m-- {
		term := f(m)
		sum += term
		if term*float64(m) <= negligible*sum {
			break
		}
	}
	return sum
}

// zetaTerm is zeta(-s) h^s for s > 0 by the functional equation of Riemann's zeta function:
// zeta(-s) = -2 (2 pi)^(-s-1) sin(pi s/2) Gamma(1+s) zeta(1+s).
func zetaTerm(s, h float64) float64 {
	if s < 1e-8 { // zeta(1+s) has lost s here; zeta(-s) = -1/2 + O(s)
		return -0.5 * math.Pow(h, s)
	}
	logGamma, _ := math.Lgamma(1 + s)
	size := math.Exp(logGamma + s*math.Log(h) - (s+1)*math.Log(2*math.Pi))
	return -2 * size * math.Sin(math.Pi/2*math.Mod(s, 4)) * mathext.Zeta(1+s, 1)
}

// gammaRatio is Gamma(p+1/2)/Gamma(p+1), by Stirling's series where the logarithms of the two would
// cancel.
func gammaRatio(p float64) float64 {
	if p < 20 {
		above, _ := math.Lgamma(p + 0.5)
		below, _ := math.Lgamma(p + 1)
		return math.Exp(above - below)
	}
	q := 1 / (p * p)
	return math.Exp(-(1.0/8-q*(1.0/192-q*(1.0/640-q*17.0/14336)))/p) / math.Sqrt(p)
}
