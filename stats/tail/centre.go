package tail

import (
	"math"
	"slices"
)

// Centre is a location of x with its standard error that holds at any tail index:
// the trimmed mean that leaves out a quarter of the samples at each end. Its
// asymptotic efficiency is .84 for the Gaussian and .79 for the Cauchy law. For a
// symmetric law it estimates the centre; for a skewed one, the mean of the middle
// half. A constant x has itself for centre, with the error 0; NaN for fewer than 4
// samples or x not finite.
// Source: Tukey and McLaughlin 1963; Huber 1981, section 3.3.
func Centre(x []float64) (loc, se float64) {
	if len(x) < 4 {
		return math.NaN(), math.NaN()
	}
	return TrimmedMean(x, .25)
}

// TrimmedMean is the mean of x without the floor(trim n) samples at each end, trim
// in [0, .5), with the standard error
//
//	s_w / ((1 - 2 trim) sqrt n),   s_w^2 the variance of x with each end pulled in to the last sample kept,
//
// (trim as it came out: whole samples). NaN for trim out of range, fewer than 2
// samples kept or x not finite.
// Source: Tukey and McLaughlin 1963.
func TrimmedMean(x []float64, trim float64) (loc, se float64) {
	n := len(x)
	if !(trim >= 0 && trim < .5) || !fitFinite(x) {
		return math.NaN(), math.NaN()
	}
	cut := int(trim * float64(n))
	kept := n - 2*cut
	if kept < 2 {
		return math.NaN(), math.NaN()
	}
	sorted := slices.Clone(x)
	slices.Sort(sorted)
	middle := sorted[cut : n-cut]
	// Relative to the sample in the middle, so that a large common part costs no digits.
	base := middle[kept/2]
	first, last := middle[0]-base, middle[kept-1]-base
	sum, pulled := 0.0, float64(cut)/float64(n)*(first+last)
	for _, v := range middle {
		sum += (v - base) / float64(kept)
		pulled += (v - base) / float64(n)
	}
	square := func(v float64) float64 { return (v - pulled) * (v - pulled) }
	ss := float64(cut) * (square(first) + square(last))
	for _, v := range middle {
		ss += square(v - base)
	}
	m := float64(n)
	return base + sum, math.Sqrt(ss/(m-1)) / (float64(kept) / m) / math.Sqrt(m)
}

// MedianError is the sample median of x (which it leaves in order) with the
// standard error of McKean and Schrader, from the order statistics c from each end,
//
//	SE = (x_(n-c+1) - x_(c)) / (2 z),   c = (n+1)/2 - z sqrt(n/4) rounded, z = Normal975:
//
// the width of the binomial interval of the median, which needs neither moments nor
// a density. NaN for fewer than 6 samples or x not finite.
// Source: McKean and Schrader 1984.
func MedianError(x []float64) (median, se float64) {
	n := len(x)
	if n < 6 || !fitFinite(x) {
		return math.NaN(), math.NaN()
	}
	sorted := slices.Clone(x)
	slices.Sort(sorted)
	c := max(1, int(math.Round(float64(n+1)/2-Normal975*math.Sqrt(float64(n)/4))))
	// The interval that was rounded is as wide as its own c says.
	z0 := (float64(n+1)/2 - float64(c)) / math.Sqrt(float64(n)/4)
	return SortedQuantile(sorted, .5), (sorted[n-c] - sorted[c-1]) / (2 * z0)
}
