package theory

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
)

// OrnsteinUhlenbeckExit is the mean time E tau in which dX = -theta X dt + sqrt2 sigma dB,
// started at 0, leaves (-b, a), and the probability that it leaves at a. With
// the scale density s'(y) = exp(theta y^2/(2 sigma^2)) and P = int_-b^0 s' / int_-b^a s',
//
//	E tau = (1/sigma^2) [ P int_0^a s'(y) M(y) dy + (1-P) int_-b^0 s'(y) M(-y) dy ],
//	M(y) = int_0^y exp(-theta z^2/(2 sigma^2)) dz.
//
// theta >= 0, sigma >= 0, a and b above 0 and not both infinite. The mean is +Inf where the
// integrals overflow. Source: Karlin and Taylor 1981, section 15.3.
func OrnsteinUhlenbeckExit(theta, sigma, b, a float64) (mean, right float64) {
	if sigma == 0 {
		return math.Inf(1), .5
	}
	q := theta / (2 * sigma * sigma)
	if reach := math.Sqrt(1500 / q); q > 0 { // no path comes farther than that
		a, b = min(a, max(reach, b)), min(b, max(reach, a))
	}
	// Where the integrals would overflow a path practically never leaves, and if so by the
	// nearer wall.
	if near := min(a, b); q*near*near > 650 {
		switch {
		case a < b:
			right = 1
		case a == b:
			right = .5
		}
		return math.Inf(1), right
	}
	left := scaleIntegral(q, b)
	all := left + scaleIntegral(q, a)
	if math.IsInf(left, 1) { // the far wall is out of reach
		right = 1
	} else if math.IsInf(all, 1) {
		right = 0
	} else {
		right = left / all
	}
	// Beyond the reach of a far wall M has its limit, sqrt(pi/q)/2.
	m := math.Sqrt(math.Pi/q) / 2
	switch right {
	case 1:
		return (speedIntegral(q, a) + scaleIntegral(q, a)*m) / (sigma * sigma), right
	case 0:
		return (speedIntegral(q, b) + scaleIntegral(q, b)*m) / (sigma * sigma), right
	}
	mean = (right*speedIntegral(q, a) + (1-right)*speedIntegral(q, b)) / (sigma * sigma)
	return mean, right
}

// scaleIntegral is int_0^y exp(q u^2) du.
func scaleIntegral(q, y float64) float64 {
	return integratePanels(q, y, func(u float64) float64 { return math.Exp(q * u * u) })
}

// speedIntegral is int_0^y exp(q u^2) int_0^u exp(-q z^2) dz du.
func speedIntegral(q, y float64) float64 {
	root := math.Sqrt(q)
	return integratePanels(q, y, func(u float64) float64 {
		if q == 0 {
			return u
		}
		return math.Exp(q*u*u) * math.SqrtPi / 2 / root * math.Erf(root*u)
	})
}

// integratePanels integrates f over [0, y] in panels over which exp(q u^2) grows tenfold at most.
func integratePanels(q, y float64, f func(float64) float64) float64 {
	n := 1 + int(min(q*y*y/2, 512))
	sum := 0.0
	for i := range n {
		// Equal in u^2, where the exponent is linear.
		lo, hi := y*math.Sqrt(float64(i)/float64(n)), y*math.Sqrt(float64(i+1)/float64(n))
		sum += quad.Fixed(f, lo, hi, 16, quad.Legendre{}, 0)
	}
	return sum
}
