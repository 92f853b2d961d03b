package each

import (
	"math"

	"levyscope/stats/tail"
)

const (
	levels    = 6 // of block sums: of 4, 8, ..., 128 samples
	leastSums = 4 // block sums behind an estimate
	// contrastBlock is the number of samples in a block of the analysis of variance.
	contrastBlock = 32
	contrastLevel = 3 // 4 << contrastLevel is contrastBlock
)

// BlockSizes are the numbers of samples in the block sums that alpha is estimated from.
var BlockSizes = [levels]int{4, 8, 16, 32, 64, 128}

// A ladder sums the samples of one series in consecutive blocks of 4, 8, ..., 128 and takes logarithms, for the block
// log-moment estimate of tail.LogMoment at each size, in constant memory. Samples in atoms are no part of it: blocks
// are of consecutive samples among the others.
type ladder struct {
	n   int             // samples so far
	x   float64         // sum of ln|x| over those that are not zero
	sum [levels]float64 // of the block under way
	y   [levels]float64 // sum of ln|block sum| over those that are not zero
	at  [levels]float64 // x when the last block ended
	nx  uint32          // samples that are not zero
	ny  [levels]uint32
	nAt [levels]uint32 // nx when the last block ended
}

// add takes the next sample.
func (l *ladder) add(v float64) {
	l.n++
	if v != 0 {
		l.x += math.Log(math.Abs(v))
		l.nx++
	}
	l.sum[0] += v
	for k := 0; k < levels && l.n&(4<<k-1) == 0; k++ {
		s := l.sum[k]
		l.sum[k] = 0
		if k+1 < levels {
			l.sum[k+1] += s
		}
		if s != 0 {
			l.y[k] += math.Log(math.Abs(s))
			l.ny[k]++
		}
		l.at[k], l.nAt[k] = l.x, l.nx
	}
}

// addTile takes the next tile of samples, where no block is under way. x is the sum of their logarithms. It returns the
// sums of ln|block sum| of the smallest and of the largest blocks, for the drift of this tile.
func (l *ladder) addTile(v *[tile]float64, x tail.LogSums) (small, large tail.LogSums) {
	var sums, none [tile / 4]float64
	for i := range sums {
		sums[i] = v[4*i] + v[4*i+1] + v[4*i+2] + v[4*i+3]
	}
	l.n += tile
	l.x += x.X
	l.nx += uint32(x.NX)
	n := len(sums)
	for k := range levels {
		logs := tail.BlockLogs(sums[:n], n, none[:])
		l.y[k] += logs.X
		l.ny[k] += uint32(logs.NX)
		l.at[k], l.nAt[k] = l.x, l.nx
		if k == 0 {
			small = logs
		}
		large = logs
		n /= 2
		for i := range n {
			sums[i] = sums[2*i] + sums[2*i+1]
		}
	}
	return small, large
}

// inverseAlpha is the estimate of 1/alpha from the blocks of size BlockSizes[k]; NaN from fewer than leastSums.
func (l *ladder) inverseAlpha(k int) float64 {
	if l.ny[k] < leastSums || l.nAt[k] == 0 {
		return math.NaN()
	}
	return (l.y[k]/float64(l.ny[k]) - l.at[k]/float64(l.nAt[k])) / math.Log(float64(BlockSizes[k]))
}
