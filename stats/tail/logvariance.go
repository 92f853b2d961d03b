package tail

import (
	"math"

	"levyscope/stats/law"
)

// LogMoments fits a symmetric stable law centred at 0 by the mean m and the
// variance V of ln|X| over the nonzero samples:
//
//	1/alpha^2 = 6 V/pi^2 - 1/2,   ln sigma = m - gamma_E (1/alpha - 1).
//
// alpha is cut off at 2, where V = pi^2/8; beta = 0 and the location 0 are held.
// x must be centred: near 0 the logarithm sees every shift (see Centre). The
// standard errors follow from the cumulants of ln|X|,
//
//	kappa_2 = (pi^2/6)(1/alpha^2 + 1/2),   kappa_3 = 2 zeta(3) (1/alpha^3 - 1),
//	kappa_4 = (pi^4/15)(1/alpha^4 + 7/8),
//
// by Var V = kappa_4/n + 2 kappa_2^2/(n-1), Cov(m, V) = kappa_3/n, Var m = kappa_2/n
// and the delta method. They come from the moments
// E|X|^s = (2 sigma)^s Gamma((1+s)/2) Gamma(1-s/alpha) / (sqrt(pi) Gamma(1-s/2)), whose
// logarithm generates them: kappa_n = 2^-n [psi_n(1/2) - (-1)^n psi_n(1)] + (-1/alpha)^n psi_n(1)
// with psi_n the polygamma function of order n-1.
//
// The fit is NaN for fewer than 2 nonzero samples, or equal ones, or x not finite.
// Source: Zolotarev 1986, section 4.1; Nikias and Shao 1995, section 5.7 (the estimator);
// the standard errors as above.
func LogMoments(x []float64) Fit {
	if !fitFinite(x) {
		return NoFit(0)
	}
	sum, n := sumLogAbs(x)
	if n < 2 {
		return NoFit(n)
	}
	mean, ss := sum/float64(n), 0.0
	for _, v := range x {
		if v != 0 {
			d := math.Log(math.Abs(v)) - mean
			ss += d * d
		}
	}
	variance := ss / float64(n-1)
	if !(variance > 1e-20) { // equal but for rounding
		return NoFit(n)
	}
	// Below pi^2/8 the law is narrower than a Gaussian; 1/2 is alpha = 2.
	inv := math.Sqrt(max(6*variance/(math.Pi*math.Pi)-.5, .25))
	f := Fit{Stable: law.SaS(1/inv, math.Exp(mean-EulerGamma*(inv-1))), LogLik: math.NaN(), N: n}
	seInv, seLog := logMomentsErrors(inv, float64(n))
	if !(f.Scale > 0) || math.IsInf(f.Scale, 0) {
		return NoFit(n) // out of the range of float64
	}
	f.SE = law.Stable{Alpha: f.Alpha * f.Alpha * seInv, Scale: f.Scale * seLog}
	return f
}

// logMomentsErrors are the standard errors of 1/alpha and of ln sigma.
func logMomentsErrors(inv, n float64) (seInv, seLogScale float64) {
	const zeta3 = 1.2020569031595942853997381615114
	k2 := logVariance(inv)
	k3 := 2 * zeta3 * (inv*inv*inv - 1)
	k4 := math.Pow(math.Pi, 4) / 15 * (inv*inv*inv*inv + 7./8)
	varV := k4/n + 2*k2*k2/(n-1)
	slope := 3 / (math.Pi * math.Pi * inv) // d(1/alpha)/dV
	seInv = slope * math.Sqrt(varV)
	drop := EulerGamma * slope
	return seInv, math.Sqrt(k2/n + drop*drop*varV - 2*drop*k3/n)
}
