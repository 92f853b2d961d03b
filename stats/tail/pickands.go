package tail

import "math"

// ExtremeIndex is an estimate of the extreme value index gamma with its standard
// error, from N upper order statistics of |x|: gamma > 0 for a tail of power
// -1/gamma, 0 for an exponential one, below 0 for a law with an end.
type ExtremeIndex struct {
	Gamma, SE float64
	N         int
}

// Estimate is the tail index alpha = 1/gamma, SE(alpha) = SE(gamma)/gamma^2; NaN
// where gamma is not above 0, for such a tail is no power.
func (e ExtremeIndex) Estimate() Estimate {
	if !(e.Gamma > 0) {
		return Estimate{Alpha: math.NaN(), SE: math.NaN(), N: e.N}
	}
	return Estimate{Alpha: 1 / e.Gamma, SE: e.SE / (e.Gamma * e.Gamma), N: e.N}
}

// Pickands is Pickands' estimator of the extreme value index. With X_(1) >=
// X_(2) >= ... the ordered |x|,
//
//	gamma = log2[(X_(k) - X_(2k)) / (X_(2k) - X_(4k))],
//	SE    = |gamma| sqrt(2^(2 gamma + 1) + 1) / (2 (2^gamma - 1) ln 2) / sqrt k,
//
// for k >= 1 and 4k <= len(x); N is 4k. It is invariant under shift and scale of
// |x|, and wasteful: at gamma = 1 its variance is 9 times that of the moment
// estimator from the same 4k order statistics. NaN where k is out of range, the
// order statistics coincide, or x is not finite.
// Source: Pickands 1975, section 3; Dekkers and de Haan 1989, theorem 2.3 (variance).
func Pickands(x []float64, k int) ExtremeIndex {
	none := ExtremeIndex{math.NaN(), math.NaN(), 4 * k}
	if k < 1 || k > len(x)/4 {
		return none
	}
	top := hillSorted(x)
	if len(top) == 0 {
		return none
	}
	upper, lower := top[k-1]-top[2*k-1], top[2*k-1]-top[4*k-1]
	if !(upper > 0 && lower > 0) {
		return none
	}
	gamma := math.Log2(upper) - math.Log2(lower)
	return ExtremeIndex{gamma, pickandsSD(gamma) / math.Sqrt(float64(k)), 4 * k}
}

// pickandsSD is the standard deviation of sqrt(k) (gamma-hat - gamma). At gamma
// = 0 the quotient gamma/(2^gamma - 1) is 1/ln 2.
func pickandsSD(gamma float64) float64 {
	ratio := 1 / math.Ln2
	if gamma != 0 {
		ratio = gamma / math.Expm1(gamma*math.Ln2)
	}
	return ratio * math.Sqrt(math.Exp2(2*gamma+1)+1) / (2 * math.Ln2)
}
