package simscreen

import (
	"math"

	"levyscope/sim/problem"
)

// hull is the smallest interval that holds what was included; Lo > Hi if nothing was.
type hull problem.Interval

func emptyHull() hull { return hull{Lo: math.Inf(1), Hi: math.Inf(-1)} }

// include takes in v, unless it is NaN or infinite.
func (h *hull) include(v float64) {
	if !math.IsNaN(v) && !math.IsInf(v, 0) {
		h.Lo, h.Hi = min(h.Lo, v), max(h.Hi, v)
	}
}

// extent is the part of coordinate i that is shown. It holds the walls, the minima, the
// saddles and, where there are no walls, the flanks of the wells up to the height of the
// barrier, with a fifth more at both ends.
func (t *terrain) extent(i int) problem.Interval {
	out := emptyHull()
	out.include(t.anchor[i])
	out.include(t.start[i])
	walls := problem.Interval{Lo: math.Inf(-1), Hi: math.Inf(1)}
	switch t.domain.Kind {
	case problem.InBox:
		walls = t.box[i]
		out.include(walls.Lo)
		out.include(walls.Hi)
	case problem.InBall:
		out.include(t.anchor[i] - t.domain.Size)
		out.include(t.anchor[i] + t.domain.Size)
	case problem.InSublevel:
		t.includeFlanks(&out, i, t.domain.Size)
	}
	for _, x := range firstPlaces(t.u.Minima()) {
		out.includeNear(x[i], walls)
	}
	for _, s := range firstPlaces(t.u.Saddles()) {
		out.includeNear(s.X[i], walls)
	}
	bounded := !math.IsInf(walls.Hi-walls.Lo, 1) || t.domain.Kind == problem.InBall || t.domain.Kind == problem.InSublevel
	if b := t.barrier(); b > 0 && !bounded {
		t.includeFlanks(&out, i, t.u.Value(t.anchor)+b)
	}
	if math.IsInf(walls.Lo, -1) != math.IsInf(walls.Hi, 1) {
		// A half-line is shown as far beyond the anchor as it is before it.
		width := out.Hi - out.Lo
		out.include(t.anchor[i] - width)
		out.include(t.anchor[i] + width)
	}
	if !(out.Hi-out.Lo > 1e-9*math.Abs(out.Hi)) {
		out.Lo, out.Hi = out.Lo-1, out.Hi+1
	}
	margin := (out.Hi - out.Lo) / 5
	return problem.Interval{Lo: out.Lo - margin, Hi: out.Hi + margin}
}

// includeNear includes v unless it lies farther beyond finite walls than these are apart.
func (h *hull) includeNear(v float64, walls problem.Interval) {
	if width := walls.Hi - walls.Lo; math.IsInf(width, 1) || v > walls.Lo-width && v < walls.Hi+width {
		h.include(v)
	}
}

// includeFlanks includes, for every minimum lower than level, the two places along
// coordinate i where the potential rises to level.
func (t *terrain) includeFlanks(h *hull, i int, level float64) {
	for _, m := range firstPlaces(t.u.Minima()) {
		x := append([]float64(nil), m...)
		for _, sign := range [2]float64{-1, 1} {
			below := func(d float64) bool {
				x[i] = m[i] + sign*d
				return t.u.Value(x) < level
			}
			if !below(0) {
				break
			}
			if d, found := firstNot(below); found {
				h.include(m[i] + sign*d)
			}
		}
	}
}

// firstNot returns where a condition that holds at 0 ceases to hold, to a millionth of that;
// found is false if it holds up to 10^6.
func firstNot(holds func(d float64) bool) (d float64, found bool) {
	const farthest, growth, bisections = 1e6, 1.5, 20
	far := 1e-6
	for holds(far) && far < farthest {
		far *= growth
	}
	if far >= farthest {
		return 0, false
	}
	near := far / growth
	for range bisections {
		if mid := (near + far) / 2; holds(mid) {
			near = mid
		} else {
			far = mid
		}
	}
	return far, true
}

// heights is the range of the potential that is shown of one coordinate: from its least value
// to a little above the borders and the saddles, or up to its largest value if there are none
// of these.
func (t *terrain) heights() problem.Interval {
	buf := make([]float64, 1)
	value := func(x float64) float64 {
		if math.IsInf(x, 0) {
			return math.NaN()
		}
		return t.u.Value(t.at(buf, x, 0))
	}
	all, edges := emptyHull(), emptyHull()
	for i := range lineSamples + 1 {
		all.include(value(t.x.Lo + (t.x.Hi-t.x.Lo)*float64(i)/lineSamples))
	}
	w := t.walls()
	edges.include(value(w.X0))
	edges.include(value(w.X1))
	for _, x := range t.crossings() {
		edges.include(value(x))
	}
	for _, s := range firstPlaces(t.u.Saddles()) {
		edges.include(t.u.Value(s.X))
	}
	bottom, top := all.Lo, edges.Hi
	if !(top > bottom) {
		top = all.Hi
	}
	if !(top > bottom) { // flat
		return problem.Interval{Lo: bottom - 1, Hi: bottom + 1}
	}
	return problem.Interval{Lo: bottom - .1*(top-bottom), Hi: top + .3*(top-bottom)}
}
