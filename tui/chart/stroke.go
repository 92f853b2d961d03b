package chart

import "math"

// stroke draws traces into a layer of dots.
type stroke struct {
	d      *dots
	y      axis
	pen    pen
	stairs bool
	loose  bool               // samples are not connected
	dashed func(col int) bool // whether the line is broken there
}

// row is the row of dots of a value, the first at the top.
func (s *stroke) row(v float64) float64 {
	_, rows := s.d.size()
	return float64(rows-1) - s.y.place(v, rows)
}

// draw draws the nodes and what connects them.
func (s *stroke) draw(nodes []node) {
	cols, _ := s.d.size()
	for i := range nodes {
		n := &nodes[i]
		if n.in(cols) {
			s.span(int(n.col), s.row(n.lo), s.row(n.hi))
		}
		if i > 0 && !n.gap && !s.loose {
			m := &nodes[i-1]
			s.join(m.col, s.row(m.last), n.col, s.row(n.first))
		}
	}
}

// join connects two places. Each column takes its own half of the way to its neighbours, so steep lines have no gaps.
func (s *stroke) join(c0, r0, c1, r1 float64) {
	cols, _ := s.d.size()
	if c1 < c0 {
		c0, r0, c1, r1 = c1, r1, c0, r0
	}
	from, to := max(math.Ceil(c0), 0), min(math.Floor(c1), float64(cols-1))
	if s.stairs {
		for c := from; c <= to; c++ {
			s.span(int(c), r0, r0)
		}
		s.span(int(c1), r0, r1)
		return
	}
	slope := 0.0
	if c1 > c0 {
		slope = (r1 - r0) / (c1 - c0)
	}
	for c := from; c <= to; c++ {
		a, b := max(c-0.5, c0), min(c+0.5, c1)
		s.span(int(c), r0+slope*(a-c0), r0+slope*(b-c0))
	}
}

// span draws one column of the line between two rows.
func (s *stroke) span(c int, r0, r1 float64) {
	a, b := int(math.Round(min(r0, r1))), int(math.Round(max(r0, r1)))
	if s.dashed == nil || !s.dashed(c) {
		s.d.column(c, a, b, s.pen)
		return
	}
	sx, sy := s.d.sx, s.d.sy
	if b-a < sy { // flat: every other cell
		if c/sx%2 == 0 {
			s.d.column(c, a, b, s.pen)
		}
		return
	}
	_, rows := s.d.size()
	for r := max(a, 0); r <= min(b, rows-1); r++ { // steep: every other half cell
		if sy == 1 && r%2 == 0 || sy > 1 && r/(sy/2)%2 == 0 {
			s.d.set(c, r, s.pen)
		}
	}
}
