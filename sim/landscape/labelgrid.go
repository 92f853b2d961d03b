package landscape

import (
	"math"
	"sync"
)

// labelGrid makes the basins of two coordinates cheap. It is laid once, when first
// asked: descents from the corners of labelCells^2 cells over a region around the
// critical points. A cell whose sixteen corners, its own and its neighbours', share
// a label answers with it at once; from the others a descent starts, and ends as soon as it comes
// into such a cell. A tongue of another basin thinner than a cell can be overlooked.
type labelGrid struct {
	basins *basins
	lo, hi [2]float64 // the region
	once   sync.Once
	safe   []int16 // (labelCells, labelCells) label of a cell, or labelUnsure
}

const (
	labelCells  = 64
	labelUnsure = math.MinInt16
)

// newLabelGrid covers the critical points and as much again around them.
func newLabelGrid(b *basins, saddles []Saddle) *labelGrid {
	g := &labelGrid{basins: b, lo: [2]float64{b.minima[0][0], b.minima[0][1]}}
	g.hi = g.lo
	cover := func(x []float64) {
		for i := range 2 {
			g.lo[i], g.hi[i] = min(g.lo[i], x[i]), max(g.hi[i], x[i])
		}
	}
	for _, m := range b.minima {
		cover(m)
	}
	for _, s := range saddles {
		cover(s.X)
	}
	margin := .75 * max(g.hi[0]-g.lo[0], g.hi[1]-g.lo[1])
	if margin == 0 {
		margin = b.scale
	}
	for i := range 2 {
		g.lo[i] -= margin
		g.hi[i] += margin
	}
	return g
}

func (g *labelGrid) lay() {
	const corners = labelCells + 1
	labels := make([]int16, corners*corners)
	x := make([]float64, 2)
	for i := range corners {
		for j := range corners {
			x[0] = g.lo[0] + (g.hi[0]-g.lo[0])*float64(i)/labelCells
			x[1] = g.lo[1] + (g.hi[1]-g.lo[1])*float64(j)/labelCells
			labels[i*corners+j] = int16(g.basins.label(x, nil, flowCoarse))
		}
	}
	g.safe = make([]int16, labelCells*labelCells)
	for i := range labelCells {
		for j := range labelCells {
			label := labels[i*corners+j]
			if label == flowGaveUp {
				label = labelUnsure
			}
			for a := max(i-1, 0); a <= min(i+2, labelCells); a++ {
				for b := max(j-1, 0); b <= min(j+2, labelCells); b++ {
					if labels[a*corners+b] != label {
						label = labelUnsure
					}
				}
			}
			g.safe[i*labelCells+j] = label
		}
	}
}

// label is the basin of x.
func (g *labelGrid) label(x []float64) int {
	g.once.Do(g.lay)
	if label, ok := g.lookup(x); ok {
		return label
	}
	return g.basins.label(x, g, flowFine)
}

// lookup is the label of the cell of x, false where it is not sure.
func (g *labelGrid) lookup(x []float64) (int, bool) {
	i := (x[0] - g.lo[0]) / (g.hi[0] - g.lo[0]) * labelCells
	j := (x[1] - g.lo[1]) / (g.hi[1] - g.lo[1]) * labelCells
	if !(i >= 0 && i < labelCells && j >= 0 && j < labelCells) {
		return 0, false
	}
	label := g.safe[int(i)*labelCells+int(j)]
	return int(label), label != labelUnsure
}
