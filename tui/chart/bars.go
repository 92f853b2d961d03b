package chart

import (
	"math"
	"strconv"

	"github.com/NimbleMarkets/ntcharts/v2/canvas/runes"

	"levyscope/tui/theme"
)

// Bars compares a few measured values with what theory predicts, one row each: a bar, the error as a
// whisker, the prediction as a mark, and the numbers. The scale begins at 0, or below where a value is
// negative. Rows stand apart by a blank line if there is room for that.
//
// It needs 24x2 cells; what becomes too narrow loses the notes first, then the predictions' numbers and the errors.
type Bars struct {
	Title   string // in the rule above
	Brief   string // stands in for the title where the legend would not fit beside it
	Unit    string // of all values, behind the title
	Rows    []Row  // those that do not fit are counted in the last line
	More    int    // rows left out already, which are counted there too
	Focused bool   // the title has the colour of the focus
}

// Row is one comparison.
type Row struct {
	Label     string     // what was measured, at the left
	Measured  float64    // NaN: not measured yet
	Lo, Hi    float64    // the ends of the error bar; NaN, or Hi <= Lo: none
	SE        float64    // standard error, which stands behind the value; 0: the half width of the error bar does
	Predicted float64    // NaN: none
	Note      string     // such as the verdict; at the right
	Role      theme.Role // of the bar; Text, the zero value, stands for theme.Series0
}

const (
	leastBars = 24
	leastBar  = 6 // cells
)

// Render draws the chart; see the package comment.
func (b Bars) Render(w, h int, th theme.Theme) string {
	r := newRaster(w, h, &th)
	hd := head{title: b.Title, brief: b.Brief, oneRow: true, unit: b.Unit, focused: b.Focused, entries: b.legends(r)}
	hd.draw(r)
	switch {
	case w < leastBars || h < 2:
		r.say(1, "too small")
		return r.String()
	case len(b.Rows) == 0:
		r.say(1, "no data yet")
		return r.String()
	}
	shown := len(b.Rows)
	more := max(b.More, 0)
	if shown > h-1 || shown == h-1 && more > 0 {
		shown = h - 2
	}
	if more += len(b.Rows) - shown; more > 0 {
		r.text(2, h-1, "+"+strconv.Itoa(more)+" more", theme.Dim, w)
	}
	b.layout(r, shown).draw(r)
	return r.String()
}

func (b *Bars) legends(r *raster) []entry {
	if len(b.Rows) == 0 {
		return nil
	}
	out := []entry{{glyph: r.pick(barMark, '#'), role: roleOf(b.Rows[0].Role, 0), name: "measured"}}
	for _, row := range b.Rows {
		if finite(row.Predicted) {
			return append(out, entry{glyph: predictedMark(r), role: theme.Theory, name: "theory", keep: true})
		}
	}
	return out
}

func predictedMark(r *raster) rune { return r.pick('◆', '*') }

// barTable is the layout of the rows: texts in columns, and the place of the bars between them.
type barTable struct {
	rows        []Row
	label       int // width
	bar, width  int // the first cell of the bars, and how many
	lo, hi      float64
	zero        int // the cell that bars begin at, counted from bar
	pitch       int // rows of cells from one bar to the next
	columns     [][]string
	columnRoles []theme.Role
}

// layout drops columns of text from the right until there is room for bars.
func (b *Bars) layout(r *raster, shown int) *barTable {
	t := &barTable{rows: b.Rows[:shown], pitch: 1}
	if 2*len(b.Rows) <= r.h && b.More <= 0 {
		t.pitch = 2
	}
	for _, row := range t.rows {
		t.label = max(t.label, min(r.width(row.Label), r.w/3))
		for _, v := range [...]float64{row.Measured, row.Lo, row.Hi, row.Predicted} {
			if finite(v) {
				t.lo, t.hi = min(t.lo, bound(v)), max(t.hi, bound(v))
			}
		}
	}
	if t.hi-t.lo < 1e-300 {
		t.hi = t.lo + 1
	}
	t.columns = b.texts(t.rows)
	t.columnRoles = []theme.Role{theme.Text, theme.Dim, theme.Theory, theme.Dim}
	t.bar = t.label + 1
	for drop := len(t.columns); ; drop-- {
		t.columns, t.columnRoles = t.columns[:drop], t.columnRoles[:drop]
		t.width = r.w - t.bar
		for _, c := range t.columns {
			if n := columnWidth(r, c); n > 0 {
				t.width -= n + 1
			}
		}
		if t.width >= max(leastBar, r.w/5) || drop == 0 {
			break
		}
	}
	t.zero = int(math.Round(t.cell(0)))
	return t
}

func columnWidth(r *raster, texts []string) int {
	n := 0
	for _, s := range texts {
		n = max(n, r.width(s))
	}
	return n
}

// cell is the place of a value in cells from the first one of the bars.
func (t *barTable) cell(v float64) float64 {
	return (bound(v) - t.lo) / (t.hi - t.lo) * float64(t.width)
}

// at is the cell that holds a value.
func (t *barTable) at(v float64) int { return min(int(t.cell(v)), t.width-1) }

func (t *barTable) draw(r *raster) {
	for i := range t.rows {
		row, y := &t.rows[i], 1+i*t.pitch
		n := min(r.width(row.Label), t.label)
		r.text(t.label-n, y, row.Label, theme.Text, t.label)
		t.drawBar(r, row, y)
		x := t.bar + t.width
		for k, c := range t.columns {
			width := columnWidth(r, c)
			if width == 0 {
				continue
			}
			pad := width - r.width(c[i])
			if k == len(t.columns)-1 && k == 3 { // notes begin at the left
				pad = 0
			}
			r.text(x+1+pad, y, c[i], t.columnRoles[k], width)
			x += width + 1
		}
	}
}

func (t *barTable) drawBar(r *raster, row *Row, y int) {
	role := roleOf(row.Role, 0)
	if finite(row.Measured) {
		end := t.cell(row.Measured)
		for c := max(int(math.Ceil(end)), 0); c < t.zero; c++ {
			r.put(t.bar+c, y, r.pick(runes.FullBlock, '#'), role)
		}
		for c := t.zero; c < t.width && float64(c) < end; c++ {
			part := end - float64(c)
			block := r.pick(runes.LeftBlockElementFromFloat64(part), '#')
			if block != runes.Null && (part >= 0.5 || !r.ascii) {
				r.put(t.bar+c, y, block, role)
			}
		}
	}
	if t.zero > 0 && r.at(t.bar+t.zero, y) == ' ' {
		r.put(t.bar+t.zero, y, r.pick(runes.LineVertical, '|'), theme.Axis)
	}
	if row.hasError() {
		a, b := t.at(row.Lo), t.at(row.Hi)
		if finite(row.Predicted) { // which side of an end the mark is on is told from the order of the cells
			switch c := t.mark(r, row); {
			case row.Predicted < row.Lo:
				a = min(max(a, c+1), b)
			case row.Predicted > row.Hi:
				b = max(min(b, c-1), a)
			default:
				a, b = min(a, c), max(b, c)
			}
		}
		r.fill(t.bar+a, y, b-a, r.pick(runes.LineHorizontal, '-'), theme.Text)
		r.put(t.bar+a, y, r.pick(runes.LineVerticalRight, '|'), theme.Text)
		r.put(t.bar+b, y, r.pick(runes.LineVerticalLeft, '|'), theme.Text)
		if m := t.at(row.Measured); finite(row.Measured) && m > a && m < b || a == b {
			r.put(t.bar+m, y, r.pick(runes.LineHorizontalVertical, '+'), theme.Text)
		}
	}
	if finite(row.Predicted) {
		r.put(t.bar+t.mark(r, row), y, predictedMark(r), theme.Theory)
	}
}

// mark is the cell of the prediction: that of its value, or the next one on its side of the end of the bar where both
// would share a cell, so that the order of bar and mark is the order of the numbers.
func (t *barTable) mark(r *raster, row *Row) int {
	c := t.at(row.Predicted)
	if finite(row.Measured) {
		end := t.end(r, row.Measured)
		switch {
		case row.Predicted < row.Measured:
			c = min(c, end-1)
		case row.Predicted > row.Measured:
			c = max(c, end+1)
		}
	}
	return min(max(c, 0), t.width-1)
}

// end is the outermost cell of a bar that is seen: bars are drawn in eighths of a cell, in ASCII in whole ones.
func (t *barTable) end(r *raster, v float64) int {
	steps := 8.0
	if r.ascii {
		steps = 1
	}
	if end := t.cell(v); v < 0 {
		return int(math.Ceil(end))
	} else {
		return int(math.Ceil(math.Round(end*steps)/steps)) - 1
	}
}

func (r *Row) hasError() bool { return finite(r.Lo) && finite(r.Hi) && r.Hi > r.Lo }
