package stats

import "math"

// The functions of this file are those of the standard S1 law (Scale 1, Loc 0; see
// Stable) with any skewness; they are meant for beta != 0 but hold at 0. They give NaN for NaN and
// for alpha outside (0, 2] or beta outside [-1, 1].
//
// ERRORBOUNDS

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

// skewedTails is P(X < z) and P(X > z). The smaller one is integrated and keeps its relative accuracy.
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
