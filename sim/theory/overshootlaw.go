package theory

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/mathext"
)

// GetoorOvershoot is P^x(X_tau > y) of a free SaS process that starts at x and
// leaves (-r, r), whatever its scale. Its position after the exit has the density
//
//	(1/pi) sin(pi alpha/2) [(r^2-x^2)/(z^2-r^2)]^(alpha/2)/|z - x|,   |z| > r,
//
// so that P^x(|X_tau| > y) = I_b(alpha/2, 1-alpha/2) with b = (r^2-x^2)/(y^2-x^2) on
// both sides together. On one side it is integrated, to some 1e-12. For |y| < r it
// is GetoorRight. 0 < alpha <= 2, |x| < r, r finite, else NaN. At alpha = 2 the path ends at
// the wall. Source: Blumenthal, Getoor and Ray 1961, theorem A.
func GetoorOvershoot(alpha, r, x, y float64) float64 {
	switch {
	case !(alpha > 0 && alpha <= 2 && r > 0 && math.Abs(x) < r) || math.IsInf(r, 1) || math.IsNaN(y):
		return math.NaN()
	case y < -r:
		return 1 - GetoorOvershoot(alpha, r, -x, -y)
	case y < r:
		return GetoorRight(alpha, r, x)
	case alpha == 2:
		return 0
	}
	// With r = 1 and w = (z-1)/(z+1), w = e^p/(1+e^p), the integrand is analytic in a
	// strip around the real p and falls off exponentially to both sides.
	x, y = x/r, y/r
	f := func(p float64) float64 {
		w, v := 1/(1+math.Exp(-p)), 1/(1+math.Exp(p)) // v = 1-w
		return math.Pow(w, 1-alpha/2) * math.Pow(v, alpha) / (1 - x + (1+x)*w)
	}
	from := math.Log((y - 1) / 2)
	// Beyond these w, or 1-w, is too small to count beside 1.
	low, high := math.Log((1-x)/2)-40, 40.0
	sum := 0.0
	if from < low {
		sum = (math.Exp((1-alpha/2)*low) - math.Exp((1-alpha/2)*from)) / ((1 - alpha/2) * (1 - x))
		from = low
	}
	if from < high {
		panels := int(math.Ceil((high - from) / 2))
		width := (high - from) / float64(panels)
		for i := range panels {
			sum += quad.Fixed(f, from+float64(i)*width, from+float64(i+1)*width, 16, quad.Legendre{}, 1)
		}
		from = high
	}
	sum += math.Exp(-alpha*from) / (2 * alpha)
	return math.Sin(math.Pi*alpha/2) / math.Pi * math.Pow((1-x)*(1+x), alpha/2) * math.Pow(2, 1-alpha) * sum
}

// Leapover is P(X_tau - d > y) of a free SaS process that starts at a distance d > 0
// from a wall and passes it for the first time at tau, whatever its scale:
//
//	density sin(pi alpha/2)/pi d^(alpha/2)/(y^(alpha/2)(d+y)),   P = I_{d/(d+y)}(alpha/2, 1-alpha/2),
//
// the regularised incomplete beta function. 0 < alpha <= 2 and y >= 0, else NaN; 0
// at alpha = 2, where the path does not leap. Sources: Ray 1958; Koren et al. 2007.
func Leapover(alpha, d, y float64) float64 {
	switch {
	case !(alpha > 0 && alpha <= 2 && d > 0 && y >= 0) || math.IsInf(d, 1):
		return math.NaN()
	case y == 0:
		return 1
	case alpha == 2 || math.IsInf(y, 1):
		return 0
	}
	if b := 1 / (1 + y/d); b < .5 {
		return mathext.RegIncBeta(alpha/2, 1-alpha/2, b)
	}
	return 1 - mathext.RegIncBeta(1-alpha/2, alpha/2, 1/(1+d/y))
}

// SparreAndersen is the probability that the first n partial sums of independent
// steps of any one continuous symmetric law are all negative,
//
//	C(2n, n)/4^n ~ 1/sqrt(pi n),   n >= 0,
//
// NaN below. Source: Sparre Andersen 1954; Feller 1971, section XII.7.
func SparreAndersen(n int) float64 {
	switch {
	case n < 0:
		return math.NaN()
	case n > 500:
		m := 1 / (8 * float64(n))
		// Stirling's series, whose next term is below 1e-15.
		return math.Exp(-m*(1-m*m*8/3)) / math.Sqrt(math.Pi*float64(n))
	}
	p := 1.0
	for k := 1; k <= n; k++ {
		p *= 1 - 1/(2*float64(k))
	}
	return p
}
