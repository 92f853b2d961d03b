package screen

import (
	"fmt"
	"slices"
	"strings"
)

// Size is how much of a screen a terminal has room for.
type Size uint8

// The sizes: all panes from 120x36 on, the main ones from 80x24 on, one from 60x16 on;
// below that only a card that says what is needed.
const (
	Full Size = iota
	Compact
	Single
	TooSmall
)

// The least columns and rows of the sizes.
const (
	fullW, fullH       = 120, 36
	compactW, compactH = 80, 24

	SingleW, SingleH = 60, 16
)

// SizeOf classifies a terminal of w columns and h rows.
func SizeOf(w, h int) Size {
	switch {
	case w >= fullW && h >= fullH:
		return Full
	case w >= compactW && h >= compactH:
		return Compact
	case w >= SingleW && h >= SingleH:
		return Single
	}
	return TooSmall
}

// rect is a place on the screen in cells.
type rect struct{ x, y, w, h int }

// cell is a pane's place in a grid, in columns and rows of the grid.
type cell struct {
	pane int // number
	at   rect
}

// Grid is a table of columns and rows, at first equal ones, in which every pane takes a rectangle.
type Grid struct {
	cols, rows int
	cells      []cell
}

// NewGrid reads a grid from a drawing of it, a string for each row with a letter for each
// column. The letters that are alike are one pane, whose number is the letter's place in
// panes:
//
//	NewGrid("lan", "la", "nn") // panes 0 and 1 above, pane 2 below them
//
// It panics if the rows are not of one length, a letter is not in panes, or a pane is no
// rectangle.
func NewGrid(panes string, rows ...string) Grid {
	g := Grid{cols: len(rows[0]), rows: len(rows)}
	cells := make([]cell, len(panes))
	count := make([]int, len(panes))
	for y, row := range rows {
		if len(row) != g.cols {
			panic(fmt.Sprintf("grid: row %q is not %d long", row, g.cols))
		}
		for x := range row {
			pane := strings.IndexByte(panes, row[x])
			if pane < 0 {
				panic(fmt.Sprintf("grid: %q is not one of the panes %q", row[x], panes))
			}
			at := &cells[pane].at
			if count[pane]++; count[pane] == 1 {
				at.x, at.y = x, y
			}
			at.w, at.h = max(at.w, x-at.x+1), y-at.y+1
		}
	}
	for pane, c := range cells {
		if count[pane] != c.at.w*c.at.h {
			panic(fmt.Sprintf("grid: pane %q is no rectangle", panes[pane]))
		}
		if count[pane] > 0 {
			g.cells = append(g.cells, cell{pane, c.at})
		}
	}
	return g
}

// has says that a pane stands in the grid.
func (g Grid) has(pane int) bool {
	return slices.ContainsFunc(g.cells, func(c cell) bool { return c.pane == pane })
}

// gap is the number of empty columns between two panes.
const gap = 1

// edge is where part i of n equal parts of a length begins.
func edge(length, n, i int) int { return length * i / n }
