package chart

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"levyscope/tui/theme"
)

// Heat draws a matrix as a map, a row of it from left to right. Where it has more rows or columns than there is room
// for, neighbours are pooled into one: into their median, or into the kind that most of them have. Where it has fewer,
// a value takes several cells. A value that is not finite is blank.
//
// With colours a cell shows two rows of values, as half-blocks in the colours of theme.Heat; without them one row, in
// characters from light to dark. Kinds are letters of their own in any case.
//
// It needs 16x4 cells.
type Heat struct {
	Title  string // in the rule above
	Brief  string // stands in for the title where there is little room
	Value  string // behind the title: what the cursor points to
	Name   string // of what is shown, in the last row
	Note   string // at the right end of the last row
	Rows   int
	Values []float64 // (Rows, columns), row-major; with Kinds their numbers
	Lo, Hi float64   // ends of the colours; both 0: those of the values
	Kinds  []Kind    // what Values number; nil of a quantity

	Cursor  *HeatCell // is marked; nil: nothing is
	Focused bool      // the title has the colour of the focus
	Empty   string    // stands in place of the map where it has no cell; "" stands for "no data yet"
}

// Kind is a kind that a value of a Heat can have.
type Kind struct {
	Letter rune       // one cell wide, in ASCII
	Name   string     // in the legend
	Role   theme.Role // of the letter
}

// HeatCell is a place in the matrix of a Heat.
type HeatCell struct{ Row, Column int }

// columns are the columns of the matrix.
func (g *Heat) columns() int {
	if g.Rows < 1 {
		return 0
	}
	return len(g.Values) / g.Rows
}

// sheet is how a matrix lies on the cells of a map.
type sheet struct {
	rows, columns int // of the matrix
	down, across  int // pooled values
	perRow        int // pooled values above each other in a cell: 1 or 2
	zoomY, zoomX  int // pixels of a pooled value
	top, left, h  int // the place in cells
	w             int
}

// mostZoom is the most pixels that a value takes in a direction.
const mostZoom = 6

// sheet finds the place of the map below the title and above the row of its legend.
func (g *Heat) sheet(w, h int, th *theme.Theme) (s sheet, ok bool) {
	s = sheet{rows: g.Rows, columns: g.columns(), perRow: 1, top: 1, h: h - 2, w: w}
	if w < leastWidth || h < leastHeight || s.rows < 1 || s.columns < 1 {
		return s, false
	}
	if g.Kinds == nil && th.HasHeat() {
		s.perRow = 2
	}
	s.down, s.across = min(s.rows, s.h*s.perRow), min(s.columns, s.w)
	s.zoomY = min(max(s.h*s.perRow/s.down, 1), mostZoom)
	s.zoomX = min(max(s.w/s.across, 1), mostZoom)
	s.w, s.h = s.across*s.zoomX, (s.down*s.zoomY+s.perRow-1)/s.perRow
	return s, true
}

// span is the range [from, to) of the rows, or columns, that pooled value i of n stands for.
func span(i, n, of int) (from, to int) { return i * of / n, (i + 1) * of / n }

// Pooled says how many rows and columns of the matrix a cell of the map stands for at most: 1 and 1 where each value
// has its own.
func (g Heat) Pooled(w, h int, th theme.Theme) (rows, columns int) {
	s, ok := g.sheet(w, h, &th)
	if !ok {
		return 1, 1
	}
	return (s.rows + s.down - 1) / s.down, (s.columns + s.across - 1) / s.across
}

// At is the place in the matrix under a cell of Render(w, h, th), for a pointer: the middle of what is pooled there. ok
// is false beside the map.
func (g Heat) At(w, h int, th theme.Theme, x, y int) (at HeatCell, ok bool) {
	s, ok := g.sheet(w, h, &th)
	if !ok || x < s.left || x >= s.left+s.w || y < s.top || y >= s.top+s.h {
		return HeatCell{}, false
	}
	r0, r1 := span(min((y-s.top)*s.perRow/s.zoomY, s.down-1), s.down, s.rows)
	c0, c1 := span(min((x-s.left)/s.zoomX, s.across-1), s.across, s.columns)
	return HeatCell{(r0 + r1 - 1) / 2, (c0 + c1 - 1) / 2}, true
}

// Render draws the map; see the package comment.
func (g Heat) Render(w, h int, th theme.Theme) string {
	r := newRaster(w, h, &th)
	hd := head{title: g.Title, brief: g.Brief, focused: g.Focused, oneRow: true}
	if g.Value != "" {
		hd.entries = []entry{{name: g.Value, keep: true}}
	}
	hd.draw(r)
	s, ok := g.sheet(w, h, &th)
	switch {
	case w < leastWidth || h < leastHeight:
		r.say(1, "too small")
		return r.String()
	case !ok:
		r.say(1, cmp.Or(g.Empty, "no data yet"))
		return r.String()
	}
	p := g.pool(s)
	if g.Kinds != nil {
		g.drawKinds(r, s, p)
		g.kindLegend(r)
	} else {
		lo, hi := g.ends(p)
		g.drawShares(r, s, p, lo, hi)
		g.rampLegend(r, lo, hi)
	}
	g.drawCursor(r, s)
	return r.String()
}

// pool is the matrix in s.down x s.across values.
func (g *Heat) pool(s sheet) []float64 {
	out := make([]float64, 0, s.down*s.across)
	var cell []float64
	for i := range s.down {
		r0, r1 := span(i, s.down, s.rows)
		for j := range s.across {
			c0, c1 := span(j, s.across, s.columns)
			cell = cell[:0]
			for row := r0; row < r1; row++ {
				for _, v := range g.Values[row*s.columns+c0 : row*s.columns+c1] {
					if finite(v) {
						cell = append(cell, v)
					}
				}
			}
			if g.Kinds != nil {
				out = append(out, commonest(cell))
			} else {
				out = append(out, median(cell))
			}
		}
	}
	return out
}

// median is that of finite values, in any order; NaN of none.
func median(v []float64) float64 {
	n := len(v)
	switch n {
	case 0:
		return math.NaN()
	case 1:
		return v[0]
	}
	slices.Sort(v)
	return v[(n-1)/2]/2 + v[n/2]/2
}

// commonest is the value that occurs most, the least one of several; NaN of none.
func commonest(v []float64) float64 {
	slices.Sort(v)
	best, most, run := math.NaN(), 0, 0
	for i, x := range v {
		if run++; i > 0 && x != v[i-1] {
			run = 1
		}
		if run > most {
			best, most = x, run
		}
	}
	return best
}

// ends are those of the colours.
func (g *Heat) ends(p []float64) (lo, hi float64) {
	if finite(g.Lo) && finite(g.Hi) && g.Lo < g.Hi {
		return bound(g.Lo), bound(g.Hi)
	}
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, v := range p {
		if finite(v) {
			lo, hi = min(lo, bound(v)), max(hi, bound(v))
		}
	}
	if !(lo < hi) {
		return lo, lo + 1
	}
	return lo, hi
}

// share is where a value lies between the ends, in [0, 1]; 0 where there is nothing between them.
func share(v, lo, hi float64) float64 {
	if !(lo < hi) {
		return 0
	}
	return min(max((bound(v)-lo)/(hi-lo), 0), 1)
}

// legendValue is a number of the legend.
func legendValue(v float64) string {
	if !finite(v) {
		return "none"
	}
	return compact(math.Round(v*1e3) / 1e3)
}

// kindLabel is a kind with its count.
func kindLabel(k Kind, n int) string { return fmt.Sprintf("%s %s", k.Name, number(float64(n))) }
