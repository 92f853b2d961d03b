package tail

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// PoissonInterval is the exact central interval of a Poisson mean after n events
// at the given level (0.95, say): quantiles of Gamma(n) and Gamma(n+1).
// Source: Garwood 1936.
func PoissonInterval(n int, level float64) (lo, hi float64) {
	tail := (1 - level) / 2
	if n > 0 {
		lo = mathext.GammaIncRegInv(float64(n), tail)
	}
	return lo, mathext.GammaIncRegInv(float64(n)+1, 1-tail)
}

// WilsonInterval is the score interval of a proportion, k successes in n trials,
// z standard errors wide to each side; (0, 1) if n is 0.
// Source: Wilson 1927.
func WilsonInterval(k, n int, z float64) (lo, hi float64) {
	if n == 0 {
		return 0, 1
	}
	m, p := float64(n), float64(k)/float64(n)
	centre := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return max(0, centre-half), min(1, centre+half)
}
