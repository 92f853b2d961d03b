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

// smoothLegend is the entry of the moving averages, if any are drawn.
func (l *Line) smoothLegend(th *theme.Theme) []entry {
	for i := range l.Series {
		if s := &l.Series[i]; l.smooths(s) {
			role, _ := s.look(i, th)
			return []entry{{glyph: smoothGlyph(th), role: role, name: l.smoothName(), series: -1}}
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
