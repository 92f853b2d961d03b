package tail

import (
	"math"
	"slices"
)

// Hill is the Hill estimator of the tail index from the k largest of |x|. With
// X_(1) >= X_(2) >= ... the ordered |x|,
//
//	1/alpha = (1/k) sum_{i<=k} ln(X_(i) / X_(k+1)),   SE(alpha) = alpha / sqrt k,
//
// for 1 <= k < len(x). N is k. Beyond an exact Pareto threshold 1/alpha is
// unbiased and has the law Gamma(k)/(k alpha), so that E alpha-hat = alpha k/(k-1).
// On other laws the bias does not show in the SE: of a stable law the tail is not
// near its power until far out, the farther the nearer alpha is to 2, and the
// estimate at 5 % of 10^4 samples is 4 and more where alpha is 1.8. Look at
// HillPlot before believing one k. The estimate is NaN where k is out of range,
// X_(k+1) is 0, the k+1 largest are equal, or x is not finite.
// Source: Hill 1975, section 2; Embrechts, Klueppelberg and Mikosch 1997, section 6.4.2.
func Hill(x []float64, k int) Estimate { return HillPlot(x, []int{k})[0] }

// HillPlot is Hill at every k of ks, in their order, at the price of one sort.
// Source: Drees, de Haan and Resnick 2000 (what its shape tells, and what not).
func HillPlot(x []float64, ks []int) []Estimate {
	estimates := make([]Estimate, len(ks))
	top := hillSorted(x)
	sums := hillSums(top, ks)
	for i, k := range ks {
		estimates[i] = Estimate{Alpha: math.NaN(), SE: math.NaN(), N: k}
		if k < 1 || k >= len(top) || !(top[k] > 0) || top[0] == top[k] {
			continue
		}
		if mean := sums[k]/float64(k) - math.Log(top[k]); mean > 0 {
			alpha := 1 / mean
			estimates[i].Alpha, estimates[i].SE = alpha, alpha/math.Sqrt(float64(k))
		}
	}
	return estimates
}

// hillSorted is |x| in descending order; empty if x is not finite.
func hillSorted(x []float64) []float64 {
	if !fitFinite(x) {
		return nil
	}
	top := make([]float64, len(x))
	for i, v := range x {
		top[i] = math.Abs(v)
	}
	slices.SortFunc(top, func(a, b float64) int {
		switch {
		case a > b:
			return -1
		case a < b:
			return 1
		}
		return 0
	})
	return top
}

// hillSums are the running sums of ln top[i], sums[k] over the first k, as far
// as the largest k of ks needs them and top is above zero.
func hillSums(top []float64, ks []int) []float64 {
	last := 0
	for _, k := range ks {
		last = max(last, k)
	}
	last = min(last, len(top))
	sums := make([]float64, last+1)
	for i := range last {
		sums[i+1] = sums[i] + math.Log(top[i])
	}
	return sums
}
