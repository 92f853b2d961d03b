package chart

import (
	"cmp"
	"math"

	"github.com/NimbleMarkets/ntcharts/v2/canvas/runes"

	"levyscope/tui/theme"
)

// Histogram draws counts in bins of equal width as bars, and over them the counts that laws fitted to the same samples
// expect. If there are more bins than columns, as many neighbours as necessary are added up into one, in the bars and
// in the curves alike. A bin that is not empty is always visible.
//
// It needs 16x4 cells. Counts that are negative or NaN are taken as 0.
type Histogram struct {
	Title  string     // in the rule above
	Brief  string     // stands in for the title where the legend would not fit beside it
	XLabel string     // at the right end of the x axis
	Bins   []float64  // counts
	Lo, Hi float64    // the lower edge of the first bin and the upper edge of the last
	Role   theme.Role // of the bars; Text, the zero value, stands for a muted theme.Series0

	// Samples below Lo and from Hi on: shown at the ends of the last row.
	Under, Over int

	Curves []Curve // drawn over the bars

	// LogY makes the counts logarithmic, from half a count on, so that tails are seen.
	LogY    bool
	Focused bool     // the title has the colour of the focus
	Facts   []string // lines below the title, the most important first; as many are shown as leave the plot some rows
	N       float64  // shown as the number of samples; 0: the sum of the counts
	Empty   string   // stands in place of the plot while there are no counts; "" stands for "no data yet"
}

// Curve is a law in a Histogram.
type Curve struct {
	Name  string     // in the legend
	Role  theme.Role // Text, the zero value, stands for theme.Series of its place, counted from 1: the bars are 0
	Glyph rune       // 0 stands for the theme's glyph of its place
	Y     []float64  // the expected count of each bin; values that are not finite leave a gap
	Value string     // stands behind the name in the legend, such as "α 1.43"
}

// Render draws the chart; see the package comment.
func (g Histogram) Render(w, h int, th theme.Theme) string {
	r := newRaster(w, h, &th)
	hd := head{title: g.Title, brief: g.Brief, focused: g.Focused, entries: g.legends(r), facts: g.Facts}
	hd.reserve(r)
	hd.draw(r)
	total := g.total()
	switch {
	case w < leastWidth || h < leastHeight:
		r.say(1, "too small")
		return r.String()
	case total == 0 || !finite(g.Lo) || !finite(g.Hi) || g.Hi <= g.Lo:
		r.say(1, cmp.Or(g.Empty, "no data yet"))
		return r.String()
	}
	p, bins, merged := g.layout(r)
	g.edges(p)
	g.drawBars(p, bins)
	g.drawCurves(p, len(bins), merged)
	return r.String()
}

func (g *Histogram) total() float64 {
	n := 0.0
	for _, v := range g.Bins {
		n += count(v)
	}
	return n
}

// count is a count that can be drawn.
func count(v float64) float64 {
	if !(v > 0) {
		return 0
	}
	return bound(v)
}

func (g *Histogram) legends(r *raster) []entry {
	bars := entry{glyph: r.pick(barMark, ':'), role: g.role(), name: "n"}
	bars.value = number(g.total() + float64(g.Under) + float64(g.Over))
	if g.N > 0 {
		bars.value = number(g.N)
	}
	out := []entry{bars}
	for i, c := range g.Curves {
		out = append(out, entry{glyph: glyphOf(c.Glyph, i+1, r.th), role: roleOf(c.Role, i+1), name: c.Name, value: c.Value,
			keep: true})
	}
	return out
}

func (g *Histogram) role() theme.Role {
	if g.Role == theme.Text {
		return theme.Shade0
	}
	return g.Role
}

// layout finds the range of counts, the place of the plot, and how many bins are merged into one.
func (g *Histogram) layout(r *raster) (p *plot, bins []float64, merged int) {
	merged = 1
	for {
		bins = mergeBins(g.Bins, merged, count)
		p = newPlot(r, g.counts(bins, merged), leastGutter)
		if least := (len(g.Bins) + p.w - 1) / p.w; least > merged {
			merged = least
			continue
		}
		p.x = newAxis(g.Lo, g.Hi, false)
		return p, bins, merged
	}
}

// counts is the axis of y: as high as the highest bar, or higher where a curve rises up to half above it.
func (g *Histogram) counts(bins []float64, merged int) axis {
	top := 0.0
	for _, v := range bins {
		top = max(top, v)
	}
	high := top
	for _, c := range g.Curves {
		for _, v := range mergeBins(c.Y, merged, count) {
			high = max(high, min(v, 1.5*top))
		}
	}
	if g.LogY {
		a := newAxis(0.5, max(high, 1), true)
		a.hi += 0.05 * (a.hi - a.lo)
		return a
	}
	return newAxis(0, high*1.05, false)
}

// mergeBins adds up each n neighbours.
func mergeBins(y []float64, n int, of func(float64) float64) []float64 {
	out := make([]float64, 0, len(y)/n+1)
	for i := 0; i < len(y); i += n {
		sum := 0.0
		for _, v := range y[i:min(i+n, len(y))] {
			sum += of(v)
		}
		out = append(out, sum)
	}
	return out
}

// edges draws the axes and, at the ends of the last row, what lies outside.
func (g *Histogram) edges(p *plot) {
	r, begin, end := p.r, 0, p.r.w
	if g.Under > 0 {
		begin = r.text(0, r.h-1, string(r.pick('◂', '<'))+number(float64(g.Under)), theme.Warn, r.w/3) + 1
	}
	if g.Over > 0 {
		s := number(float64(g.Over)) + string(r.pick('▸', '>'))
		end -= r.width(s) + 2
		r.text(end+2, r.h-1, s, theme.Warn, r.w/3)
	}
	p.axesWithin(g.XLabel, begin, end)
}

// drawBars draws each bin over the columns that it covers.
func (g *Histogram) drawBars(p *plot, bins []float64) {
	for cx := range p.w {
		v := bins[min(cx*len(bins)/p.w, len(bins)-1)]
		if v == 0 {
			continue
		}
		high := max(p.y.frac(v)*float64(p.h), 1.0/8)
		full := int(min(high, float64(p.h)))
		for i := range full {
			p.put(cx, p.h-1-i, p.r.pick(runes.FullBlock, ':'), g.role())
		}
		if c := p.r.partial(high-float64(full), full == 0); c != 0 {
			p.put(cx, p.h-1-full, c, g.role())
		}
	}
}

// partial is the upper end of a bar: a block of eighths, or in ASCII a character that is about as high. It is 0 where
// nothing is to be drawn.
func (r *raster) partial(part float64, alone bool) rune {
	switch {
	case !r.ascii:
		return runes.LowerBlockElementFromFloat64(part)
	case part >= 0.5:
		return ':'
	case alone && part > 0:
		return '.'
	}
	return 0
}

func (g *Histogram) drawCurves(p *plot, bins, merged int) {
	d := newDots(p.w, p.h, p.r.th)
	type spot struct {
		cx, cy int
		glyph  rune
		role   theme.Role
	}
	var spots []spot
	for i, c := range g.Curves {
		role, glyph := roleOf(c.Role, i+1), glyphOf(c.Glyph, i+1, p.r.th)
		nodes := g.curveNodes(c.Y, p.y, bins, merged, d)
		k := stroke{d: d, y: p.y, pen: pen{role, glyph}}
		k.draw(nodes)
		next := 2 + i*4%glyphSpacing
		for _, n := range nodes {
			if cx := int(n.col) / p.sx; cx >= next {
				if cy, ok := p.cellY(n.last); ok {
					spots = append(spots, spot{cx, cy, glyph, role})
					next = cx + glyphSpacing
				}
			}
		}
	}
	d.onto(p.r, p.left, p.top)
	for _, s := range spots {
		p.put(s.cx, s.cy, s.glyph, s.role)
	}
}

// orGap makes a gap of what is not finite.
func orGap(v float64) float64 {
	if !finite(v) {
		return math.NaN()
	}
	return bound(v)
}

// curveNodes places the expected counts at the middle of their bins. What is too low to be told from nothing is left
// out: a line along the bottom would cover the bars of the tails.
func (g *Histogram) curveNodes(y []float64, counts axis, bins, merged int, d *dots) []node {
	cols, rows := d.size()
	sums := mergeBins(y[:min(len(y), len(g.Bins))], merged, orGap)
	nodes := make([]node, 0, len(sums))
	gap := true
	for b, v := range sums {
		if !(counts.place(v, rows) >= 0.5) {
			gap = true
			continue
		}
		col := math.Floor((float64(b) + 0.5) / float64(bins) * float64(cols))
		nodes = append(nodes, node{col: col, lo: v, hi: v, first: v, last: v, gap: gap})
		gap = false
	}
	return nodes
}
