package series

import (
	"math"
	"slices"

	"levyscope/stats/tail"
)

// Quantiles are the levels of the quantiles of alpha.
var Quantiles = [...]float64{.05, .25, .5, .75, .95}

// medianPlace is the place of the median in Quantiles.
const medianPlace = 2

// Quantile is the p-quantile of values in ascending order; NaN of none.
func Quantile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	return tail.SortedQuantile(sorted, p)
}

// Ends of the search for alpha by likelihood.
const (
	LeastAlpha = .1
	MostAlpha  = 2
)

// AtEdge reports whether an estimate of alpha is at the end of its search, where it has no error.
func AtEdge(alpha float64) bool { return alpha <= LeastAlpha || alpha >= MostAlpha }

// A Share is how many series are of a kind.
type Share struct {
	Name  string  `json:"name"`
	Count int     `json:"count"`
	Share float64 `json:"share"` // NaN of none
}

// NewShare is a count as a share of another.
func NewShare(name string, count, of int) Share {
	return Share{name, count, float64(count) / float64(of)}
}

// A BlockSize is the median over the series of the block log-moment estimate of alpha at one block size K1.
type BlockSize struct {
	Size     int     `json:"size"`
	Count    int     `json:"series"`
	Median   float64 `json:"alpha"`               // NaN where the median of 1/alpha is not above 0
	SE       float64 `json:"se,omitempty"`        // by leaving out groups of draws; 0: not estimated
	Laplace  float64 `json:"laplace,omitempty"`   // what independent Laplace draws give at this size; 0: not computed
	StudentT float64 `json:"student_t,omitempty"` // what Student-t of 3 degrees of freedom gives
}

// NewBlockSize is the block size at one level of a ladder, from the estimates of 1/alpha of one series or more, which
// are sorted in place. The median is taken of 1/alpha, which a Gaussian gives on both sides of 1/2.
func NewBlockSize(level int, inverse []float64) BlockSize {
	slices.Sort(inverse)
	b := BlockSize{Size: BlockSizes[level], Count: len(inverse), Median: math.NaN()}
	if m := Quantile(inverse, .5); m > 0 {
		b.Median = 1 / m
	}
	return b
}
