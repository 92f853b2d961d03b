package path

import (
	"math"

	"levyscope/sim/landscape"
	"levyscope/sim/ways"
)

// wells notes which basins a path visits in the domain wells.
type basinVisits struct {
	u      landscape.Landscape
	minima [][]float64
	core   []float64 // radius of the core of each
	dt     float64
}

// newWells lays the core of a basin: the ball around its minimum of half the
// distance to where one of the axes leaves the basin, or a quarter of that to the next minimum.
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

// note says where the path is after k steps.
func (w *basinVisits) record(p *path, k int) {
	m, time := w.u.Basin(p.x), float64(k)*w.dt
	_ = p.places.Visit(m, time) // times only grow, and basins are those of the landscape
	if m >= 0 && landscape.Distance(p.x, w.minima[m]) >= w.core[m] {
		m = -1
	}
	_ = p.cores.Committed(m, time)
}

// finish ends the path after k steps.
func (w *basinVisits) finish(p *path, k int) {
	_ = p.places.End(float64(k) * w.dt)
	_ = p.cores.End(float64(k) * w.dt)
}
