package stats

import "math"

func skewedProb(alpha, beta, z float64) float64 {
	return math.Exp(skewedLogProb(alpha, beta, z))
}

func skewedLogProb(alpha, beta, z float64) float64 {
	if math.IsNaN(z) {
		return math.NaN()
	}
	if alpha == 2 {
		return -z*z/4 - math.Log(4*math.Pi)/2
	}
	log, _, _ := skewedLogs(alpha, beta, z)
	return log
}

func skewedTails(alpha, beta, z float64) (cdf, survival float64) {
	switch {
	case math.IsNaN(z):
		return z, z
	case alpha == 2:
		return math.Erfc(-z/2) / 2, math.Erfc(z/2) / 2
	}
	_, log, upper := skewedLogs(alpha, beta, z)
	p := math.Exp(log)
	if upper {
		return 1 - p, p
	}
	return p, 1 - p
}
