package chart

import (
	"math"
	"sort"

	"levyscope/tui/theme"
)

// Reading is what a series says at one place: a sample, or a bucket of neighbouring samples where single ones are no
// longer kept.
type Reading struct {
	Series int    // its place among the series of the Line
	Name   string // of the series

	X0, X1   float64 // where the samples lie; alike for one sample
	Count    int     // of the samples
	Value    float64 // the latest of them
	Min, Max float64 // their range

	Error  float64 // half the width of the interval of the value; NaN where it is not known
	Lo, Hi float64 // its interval, which need not be symmetric; NaN where it is not known
}

// Readout reads the series at x: of each that is shown, the sample there or the latest one before it. A series that
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
		}
	}
	return out
}

// reading is that of the latest sample or bucket that does not begin after x.
func (s *Series) reading(x float64) (Reading, bool) {
	var r Reading
	if s.Track != nil {
		b := s.Track.bucketAt(x)
		if b == nil {
			return r, false
		}
		r = Reading{X0: b.X0, X1: b.X1, Count: b.Count, Value: b.Last, Min: b.Min, Max: b.Max}
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

// interval fills in the error and the interval of a reading.
func (s *Series) interval(r *Reading) {
	r.Error, r.Lo, r.Hi = math.NaN(), math.NaN(), math.NaN()
	if s.Error != nil {
		if e := s.Error(r.X1); finite(e) && e >= 0 {
			r.Error, r.Lo, r.Hi = e, r.Value-e, r.Value+e
			return
		}
	}
	if b := s.Interval; b != nil {
		n := b.len()
		i := sort.Search(n, func(i int) bool { return b.X[i] > r.X1 }) - 1
		if i >= 0 && b.ok(i) {
			r.Lo, r.Hi = b.Lo[i], b.Hi[i]
			r.Error = (r.Hi - r.Lo) / 2
		}
	}
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
