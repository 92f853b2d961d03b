package law

import (
	"math"
	"math/rand/v2"
)

// HalfLog2Pi is ln(2 pi)/2, the negative log-density of a standard Gaussian at 0.
const HalfLog2Pi = 0.918938533204672741780329736405617640

// Log1pOver is ln(1 + y)/y for y >= -1, and its limit 1 at y = 0; +Inf at y = -1 and NaN below. It is the -ln S(x)/z of
// a generalised Pareto law at y = Shape z.
func Log1pOver(y float64) float64 {
	if y == 0 {
		return 1
	}
	return math.Log1p(y) / y
}

// halfGammaSeries are the coefficients of a^-1, a^-3, ... in ln Gamma(a+1/2) - ln Gamma(a) - ln(a)/2.
var halfGammaSeries = [...]float64{
	-1. / 8, 1. / 192, -1. / 640, 17. / 14336, -31. / 18432, 691. / 180224, -5461. / 425984,
}

// halfGammaShift is the argument from which halfGammaSeries has full precision. Below it the recurrences of Gamma and
// of digamma lead there.
const halfGammaShift = 12

// LogGammaRatio is ln(Gamma(a + 1/2)/Gamma(a)) for a > 0, without the cancellation that the difference of two large
// logarithms suffers: relative error below 4e-15. At a = nu/2 it is the part of the normalising constant of Student's
// law that depends on gamma functions. Source: DLMF 5.11.13 with the recurrence of Gamma.
func LogGammaRatio(a float64) float64 {
	factor := 1.0
	for ; a < halfGammaShift; a++ {
		factor *= a / (a + .5)
	}
	inv := 1 / a
	sum := 0.0
	for i := len(halfGammaSeries) - 1; i >= 0; i-- {
		sum = sum*inv*inv + halfGammaSeries[i]
	}
	return math.Log(factor) + .5*math.Log(a) + sum*inv
}

// DigammaDifference gives the derivatives of LogGammaRatio, without cancellation for large a. With
// D(a) = psi(a + 1/2) - psi(a), psi the digamma function and a > 0,
//
//	first = a D(a) - 1/2,   second = a^2 D'(a) + 1/2.
//
// Both vanish like 1/a as a grows. Source: DLMF 5.11.13, differentiated term by term, with the recurrence of psi.
func DigammaDifference(a float64) (first, second float64) {
	if a >= halfGammaShift {
		inv := 1 / a
		power := inv
		for i, c := range halfGammaSeries {
			n := float64(2*i + 1)
			first -= n * c * power
			second += n * (n + 1) * c * power
			power *= inv * inv
		}
		return first, second
	}
	d, slope, b := 0.0, 0.0, a
	for ; b < halfGammaShift; b++ {
		d += .5 / (b * (b + .5))
		slope -= (b + .25) / (b * b * (b + .5) * (b + .5))
	}
	f, s := DigammaDifference(b)
	return a*(d+(f+.5)/b) - .5, a*a*(slope+(s-.5)/(b*b)) + .5
}

// upperGamma is Q(a, x) = Gamma(a, x)/Gamma(a), the regularised upper incomplete
// gamma function, a > 0, x >= 0, to full relative precision in its tail: the series
// of 1 - Q below x = a + 1, the continued fraction of Q above.
// Source: DLMF 8.7.1 (with 8.2.3) and 8.9.2.
func upperGamma(a, x float64) float64 {
	if x == 0 {
		return 1
	}
	logGamma, _ := math.Lgamma(a)
	lead := math.Exp(a*math.Log(x) - x - logGamma)
	if x < a+1 {
		term := 1 / a
		sum := term
		for n := 1.0; term > 1e-17*sum; n++ {
			term *= x / (a + n)
			sum += term
		}
		return 1 - lead*sum
	}
	// Lentz's evaluation of 1/(x+1-a - 1(1-a)/(x+3-a - 2(2-a)/(x+5-a - ...))).
	b := x + 1 - a
	c, d := math.Inf(1), 1/b
	value := d
	for n := 1.0; n < 10000; n++ {
		b += 2
		step := n * (a - n)
		d = 1 / (b + step*d)
		c = b + step/c
		ratio := c * d
		value *= ratio
		if math.Abs(ratio-1) < 1e-16 {
			break
		}
	}
	return lead * value
}

// logGammaDraw is the logarithm of a draw from Gamma(a, 1), a > 0, so that small a
// does not underflow. Source: Marsaglia and Tsang 2000; below a = 1 a draw at a + 1
// times U^(1/a), their section 6.
func logGammaDraw(a float64, r *rand.Rand) float64 {
	boost := 0.0
	if a < 1 {
		boost = -exponential(r) / a
		a++
	}
	d := a - 1./3
	c := 1 / math.Sqrt(9*d)
	for {
		x := r.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v *= v * v
		if logV := math.Log(v); -exponential(r) < x*x/2+d-d*v+d*logV {
			return math.Log(d) + logV + boost
		}
	}
}
