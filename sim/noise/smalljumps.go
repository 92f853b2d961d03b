package noise

import (
	"math"
	"math/cmplx"

	"levyscope/stats/law"
)

// smallJumps is the law of the sum of the jumps smaller than cut that a tempered SaS process of
// scale 1 makes in one unit of time. Its characteristic function is exp(-exponent(k)) with
//
//	exponent(k) = 2 C_alpha int_0^cut (1 - cos ky) exp(-tempering y) y^(-1-alpha) dy.
//
// alpha in (0, 2), tempering 0 or between 1e-12/cut and 30/cut, cut > 0.
type smallJumps struct{ alpha, tempering, cut float64 }

// exponent returns exponent(k). It takes the moments of the jumps for small k, and for others the
// exponent of all jumps less that of the larger ones, an incomplete gamma function.
func (j smallJumps) exponent() func(k float64) float64 {
	c := 2 * j.alpha * law.TailConstant(j.alpha)
	beyond, larger := c*math.Pow(j.cut, -j.alpha), j.largerRate()
	var moments [24]float64
	for m := range moments {
		moments[m] = c * j.moment(2*m+2)
	}
	all := func(k float64) float64 { return math.Pow(k, j.alpha) }
	if j.tempering > 0 {
		all = law.TemperedStable{Alpha: j.alpha, Scale: 1, Tempering: j.tempering}.Exponent
	}
	return func(k float64) float64 {
		if k*j.cut >= 3 {
			e := exponentialIntegral(1+j.alpha, complex(j.tempering*j.cut, k*j.cut))
			return all(k) - larger + beyond*real(e)
		}
		sum, term := 0.0, -1.0
		for m, moment := range moments {
			term *= -k * k / float64((2*m+1)*(2*m+2))
			sum += term * moment
		}
		return sum
	}
}

// largerRate is the rate of the jumps beyond cut, both ways.
func (j smallJumps) largerRate() float64 {
	if j.tempering == 0 {
		return 2 * law.TailConstant(j.alpha) * math.Pow(j.cut, -j.alpha)
	}
	return 2 * temperedTail(j.alpha, j.tempering, j.cut)
}

// variance is that of the law.
func (j smallJumps) variance() float64 {
	return 2 * j.alpha * law.TailConstant(j.alpha) * j.moment(2)
}

// kurtosis is the excess kurtosis of the law.
func (j smallJumps) kurtosis() float64 {
	return j.moment(4) / j.moment(2) / j.moment(2) / (2 * j.alpha * law.TailConstant(j.alpha))
}

// moment is int_0^cut y^(p-1-alpha) exp(-tempering y) dy, by Kummer's series: with a = p - alpha
// and x = tempering cut it is cut^a e^-x sum_n x^n/(a (a+1) ... (a+n)).
func (j smallJumps) moment(p int) float64 {
	a, x := float64(p)-j.alpha, j.tempering*j.cut
	term := 1 / a
	sum := term
	for n := 1.0; n < 400 && term > 1e-17*sum; n++ {
		term *= x / (a + n)
		sum += term
	}
	return math.Pow(j.cut, a) * math.Exp(-x) * sum
}

// exponentialIntegral is E_p(z) = int_1^inf exp(-zt) t^-p dt for |z| >= 3 and Re z >= 0, by its
// continued fraction 1/(z+p - 1p/(z+p+2 - 2(p+1)/(z+p+4 - ...))), which Lentz's algorithm sums.
// Source: DLMF 8.19.17, in its even part; Press et al. 2007, section 6.3.
func exponentialIntegral(p float64, z complex128) complex128 {
	b := z + complex(p, 0)
	c, d := complex(1e300, 0), 1/b
	h := d
	for i := 1.0; i < 500; i++ {
		a := complex(-i*(p-1+i), 0)
		b += 2
		d = 1 / (a*d + b)
		c = b + a/c
		delta := c * d
		h *= delta
		if cmplx.Abs(delta-1) < 1e-15 {
			break
		}
	}
	return h * cmplx.Exp(-z)
}
