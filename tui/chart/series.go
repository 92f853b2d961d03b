package chart

import (
	"math"
	"strconv"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/theme"
)

// Series is one line of a Line chart: a Track, or Points if Track is nil.
type Series struct {
	Name   string     // in the legend
	Role   theme.Role // Text, the zero value, stands for theme.Series of its place in the chart
	Glyph  rune       // 0 stands for the theme's glyph of its place; must be one cell wide
	Track  *Track     // the samples; nil: Points
	Points []Point    // X must not decrease if they are thousands; a point that is not finite breaks the line
	Stairs bool       // y holds until the next x: for schedules
	Dashed bool       // the line is broken
	// Scatter draws the samples without a line between them, each with the glyph unless they are too many for that: for
	// events.
	Scatter bool

	// Guide says that the line does not widen the range of y, but is cut off at it: for a theory, so that it cannot wreck
	// the axis of what it is held against. Where every series is a guide, the range is theirs.
	Guide bool

	// Cloud draws the samples beneath the other series, in cells of their own: a line that crosses them stays a line.
	Cloud bool

	// Hidden leaves the series out of the plot and of the ranges; its entry in the legend remains, dim.
	Hidden bool

	// Smoothable says that Line.Smooth draws a moving average over the samples: for noise about a value that is asked for.
	Smoothable bool

	// Error gives the standard error of the value at x, for Readout; NaN where it is not known, nil: nowhere. Interval is
	// the band that holds the 95 % intervals of the values; nil: there is none.
	Error    func(x float64) float64
	Interval *Band

	NoLegend bool   // no entry in the legend
	Value    string // stands in the legend instead of the latest y, such as "1.43±.02"; " " leaves out its range too
}

// extent is the range of x of all samples, on a logarithmic axis of those with x > 0.
func (s *Series) extent(log bool) (lo, hi float64, ok bool) {
	if s.Track != nil && log {
		return 0, 0, false
	}
	if s.Track != nil {
		lo, hi, _, _, ok = s.Track.Bounds()
		return lo, hi, ok
	}
	lo, hi = math.Inf(1), math.Inf(-1)
	if n := len(s.Points); n > manyPoints { // in order: the ends will do
		from, to := s.firstFinite(0, log), n-1
		for to > from && !(s.Points[to].finite() && (s.Points[to].X > 0 || !log)) {
			to--
		}
		if from == n {
			return 0, 0, false
		}
		return bound(s.Points[from].X), bound(s.Points[to].X), true
	}
	for _, p := range s.Points {
		if p.finite() && (p.X > 0 || !log) {
			lo, hi = min(lo, p.X), max(hi, p.X)
		}
	}
	return bound(lo), bound(hi), lo <= hi
}

// manyPoints is the number of Points from which on they are taken to be in order of X, so that a window of them is
// found by bisection.
const manyPoints = 1 << 12

// firstFinite is the number of the first point from i on that can be drawn, on a logarithmic axis of those with x > 0.
func (s *Series) firstFinite(i int, log bool) int {
	for i < len(s.Points) && !(s.Points[i].finite() && (s.Points[i].X > 0 || !log)) {
		i++
	}
	return i
}

// after is the number of the first point with a finite X beyond x; the points are in order.
func (s *Series) after(x float64) int {
	lo, hi := 0, len(s.Points)
	for lo < hi {
		mid := (lo + hi) / 2
		at := mid
		for at < hi && !finite(s.Points[at].X) {
			at++
		}
		switch {
		case at == hi:
			hi = mid
		case s.Points[at].X > x:
			hi = mid
		default:
			lo = at + 1
		}
	}
	return lo
}

// window are the points from one x to another with some around them, or all if they are few.
func (s *Series) window(x0, x1 float64) []Point {
	if len(s.Points) <= manyPoints {
		return s.Points
	}
	from, to := s.after(math.Nextafter(x0, math.Inf(-1))), s.after(x1)
	for from--; from > 0 && !s.Points[from].finite(); from-- { // the line comes from there
	}
	for to < len(s.Points)-1 && !s.Points[to].finite() { // and goes there
		to++
	}
	return s.Points[max(from, 0):min(to+1, len(s.Points))]
}

// latest is the latest point that is not later than x.
func (s *Series) latest(x float64) (Point, bool) {
	i := len(s.Points) - 1
	if i >= manyPoints {
		i = s.after(x) - 1
	}
	for ; i >= 0; i-- {
		if p := s.Points[i]; p.finite() && p.X <= x {
			return p, true
		}
	}
	return Point{}, false
}

// at is the y of the latest sample that is not later than x; in a Track, the mean of its bucket.
func (s *Series) at(x float64) (float64, bool) {
	if s.Track == nil {
		p, ok := s.latest(x)
		return p.Y, ok
	}
	b := s.Track.bucketAt(x)
	if b == nil {
		return 0, false
	}
	return b.Mean, true
}

// bad is the number of samples that could not be drawn because they were not finite.
func (s *Series) bad() int {
	if s.Track == nil {
		return 0
	}
	return s.Track.Bad()
}

// look is the role and the glyph of the i-th series.
func (s *Series) look(i int, th *theme.Theme) (theme.Role, rune) {
	return roleOf(s.Role, i), glyphOf(s.Glyph, i, th)
}

func roleOf(r theme.Role, i int) theme.Role {
	if r == theme.Text {
		return theme.Series(i)
	}
	return r
}

func glyphOf(g rune, i int, th *theme.Theme) rune {
	if g <= ' ' || !unicode.IsPrint(g) || ansi.StringWidth(string(g)) != 1 || g > '~' && th.Glyphs() == theme.ASCII {
		return th.Glyph(i)
	}
	return g
}

// legend is the entry of the i-th series; x is where its value is read, pointed says that this is the cursor, and nodes
// are what is drawn of it.
func (s *Series) legend(i int, th *theme.Theme, x float64, pointed bool, nodes []node, cols int) entry {
	role, glyph := s.look(i, th)
	e := entry{glyph: glyph, role: role, name: s.Name, value: s.Value, keep: role == theme.Theory, series: i,
		off: s.Hidden}
	if r, ok := s.reading(x); pointed && s.Value != " " {
		if e.value = "–"; ok {
			e.value = r.text(names)
		}
	} else if y, ok := s.at(x); ok && e.value == "" {
		e.value = number(y)
	}
	lo, hi := math.Inf(1), math.Inf(-1)
	within(nodes, cols, func(n *node) { lo, hi = min(lo, n.lo), max(hi, n.hi) })
	if lo < hi && s.Value != " " {
		e.span = "[" + number(lo) + " " + number(hi) + "]"
	}
	if n := s.bad(); n > 0 {
		e.alarm = strconv.Itoa(n) + " NaN/Inf"
	}
	return e
}
