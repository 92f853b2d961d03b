package tail

import (
	"math"

	"levyscope/stats/law"
)

// Fit is a fitted stable law with the standard errors of its parameters, each in
// the field of its parameter in SE. A parameter that the estimator holds fixed
// has the standard error 0; one of which nothing can be said (beta at alpha = 2)
// has NaN. LogLik is the log-likelihood at the fit, NaN where the estimator does
// not compute it; N is the number of samples used. A fit that could not be made
// has NaN in every parameter.
//
// The fitted law is always valid: alpha is cut off at 2 and beta at -1 and 1,
// where the standard errors are those of the estimator without the cut.
//
// Loc is the location of S1. When alpha is near 1 it lies scale*beta*tan(pi alpha/2)
// from the bulk of the law, and its standard error grows as that does (to twice
// the true spread, when beta is 0); for the centre of the samples, whatever alpha, use Centre.
type Fit struct {
	law.Stable
	SE     law.Stable
	LogLik float64
	N      int
}

// Estimate is the tail index of the fit with its standard error.
func (f Fit) Estimate() Estimate { return Estimate{Alpha: f.Alpha, SE: f.SE.Alpha, N: f.N} }

// NoFit is the fit of n samples from which no law can be fitted: NaN in every parameter and standard error.
func NoFit(n int) Fit {
	nan := math.NaN()
	none := law.Stable{Alpha: nan, Beta: nan, Scale: nan, Loc: nan}
	return Fit{Stable: none, SE: none, LogLik: nan, N: n}
}

// fitFinite reports whether x holds neither NaN nor an infinity.
func fitFinite(x []float64) bool {
	for _, v := range x {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}

// fitTan is tan(pi alpha/2), exactly 0 at alpha = 2.
func fitTan(alpha float64) float64 {
	if alpha == 2 {
		return 0
	}
	return math.Tan(math.Pi * alpha / 2)
}

// fitContinuous is a fit in the parametrisation S0, which is continuous in all
// four parameters: location zeta = Loc + beta c tan(pi alpha/2), for alpha = 1
// Loc + beta (2/pi) c ln c. Source: Nolan 2020, section 1.3.
type fitContinuous struct {
	alpha, beta, logScale, zeta float64 // zeta in the units of the samples
}

// law is the fit in S1. cov is the covariance of (alpha, beta, ln c, zeta/c).
func (p fitContinuous) law(cov func(i, j int) float64, n int) Fit {
	c := math.Exp(p.logScale)
	f := Fit{Stable: law.Stable{Alpha: p.alpha, Beta: p.beta, Scale: c}, LogLik: math.NaN(), N: n}
	shift := [4]float64{0, 0, 0, 1} // gradient of Loc/c
	if p.alpha == 1 {
		f.Loc = p.zeta - p.beta*2/math.Pi*c*p.logScale
		shift[1], shift[2] = -2/math.Pi*p.logScale, -p.beta*2/math.Pi*(p.logScale+1)
	} else {
		w := fitTan(p.alpha)
		f.Loc = p.zeta - p.beta*c*w
		shift[0], shift[1], shift[2] = -p.beta*math.Pi/2*(1+w*w), -w, -p.beta*w
	}
	if p.alpha == 2 {
		shift[1] = 0 // beta has no meaning, and no part in the location
	}
	loc := 0.0
	for i, a := range shift {
		for j, b := range shift {
			if a != 0 && b != 0 {
				loc += a * b * cov(i, j)
			}
		}
	}
	f.SE = law.Stable{
		Alpha: math.Sqrt(cov(0, 0)), Beta: math.Sqrt(cov(1, 1)),
		Scale: c * math.Sqrt(cov(2, 2)), Loc: c * math.Sqrt(loc),
	}
	return f
}

// fallingRoot is the root of f, which falls from atLo >= 0 at lo to atHi <= 0 at hi:
// secant steps, where an end that stays twice counts half (the Illinois method),
// until the bracket or a step is below tol.
func fallingRoot(f func(float64) float64, lo, hi, atLo, atHi, tol float64) float64 {
	side, last := 0, math.Inf(1)
	for range 100 {
		mid := lo + (hi-lo)*atLo/(atLo-atHi)
		if !(mid > lo && mid < hi) {
			mid = lo + (hi-lo)/2
		}
		if hi-lo < tol || math.Abs(mid-last) < tol {
			return mid
		}
		last = mid
		switch at := f(mid); {
		case at == 0:
			return mid
		case at > 0:
			lo, atLo = mid, at
			if side > 0 {
				atHi /= 2
			}
			side = 1
		default:
			hi, atHi = mid, at
			if side < 0 {
				atLo /= 2
			}
			side = -1
		}
	}
	return lo + (hi-lo)/2
}
