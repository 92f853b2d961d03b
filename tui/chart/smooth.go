package chart

import (
	"math"
	"strconv"
	"strings"

	"levyscope/tui/theme"
)

// smooths reports whether a moving average is drawn over a series.
func (l *Line) smooths(s *Series) bool {
	return l.Smooth > 0 && l.Smooth < 1 && s.Smoothable && !s.Hidden && !(l.LogX && s.Track != nil)
}

// ema is an exponential moving average in which every sample has the same share: e = w e + (1-w) y, divided by the sum
// of the weights so far, so that it does not begin at 0.
type ema struct{ weight, sum, total float64 }

// add takes in n samples of a mean, which is exact as long as they are one or the same.
func (e *ema) add(mean float64, n int) {
	old := math.Pow(e.weight, float64(n))
	e.sum = old*e.sum + (1-old)*mean
	e.total = old*e.total + (1 - old)
}

func (e *ema) value() float64 { return e.sum / e.total }

// reach is the number of samples after which one has less than 1e-6 of its weight left.
func (e *ema) reach() int { return int(min(math.Ceil(-6*math.Ln10/math.Log(e.weight)), 1e9)) }

// smoothed is the moving average of a series at the samples, or at the ends of the buckets, of a window of x and at the
// nearest one around it. It has begun before them, as far back as samples matter and are kept.
func (s *Series) smoothed(weight float64, x axis) []Point {
	e := ema{weight: weight}
	var out []Point
	from, to := x.value(0), x.value(1)
	if s.Track != nil {
		s.Track.each(s.Track.before(from, e.reach()), to, func(b *Bucket) {
			e.add(b.Mean, b.Count)
			if b.X1 < from {
				out = out[:0]
			}
			out = append(out, Point{b.X1, e.value()})
		})
		return out
	}
	begin, end := 0, len(s.Points)
	if end > manyPoints {
		begin, end = max(s.after(from)-e.reach(), 0), min(s.after(to)+1, end)
	}
	for _, p := range s.Points[begin:end] {
		if !p.finite() {
			continue
		}
		e.add(bound(p.Y), 1)
		if p.X < from {
			out = out[:0]
		}
		out = append(out, Point{p.X, e.value()})
	}
	return out
}

// average is the moving average at the latest sample, or end of a bucket, that is not later than x.
func (s *Series) average(weight, x float64) (p Point, ok bool) {
	x = bound(x)
	for _, q := range s.smoothed(weight, axis{lo: x, hi: x}) {
		if q.X <= x {
			p, ok = q, true
		}
	}
	return p, ok
}

// averageReading is the moving average of the i-th series where r reads it.
func (l *Line) averageReading(i int, r Reading) (Reading, bool) {
	s := &l.Series[i]
	p, ok := s.average(l.Smooth, r.X1)
	r.Value, r.Min, r.Max, r.X0, r.X1 = p.Y, p.Y, p.Y, p.X, p.X
	r.Error, r.Lo, r.Hi = math.NaN(), math.NaN(), math.NaN()
	r.Smooth, r.Name, r.Count = l.Smooth, s.Name+" "+l.smoothName(), 1
	return r, ok
}

// Averages is the moving average that Smooth draws over the i-th series, behind each of its samples, or behind each
// bucket of them where single ones are no longer kept: there every sample of a bucket counts as their mean. Count is
// the number of samples in it. It is nil where none is drawn.
func (l Line) Averages(i int) []Reading {
	s := &l.Series[i]
	if !l.smooths(s) {
		return nil
	}
	var buckets []Bucket
	if s.Track != nil {
		buckets = s.Track.All()
	}
	for _, p := range s.Points {
		if s.Track == nil && p.finite() {
			buckets = append(buckets, newBucket(p.X, bound(p.Y)))
		}
	}
	e, nan := ema{weight: l.Smooth}, math.NaN()
	var out []Reading
	for _, b := range buckets {
		e.add(b.Mean, b.Count)
		out = append(out, Reading{Series: i, Name: s.Name + " " + l.smoothName(), X0: b.X0, X1: b.X1, Count: b.Count,
			Value: e.value(), Min: e.value(), Max: e.value(), Error: nan, Lo: nan, Hi: nan, Smooth: l.Smooth})
	}
	return out
}

// before is the x that lies n samples before another one, on the finest level that goes back so far.
func (t *Track) before(x float64, n int) float64 {
	for k := t.finest(x); ; k++ {
		v := &t.levels[k]
		i := min(v.search(x), len(v.ring)-1)
		for left := n; i > 0 && left > 0; i-- {
			left -= v.at(i - 1).Count
		}
		if k == len(t.levels)-1 || i > 0 || !v.lost {
			if i < 0 {
				return x
			}
			return v.at(i).X0
		}
	}
}

// smoothGlyph marks moving averages.
func smoothGlyph(th *theme.Theme) rune {
	if th.Glyphs() == theme.ASCII {
		return '~'
	}
	return '≈'
}

// smoothName names a moving average in the legend: "ema .98".
func (l *Line) smoothName() string {
	return "ema " + strings.TrimPrefix(strconv.FormatFloat(l.Smooth, 'g', 4, 64), "0")
}

// smoothLegend is the entry of the moving averages, if any are drawn, with the value of the first one at x.
func (l *Line) smoothLegend(th *theme.Theme, x float64, valued bool) []entry {
	for i := range l.Series {
		if s := &l.Series[i]; l.smooths(s) {
			role, _ := s.look(i, th)
			e := entry{glyph: smoothGlyph(th), role: role, name: l.smoothName(), series: -1}
			if p, ok := s.average(l.Smooth, x); ok && valued {
				e.value = number(p.Y)
			}
			return []entry{e}
		}
	}
	return nil
}

// drawSmooth draws the moving averages.
func (l *Line) drawSmooth(p *plot, d *dots) {
	for i := range l.Series {
		s := &l.Series[i]
		if !l.smooths(s) {
			continue
		}
		role, _ := s.look(i, p.r.th)
		glyph := smoothGlyph(p.r.th)
		over := Series{Points: s.smoothed(l.Smooth, p.x)}
		nodes := traceOf(&over, p.x, p.cols(), l.LogY)
		k := stroke{d: d, y: p.y, pen: pen{role, glyph}}
		sx := p.sx
		k.dashed = func(c int) bool { return c/sx%4 == 3 }
		k.draw(nodes)
	}
}
