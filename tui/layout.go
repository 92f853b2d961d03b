package tui

// rect is a place on the screen in cells.
type rect struct{ x, y, w, h int }

// size is how much of a screen fits.
type size uint8

// From 120x36 all panes, from 80x24 the main ones, from 60x16 one; below that
// only a card that says what is needed.
const (
	full size = iota
	compact
	single
	tooSmall
)

const (
	fullW, fullH       = 120, 36
	compactW, compactH = 80, 24
	singleW, singleH   = 60, 16
)

// sizeOf classifies a terminal.
func sizeOf(w, h int) size {
	switch {
	case w >= fullW && h >= fullH:
		return full
	case w >= compactW && h >= compactH:
		return compact
	case w >= singleW && h >= singleH:
		return single
	}
	return tooSmall
}

// cell is a pane's place in a grid.
type cell struct {
	pane                   int
	col, row, wide, height int
}

// grid is a table of panes.
type grid struct {
	cols, rows int
	cells      []cell
}

// gap is the empty column between two panes.
const gap = 1

// place cuts w x h into the grid's cells, which fill it but for the gaps. The
// result has one rect for each cell.
func (g grid) place(w, h int) []rect {
	out := make([]rect, len(g.cells))
	for i, c := range g.cells {
		x0, x1 := edge(w, g.cols, c.col), edge(w, g.cols, c.col+c.wide)
		y0, y1 := edge(h, g.rows, c.row), edge(h, g.rows, c.row+c.height)
		if c.col+c.wide < g.cols {
			x1 -= gap
		}
		out[i] = rect{x0, y0, x1 - x0, y1 - y0}
	}
	return out
}

// edge is where line i of n equal parts of a length begins.
func edge(length, n, i int) int { return length * i / n }
