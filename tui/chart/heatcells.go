package chart

import (
	"math"

	"levyscope/tui/theme"
)

// drawShares draws a quantity: two pixels a cell in colours, or a character from light to dark.
func (g *Heat) drawShares(r *raster, s sheet, p []float64, lo, hi float64) {
	at := func(x, y int) float64 { // of a pixel
		if y/s.zoomY >= s.down {
			return math.NaN()
		}
		return p[y/s.zoomY*s.across+x/s.zoomX]
	}
	shades := r.th.Shades()
	for y := range s.h {
		for x := range s.w {
			if s.perRow == 1 {
				if v := at(x, y); finite(v) {
					i := min(int(share(v, lo, hi)*float64(len(shades))), len(shades)-1)
					r.put(s.left+x, s.top+y, shades[i], theme.Text)
				}
				continue
			}
			upper, lower := at(x, 2*y), at(x, 2*y+1)
			up, down := theme.Heat(share(upper, lo, hi)), theme.Heat(share(lower, lo, hi))
			switch {
			case finite(upper) && finite(lower):
				r.put(s.left+x, s.top+y, '▀', up)
				r.behind(s.left+x, s.top+y, down)
			case finite(upper):
				r.put(s.left+x, s.top+y, '▀', up)
			case finite(lower):
				r.put(s.left+x, s.top+y, '▄', down)
			}
		}
	}
}

// drawKinds draws the letters of kinds.
func (g *Heat) drawKinds(r *raster, s sheet, p []float64) {
	for y := range s.h {
		for x := range s.w {
			if k := kindOf(p[y/s.zoomY*s.across+x/s.zoomX], len(g.Kinds)); k >= 0 {
				r.put(s.left+x, s.top+y, g.Kinds[k].Letter, g.Kinds[k].Role)
			}
		}
	}
}

// kindOf is the number of a kind, -1 of what is none.
func kindOf(v float64, n int) int {
	if !(v >= 0 && v < float64(n)) {
		return -1
	}
	return int(v)
}

// drawCursor marks the place of the cursor.
func (g *Heat) drawCursor(r *raster, s sheet) {
	if g.Cursor == nil || g.Cursor.Row < 0 || g.Cursor.Row >= s.rows || g.Cursor.Column < 0 ||
		g.Cursor.Column >= s.columns {
		return
	}
	i, j := holder(g.Cursor.Row, s.down, s.rows), holder(g.Cursor.Column, s.across, s.columns)
	mark := r.pick('◆', '@')
	if r.th.Glyphs() == theme.ASCII && g.Kinds == nil {
		mark = 'X' // no character of the ramp
	}
	x, y := s.left+j*s.zoomX+(s.zoomX-1)/2, s.top+(i*s.zoomY+(s.zoomY-1)/2)/s.perRow
	r.put(x, y, mark, theme.Focus)
	r.behind(x, y, theme.Text)
}

// holder is the number of the pooled value of n that stands for row, or column, i of a matrix.
func holder(i, n, of int) int { return ((i+1)*n - 1) / of }

// rampLegend writes the name, the ends and the colours into the last row.
func (g *Heat) rampLegend(r *raster, lo, hi float64) {
	y, x := r.h-1, 0
	if g.Name != "" {
		x = r.text(x, y, g.Name, theme.Dim, r.w/3) + 1
	}
	x = r.text(x, y, legendValue(lo), theme.Dim, r.w-x) + 1
	shades := r.th.Shades()
	n := len(shades)
	if r.th.HasHeat() {
		n = theme.HeatSteps
	}
	for i := range n {
		if r.th.HasHeat() {
			r.put(x, y, '█', theme.Heat(float64(i)/float64(n-1)))
		} else {
			r.put(x, y, shades[i], theme.Text)
		}
		x++
	}
	x = r.text(x+1, y, legendValue(hi), theme.Dim, r.w-x-1)
	g.note(r, x)
}

// kindLegend writes the kinds with their letters and how many values have them into the last row.
func (g *Heat) kindLegend(r *raster) {
	counts := make([]int, len(g.Kinds))
	for _, v := range g.Values {
		if k := kindOf(v, len(counts)); k >= 0 {
			counts[k]++
		}
	}
	full := 0 // cells of the legend with names
	for i, k := range g.Kinds {
		full += 4 + r.width(kindLabel(k, counts[i]))
	}
	x, y := 0, r.h-1
	for i, k := range g.Kinds {
		label := kindLabel(k, counts[i])
		if full > r.w+2 {
			label = number(float64(counts[i]))
		}
		r.put(x, y, k.Letter, k.Role)
		x = r.text(x+2, y, label, theme.Dim, r.w-x-2) + 2
	}
	g.note(r, x)
}

// note writes the note at the right end of the last row, where it fits.
func (g *Heat) note(r *raster, from int) {
	if n := r.width(g.Note); n > 0 && from+1+n <= r.w {
		r.text(r.w-n, r.h-1, g.Note, theme.Dim, n)
	}
}
