package tail

import (
	"math"
	"slices"
)

// SortedQuantile is the p-quantile of sorted x by linear interpolation of the
// order statistics (Hyndman and Fan 1996, type 7); NaN if x is empty.
func SortedQuantile(x []float64, p float64) float64 {
	if len(x) == 0 {
		return math.NaN()
	}
	h := p * float64(len(x)-1)
	i := min(int(h), len(x)-1)
	if i == len(x)-1 {
		return x[i]
	}
	return x[i] + (h-float64(i))*(x[i+1]-x[i])
}

// Median is the sample median of x, which it sorts.
func Median(x []float64) float64 {
	slices.Sort(x)
	return SortedQuantile(x, .5)
}
