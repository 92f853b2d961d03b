package simscreen

import (
	"math"

	"levyscope/sim/problem"
	"levyscope/tui/chart"
)

// picture is a terrain drawn for a pane of a size.
type picture struct {
	w, h     int // cells
	contours []chart.Segment
	border   []chart.Segment
	curve    []chart.Point // the profile of a landscape of one coordinate
}

// draw is the picture for a pane of w x h cells, computed once for a size.
func (t *terrain) draw(w, h int) *picture {
	if t.w == w && t.h == h {
		return &t.picture
	}
	t.picture = picture{w: w, h: h}
	buf := make([]float64, len(t.start))
	if len(t.start) == 1 {
		t.drawLine(buf)
		return &t.picture
	}
	// With odd numbers no sample lies in the middle, where a symmetric landscape has its separatrix.
	cols, rows := max(w-6, 8)|1, max(2*(h-2), 8)|1
	value := func(x, y float64) float64 { return t.u.Value(t.at(buf, x, y)) }
	if t.domain.Kind != problem.InBox {
		region := func(x, y float64) int { return t.region(t.at(buf, x, y)) }
		t.border = chart.Borders(t.x.Lo, t.x.Hi, t.y.Lo, t.y.Hi, cols, rows, region)
	}
	g := chart.NewGrid(t.x.Lo, t.x.Hi, t.y.Lo, t.y.Hi, cols, rows, value)
	for _, u := range t.levels(value) {
		t.contours = append(t.contours, g.Level(u)...)
	}
	return &t.picture
}

// narrowPane is the width in cells below which few level lines are drawn, since they would
// hide the rest.
const narrowPane = 50

// levels are the heights of the level lines: that of the lowest way out, parts of it and one
// above it, which surrounds several basins.
func (t *terrain) levels(value func(x, y float64) float64) []float64 {
	base, rise := t.u.Value(t.anchor), t.barrier()
	shares := []float64{.25, .5, 1, 2}
	if t.w < narrowPane {
		shares = []float64{.4, 1}
	}
	if !(rise > 0) {
		rise, shares = t.rim(value)-base, []float64{.25, 1}
	}
	if t.domain.Kind == problem.InSublevel {
		rise, shares = t.domain.Size-base, []float64{.25, .5}
	}
	if !(rise > 0) || math.IsInf(rise, 0) {
		return nil
	}
	var out []float64
	for _, s := range shares {
		out = append(out, base+s*rise)
	}
	return out
}

// rim is the least value of the potential on the border, sampled along the walls of a box.
func (t *terrain) rim(value func(x, y float64) float64) float64 {
	least := math.Inf(1)
	for _, s := range t.border {
		least = min(least, value(s.A.X, s.A.Y))
	}
	const n = 64
	w := t.walls()
	lo := [2]float64{max(w.X0, t.x.Lo), max(w.Y0, t.y.Lo)}
	hi := [2]float64{min(w.X1, t.x.Hi), min(w.Y1, t.y.Hi)}
	for i := range n + 1 {
		share := float64(i) / n
		x, y := lo[0]*(1-share)+hi[0]*share, lo[1]*(1-share)+hi[1]*share
		for _, wall := range [2]float64{w.X0, w.X1} {
			if !math.IsInf(wall, 0) {
				least = min(least, value(wall, y))
			}
		}
		for _, wall := range [2]float64{w.Y0, w.Y1} {
			if !math.IsInf(wall, 0) {
				least = min(least, value(x, wall))
			}
		}
	}
	return least
}

// lineSamples is the number of points of a landscape of one coordinate.
const lineSamples = 401

// drawLine draws a landscape of one coordinate: its profile, and upright lines at its borders.
func (t *terrain) drawLine(buf []float64) {
	for i := range lineSamples + 1 {
		x := t.x.Lo + (t.x.Hi-t.x.Lo)*float64(i)/lineSamples
		t.curve = append(t.curve, chart.Point{X: x, Y: t.u.Value(t.at(buf, x, 0))})
	}
	for _, x := range t.crossings() {
		t.border = append(t.border, chart.Segment{A: chart.Point{X: x, Y: t.y.Lo}, B: chart.Point{X: x, Y: t.y.Hi}})
	}
}

// crossings are the borders of a domain of one coordinate that is not a box.
func (t *terrain) crossings() []float64 {
	if t.domain.Kind == problem.InBox || len(t.start) != 1 {
		return nil
	}
	buf := make([]float64, 1)
	region := func(x, _ float64) int { return t.region(t.at(buf, x, 0)) }
	var out []float64
	for _, s := range chart.Borders(t.x.Lo, t.x.Hi, 0, 1, lineSamples, 1, region) {
		x := (s.A.X + s.B.X) / 2
		if n := len(out); n > 0 && x-out[n-1] < (t.x.Hi-t.x.Lo)/lineSamples {
			continue // a sample on the border itself counts as a region of its own
		}
		out = append(out, x)
	}
	return out
}
