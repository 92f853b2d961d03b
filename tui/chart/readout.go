package chart

import (
	"cmp"
	"math"
	"sort"
	"strconv"

	"levyscope/tui/theme"
)

// Reading is what a series says at one place: a sample, or a bucket of neighbouring samples where single ones are no
// longer kept.
type Reading struct {
	Series int    // its place among the series of the Line
	Name   string // of the series

	X0, X1   float64 // where the samples lie; alike for one sample
	Count    int     // of the samples
	Value    float64 // the sample; of several, their mean
	Min, Max float64 // their range

	Error  float64 // standard error of a sample, the latest of several; NaN where it is not known
	Lo, Hi float64 // 95 % interval of a sample, the latest of several; NaN where it is not known

	Smooth float64 // the weight of the moving average that the value is of; 0: it is a sample
}

// Readout reads the series at x: of each that is shown, the sample there or the latest one before it, and behind it
// the moving average up to there, where Smooth draws one; that is exact as far as samples are kept. A series that
// begins later, or ended well before x, is left out.
func (l Line) Readout(x float64) []Reading {
	var out []Reading
	if !finite(x) {
		return nil
	}
	for i := range l.Series {
		s := &l.Series[i]
		if s.Hidden {
			continue
		}
		if r, ok := s.reading(x); ok {
			r.Series, r.Name = i, s.Name
			out = append(out, r)
			if a, ok := l.averageReading(i, r); ok && l.smooths(s) {
				out = append(out, a)
			}
		}
	}
	return out
}

// reading is that of the latest sample or bucket that does not begin after x.
func (s *Series) reading(x float64) (r Reading, ok bool) {
	if s.ended(x) {
		return r, false
	}
	if s.Track != nil {
		b := s.Track.bucketAt(x)
		if b == nil {
			return r, false
		}
		r = Reading{X0: b.X0, X1: b.X1, Count: b.Count, Value: b.Mean, Min: b.Min, Max: b.Max}
	} else {
		p, ok := s.latest(x)
		if !ok {
			return r, false
		}
		r = Reading{X0: p.X, X1: p.X, Count: 1, Value: p.Y, Min: p.Y, Max: p.Y}
	}
	s.interval(&r)
	return r, true
}

// ended reports whether the last sample lies well before x: by more than 1.5 times the distance of the last two and by
// more than a fiftieth of the length of the series.
func (s *Series) ended(x float64) bool {
	var first, before, last float64
	if s.Track != nil {
		base := &s.Track.levels[0]
		n := len(base.ring)
		if n < 2 {
			return false
		}
		first, before, last = s.Track.origin, base.at(n-2).X1, base.at(n-1).X1
	} else {
		end, ok := s.latest(huge)
		begin := s.firstFinite(0, false)
		if !ok || begin == len(s.Points) || s.Points[begin] == end {
			return false
		}
		prior, _ := s.latest(math.Nextafter(end.X, math.Inf(-1)))
		first, before, last = s.Points[begin].X, prior.X, end.X
	}
	return bound(x)-last > max(1.5*(last-before), (last-first)/50)
}

// interval fills in the error and the interval of a reading.
func (s *Series) interval(r *Reading) {
	r.Error, r.Lo, r.Hi = math.NaN(), math.NaN(), math.NaN()
	if s.Error != nil {
		if e := s.Error(r.X1); finite(e) && e >= 0 {
			r.Error = e
		}
	}
	if b := s.Interval; b != nil {
		i := sort.Search(b.len(), func(i int) bool { return b.X[i] > r.X1 }) - 1
		if i >= 0 && b.ok(i) {
			r.Lo, r.Hi = b.Lo[i], b.Hi[i]
		}
	}
}

// String is the reading as a text: "train 0.231±0.010 [0.211 0.251], 0.190 to 0.274 at 8960..9023"; the brackets hold
// the interval.
func (r Reading) String() string { return r.Name + " " + r.text(spans) + " at " + r.place() }

// place is where the samples lie.
func (r *Reading) place() string {
	if r.X0 == r.X1 {
		return abscissa(r.X1)
	}
	return abscissa(r.X0) + ".." + abscissa(r.X1)
}

// Mean says that the value is a mean of several samples.
func (r *Reading) Mean() bool { return r.Count > 1 }

// text is the value in three digits or, in more detail, with its error and interval or, in still more, with the
// range of the samples too.
func (r *Reading) text(d detail) string {
	if d == names {
		return number(r.Value)
	}
	s := precise(r.Value)
	if r.Mean() {
		s = "mean " + s
	}
	if finite(r.Error) {
		s += "±" + number(r.Error)
	}
	if finite(r.Lo) && finite(r.Hi) {
		s += " [" + number(r.Lo) + " " + number(r.Hi) + "]"
	}
	if d >= ranges && r.Min < r.Max {
		s += ", " + precise(r.Min) + " to " + precise(r.Max)
	}
	return s
}

// precise writes a value in five significant digits.
func precise(v float64) string {
	if e := exponent(v, 4); finite(v) && (e < -4 || e > 4) {
		return scientific(v, 4)
	}
	return strconv.FormatFloat(v+0, 'g', 5, 64)
}

// abscissa is a place on the x axis: whole steps in full.
func abscissa(x float64) string {
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return strconv.FormatFloat(x+0, 'f', 0, 64) // + 0: no "-0"
	}
	return strconv.FormatFloat(x, 'g', 6, 64)
}

// drawReadout writes the readings at the cursor over the labels of x.
func (l *Line) drawReadout(p *plot) {
	x, ok := given(l.Cursor)
	if _, in := p.cellX(x); !ok || !in {
		return
	}
	dot := math.Abs(p.x.value(1/float64(p.cols())) - p.x.value(0))
	if dot >= 1 {
		x = math.Trunc(x)
	}
	readings := l.Readout(x)
	r := p.r
	for _, d := range [...]detail{spans, ranges, values, names} {
		parts := l.readoutParts(r, x, dot, readings, d)
		n := 0
		for _, p := range parts {
			n += r.width(p.text)
		}
		if n > r.w && d > names {
			continue
		}
		r.fill(0, r.h-1, r.w, ' ', theme.Text)
		at := 0
		for _, p := range parts {
			at = r.text(at, r.h-1, p.text, p.role, r.w)
		}
		return
	}
}

// counts says that x counts steps.
func (l *Line) counts() bool { return l.XLabel == "step" || l.XLabel == "iteration" }

// stretch is a stretch of x: 192-255 of steps, 0.1..0.2 of a time.
func (l *Line) stretch(from, to float64) string {
	if l.counts() {
		return abscissa(from) + "-" + abscissa(to)
	}
	return abscissa(from) + ".." + abscissa(to)
}

// widest is the stretch of x that the readings of more than one place are from; x itself where there are none.
func widest(x float64, readings []Reading) (from, to float64) {
	from, to = math.Inf(1), math.Inf(-1)
	for i := range readings {
		if v := &readings[i]; v.X0 < v.X1 {
			from, to = min(from, v.X0), max(to, v.X1)
		}
	}
	if from > to {
		return x, x
	}
	return from, to
}

// readoutParts are the texts of the row of readings. In full detail each series whose sample does not lie at the
// cursor, or whose value is a mean, says where that is; in less detail the row begins with the stretch that means are
// from, and in least detail only glyphs name the series.
func (l *Line) readoutParts(r *raster, x, dot float64, readings []Reading, d detail) []part {
	place := abscissa(x)
	if from, to := widest(x, readings); d < spans && from < to {
		place = l.stretch(from, to)
	}
	at := place
	if d > names {
		at = cmp.Or(l.XLabel, "x") + " " + place
	}
	out := []part{{at, theme.Focus}}
	if len(readings) == 0 {
		return append(out, part{"  nothing here", theme.Dim})
	}
	for i := range readings {
		v := &readings[i]
		role, glyph := l.Series[v.Series].look(v.Series, r.th)
		if v.Smooth > 0 {
			glyph = smoothGlyph(r.th)
		}
		name := " " + v.Name + " "
		if d == names || v.Name == "" {
			name = " "
		}
		out = append(out, part{"  " + string(glyph), role}, part{name + v.text(d), theme.Text})
		switch {
		case d != spans:
		case v.X0 < v.X1 && l.counts():
			out = append(out, part{" (" + l.XLabel + "s " + l.stretch(v.X0, v.X1) + ")", theme.Dim})
		case v.X0 < v.X1 || x-v.X1 > dot:
			out = append(out, part{" @" + v.place(), theme.Dim})
		}
	}
	return out
}

// LegendAt is the series whose entry in the legend lies under a cell of the chart as Render(w, h, th) draws it.
func (l Line) LegendAt(w, h int, th theme.Theme, x, y int) (series int, ok bool) {
	r := newRaster(w, h, &th)
	if x < 0 || y < 0 || x >= r.w || y >= r.h {
		return 0, false
	}
	p, traces, problem := l.layout(r)
	if problem != "" {
		p = nil
	}
	hd := l.head(r, p, traces)
	e := hd.entryAt(r, x, y)
	if e == nil || e.series < 0 {
		return 0, false
	}
	return e.series, true
}
