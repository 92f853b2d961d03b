package theory

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/mathext"
)

// GetoorMean is E^x tau = (r^2 - x^2)^(alpha/2) / (Gamma(1+alpha) sigma^alpha), the
// mean exit time of a free SaS(sigma) process from (-r, r), started at x, |x| <= r, sigma > 0.
// Source: Getoor 1961, theorem 5.2.
func GetoorMean(alpha, sigma, r, x float64) float64 {
	return math.Pow(r*r-x*x, alpha/2) / (math.Gamma(1+alpha) * math.Pow(sigma, alpha))
}

// GetoorRight is P^x(exit at the right) = I_{(1+x/r)/2}(alpha/2, alpha/2) of the same
// process, whatever its scale; I is the regularised incomplete beta function. Source: Blumenthal, Getoor and Ray 1961.
func GetoorRight(alpha, r, x float64) float64 {
	return mathext.RegIncBeta(alpha/2, alpha/2, (1+x/r)/2)
}

// GetoorOvershoot is P^x(X_tau > y) of a free SaS process that starts at x and
// leaves (-r, r), whatever its scale. Its position after the exit has the density
//
//	(1/pi) sin(pi alpha/2) [(r^2-x^2)/(z^2-r^2)]^(alpha/2)/|z - x|,   |z| > r,
//
// so that P^x(|X_tau| > y) = I_b(alpha/2, 1-alpha/2) with b = (r^2-x^2)/(y^2-x^2) on
// both sides together. P(X_tau > y) itself, of one side only, is integrated
// numerically, to about 1e-12. For |y| < r
// the result is GetoorRight. It needs 0 < alpha <= 2, |x| < r and a finite r, and is NaN
// elsewhere. At alpha = 2 the path ends at the wall. Source: Blumenthal, Getoor and Ray 1961, theorem A.
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
	// Below low w is negligible beside 1, and above high 1-w is.
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
