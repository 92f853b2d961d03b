package series

import (
	"math"

	"levyscope/stats/verdict"
)

// mostCells is how many rows and columns a Grid has at most.
const mostCells = 128

// Fold lays n series of a shape out in rows and columns: those of a matrix; of more axes the first by all others; of a
// vector one row, or where that is longer than wide, rows of about the square root of n.
func Fold(shape []int, n, wide int) (rows, columns int) {
	switch {
	case len(shape) >= 2 && n > 0:
		return shape[0], n / shape[0]
	case n > wide:
		columns = int(math.Ceil(math.Sqrt(float64(n))))
		return (n + columns - 1) / columns, columns
	}
	return 1, n
}

// grid is the map of an array; nil where it has no shape.
func (b *Bank) grid(a Array) *Grid {
	n := a.To - a.From
	if n == 0 || count(a.Shape) != n {
		return nil
	}
	rows, columns := Fold(a.Shape, n, mostCells)
	g := &Grid{
		Rows: min(rows, mostCells), Columns: min(columns, mostCells), Of: [2]int{rows, columns},
		Folded: len(a.Shape) > 2 || rows > 1 && len(a.Shape) < 2,
	}
	cells := g.Rows * g.Columns
	members := make([][]int32, cells)
	for i := range n {
		cell := i/columns*g.Rows/rows*g.Columns + i%columns*g.Columns/columns
		members[cell] = append(members[cell], int32(a.From+i))
	}
	g.Alpha, g.Atoms, g.Kind = make([]float32, cells), make([]float32, cells), make([]uint8, cells)
	for cell, of := range members {
		var alpha, atoms []float64
		var kinds [NoKind]int
		for _, i := range of {
			l := &b.laws[i]
			atoms = finite(atoms, b.atomShare(int(i)))
			if l.judged {
				alpha = finite(alpha, l.alpha)
				kinds[l.kind]++
			}
		}
		g.Alpha[cell], g.Atoms[cell] = float32(median(alpha)), float32(median(atoms))
		g.Kind[cell] = most(kinds)
	}
	return g
}

// most is the most frequent kind, NoKind of none.
func most(kinds [NoKind]int) uint8 {
	best, count := NoKind, 0
	for kind, n := range kinds {
		if n > count {
			best, count = uint8(kind), n
		}
	}
	return best
}

// NoKind is Grid.Kind where no series has a verdict.
const NoKind = uint8(verdict.LightTailed) + 1
