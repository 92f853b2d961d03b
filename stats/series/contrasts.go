package series

import (
	"math"

	"levyscope/stats/tail"
)

// Contrast is the estimate of 1/alpha from one block of samples y about the centre,
//
//	(ln|sum of y| - mean of ln|y|)/ln n,
//
// and the sums of ln|y|. Given the number n of samples in the block, which atoms and missing samples make smaller, its
// mean is 1/alpha for any SaS law. It is NaN where n < 2 or the sum is zero, and where all samples are equal, as it
// would be 1 then.
func Contrast(y []float64) (c float64, logs tail.LogSums) {
	if len(y) == 0 {
		return math.NaN(), tail.LogSums{}
	}
	var scratch [1]float64
	logs = tail.BlockLogs(y, len(y), scratch[:])
	if len(y) < 2 || logs.NY == 0 || logs.NX == 0 || constant(y) {
		return math.NaN(), logs
	}
	return (logs.Y - logs.X/float64(logs.NX)) / math.Log(float64(len(y))), logs
}

// constant reports whether all of y are equal.
func constant(y []float64) bool {
	for _, v := range y {
		if v != y[0] {
			return false
		}
	}
	return true
}

// Contrasts are the contrasts of consecutive blocks of all series: C[b*Series+i] is the mean over Fold blocks of that
// of series i, NaN where none of them has one.
type Contrasts struct {
	C      []float32 // (blocks, Series)
	Series int
	Fold   int
	most   int       // rows of C
	open   []float32 // sums of the row under way
	counts []uint32  // of contrasts in it
	blocks int       // in the row under way
}

// contrastBytes bounds the memory of the contrasts.
const contrastBytes = 64 << 20

// NewContrasts returns empty contrasts of n of all series that are counted. blocks is how many are expected, where that
// is known, and else 0.
func NewContrasts(n, all, blocks int) *Contrasts {
	most := min(max(contrastBytes/4/max(all, 1)/2*2, 64), 4096)
	c := &Contrasts{Series: n, Fold: 1, most: most, open: make([]float32, n), counts: make([]uint32, n)}
	if blocks > 0 {
		c.C = make([]float32, 0, n*min(most, blocks))
	}
	return c
}

// Add takes the contrasts of the next block, one for each series. When the rows are full, each two of them become one.
func (c *Contrasts) Add(row []float32) {
	for i, v := range row {
		if v == v {
			c.open[i] += v
			c.counts[i]++
		}
	}
	if c.blocks++; c.blocks < c.Fold {
		return
	}
	for i, n := range c.counts {
		mean := float32(math.NaN())
		if n > 0 {
			mean = c.open[i] / float32(n)
		}
		c.C = append(c.C, mean)
	}
	clear(c.open)
	clear(c.counts)
	c.blocks = 0
	if len(c.C) == c.most*c.Series {
		c.halve()
	}
}

// halve replaces rows 2b and 2b + 1 by their mean.
func (c *Contrasts) halve() {
	for b := range c.most / 2 {
		for i := range c.Series {
			u, v := c.C[2*b*c.Series+i], c.C[(2*b+1)*c.Series+i]
			switch {
			case u != u:
				u = v
			case v == v:
				u = (u + v) / 2
			}
			c.C[b*c.Series+i] = u
		}
	}
	c.C = c.C[:c.most/2*c.Series]
	c.Fold *= 2
}

// Blocks is the number of rows of C.
func (c *Contrasts) Blocks() int { return len(c.C) / max(c.Series, 1) }

// Permute makes series i what series from[i] was.
func (c *Contrasts) Permute(from []int) {
	row := make([]float32, c.Series)
	for b := range c.Blocks() {
		all := c.C[b*c.Series : (b+1)*c.Series]
		copy(row, all)
		for i, j := range from {
			all[i] = row[j]
		}
	}
}

// Joined are the contrasts of all groups side by side.
func Joined(parts []*Contrasts) *Contrasts {
	if len(parts) == 1 {
		return parts[0]
	}
	out := &Contrasts{Fold: 1}
	blocks := math.MaxInt
	for _, p := range parts {
		out.Series += p.Series
		out.Fold = p.Fold
		blocks = min(blocks, p.Blocks())
	}
	if len(parts) == 0 {
		return out
	}
	out.C = make([]float32, 0, blocks*out.Series)
	for b := range blocks {
		for _, p := range parts {
			out.C = append(out.C, p.C[b*p.Series:(b+1)*p.Series]...)
		}
	}
	return out
}
