package path

import (
	"math"

	"levyscope/sim/landscape"
	"levyscope/sim/ways"
)

// basinVisits records which basins a path visits in the domain wells. A transition counts
// when the path comes into the core of another basin, so that a path which moves to and
// fro over a separatrix is not counted each time.
type basinVisits struct {
	u      landscape.Landscape
	minima [][]float64 // (M)(N)
	core   []float64   // (M) radius of the core of each
	dt     float64
}

// newBasinVisits chooses the core of every basin: the ball around its minimum whose
// radius is half the distance to the nearest point where a coordinate axis leaves the
// basin, but at most a quarter of the distance to the next minimum.
func newBasinVisits(g *ways.Geometry) *basinVisits {
	u := g.Controls.Landscape()
	w := &basinVisits{u: u, minima: u.Minima(), dt: g.Dt}
	for m, x := range w.minima {
		r := math.Inf(1)
		for _, ray := range g.Basin(m).Rays() {
			r = min(r, ray.From)
		}
		for other, y := range w.minima {
			if other != m {
				r = min(r, landscape.Distance(x, y)/2)
			}
		}
		if math.IsInf(r, 1) {
			r = 1
		}
		w.core = append(w.core, r/2)
	}
	return w
}

// record notes in which basin, and in which core, the path is after k steps.
func (w *basinVisits) record(p *path, k int) {
	m, time := w.u.Basin(p.x), float64(k)*w.dt
	_ = p.places.Visit(m, time) // no error: times only grow, and m is a basin of the landscape
	if m >= 0 && landscape.Distance(p.x, w.minima[m]) >= w.core[m] {
		m = -1
	}
	_ = p.cores.Committed(m, time)
}

// finish ends the records of the path after k steps.
func (w *basinVisits) finish(p *path, k int) {
	_ = p.places.End(float64(k) * w.dt)
	_ = p.cores.End(float64(k) * w.dt)
}
