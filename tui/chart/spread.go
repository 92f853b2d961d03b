package chart

import "math"

// spread gathers the range of what is to be seen.
type spread struct {
	lo, hi float64
	log    bool // only values > 0 count
}

func newSpread(log bool) spread { return spread{math.Inf(1), math.Inf(-1), log} }

func (s *spread) empty() bool { return !(s.lo <= s.hi) }

func (s *spread) add(lo, hi float64) {
	for _, v := range [...]float64{lo, hi} {
		if finite(v) && (v > 0 || !s.log) {
			s.lo, s.hi = min(s.lo, bound(v)), max(s.hi, bound(v))
		}
	}
}

// addWithin is add for what may only widen the range as far as limit.
func (s *spread) addWithin(lo, hi float64, limit spread) {
	s.add(min(max(lo, limit.lo), limit.hi), min(max(hi, limit.lo), limit.hi))
}

// wider is the spread with a share of its length added at both ends.
func (s *spread) wider(share float64) spread {
	a := newAxis(s.lo, s.hi, s.log)
	return spread{a.value(-share), a.value(1 + share), s.log}
}

// axis is the axis over the spread and a little more, or up to the bounds that are given.
func (s *spread) axis(lo, hi *float64) axis {
	a := newAxis(s.lo, s.hi, s.log).padded(0.05)
	from, fixed := given(lo)
	if fixed && (!s.log || from > 0) {
		a.lo = scaled(from, s.log)
	}
	to, fixed := given(hi)
	if fixed && (!s.log || to > 0) {
		a.hi = scaled(to, s.log)
	}
	if least := 1e-12 * max(math.Abs(a.lo), math.Abs(a.hi), 1e-280); !(a.hi-a.lo > least) {
		a.hi = a.lo + max(math.Abs(a.lo), 1)
	}
	return a
}

func scaled(v float64, log bool) float64 {
	if log {
		return math.Log10(v)
	}
	return v
}

// overflow is what lies beyond an end of the axis of y.
type overflow struct {
	peaks   int
	extreme float64
}

// beyond counts what the range of y cuts off at the ends at which it leaves out peaks.
func (l *Line) beyond(p *plot, traces [][]node, cut [2]bool) {
	for e := range cut {
		if !cut[e] {
			continue
		}
		for i := range l.Series {
			s := &l.Series[i]
			if s.peaks() {
				p.over[e].count(side(e), p, traces[i])
			}
		}
	}
}

func (b *overflow) count(e side, p *plot, nodes []node) {
	inside := true
	within(nodes, p.cols(), func(n *node) {
		v := n.hi
		if e == bottom {
			v = n.lo
		}
		if !p.outside(e, v) {
			inside = true
			return
		}
		if b.peaks == 0 || e.up(v) > e.up(b.extreme) {
			b.extreme = v
		}
		if inside {
			b.peaks++
		}
		inside = false
	})
}

// outside reports whether a value lies beyond an end of the axis of y.
func (p *plot) outside(e side, v float64) bool {
	f := p.y.frac(v)
	return e == top && f > 1 || e == bottom && f < 0
}
