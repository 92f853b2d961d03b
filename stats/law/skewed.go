package law

import "math"

// The functions of this file are those of the standard S1 law (Scale 1, Loc 0; see
// Stable) with any skewness; they are meant for beta != 0 but hold at 0. They
// give NaN for NaN and for alpha outside (0, 2] or beta outside [-1, 1]. None allocates.
//
// Error bounds, measured against mpmath for alpha in [0.1, 2] with alpha as near 1
// and 2 as 1e-12 and beta as near 0 and +-1 as 1e-9 (tests), and between
// contours at 400,000 random points: density, distribution function and survival
// are each within 1e-14 of themselves in the body and in heavy tails down to
// 1e-50, and within 2e-15 |ln p| beyond (7e-13 at p = 1e-260), for z taken as exact;
// the log density is within 4e-15 (1 + |ln f|), also where the density underflows. Nearer than 1e-6 to
// alpha = 1 the argument z itself limits what can be said: a last place of it is
// 1e-16 beta/|alpha - 1| of the scale (see FromS0). Below alpha = 0.1 the functions
// return sane numbers, 3e-14 off at 0.03 in the few values checked, but nothing is promised.
// The log density of a totally skewed law in its light tail rounds with the exponent
// of the tail: 1e-15 (10 + ln|ln f|) of itself.
//
// A density takes 5 to 20 us, a quantile 100 to 500 us.

// skewedProb is the density at z, 0 outside the support of a totally skewed law
// (z <= 0 for beta = 1, z >= 0 for beta = -1, where alpha < 1).
func skewedProb(alpha, beta, z float64) float64 {
	return math.Exp(skewedLogProb(alpha, beta, z))
}

// skewedLogProb is the logarithm of the density at z. It is -Inf only where
// the density is 0 or its logarithm overflows.
func skewedLogProb(alpha, beta, z float64) float64 {
	switch {
	case skewedInvalid(alpha, beta, z):
		return math.NaN()
	case alpha == 2:
		return -z*z/4 - math.Log(4*math.Pi)/2
	}
	log, _, _ := skewedLogs(alpha, beta, z)
	return log
}

// skewedTails is P(X < z) and P(X > z). The one on z's side of the S0 origin, which is
// never much above 1/2, is integrated and keeps its relative accuracy; the other is 1 less it.
func skewedTails(alpha, beta, z float64) (cdf, survival float64) {
	switch {
	case skewedInvalid(alpha, beta, z):
		return math.NaN(), math.NaN()
	case alpha == 2:
		return math.Erfc(-z/2) / 2, math.Erfc(z/2) / 2
	}
	_, log, upper := skewedLogs(alpha, beta, z)
	beyond := min(math.Exp(log), 1)
	if upper {
		return 1 - beyond, beyond
	}
	return beyond, 1 - beyond
}

func skewedInvalid(alpha, beta, z float64) bool {
	return !(alpha > 0 && alpha <= 2 && beta >= -1 && beta <= 1) || math.IsNaN(z)
}
