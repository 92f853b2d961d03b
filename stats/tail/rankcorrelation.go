package tail

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

const (
	lastLag     = 10 // of the autocorrelations that are looked at
	shortBlock  = 8  // samples
	leastBlocks = 32 // of the longest sums
)

// ranks are the centred ranks of a series: score[i] is the rank of sample i less the mean rank, equal samples sharing
// their mean rank; order lists the samples in ascending order.
type ranks struct {
	score []float64
	order []int32
	pairs []ranked // room to sort in
}

// ranked is a sample with its place in the series.
type ranked struct {
	value float64
	place int32
}

func newRanks(n int) *ranks { return &ranks{make([]float64, n), make([]int32, n), make([]ranked, n)} }

// rank ranks x.
func (r *ranks) rank(x []float64) {
	for i, v := range x {
		r.pairs[i] = ranked{v, int32(i)}
	}
	slices.SortFunc(r.pairs, func(a, b ranked) int {
		switch { // as cmp.Compare, but for NaN, which x does not hold
		case a.value < b.value:
			return -1
		case a.value > b.value:
			return 1
		}
		return 0
	})
	for i, p := range r.pairs {
		r.order[i] = p.place
	}
	mean := float64(len(x)-1) / 2
	for i := 0; i < len(x); {
		j := i + 1
		for j < len(x) && x[r.order[j]] == x[r.order[i]] {
			j++
		}
		for _, k := range r.order[i:j] {
			r.score[k] = float64(i+j-1)/2 - mean
		}
		i = j
	}
}

// quantile is the p-quantile of x, which was ranked: an order statistic.
func (r *ranks) quantile(x []float64, p float64) float64 { return x[r.order[int(p*float64(len(x)-1))]] }

// correlation tests the ranks for serial dependence; NaN where nearly all samples are equal, so that their products are
// far from normal (see upperP).
func (r *ranks) correlation() RankCorrelation {
	nan := math.NaN()
	c := RankCorrelation{Lag1: nan, P1: nan, Largest: nan, PLagged: nan, Inflation: nan, PShort: nan, PLong: nan}
	n := float64(len(r.score))
	square, cube, fourth := 0., 0., 0.
	for _, a := range r.score {
		square += a * a
		cube += a * a * a
		fourth += a * a * a * a
	}
	variance := square / n
	// Skewness and excess kurtosis of an autocorrelation under independence, from those of the ranks.
	skew := cube / n * (cube / n) / (variance * variance * variance * math.Sqrt(n))
	kurtosis := fourth / n / (variance * variance)
	if !(skew < 1 && kurtosis*kurtosis < n/2) { // also where all are equal
		return c
	}
	c.PLagged = 1
	for k := 1; k <= lastLag; k++ {
		sum := 0.
		for i, a := range r.score[:len(r.score)-k] {
			sum += a * r.score[i+k]
		}
		pairs := n - float64(k)
		z := (sum/variance + pairs/(n-1)) / math.Sqrt(pairs)
		p := min(1, 2*min(upperP(z, skew), 1-upperP(z, skew)))
		rho := sum / square
		switch {
		case k == 1:
			c.Lag1, c.P1 = rho, p
		case k == 2 || math.Abs(rho) > math.Abs(c.Largest):
			c.Lag, c.Largest, c.PLagged = k, rho, min(1, (lastLag-1)*p)
		}
	}
	c.PShort = r.blockP(shortBlock, variance)
	if long := len(r.score) / leastBlocks; long > shortBlock {
		c.PLong = r.blockP(long, variance)
	}
	c.Inflation = r.inflation(variance)
	return c
}

// upperP is P(Z > z) of a variable with mean 0, variance 1 and the given skewness, 0 or more: a shifted gamma law
// (Pearson type III), normal without skewness.
func upperP(z, skewness float64) float64 {
	if skewness < .01 {
		return math.Erfc(z/math.Sqrt2) / 2
	}
	shape := 4 / (skewness * skewness)
	at := shape + z*math.Sqrt(shape)
	if at <= 0 {
		return 1
	}
	return mathext.GammaIncRegComp(shape, at)
}

// blockVariance is the variance of the sums of length ranks in a row, over that of as many independent ones, and the
// number of sums.
func (r *ranks) blockVariance(length int, variance float64) (ratio float64, blocks int) {
	blocks = len(r.score) / length
	squares, total := 0., 0.
	for j := range blocks {
		sum := 0.
		for _, a := range r.score[j*length : (j+1)*length] {
			sum += a
		}
		squares += sum * sum
		total += sum
	}
	m := float64(blocks)
	return (squares - total*total/m) / ((m - 1) * float64(length) * variance), blocks
}

// blockP is the p-value of independence by the sums of length ranks.
func (r *ranks) blockP(length int, variance float64) float64 {
	ratio, blocks := r.blockVariance(length, variance)
	if blocks < 2 {
		return math.NaN()
	}
	half := float64(blocks-1) / 2
	return mathext.GammaIncRegComp(half, half*ratio)
}

// inflation is the variance of sums over that of independent samples, by sums whose length doubles as long as that
// raises the ratio by more than its standard error; 1 at least.
func (r *ranks) inflation(variance float64) float64 {
	ratio := 1.
	for length := 2; length <= len(r.score)/leastBlocks; length *= 2 {
		next, blocks := r.blockVariance(length, variance)
		if !(next > ratio*(1+math.Sqrt(2/float64(blocks)))) {
			return max(ratio, next)
		}
		ratio = next
	}
	return ratio
}
