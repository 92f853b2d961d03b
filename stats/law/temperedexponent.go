package law

import (
	"math"
	"math/cmplx"
)

// temperedExponent is the characteristic exponent of a tempered stable law of scale 1
// with the tempering t,
//
//	Psi(k) = [((t-ik)^alpha + (t+ik)^alpha)/2 - t^alpha] / cos(pi alpha/2),
//
// written in eps = alpha - 1: the three powers are r^eps times their bases times
// 1 + expm1(eps ln(base/r)), the ones cancel, and what is left over
// cos(pi alpha/2) = -sin has a limit at alpha = 1. So there is no seam there.
type temperedExponent struct{ alpha, t, eps, sin float64 }

// ratio is eps x/sin(pi eps/2).
func (e *temperedExponent) ratio(x float64) float64 {
	if e.eps == 0 {
		return x * 2 / math.Pi
	}
	return x * e.eps / e.sin
}

// power is expm1(eps x)/sin(pi eps/2).
func (e *temperedExponent) power(x float64) float64 {
	if e.eps == 0 {
		return x * 2 / math.Pi
	}
	return math.Expm1(e.eps*x) / e.sin
}

// complexPower is power for complex x.
func (e *temperedExponent) complexPower(x complex128) complex128 {
	if e.eps == 0 {
		return x * (2 / math.Pi)
	}
	re := e.eps * real(x)
	sin, cos := math.Sincos(e.eps * imag(x))
	half := math.Sin(e.eps * imag(x) / 2)
	return complex((math.Expm1(re)*cos-2*half*half)/e.sin, math.Exp(re)*sin/e.sin)
}

// psi is Psi(k) from lower = t - ik and upper = t + ik, neither of them 0.
func (e *temperedExponent) psi(lower, upper complex128) complex128 {
	r := max(cmplx.Abs(lower), cmplx.Abs(upper))
	in := complex(1/r, 0)
	sum := (lower*e.complexPower(cmplx.Log(lower*in))+upper*e.complexPower(cmplx.Log(upper*in)))/2 -
		complex(e.t*e.power(math.Log(e.t/r)), 0)
	return -complex(math.Pow(r, e.eps), 0) * sum
}

// cumulant is K(eta) = -Psi(i eta), the logarithm of E exp(eta X), 0 <= eta <= t.
func (e *temperedExponent) cumulant(eta float64) float64 {
	above, below := e.t+eta, e.t-eta
	sum := -e.t * e.power(math.Log(e.t/above))
	if below > 0 {
		sum += below / 2 * e.power(math.Log(below/above))
	}
	return math.Pow(above, e.eps) * sum
}

// cut is -Re Psi on the branch cut k = i(t + v), v > 0, where Im Psi = v^alpha sin(pi alpha/2).
func (e *temperedExponent) cut(v float64) float64 {
	r := 2*e.t + v
	cos := math.Cos(math.Pi * e.eps)
	sum := 2*v*e.sin - v*cos*e.power(math.Log(v/r)) - 2*e.t*e.power(math.Log(e.t/r))
	return math.Pow(r, e.eps) * sum / 2
}

// saddle is the eta in [0, t] with K'(eta) = z, or t where there is none, roughly:
// K'(eta) = (alpha/2) [(t+eta)^eps - (t-eta)^eps] / sin(pi eps/2).
func (e *temperedExponent) saddle(z float64) float64 {
	lo, hi := 0.0, e.t
	for range 30 {
		eta := (lo + hi) / 2
		below := e.t - eta
		if e.alpha/2*math.Pow(below, e.eps)*e.power(math.Log((e.t+eta)/below)) < z {
			lo = eta
		} else {
			hi = eta
		}
	}
	if hi == e.t {
		return e.t
	}
	return lo
}
