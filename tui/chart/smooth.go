package chart

import (
	"math"
	"strconv"
	"strings"

	"levyscope/tui/theme"
)

// smooths reports whether a moving average is drawn over a series.
func (l *Line) smooths(s *Series) bool {
	return l.Smooth > 0 && l.Smooth < 1 && s.Smoothable && !s.Hidden
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

// smoothed is the moving average of a series at the samples, or the ends of the buckets, from one x to another. It has
// begun before the first of them, as far back as samples matter.
func (s *Series) smoothed(weight float64) []Point {
	e := ema{weight: weight}
	var out []Point
	if s.Track != nil {
		for i := range s.Track.buckets {
			b := &s.Track.buckets[i]
			e.add(b.Mean, b.Count)
			out = append(out, Point{b.X1, e.value()})
		}
		return out
	}
	for _, p := range s.Points {
		if p.finite() {
			e.add(bound(p.Y), 1)
			out = append(out, Point{p.X, e.value()})
		}
	}
	return out
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
		over := Series{Points: s.smoothed(l.Smooth)}
		nodes := traceOf(&over, p.x, p.cols(), l.LogY)
		k := stroke{d: d, y: p.y, pen: pen{role, glyph}}
		sx := p.sx
		k.dashed = func(c int) bool { return c/sx%4 == 3 }
		k.draw(nodes)
	}
}
