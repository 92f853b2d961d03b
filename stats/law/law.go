package law

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// symmetricLaw is what each law provides for the methods that all laws share: the law of
// Z = (X - loc)/scale, which must be symmetric about 0 and unimodal.
type symmetricLaw interface {
	Validate() error
	centre() (loc, scale float64)
	density(z float64) float64      // of Z at z >= 0
	logDensity(z float64) float64   // its logarithm, also where the density underflows
	tail(z float64) float64         // P(Z > z) at z >= 0, to full relative precision
	tailQuantile(q float64) float64 // z with tail(z) = q, 0 < q < 1/2
}

// lawStandard is z = (x - loc)/scale, NaN if the law is not valid.
func lawStandard[L symmetricLaw](l L, x float64) float64 {
	if l.Validate() != nil {
		return math.NaN()
	}
	loc, scale := l.centre()
	return (x - loc) / scale
}

// lawProb is the density at x.
func lawProb[L symmetricLaw](l L, x float64) float64 {
	z := math.Abs(lawStandard(l, x))
	if math.IsNaN(z) {
		return z
	}
	if math.IsInf(z, 1) {
		return 0
	}
	_, scale := l.centre()
	if f := l.density(z); f > 1e-290 {
		return f / scale
	}
	// A density that underflows in units of the scale may be a float in those of x.
	return math.Exp(l.logDensity(z) - math.Log(scale))
}

// lawLogProb is the logarithm of the density at x.
func lawLogProb[L symmetricLaw](l L, x float64) float64 {
	z := math.Abs(lawStandard(l, x))
	if math.IsNaN(z) {
		return z
	}
	if math.IsInf(z, 1) {
		return math.Inf(-1)
	}
	_, scale := l.centre()
	return l.logDensity(z) - math.Log(scale)
}

// lawBeyond is P(Z > z) for z of either sign.
func lawBeyond[L symmetricLaw](l L, z float64) float64 {
	switch {
	case math.IsNaN(z):
		return z
	case math.IsInf(z, 1):
		return 0
	case math.IsInf(z, -1):
		return 1
	case z == 0:
		return .5
	case z < 0:
		return 1 - l.tail(-z)
	}
	return l.tail(z)
}

// lawCDF is P(X <= x).
func lawCDF[L symmetricLaw](l L, x float64) float64 { return lawBeyond(l, -lawStandard(l, x)) }

// lawSurvival is P(X > x).
func lawSurvival[L symmetricLaw](l L, x float64) float64 { return lawBeyond(l, lawStandard(l, x)) }

// lawOffset is the z of either sign with P(Z > z) = q; NaN for q outside [0, 1] or an invalid law.
func lawOffset[L symmetricLaw](l L, q float64) float64 {
	if !(q >= 0 && q <= 1) || l.Validate() != nil {
		return math.NaN()
	}
	switch {
	case q == 0:
		return math.Inf(1)
	case q == 1:
		return math.Inf(-1)
	case q < .5:
		return l.tailQuantile(q)
	case q > .5: // 1 - q is exact here
		return -l.tailQuantile(1 - q)
	}
	return 0
}

// lawSurvivalQuantile is the x with P(X > x) = q.
func lawSurvivalQuantile[L symmetricLaw](l L, q float64) float64 {
	loc, scale := l.centre()
	return loc + scale*lawOffset(l, q)
}

// lawQuantile is the x with P(X <= x) = p.
func lawQuantile[L symmetricLaw](l L, p float64) float64 {
	loc, scale := l.centre()
	return loc - scale*lawOffset(l, p)
}

// lawInvert solves tail(z) = q from the guess z by Newton's method on ln(tail)
// against ln z, kept inside a bracket. ln|Z| has a log-concave density for most
// laws, so that from the right the steps never cross the solution.
func lawInvert[L symmetricLaw](l L, q, z float64) float64 {
	lo, hi := 0.0, math.Inf(1)
	if !(z > 0) || math.IsInf(z, 1) {
		z = 1
	}
	for range 200 {
		s := l.tail(z)
		excess := math.Log(s / q)
		if excess > 0 {
			lo = z
		} else {
			hi = z
		}
		// The local tail index z f/tail by logarithms: the density may underflow first.
		step := excess / math.Exp(math.Log(z)+l.logDensity(z)-math.Log(s))
		next := z * math.Exp(step)
		if math.Abs(excess) < 4e-16 || math.Abs(step) < 1e-9 {
			return next // what is left is of the order of step^2
		}
		if !(next >= lo && next <= hi && math.Abs(step) < 20) {
			next = lawBisect(lo, hi, z)
		}
		if next == z {
			return z
		}
		z = next
	}
	return z
}

// lawBisect halves the bracket of ln z, or widens an open one.
func lawBisect(lo, hi, z float64) float64 {
	switch {
	case math.IsInf(hi, 1):
		return z * 4
	case lo == 0:
		return z / 4
	}
	return math.Sqrt(lo) * math.Sqrt(hi)
}

// lawCheck is the part of Validate that laws share: the scale, which the error calls scaleName, and the location.
func lawCheck(scaleName string, scale, loc float64) error {
	switch {
	case !(scale > 0) || math.IsInf(scale, 0):
		return fmt.Errorf("%s = %g: it must be a finite number above 0", scaleName, scale)
	case math.IsNaN(loc) || math.IsInf(loc, 0):
		return fmt.Errorf("location = %g: it must be finite", loc)
	}
	return nil
}

// lawString adds the location, where there is one, to the other parameters.
func lawString(parameters string, loc float64) string {
	if loc == 0 {
		return parameters
	}
	return fmt.Sprintf("%s loc=%.4g", parameters, loc)
}

// lawSign draws -1 or 1, each with probability 1/2.
func lawSign(r *rand.Rand) float64 { return float64(int64(r.Uint64()>>63)*2 - 1) }
