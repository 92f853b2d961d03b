package chart

import (
	"github.com/NimbleMarkets/ntcharts/v2/canvas/runes"

	"levyscope/tui/theme"
)

// dots is a layer finer than cells: 2x4 dots a cell in braille, 2x2 in quadrant blocks, one in ASCII. The dots of all
// strokes in a cell add up; its colour is that of the last stroke.
type dots struct {
	w, h   int // in cells
	sx, sy int // dots a cell
	kind   theme.Glyphs
	on     []runes.PatternDots
	roles  []theme.Role
	ink    []rune // what stands in the cell where there is one dot a cell; 0: the cell is empty
}

// pen is what a stroke is drawn with.
type pen struct {
	role theme.Role
	ink  rune // where there is one dot a cell
}

func newDots(w, h int, th *theme.Theme) *dots {
	d := &dots{w: w, h: h, kind: th.Glyphs()}
	d.sx, d.sy = dotsPerCell(d.kind)
	d.on, d.roles, d.ink = make([]runes.PatternDots, w*h), make([]theme.Role, w*h), make([]rune, w*h)
	return d
}

// newFaint is a layer for what must not stand out: bands, level lines, the cloud of an ensemble. Quadrant blocks would
// be too heavy for that, so it has one light dot a cell there.
func newFaint(w, h int, th *theme.Theme) *dots {
	d := newDots(w, h, th)
	if d.kind == theme.HalfBlock {
		d.kind, d.sx, d.sy = theme.ASCII, 1, 1
	}
	return d
}

// faintInk is what stands for a dot of a faint layer where it has one a cell.
func faintInk(th *theme.Theme) rune {
	if th.Glyphs() == theme.ASCII {
		return '.'
	}
	return '·'
}

// size is the number of dots across and down.
func (d *dots) size() (int, int) { return d.w * d.sx, d.h * d.sy }

// set draws one dot, counted from the top left; outside the layer it does nothing.
func (d *dots) set(x, y int, p pen) {
	if x < 0 || y < 0 {
		return
	}
	cx, cy := x/d.sx, y/d.sy
	if cx >= d.w || cy >= d.h {
		return
	}
	i := cy*d.w + cx
	d.on[i][dotNumber(x-cx*d.sx, y-cy*d.sy)] = true
	d.roles[i], d.ink[i] = p.role, p.ink
}

// dotNumber is the index in a braille cell: 0 1 2 down the left side, 3 4 5 down the right, then 6 and 7 beneath.
func dotNumber(x, y int) int {
	if y == 3 {
		return 6 + x
	}
	return 3*x + y
}

// column draws the dots of one column between two rows, in any order.
func (d *dots) column(x, y0, y1 int, p pen) {
	if y0 > y1 {
		y0, y1 = y1, y0
	}
	y0, y1 = max(y0, 0), min(y1, d.h*d.sy-1)
	if x < 0 || x >= d.w*d.sx || y0 > y1 {
		return
	}
	i, dx, dy := y0/d.sy*d.w+x/d.sx, x%d.sx, y0%d.sy
	for range y1 - y0 + 1 {
		d.on[i][dotNumber(dx, dy)] = true
		d.roles[i], d.ink[i] = p.role, p.ink
		if dy++; dy == d.sy {
			dy, i = 0, i+d.w
		}
	}
}

// onto writes the cells that have dots over those of a raster, its top left at (x, y).
func (d *dots) onto(r *raster, x, y int) {
	for i, ink := range d.ink {
		if ink == 0 {
			continue
		}
		c := ink
		switch d.kind {
		case theme.Braille:
			c = runes.BraillePatternFromPatternDots(d.on[i])
		case theme.HalfBlock:
			c = quadrant(d.on[i])
		}
		r.put(x+i%d.w, y+i/d.w, c, d.roles[i])
	}
}

// quadrants are the block characters by which of upper left (1), upper right (2), lower left (4), lower right (8) is
// full.
var quadrants = [16]rune{' ', '▘', '▝', '▀', '▖', '▌',
	'▞', '▛', '▗', '▚', '▐', '▜', '▄', '▙', '▟', '█'}

func quadrant(p runes.PatternDots) rune {
	n := 0
	for bit, dot := range [4]int{dotNumber(0, 0), dotNumber(1, 0), dotNumber(0, 1), dotNumber(1, 1)} {
		if p[dot] {
			n |= 1 << bit
		}
	}
	return quadrants[n]
}

func dotsPerCell(g theme.Glyphs) (sx, sy int) {
	switch g {
	case theme.HalfBlock:
		return 2, 2
	case theme.ASCII:
		return 1, 1
	}
	return 2, 4
}

// used reports whether a cell has any dot.
func (d *dots) used(cx, cy int) bool {
	return cx >= 0 && cy >= 0 && cx < d.w && cy < d.h && d.ink[cy*d.w+cx] != 0
}

// cover adds the cells that another layer uses to those that used reports.
func (d *dots) cover(other *dots) {
	for i, ink := range other.ink {
		if d.ink[i] == 0 {
			d.ink[i] = ink
		}
	}
}
