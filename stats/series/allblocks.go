package series

import "levyscope/stats/tail"

// allBlocks are block log-moments of all draws of a series, in blocks of K1; the atom is taken for noise at -centre.
type allBlocks struct {
	x, y   product // of the draws in whole blocks, and of block sums; zeros left out
	nx, ny uint32
	sum    float64 // of the block under way
	open   product // of its draws
	nOpen  uint32  // of them that are not 0
	length uint32  // of the block under way
}

// add takes a block of K1 draws, where none is under way.
func (a *allBlocks) add(b *block) {
	a.x.times(b.product.m, b.product.e)
	a.nx += uint32(b.nonzero)
	if b.sum != 0 {
		a.y.timesAll([]float64{b.sum})
		a.ny++
	}
}

// addAll takes draws one by one, in blocks of size.
func (a *allBlocks) addAll(u []float64, size int) {
	for len(u) > 0 {
		part := u[:min(len(u), size-int(a.length))]
		u = u[len(part):]
		a.nOpen += uint32(a.open.timesAll(part))
		for _, v := range part {
			a.sum += v
		}
		if a.length += uint32(len(part)); int(a.length) < size {
			return
		}
		a.add(&block{sum: a.sum, product: a.open, nonzero: int(a.nOpen)})
		a.sum, a.open, a.nOpen, a.length = 0, product{}, 0, 0
	}
}

// sums are the statistics as those of package tail.
func (a *allBlocks) sums() tail.LogSums {
	return tail.LogSums{X: a.x.log(), Y: a.y.log(), NX: int(a.nx), NY: int(a.ny)}
}
