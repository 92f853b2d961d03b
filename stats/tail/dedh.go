package tail

import "math"

// DEdH is the moment estimator of the extreme value index of Dekkers, Einmahl and
// de Haan. With M_r = (1/k) sum_{i<=k} ln(X_(i)/X_(k+1))^r over the ordered |x|,
//
//	gamma = M_1 + 1 - (1/2) / (1 - M_1^2/M_2),
//
// for 2 <= k < len(x); N is k. M_1 is Hill's 1/alpha; the rest corrects it where
// the tail is no power. The variance of sqrt(k) (gamma-hat - gamma) is
//
//	1 + gamma^2,                                                          gamma >= 0,
//	(1-g)^2 (1-2g) [4 - 8 (1-2g)/(1-3g) + (5-11g)(1-2g)/((1-3g)(1-4g))],  g = gamma < 0.
//
// It is invariant under scale. NaN where k is out of range, X_(k+1) is 0, the k
// largest are equal, or x is not finite.
// Source: Dekkers, Einmahl and de Haan 1989, equation 1.7 and theorem 3.1.
func DEdH(x []float64, k int) ExtremeIndex {
	none := ExtremeIndex{math.NaN(), math.NaN(), k}
	if k < 2 || k >= len(x) {
		return none
	}
	top := hillSorted(x)
	if len(top) == 0 || !(top[k] > 0) {
		return none
	}
	base, m1, m2 := math.Log(top[k]), 0.0, 0.0
	for _, v := range top[:k] {
		l := math.Log(v) - base
		m1 += l / float64(k)
		m2 += l * l / float64(k)
	}
	spread := 1 - m1*m1/m2
	if !(spread > 1e-12) { // equal order statistics, but for rounding
		return none
	}
	gamma := m1 + 1 - .5/spread
	return ExtremeIndex{gamma, math.Sqrt(dedhVariance(gamma) / float64(k)), k}
}

// dedhVariance is the asymptotic variance of sqrt(k) (gamma-hat - gamma).
func dedhVariance(gamma float64) float64 {
	if gamma >= 0 {
		return 1 + gamma*gamma
	}
	a, b, c := 1-2*gamma, 1-3*gamma, 1-4*gamma
	return (1 - gamma) * (1 - gamma) * a * (4 - 8*a/b + (5-11*gamma)*a/(b*c))
}
