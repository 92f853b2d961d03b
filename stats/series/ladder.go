package series

import (
	"math"

	"levyscope/stats/tail"
)

const (
	// Levels is how many sizes of block sums a Ladder has: of 4, 8, ..., 128 samples.
	Levels = 6
	// LeastSums is how many block sums an estimate needs.
	LeastSums = 4
	// Tile is how many samples of a series are counted together; block sums never cross its ends but in a Ladder.
	Tile = 128
	// ContrastBlock is the number of samples in a block of the analysis of variance, and of a half.
	ContrastBlock = 32
	// ContrastLevel is the level of a Ladder whose block sums are of ContrastBlock samples.
	ContrastLevel = 3
)

// A Ladder sums the samples of one series in consecutive blocks of 4, 8, ..., 128 and takes logarithms, for the block
// log-moment estimate of tail.LogMoment at each size, in constant memory. Samples in atoms are no part of it: blocks
// are of consecutive samples among the others.
type Ladder struct {
	n   int             // samples so far
	x   float64         // sum of ln|x| over those that are not zero
	sum [Levels]float64 // of the block under way
	y   [Levels]float64 // sum of ln|block sum| over those that are not zero
	at  [Levels]float64 // x when the last block ended
	nx  uint32          // samples that are not zero
	ny  [Levels]uint32
	nAt [Levels]uint32 // nx when the last block ended
}

// Add takes the next sample.
func (l *Ladder) Add(v float64) {
	l.n++
	if v != 0 {
		l.x += math.Log(math.Abs(v))
		l.nx++
	}
	l.sum[0] += v
	for k := 0; k < Levels && l.n&(4<<k-1) == 0; k++ {
		s := l.sum[k]
		l.sum[k] = 0
		if k+1 < Levels {
			l.sum[k+1] += s
		}
		if s != 0 {
			l.y[k] += math.Log(math.Abs(s))
			l.ny[k]++
		}
		l.at[k], l.nAt[k] = l.x, l.nx
	}
}

// N is the number of samples so far.
func (l *Ladder) N() int { return l.n }

// AddTile takes the next tile of samples, where no block is under way. x is the sum of their logarithms. It returns the
// sums of ln|block sum| of the smallest and of the largest blocks, for the drift of this tile.
func (l *Ladder) AddTile(v *[Tile]float64, x tail.LogSums) (small, large tail.LogSums) {
	var sums, none [Tile / 4]float64
	for i := range sums {
		sums[i] = v[4*i] + v[4*i+1] + v[4*i+2] + v[4*i+3]
	}
	l.n += Tile
	l.x += x.X
	l.nx += uint32(x.NX)
	n := len(sums)
	for k := range Levels {
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

// InverseAlpha is the estimate of 1/alpha from the blocks of size BlockSizes[k]; NaN from fewer than LeastSums.
func (l *Ladder) InverseAlpha(k int) float64 {
	if l.ny[k] < LeastSums || l.nAt[k] == 0 {
		return math.NaN()
	}
	return (l.y[k]/float64(l.ny[k]) - l.at[k]/float64(l.nAt[k])) / math.Log(float64(BlockSizes[k]))
}
