package chart

import (
	"math"

	"levyscope/tui/theme"
)

// Band is a ribbon from Lo to Hi over X, such as an error band or percentiles, drawn as sparse dots beneath the lines.
// The three have the same length (what is longer is ignored), X does not decrease. Where a value is not finite the band
// has a gap; on a logarithmic axis it reaches down to the edge where Lo <= 0.
type Band struct {
	X, Lo, Hi []float64
	Name      string     // of the series that it belongs to; "": none
	Role      theme.Role // Text, the zero value, stands for theme.Shade; theme.Band(role) is that of a series
}

func (b *Band) len() int { return min(len(b.X), len(b.Lo), len(b.Hi)) }

func (b *Band) ok(i int) bool { return finite(b.X[i]) && finite(b.Lo[i]) && finite(b.Hi[i]) }

// each calls add for the points within the range of x.
func (b *Band) each(x axis, add func(lo, hi float64)) {
	for i := range b.len() {
		if f := x.frac(b.X[i]); b.ok(i) && f >= 0 && f <= 1 {
			add(b.Lo[i], b.Hi[i])
		}
	}
}

func (l *Line) drawBands(p *plot) {
	for i := range l.Bands {
		b := &l.Bands[i]
		role := b.Role
		if role == theme.Text {
			role = theme.Shade
		}
		d := newFaint(p.w, p.h, p.r.th)
		b.draw(d, p, pen{role, faintInk(p.r.th)})
		d.onto(p.r, p.left, p.top)
	}
}

// draw fills each column between the interpolated edges with a lattice of a quarter of the dots.
func (b *Band) draw(d *dots, p *plot, k pen) {
	cols, rows := d.size()
	s := stroke{d: d, y: p.y}
	ends := make([][2]float64, cols)
	for c := range ends {
		ends[c] = [2]float64{math.Inf(1), math.Inf(-1)}
	}
	grow := func(c, r0, r1 float64) {
		e := &ends[int(c)]
		e[0], e[1] = min(e[0], r0, r1), max(e[1], r0, r1)
	}
	for i := range b.len() {
		if !b.ok(i) || p.y.log && b.Hi[i] <= 0 {
			continue
		}
		c1 := p.x.place(b.X[i], cols)
		lo1, hi1 := b.row(&s, b.Lo[i]), b.row(&s, b.Hi[i])
		if at := math.Round(c1); at >= 0 && at < float64(cols) {
			grow(at, lo1, hi1)
		}
		if i == 0 || !b.ok(i-1) || p.y.log && b.Hi[i-1] <= 0 {
			continue
		}
		c0 := p.x.place(b.X[i-1], cols)
		lo0, hi0 := b.row(&s, b.Lo[i-1]), b.row(&s, b.Hi[i-1])
		for c := max(math.Ceil(c0), 0); c <= min(c1, float64(cols-1)) && c1 > c0; c++ {
			f := (c - c0) / (c1 - c0)
			grow(c, lo0+f*(lo1-lo0), hi0+f*(hi1-hi0))
		}
	}
	for c, e := range ends {
		for r := int(max(math.Round(e[0]), 0)); float64(r) <= min(math.Round(e[1]), float64(rows-1)); r++ {
			if lattice(c, r, d.sy) {
				d.set(c, r, k)
			}
		}
	}
}

// row is the row of dots of an edge; on a logarithmic axis what is not positive lies below everything.
func (b *Band) row(s *stroke, v float64) float64 {
	if s.y.log && v <= 0 {
		_, rows := s.d.size()
		return float64(rows)
	}
	return s.row(v)
}

// lattice reports whether a dot belongs to the pattern of a band: one of four, staggered.
func lattice(c, r, sy int) bool {
	if sy == 1 {
		return (c+r)%2 == 0
	}
	return r%4 == 2*(c%2)
}
