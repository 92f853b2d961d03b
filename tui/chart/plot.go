package chart

import (
	"math"

	"levyscope/tui/theme"
)

// What a chart with axes needs at least, in cells.
const (
	leastWidth  = 16
	leastHeight = 4
	leastGutter = 6 // labels and axis; charts below each other line up as long as five cells are enough for a label
)

// plot is the area of a raster between its axes.
type plot struct {
	r         *raster
	left, top int // the cell of the upper left corner
	w, h      int // cells
	x, y      axis
	sx, sy    int // dots a cell
	xt, yt    []tick
	labelled  []bool      // which columns of the top row have a label of a Line
	over      [2]overflow // what a Line leaves out at the top and at the bottom
}

// newPlot lays out a plot below a title rule and above a row of tick labels. gutter is what the labels of y should take
// at least; the plot's x axis is not set.
func newPlot(r *raster, y axis, gutter int) *plot {
	p := &plot{r: r, top: r.head, h: r.h - 1 - r.head, y: y}
	p.sx, p.sy = dotsPerCell(r.th.Glyphs())
	p.yt = atLeastTwo(y, min(p.h/3+1, 5), p.h)
	p.left = max(gutter, leastGutter)
	for _, t := range p.yt {
		p.left = max(p.left, r.width(t.label)+1)
	}
	p.left = min(p.left, r.w/2)
	p.w = r.w - p.left
	return p
}

// atLeastTwo asks for most ticks and for a few more if that gives fewer than two.
func atLeastTwo(a axis, most, room int) []tick {
	var best []tick
	for n := most; n <= max(most, min(most+3, room)); n++ {
		if t := a.ticks(n); len(t) >= 2 {
			return t
		} else if len(t) > len(best) {
			best = t
		}
	}
	return best
}

// cols and rows are the size of the plot in dots.
func (p *plot) cols() int { return p.w * p.sx }
func (p *plot) rows() int { return p.h * p.sy }

// cellX is the column of cells of a value of x, counted from the plot's left; ok is false outside the plot.
func (p *plot) cellX(v float64) (c int, ok bool) {
	d := math.Round(p.x.place(v, p.cols()))
	if !(d >= 0 && d < float64(p.cols())) {
		return 0, false
	}
	return int(d) / p.sx, true
}

// cellY is the row of cells of a value of y, counted from the plot's top; ok is false outside the plot.
func (p *plot) cellY(v float64) (c int, ok bool) {
	d := math.Round(float64(p.rows()-1) - p.y.place(v, p.rows()))
	if !(d >= 0 && d < float64(p.rows())) {
		return 0, false
	}
	return int(d) / p.sy, true
}

// dot is the place of a point in a layer of dots over the plot, the first row at the top.
func (p *plot) dot(d *dots, q Point) (x, y float64) {
	cols, rows := d.size()
	return p.x.place(q.X, cols), float64(rows-1) - p.y.place(q.Y, rows)
}

// put writes a character at a cell of the plot.
func (p *plot) put(cx, cy int, c rune, role theme.Role) {
	if cx >= 0 && cx < p.w && cy >= 0 && cy < p.h {
		p.r.put(p.left+cx, p.top+cy, c, role)
	}
}

// axes draws the ticks of both axes, the name of x at the right end and a dot where the ticks of x and y meet.
func (p *plot) axes(name string) { p.axesWithin(name, 0, p.r.w) }

// axesWithin is axes with the last row left free before begin and from end on.
func (p *plot) axesWithin(name string, begin, end int) {
	r := p.r
	for y := range p.h {
		r.put(p.left-1, p.top+y, r.pick('│', '|'), theme.Axis)
	}
	p.ticksOfX(name, begin, end)
	for _, t := range p.yt {
		cy, ok := p.cellY(t.v)
		if !ok {
			continue
		}
		r.text(max(p.left-1-r.width(t.label), 0), p.top+cy, t.label, theme.Dim, p.left-1)
		r.put(p.left-1, p.top+cy, r.pick('┤', '+'), theme.Axis)
		for _, u := range p.xt {
			if cx, ok := p.cellX(u.v); ok {
				p.put(cx, cy, r.pick('·', '.'), theme.Axis)
			}
		}
	}
}

// ticksOfX labels the last row with as many ticks as leave two cells between labels. Those that remain are kept in xt.
// Columns before begin and from end on stay free.
func (p *plot) ticksOfX(name string, begin, end int) {
	r, n := p.r, p.r.width(name)
	if n > 0 && n+16 < p.w && p.labelX(begin, end-n-2, 2) {
		r.text(end-n, r.h-1, name, theme.Dim, n)
		return
	}
	_ = p.labelX(begin, end, 2) || p.labelX(begin, end, 1)
}

// labelX writes the labels of the ticks of x between two columns, if that leaves least of them or more.
func (p *plot) labelX(begin, end, least int) bool {
	for n := max(p.w/10, 4); n >= 1; n-- {
		ticks := p.x.ticks(n)
		starts, shown := p.labelStarts(ticks, begin, end)
		if shown < least {
			continue
		}
		p.xt = nil
		for i, t := range ticks {
			if starts[i] >= 0 {
				p.xt = append(p.xt, t)
				p.r.text(starts[i], p.r.h-1, t.label, theme.Dim, p.r.w)
			}
		}
		return true
	}
	return false
}

// labelStarts centres labels under their ticks; -1 stands for those outside [begin, end). shown is the
// number of the others, and 0 where two labels would come closer than two cells.
func (p *plot) labelStarts(ticks []tick, begin, end int) (starts []int, shown int) {
	free := 0
	for _, t := range ticks {
		n := p.r.width(t.label)
		cx, in := p.cellX(t.v)
		start := min(max(p.left+cx-n/2, 0), p.r.w-n)
		if !in || start < begin || start+n > end {
			starts = append(starts, -1)
			continue
		}
		if start < free {
			return nil, 0
		}
		starts = append(starts, start)
		free = start + n + 2
		shown++
	}
	return starts, shown
}
