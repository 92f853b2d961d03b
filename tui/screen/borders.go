package screen

import (
	"math"
	"slices"
)

// Borders are where the inner borders of the columns and rows of a grid stand, as shares of its width and height. Those
// between which no pane ends move with the others. Without any the columns and rows are equal.
type Borders struct {
	Columns []float64 `toml:"columns,omitempty"` // before the second column, the third, ...
	Rows    []float64 `toml:"rows,omitempty"`    // before the second row, ...
}

// fits says that borders can be those of a grid: a share for each.
func (b Borders) fits(g Grid) bool {
	return areShares(b.Columns, g.cols-1) && areShares(b.Rows, g.rows-1)
}

// areShares says that there are n shares, or none at all.
func areShares(values []float64, n int) bool {
	within := func(v float64) bool { return v > 0 && v < 1 }
	return len(values) == 0 ||
		len(values) == n && !slices.ContainsFunc(values, func(v float64) bool { return !within(v) })
}

// The least size of a pane that a border is moved for, in cells.
const leastPaneW, leastPaneH = 20, 5

// edges are where the columns or rows of a grid begin and end on a length of cells. bend is how far they stand from
// equal parts: 0 equal, 1 as the shares say.
func edges(length, n int, shares []float64, bend float64) []int {
	out := make([]int, n+1)
	for i := range out {
		out[i] = edge(length, n, i)
		if i > 0 && i < n && len(shares) == n-1 && bend > 0 {
			at := bend*shares[i-1] + (1-bend)*float64(i)/float64(n)
			out[i] = max(0, min(int(math.Round(at*float64(length))), length))
		}
	}
	return out
}

// place cuts w x h cells of the screen into those of the grid, which fill it but for the gaps. The result has one rect
// for each cell of the grid. Where borders leave a pane less room than it needs, as in a smaller terminal, they give
// way towards equal parts as far as is needed.
func (g Grid) place(w, h int, b Borders) []rect {
	const parts = 16
	for bend := parts; bend > 0 && len(b.Columns)+len(b.Rows) > 0; bend-- {
		share := float64(bend) / parts
		out := g.cut(edges(w, g.cols, b.Columns, share), edges(h, g.rows, b.Rows, share))
		if sound(out) {
			return out
		}
	}
	return g.cut(edges(w, g.cols, nil, 0), edges(h, g.rows, nil, 0))
}

// cut is the place of each cell of the grid between the edges of columns and rows.
func (g Grid) cut(x, y []int) []rect {
	out := make([]rect, len(g.cells))
	for i, c := range g.cells {
		x0, x1 := x[c.at.x], x[c.at.x+c.at.w]
		if c.at.x+c.at.w < g.cols {
			x1 -= gap
		}
		y0, y1 := y[c.at.y], y[c.at.y+c.at.h]
		out[i] = rect{x0, y0, x1 - x0, y1 - y0}
	}
	return out
}

// sound says that every pane has the room that it needs, and that none lies on another.
func sound(rects []rect) bool {
	for i, r := range rects {
		if r.w < leastPaneW || r.h < leastPaneH {
			return false
		}
		for _, o := range rects[:i] {
			if r.x < o.x+o.w && o.x < r.x+r.w && r.y < o.y+o.h && o.y < r.y+r.h {
				return false
			}
		}
	}
	return true
}

// line is a border between panes: the number of the column or row before which it stands.
type line struct {
	upright bool
	at      int
}

// moved are borders with one of them moved by a number of cells on w x h cells; ok is false where it cannot go there.
// Borders between it and the next panes' edges, where no pane ends, follow in proportion.
func (g Grid) moved(b Borders, w, h int, l line, by int) (next Borders, ok bool) {
	x, y := edges(w, g.cols, b.Columns, 1), edges(h, g.rows, b.Rows, 1)
	length, from := h, y
	if l.upright {
		length, from = w, x
	}
	to := slices.Clone(from)
	to[l.at] += by
	used := g.ends(l.upright)
	lo, hi := l.at-1, l.at+1
	for lo > 0 && !used[lo] {
		lo--
	}
	for hi < len(to)-1 && !used[hi] {
		hi++
	}
	spread(to, lo, l.at)
	spread(to, l.at, hi)
	next = Borders{Columns: slices.Clone(b.Columns), Rows: slices.Clone(b.Rows)}
	if l.upright {
		next.Columns = sharesOf(to, length)
		x = to
	} else {
		next.Rows = sharesOf(to, length)
		y = to
	}
	return next, sound(g.cut(x, y)) && next.fits(g)
}

// spread puts the edges between two of them at equal distances.
func spread(edges []int, lo, hi int) {
	for i := lo + 1; i < hi; i++ {
		edges[i] = edges[lo] + (edges[hi]-edges[lo])*(i-lo)/(hi-lo)
	}
}

// sharesOf are the inner edges as shares of a length.
func sharesOf(edges []int, length int) []float64 {
	out := make([]float64, 0, len(edges))
	for _, e := range edges[1 : len(edges)-1] {
		out = append(out, float64(e)/float64(length))
	}
	return out
}

// ends says at which columns or rows a pane begins or ends.
func (g Grid) ends(upright bool) []bool {
	n := g.rows
	if upright {
		n = g.cols
	}
	out := make([]bool, n+1)
	for _, c := range g.cells {
		if upright {
			out[c.at.x], out[c.at.x+c.at.w] = true, true
		} else {
			out[c.at.y], out[c.at.y+c.at.h] = true, true
		}
	}
	return out
}

// beside is the border by which a pane grows to the right or down: its far one, or the near one at the edge of the
// screen; sign is 1 if the pane grows as the border moves on. ok is false where it fills the screen that way.
func (g Grid) beside(pane int, upright bool) (l line, sign int, ok bool) {
	for _, c := range g.cells {
		if c.pane != pane {
			continue
		}
		from, to, n := c.at.y, c.at.y+c.at.h, g.rows
		if upright {
			from, to, n = c.at.x, c.at.x+c.at.w, g.cols
		}
		switch {
		case to < n:
			return line{upright, to}, 1, true
		case from > 0:
			return line{upright, from}, -1, true
		}
	}
	return line{}, 0, false
}

// lineAt is the border between panes at a cell of w x h cells: the empty column between two panes, or the last row of
// the pane above a border.
func (g Grid) lineAt(b Borders, w, h, x, y int) (l line, ok bool) {
	for i, r := range g.place(w, h, b) {
		at := g.cells[i].at
		if x == r.x+r.w && y >= r.y && y < r.y+r.h && at.x+at.w < g.cols {
			return line{true, at.x + at.w}, true
		}
		if y == r.y && x >= r.x && x < r.x+r.w && at.y > 0 {
			return line{false, at.y}, true
		}
	}
	return line{}, false
}
