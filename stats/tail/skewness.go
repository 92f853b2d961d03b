package tail

import (
	"math"
	"slices"
)

// SkewnessTest is a test of the symmetry of a sample about its own centre.
type SkewnessTest struct {
	Nu, SE float64 // McCulloch's nu_beta, and its standard error under symmetry
	P      float64 // two-sided p-value of Nu/SE, normal
	Beta   float64 // the skewness of the stable law with that Nu (see McCulloch)
	BetaSE float64
	N      int
}

// Skewness tests whether x is symmetric by
//
//	nu_beta = (x_.95 + x_.05 - 2 x_.5) / (x_.95 - x_.05),
//
// which lies in [-1, 1] and needs no moments; 0 for any symmetric law, about
// whatever centre. Under symmetry, with f the density and r = f(x_.05)/f(x_.5),
//
//	n Var(x_.95 + x_.05 - 2 x_.5) = (.1 - .2 r + r^2) / f(x_.05)^2,
//
// where 1/f at each quantile is read from the distance of the order statistics one
// binomial standard deviation to each side of it, at .05 and .95 together: so the
// test supposes no law. It sees a skewness in the tails; one of the middle half
// alone escapes it. NaN for fewer than 100 samples (there is no tail to look at),
// equal quantiles, or x not finite.
// Source: McCulloch 1986 (nu_beta); Hinkley 1975 (quantile measures of symmetry);
// the variance from the joint normal law of order statistics.
func Skewness(x []float64) SkewnessTest {
	nan := math.NaN()
	none := SkewnessTest{nan, nan, nan, nan, nan, len(x)}
	if len(x) < 100 || !fitFinite(x) {
		return none
	}
	sorted := slices.Clone(x)
	slices.Sort(sorted)
	return SkewnessSorted(sorted)
}

// SkewnessSorted is Skewness of finite samples in ascending order.
func SkewnessSorted(sorted []float64) SkewnessTest {
	test := SymmetrySorted(sorted)
	if !math.IsNaN(test.Nu) {
		fit := mccullochSorted(sorted)
		test.Beta, test.BetaSE = fit.Beta, fit.SE.Beta
	}
	return test
}

// SymmetrySorted is SkewnessSorted without Beta and its error, which take most of its time; they are NaN.
func SymmetrySorted(sorted []float64) SkewnessTest {
	nan := math.NaN()
	none := SkewnessTest{nan, nan, nan, nan, nan, len(sorted)}
	if len(sorted) < 100 {
		return none
	}
	lo, mid, hi := mccullochQuantile(sorted, .05), mccullochQuantile(sorted, .5), mccullochQuantile(sorted, .95)
	tail := (skewnessSparsity(sorted, .05) + skewnessSparsity(sorted, .95)) / 2
	outer := hi - lo
	if !(outer > 0 && tail > 0) || math.IsInf(outer, 0) {
		return none
	}
	n := float64(len(sorted))
	r := skewnessSparsity(sorted, .5) / tail
	test := SkewnessTest{
		Beta: nan, BetaSE: nan,
		Nu: ((hi - mid) - (mid - lo)) / outer,
		SE: tail * math.Sqrt((.1-.2*r+r*r)/n) / outer,
		N:  len(sorted),
	}
	test.P = math.Erfc(math.Abs(test.Nu/test.SE) / math.Sqrt2)
	return test
}

// skewnessSparsity is 1/f at the p-quantile: the difference of the quantiles over
// that of their levels, one binomial standard deviation to each side.
func skewnessSparsity(sorted []float64, p float64) float64 {
	h := math.Sqrt(p * (1 - p) / float64(len(sorted)))
	return (mccullochQuantile(sorted, p+h) - mccullochQuantile(sorted, p-h)) / (2 * h)
}
