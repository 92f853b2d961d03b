package simscreen

import (
	"math"
	"slices"
	"strconv"

	"levyscope/sim/landscape"
	"levyscope/sim/problem"
	"levyscope/tui/chart"
)

// terrain is what does not move on the Simulate screen, the landscape and the domain, with
// the part of the plane that is shown. It is kept until one of them changes, since a
// potential may be slow to evaluate.
type terrain struct {
	u      landscape.Landscape
	domain problem.Domain
	inside problem.Region // the domain around the anchor
	box    []problem.Interval
	start  []float64        // of the paths; coordinates that are not shown are held there
	anchor []float64        // the minimum around which the domain lies
	home   int              // number of that minimum, -1 if there is none
	x, y   problem.Interval // shown of w1 and w2, or of w1 and U where there is one coordinate
	rows   map[int]coordinateRow
	picture
}

// coordinateRow is what is drawn of one coordinate over time.
type coordinateRow struct {
	extent  problem.Interval
	borders []float64
}

// placesShown is the largest number of minima, and of saddles, that are looked at.
const placesShown = 64

func firstPlaces[T any](all []T) []T { return all[:min(len(all), placesShown)] }

// newTerrain is the terrain of the controls in force.
func newTerrain(cfg problem.ExitConfig, c problem.Controls) *terrain {
	cfg.Controls = c
	t := &terrain{
		u: c.Landscape(), domain: c.Domain, box: c.Box, start: cfg.StartPoint(), rows: map[int]coordinateRow{},
	}
	t.anchor = t.start
	if t.home = t.u.Basin(t.start); t.home >= 0 {
		t.anchor = t.u.Minima()[t.home]
	}
	t.inside = problem.NewRegion(c, t.anchor)
	t.x = t.extent(0)
	if len(t.start) > 1 {
		t.y = t.extent(1)
	} else {
		t.y = t.heights()
	}
	return t
}

// sameTerrain says whether a change of the controls leaves landscape and domain as they are.
func sameTerrain(a, b problem.Controls) bool {
	if (a.Potential == nil) != (b.Potential == nil) {
		return false
	}
	if a.Potential != nil && a.Potential.String() != b.Potential.String() {
		return false
	}
	return a.Domain == b.Domain && slices.Equal(a.Theta, b.Theta) && slices.Equal(a.Box, b.Box)
}

// region numbers the regions between which a border is drawn: the basins of all minima, or
// the inside and the outside of the domain.
func (t *terrain) region(x []float64) int {
	if t.domain.Kind == problem.InBasin || t.domain.Kind == problem.InWells {
		return t.u.Basin(x)
	}
	if t.inside.Contains(x) {
		return 1
	}
	return 0
}

// barrier is the height above the anchor of the lowest saddle of the home basin, or of the
// lowest one of all if that basin has none; NaN if there is no saddle.
func (t *terrain) barrier() float64 {
	own, least := math.Inf(1), math.Inf(1)
	for _, s := range firstPlaces(t.u.Saddles()) {
		h := t.u.Value(s.X) - t.u.Value(t.anchor)
		if least = min(least, h); s.From == t.home || s.To == t.home {
			own = min(own, h)
		}
	}
	switch {
	case !math.IsInf(own, 1):
		return own
	case !math.IsInf(least, 1):
		return least
	}
	return math.NaN()
}

// at is the point of the plane, or of the line, at (x, y), written to buf, which has an
// element for each coordinate.
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
	if t.domain.Kind == problem.InBox {
		w.X0, w.X1 = t.box[0].Lo, t.box[0].Hi
		if len(t.box) > 1 {
			w.Y0, w.Y1 = t.box[1].Lo, t.box[1].Hi
		}
	}
	return w
}

// minima are the marks of the minima. Several are numbered, like the ways out.
func (t *terrain) minima() []chart.Place {
	var out []chart.Place
	for i, m := range firstPlaces(t.u.Minima()) {
		label := ""
		if len(t.u.Minima()) > 1 {
			label = strconv.Itoa(i + 1)
		}
		out = append(out, chart.Place{Point: t.place(m), Label: label})
	}
	return out
}

// saddles are the marks of the saddles.
func (t *terrain) saddles() []chart.Place {
	var out []chart.Place
	for _, s := range firstPlaces(t.u.Saddles()) {
		out = append(out, chart.Place{Point: t.place(s.X)})
	}
	return out
}

// place is where a point is drawn: in one dimension at its height on the curve, or at the
// top if that is lower.
func (t *terrain) place(x []float64) chart.Point {
	if len(x) > 1 {
		return chart.Point{X: x[0], Y: x[1]}
	}
	return chart.Point{X: x[0], Y: min(t.u.Value(x), t.y.Hi)}
}

// row is what is drawn of coordinate i over time, computed once.
func (t *terrain) row(i int) coordinateRow {
	r, ok := t.rows[i]
	if !ok {
		r = coordinateRow{t.extent(i), t.borders(i)}
		t.rows[i] = r
	}
	return r
}

// borders are the places of the border along coordinate i, where it is straight or where
// there is one coordinate.
func (t *terrain) borders(i int) []float64 {
	switch t.domain.Kind {
	case problem.InBox:
		var out []float64
		for _, v := range [2]float64{t.box[i].Lo, t.box[i].Hi} {
			if !math.IsInf(v, 0) {
				out = append(out, v)
			}
		}
		return out
	case problem.InBall:
		return []float64{t.anchor[i] - t.domain.Size, t.anchor[i] + t.domain.Size}
	}
	return t.crossings()
}
