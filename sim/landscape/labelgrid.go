package landscape

import (
	"math"
	"sync"
)

// labelGrid makes the basins of two coordinates cheap. It divides a region around the critical
// points into labelCells^2 cells and, at the first query, descends from all corners of cells.
// A cell has a sure label if its four corners and the twelve around them share one; a query in
// such a cell needs no descent. A query in another cell starts a descent, which ends as soon as
// it comes into a cell with a sure label. A part of another basin that is thinner than a cell
// can be missed.
type labelGrid struct {
	basins *basins
	lo, hi [2]float64 // the region
	once   sync.Once
	labels []int16 // (labelCells, labelCells), row-major: label of a cell, or labelUnsure
}

const (
	labelCells  = 64            // cells along each side of the region
	labelUnsure = math.MinInt16 // label of a cell without a sure label
)

// newLabelGrid makes a grid over the critical points and a margin of three quarters of their
// extent on every side.
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

// fill computes the labels of all cells.
func (g *labelGrid) fill() {
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
	g.labels = make([]int16, labelCells*labelCells)
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
			g.labels[i*labelCells+j] = label
		}
	}
}

// label is the basin of x, an index into the minima or -1.
func (g *labelGrid) label(x []float64) int {
	g.once.Do(g.fill)
	if label, ok := g.lookup(x); ok {
		return label
	}
	return g.basins.label(x, g, flowFine)
}

// lookup is the sure label of the cell of x. It returns false if x lies outside the region or
// its cell has no sure label.
func (g *labelGrid) lookup(x []float64) (int, bool) {
	i := (x[0] - g.lo[0]) / (g.hi[0] - g.lo[0]) * labelCells
	j := (x[1] - g.lo[1]) / (g.hi[1] - g.lo[1]) * labelCells
	if !(i >= 0 && i < labelCells && j >= 0 && j < labelCells) {
		return 0, false
	}
	label := g.labels[int(i)*labelCells+int(j)]
	return int(label), label != labelUnsure
}
