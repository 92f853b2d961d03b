package theory

import (
	"math"
)

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
