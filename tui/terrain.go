package tui

import (
	"math"
	"slices"
	"strconv"

	"levyscope/sim"
	"levyscope/tui/chart"
)

// terrain is what does not move on the Simulate screen: the landscape and the domain, and how they are drawn. It stays
// until one of them changes, since a potential may be slow.
type terrain struct {
	u      sim.Landscape
	domain sim.Domain
	box    []sim.Interval
	start  []float64 // of the paths; where the coordinates that are not shown are held
	anchor []float64 // the minimum around which the domain lies
	home   int       // its number, -1: none
	x, y   sim.Interval
	rows   map[int]rowOf
	picture
}

// rowOf is what is drawn of one coordinate over time.
type rowOf struct {
	extent  sim.Interval
	borders []float64
}

// picture is a terrain drawn for a size.
type picture struct {
	w, h     int
	contours []chart.Segment
	border   []chart.Segment
	curve    []chart.Point
}

// placesShown bounds the minima and saddles that are looked at.
const placesShown = 64

// newTerrain is the terrain of the controls in force.
func newTerrain(cfg sim.ExitConfig, c sim.Controls) *terrain {
	t := &terrain{u: landscapeOf(c), domain: c.Domain, box: c.Box, start: cfg.Start, rows: map[int]rowOf{}}
	if t.start == nil {
		t.start = t.u.Minima()[0]
	}
	t.anchor = t.start
	if t.home = t.u.Basin(t.start); t.home >= 0 {
		t.anchor = t.u.Minima()[t.home]
	}
	t.x = t.extent(0)
	if len(t.start) > 1 {
		t.y = t.extent(1)
	} else {
		t.y = t.heights()
	}
	return t
}

func landscapeOf(c sim.Controls) sim.Landscape {
	if c.Potential != nil {
		return c.Potential
	}
	return sim.Quadratic{Theta: c.Theta}
}

// sameTerrain says that a change of the controls leaves landscape and domain as they are.
func sameTerrain(a, b sim.Controls) bool {
	if (a.Potential == nil) != (b.Potential == nil) || a.Potential != nil && a.Potential.String() != b.Potential.String() {
		return false
	}
	return a.Domain == b.Domain && slices.Equal(a.Theta, b.Theta) && slices.Equal(a.Box, b.Box)
}

// label numbers the regions whose border is drawn.
func (t *terrain) label(x []float64) int {
	switch t.domain.Kind {
	case sim.InBall:
		sum := 0.0
		for i, v := range x {
			sum += (v - t.anchor[i]) * (v - t.anchor[i])
		}
		if sum < t.domain.Size*t.domain.Size {
			return 1
		}
	case sim.InSublevel:
		if t.u.Value(x) < t.domain.Size {
			return 1
		}
	case sim.InBasin, sim.InWells:
		return t.u.Basin(x)
	}
	return 0
}

// barrier is by how much the lowest saddle of the home basin, or the lowest one of all, lies above the anchor; NaN
// where there is none.
func (t *terrain) barrier() float64 {
	own, any := math.Inf(1), math.Inf(1)
	for _, s := range some(t.u.Saddles()) {
		h := t.u.Value(s.X) - t.u.Value(t.anchor)
		if any = min(any, h); s.From == t.home || s.To == t.home {
			own = min(own, h)
		}
	}
	switch {
	case !math.IsInf(own, 1):
		return own
	case !math.IsInf(any, 1):
		return any
	}
	return math.NaN()
}

func some[T any](all []T) []T { return all[:min(len(all), placesShown)] }

// extent is the part of coordinate i that is worth seeing: walls, minima and saddles, the flanks of the wells up to the
// height of the barrier, and a fifth more at both ends.
func (t *terrain) extent(i int) sim.Interval {
	out := sim.Interval{Lo: math.Inf(1), Hi: math.Inf(-1)}
	see := func(v float64) {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			out.Lo, out.Hi = min(out.Lo, v), max(out.Hi, v)
		}
	}
	see(t.anchor[i])
	see(t.start[i])
	walls := sim.Interval{Lo: math.Inf(-1), Hi: math.Inf(1)}
	switch t.domain.Kind {
	case sim.InBox:
		walls = t.box[i]
		see(walls.Lo)
		see(walls.Hi)
	case sim.InBall:
		see(t.anchor[i] - t.domain.Size)
		see(t.anchor[i] + t.domain.Size)
	case sim.InSublevel:
		t.flanks(i, t.domain.Size, see)
	}
	for _, m := range some(t.u.Minima()) {
		t.seeNear(m[i], walls, see)
	}
	for _, s := range some(t.u.Saddles()) {
		t.seeNear(s.X[i], walls, see)
	}
	if b := t.barrier(); b > 0 && math.IsInf(walls.Hi-walls.Lo, 1) && t.domain.Kind != sim.InSublevel && t.domain.Kind != sim.InBall {
		t.flanks(i, t.u.Value(t.anchor)+b, see)
	}
	if half := out.Hi - out.Lo; math.IsInf(walls.Lo, -1) != math.IsInf(walls.Hi, 1) { // a half-line shows as much on the other side
		see(t.anchor[i] - half)
		see(t.anchor[i] + half)
	}
	if !(out.Hi-out.Lo > 1e-9*math.Abs(out.Hi)) {
		out.Lo, out.Hi = out.Lo-1, out.Hi+1
	}
	pad := (out.Hi - out.Lo) / 5
	return sim.Interval{Lo: out.Lo - pad, Hi: out.Hi + pad}
}

// seeNear leaves out what lies farther beyond finite walls than these are apart.
func (t *terrain) seeNear(v float64, walls sim.Interval, see func(float64)) {
	if width := walls.Hi - walls.Lo; math.IsInf(width, 1) || v > walls.Lo-width && v < walls.Hi+width {
		see(v)
	}
}

// flanks looks along coordinate i, from every minimum lower than level, for where the potential rises to it.
func (t *terrain) flanks(i int, level float64, see func(float64)) {
	for _, m := range some(t.u.Minima()) {
		x := append([]float64(nil), m...)
		for _, sign := range [2]float64{-1, 1} {
			below := func(d float64) bool {
				x[i] = m[i] + sign*d
				return t.u.Value(x) < level
			}
			if !below(0) {
				break
			}
			far := 1e-6
			for below(far) && far < 1e6 {
				far *= 1.5
			}
			if far >= 1e6 {
				continue
			}
			near := far / 1.5
			for range 20 {
				if mid := (near + far) / 2; below(mid) {
					near = mid
				} else {
					far = mid
				}
			}
			see(m[i] + sign*far)
		}
	}
}

// at is the point of the plane, or line, that is shown; buf has N elements.
func (t *terrain) at(buf []float64, x, y float64) []float64 {
	copy(buf, t.start)
	buf[0] = x
	if len(buf) > 1 {
		buf[1] = y
	}
	return buf
}

// walls are those of a box; a landscape of one coordinate has none below and above.
func (t *terrain) walls() chart.Walls {
	w := chart.NoWalls()
	if t.domain.Kind == sim.InBox {
		w.X0, w.X1 = t.box[0].Lo, t.box[0].Hi
		if len(t.box) > 1 {
			w.Y0, w.Y1 = t.box[1].Lo, t.box[1].Hi
		}
	}
	return w
}

// minima and saddles are the marks, numbered like the ways out if there are several.
func (t *terrain) minima() []chart.Place {
	var out []chart.Place
	for i, m := range some(t.u.Minima()) {
		label := ""
		if len(t.u.Minima()) > 1 {
			label = strconv.Itoa(i + 1)
		}
		out = append(out, chart.Place{Point: t.place(m), Label: label})
	}
	return out
}

func (t *terrain) saddles() []chart.Place {
	var out []chart.Place
	for _, s := range some(t.u.Saddles()) {
		out = append(out, chart.Place{Point: t.place(s.X)})
	}
	return out
}

// place is where a point stands in the pane: in one dimension at its height on the curve, or at the top if that is higher.
func (t *terrain) place(x []float64) chart.Point {
	if len(x) > 1 {
		return chart.Point{X: x[0], Y: x[1]}
	}
	return chart.Point{X: x[0], Y: min(t.u.Value(x), t.y.Hi)}
}

// row is what is drawn of coordinate i, computed once.
func (t *terrain) row(i int) rowOf {
	r, ok := t.rows[i]
	if !ok {
		r = rowOf{t.extent(i), t.bordersOf(i)}
		t.rows[i] = r
	}
	return r
}

// bordersOf are the places of the borders along coordinate i, as far as they are straight or there is one coordinate.
func (t *terrain) bordersOf(i int) []float64 {
	switch t.domain.Kind {
	case sim.InBox:
		var out []float64
		for _, v := range [2]float64{t.box[i].Lo, t.box[i].Hi} {
			if !math.IsInf(v, 0) {
				out = append(out, v)
			}
		}
		return out
	case sim.InBall:
		return []float64{t.anchor[i] - t.domain.Size, t.anchor[i] + t.domain.Size}
	}
	return t.crossings()
}
