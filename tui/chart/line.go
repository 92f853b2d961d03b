package chart

import (
	"math"

	"levyscope/tui/theme"
)

// Line draws series over x, usually over time. Each column of dots shows the range of y from its least to its greatest
// sample, and samples next to each other are connected. The glyph of a series stands on its line every dozen cells and
// at its end. Where two series share a cell, the dots of both are shown in the colour of the later one.
//
// A few peaks do not flatten the rest. Where the ends of y come from the data, a peak is what a series does beyond
// what four of five of its columns keep to, by more than twice the length of that, for at most one column in 50 (or
// two). One beside which the rest would be a flat row, 30 times as far out, may take one column in 10, and any in
// which it comes back. It is left out of the range of y if the rest would otherwise have less than a third of the
// height. The columns that are cut off have an arrow, and at that edge stands how many peaks there are and the most
// extreme value: "↑3 max 1e12".
//
// A level is no peak: that at which the series is now, whether it has gone up or come down to it, one that it keeps
// to for longer, and what it begins with, such as the loss of a network before it has learnt, unless that is a
// million times too large. It belongs to the rest, and only what lies as far beyond it too is a peak. So a peak is
// over when the series is back from it at whatever level, and a divergence that has nothing behind it is shown. Fixed
// ends, Whole, less than 24 samples, schedules (Stairs), events (Scatter) and theories know no peaks; HLines and
// Bands widen the range as ever.
//
// It needs 16x4 cells.
type Line struct {
	Title   string   // in the rule above
	Brief   string   // stands in for the title where the legend would not fit beside it
	Unit    string   // of y; stands behind the title
	Remark  string   // stands behind the unit
	XLabel  string   // the name of x with its unit, at the right end of the last row
	Series  []Series // drawn in their order, the last one on top
	Bands   []Band   // beneath the series
	Markers []Marker // vertical lines
	HLines  []HLine  // horizontal lines

	// Now is the present: a line stands there, legends give the values there, and what lies right of it is the future,
	// drawn dashed. Cursor is where the user points to: a line, the legends give the values there instead, and the last
	// row the readings with their errors; see Readout.
	// Either is left out if nil or not finite.
	Now, Cursor *float64

	// LogX and LogY make an axis logarithmic; only x > 0, or y > 0, is drawn then. A Track needs a linear x.
	LogX, LogY bool

	// Smooth draws over each Smoothable series its exponential moving average, broken and with a glyph of its own; the
	// samples remain. It is the weight of what came before, for each sample: .98 reaches back over about 50 of them.
	// 0, and what is not between 0 and 1, draws none.
	Smooth float64

	Empty string // stands in place of the plot while there is no sample; "" stands for "no data yet"

	// The ranges of the axes. nil (or a value that is not finite) takes the bound from the data: for x all samples; for
	// y what lies in the range of x of the series but guides, the HLines and as much of the Bands as extends the range of
	// the series by half at either end, and a twentieth more. What lies outside is cut off.
	XMin, XMax, YMin, YMax *float64

	Whole bool // the range of y leaves out no peaks

	Facts []string // lines below the title, the most important first; as many are shown as leave the plot some rows

	Gutter  int  // cells for the labels of y, if more than they need: lines up charts below each other
	Focused bool // the title has the colour of the focus
}

// Marker is a moment at which a control changed: a thin line with a short label at its top, such as the key pressed.
type Marker struct {
	X     float64 // where the line stands
	Label string  // at the top of the line
}

// HLine is a level of y, such as a threshold or a value from theory: a thin dashed line with its label on it.
type HLine struct {
	Y     float64    // where the line stands
	Role  theme.Role // colour of the line
	Label string     // at the right end of the line
}

// Render draws the chart; see the package comment.
func (l Line) Render(w, h int, th theme.Theme) string {
	r := newRaster(w, h, &th)
	p, traces, problem := l.layout(r)
	hd := l.head(r, p, traces)
	hd.draw(r)
	if problem != "" {
		r.say(1, problem)
		return r.String()
	}
	p.axes(l.XLabel)
	l.drawBands(p)
	l.drawLevels(p)
	l.drawMoments(p)
	d := l.drawSeries(p, traces)
	l.drawEdges(p, traces)
	l.labelLevels(p, d)
	l.labelMoments(p)
	l.labelEdges(p)
	l.drawReadout(p)
	return r.String()
}

// XAt is the x under a column of cells of the chart as Render(w, h, th) draws it, for a pointer: ok is false beside the
// plot.
func (l Line) XAt(w, h int, th theme.Theme, column int) (x float64, ok bool) {
	p, _, problem := l.layout(newRaster(w, h, &th))
	if problem != "" || column < p.left || column >= w {
		return 0, false
	}
	return p.x.value((float64(column-p.left) + 0.5) / float64(p.w)), true
}

// YAt is the value at the middle of the cells of a row of the plot, where it is drawn with h lines of w cells; ok is
// false for rows outside the plot, and where nothing is drawn.
func (l Line) YAt(w, h int, th theme.Theme, row int) (y float64, ok bool) {
	p, _, problem := l.layout(newRaster(w, h, &th))
	if problem != "" || row < p.top || row >= p.top+p.h {
		return 0, false
	}
	return p.y.value(1 - (float64(row-p.top)+0.5)/float64(p.h)), true
}

// layout finds the ranges, the traces and the place of the plot, or says why there is nothing to draw.
func (l *Line) layout(r *raster) (p *plot, traces [][]node, problem string) {
	hd := l.head(r, nil, nil)
	hd.reserve(r)
	x, ok := l.rangeOfX()
	switch {
	case r.w < leastWidth || r.h < leastHeight:
		return nil, nil, "too small"
	case !ok:
		return nil, nil, l.nothing()
	}
	for gutter := max(l.Gutter, leastGutter); ; gutter = p.left {
		sx, _ := dotsPerCell(r.th.Glyphs())
		cols := max(r.w-min(gutter, r.w/2), 1) * sx
		traces = traces[:0]
		for i := range l.Series {
			if l.Series[i].Hidden {
				traces = append(traces, nil)
				continue
			}
			traces = append(traces, traceOf(&l.Series[i], x, cols, l.LogY))
		}
		y, cut, ok := l.rangeOfY(x, traces, cols)
		if !ok {
			return nil, traces, l.nothing()
		}
		p = newPlot(r, y, gutter)
		p.x = x
		if p.left <= gutter || p.cols() == cols {
			l.beyond(p, traces, cut)
			return p, traces, ""
		}
	}
}

// head is the title rule with the legend.
func (l *Line) head(r *raster, p *plot, traces [][]node) head {
	return head{title: l.Title, brief: l.Brief, unit: l.Unit + l.Remark, focused: l.Focused,
		entries: l.legends(r.th, p, traces), facts: l.Facts}
}

// nothing says why there is nothing to draw.
func (l *Line) nothing() string {
	bad, hidden := 0, false
	for i := range l.Series {
		s := &l.Series[i]
		hidden = hidden || s.Hidden
		if s.Hidden {
			continue
		}
		bad += s.bad()
		if _, _, ok := s.extent(l.LogX); ok {
			if l.LogY {
				return "nothing above 0 here (log y)"
			}
			return "no data in this range"
		}
	}
	if bad > 0 {
		return "no finite data"
	}
	switch {
	case hidden:
		return "what has data is hidden"
	case l.Empty != "":
		return l.Empty
	}
	return "no data yet"
}

func (l *Line) rangeOfX() (axis, bool) {
	lo, hi := math.Inf(1), math.Inf(-1)
	for i := range l.Series {
		if l.Series[i].Hidden {
			continue
		}
		if a, b, ok := l.Series[i].extent(l.LogX); ok {
			lo, hi = min(lo, a), max(hi, b)
		}
	}
	found := lo <= hi
	if v, ok := given(l.XMin); ok && (v > 0 || !l.LogX) {
		lo = v
	}
	if v, ok := given(l.XMax); ok && (v > 0 || !l.LogX) {
		hi = v
	}
	if l.LogX {
		return newAxis(lo, hi, true), found
	}
	if hi <= lo { // one sample stands at the left
		hi = lo + max(1, math.Abs(lo)*1e-3)
	}
	return newAxis(lo, hi, false), found
}

// rangeOfY is the range of y, and at which ends it cuts peaks off; ok is false if it is left to the data and there is
// none.
func (l *Line) rangeOfY(x axis, traces [][]node, cols int) (a axis, cut [2]bool, ok bool) {
	s := newSpread(l.LogY)
	for i, t := range traces {
		if !l.Series[i].Guide {
			within(t, cols, func(n *node) { s.add(n.lo, n.hi) })
		}
	}
	if s.empty() {
		for _, t := range traces { // a line that only passes through
			for i := range t {
				s.add(t[i].lo, t[i].hi)
			}
		}
	}
	if s.empty() {
		return axis{}, cut, false
	}
	s, cut = l.calm(s, traces, cols)
	near := s.wider(0.5)
	for i := range l.Bands {
		l.Bands[i].each(x, func(lo, hi float64) { s.addWithin(lo, hi, near) })
	}
	for _, h := range l.HLines {
		s.add(h.Y, h.Y)
	}
	return s.axis(l.YMin, l.YMax), cut, true
}

// legends are the entries of the title rule. Without a plot they have names only.
func (l *Line) legends(th *theme.Theme, p *plot, traces [][]node) []entry {
	at := math.Inf(1)
	if v, ok := given(l.Now); ok {
		at = v
	}
	cursor, pointed := given(l.Cursor)
	if pointed {
		at = cursor
	}
	var out []entry
	for i := range l.Series {
		if s := &l.Series[i]; !s.NoLegend {
			var nodes []node
			cols := 0
			if p != nil {
				nodes, cols = traces[i], p.cols()
			}
			out = append(out, s.legend(i, th, at, pointed && p != nil, nodes, cols))
		}
	}
	return append(out, l.smoothLegend(th, at, p != nil)...)
}
