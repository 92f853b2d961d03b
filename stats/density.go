package stats

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
)

// Prob is the density at x. It is implemented for symmetric laws (Beta = 0) with
// Alpha >= 0.3, to a relative error of about 1e-9 (1e-5 within 1e-8 of Alpha = 2
// in the tail); it is NaN otherwise. With z = |x - Loc|/Scale:
//
//	f(z) = (1/pi) int_0^inf cos(z k) exp(-k^alpha) dk,
//
// and far out its asymptotic series
//
//	f(z) ~ (1/pi) sum_{n>=1} (-1)^(n+1) Gamma(alpha n + 1)/n! sin(n pi alpha/2) z^(-alpha n - 1).
//
// Source: Zolotarev 1986, sections 2.2, 2.4 and 2.5.
func (s Stable) Prob(x float64) float64 {
	if s.Beta != 0 || s.Alpha < .3 || !(s.Scale > 0) || s.Validate() != nil || math.IsNaN(x) {
		return math.NaN()
	}
	z := math.Abs(x-s.Loc) / s.Scale
	switch {
	case z > 1e100:
		// The tail may be as heavy as z^-1.3; what underflows is 0.
		return math.Exp(math.Log(s.Alpha*TailConstant(s.Alpha)) - (s.Alpha+1)*math.Log(z) - math.Log(s.Scale))
	case s.Alpha == 2:
		return math.Exp(-z*z/4) / (2 * math.SqrtPi * s.Scale)
	case s.Alpha == 1:
		return 1 / (math.Pi * (1 + z*z) * s.Scale)
	}
	if f, ok := tailSeries(s.Alpha, z); ok {
		return f / s.Scale
	}
	return fourierDensity(s.Alpha, z) / s.Scale
}

// tailSeries sums the asymptotic series to its smallest term. ok says that the
// term left out is below 1e-11 of the sum.
func tailSeries(alpha, z float64) (f float64, ok bool) {
	if z < 1 {
		return 0, false
	}
	logZ := math.Log(z)
	prev := math.Inf(1)
	for n := 1.0; n < 120; n++ {
		gamma, _ := math.Lgamma(alpha*n + 1)
		factorial, _ := math.Lgamma(n + 1)
		size := math.Exp(gamma - factorial - (alpha*n+1)*logZ)
		if n > 1 && size < 1e-12*math.Abs(f) {
			// Terms near a zero of the sine say nothing of the error; the bound without it does.
			return f / math.Pi, f > 0
		}
		if size > prev {
			return 0, false
		}
		prev = size
		f += math.Pow(-1, n+1) * math.Sin(n*math.Pi*alpha/2) * size
	}
	return 0, false
}

// fourierDensity integrates cos(z k) exp(-k^alpha) over panels no longer than a
// quarter period and one unit of t, with k = t^(1/alpha), up to exp(-t) = 1e-18.
func fourierDensity(alpha, z float64) float64 {
	const last, nodes = 41.5, 12
	inv := 1 / alpha
	integrand := func(k float64) float64 { return math.Cos(z*k) * math.Exp(-math.Pow(k, alpha)) }
	sum := 0.0
	for a, t := 0.0, 0.0; t < last; {
		b := math.Pow(nextPanel(t), inv)
		if z > 0 {
			b = min(b, a+math.Pi/2/z)
		}
		sum += quad.Fixed(integrand, a, b, nodes, quad.Legendre{}, 0)
		a, t = b, math.Pow(b, alpha)
	}
	return sum / math.Pi
}

// nextPanel grades the panels towards t = 0, where k^alpha is not smooth.
func nextPanel(t float64) float64 {
	if t == 0 {
		return 1e-12
	}
	return t + min(t*.8, 1)
}
