package sim

import (
	"math"
	"sort"
)

// wells notes which basins a path visits in the domain wells.
type wells struct {
	u      Landscape
	minima [][]float64
	core   []float64 // radius of the core of each
	dt     float64
}

// maxWells bounds the M^2 counts.
const maxWells = 64

// newWells lays the core of a basin: the ball around its minimum of half the
// distance to where one of the axes leaves the basin, or a quarter of that to the next minimum.
func newWells(cfg ExitConfig) *wells {
	u := cfg.Controls.landscape()
	w := &wells{u: u, minima: u.Minima(), dt: cfg.Dt}
	for m, x := range w.minima {
		r := math.Inf(1)
		for _, ray := range cfg.out(m).rays() {
			r = min(r, ray.from)
		}
		for other, y := range w.minima {
			if other != m {
				r = min(r, distance(x, y)/2)
			}
		}
		if math.IsInf(r, 1) {
			r = 1
		}
		w.core = append(w.core, r/2)
	}
	return w
}

// out is the first exit from the basin of minimum m.
func (c ExitConfig) out(m int) ExitConfig {
	known := c.scanned
	c.Start = c.Controls.landscape().Minima()[m]
	c.Controls.Domain = Domain{Kind: InBasin}
	if c.scanned = nil; known != nil && known.wells != nil {
		c.scanned = &geometry{rays: known.wells[m], rest: c.Start, inside: true}
	}
	return c
}

// note says where the path is after k steps.
func (w *wells) note(p *path, k int) {
	m, time := w.u.Basin(p.x), float64(k)*w.dt
	_ = p.visits.visit(m, time) // times only grow, and basins are those of the landscape
	if m >= 0 && distance(p.x, w.minima[m]) >= w.core[m] {
		m = -1
	}
	_ = p.commits.committed(m, time)
}

// finish ends the path after k steps.
func (w *wells) finish(p *path, k int) {
	_ = p.visits.end(float64(k) * w.dt)
	_ = p.commits.end(float64(k) * w.dt)
}

// TransitionRates are the rates between the basins in the limit of small noise: from
// the minimum of one a single jump leads into another. Gaussian noise in one dimension
// goes over the separatrix, from where it falls to either side alike: it comes into
// the other basin half as often as to the separatrix. nil where that is not known: under a
// decay, or with Gaussian coordinates in more dimensions.
func TransitionRates(cfg ExitConfig) Generator {
	u := cfg.Controls.landscape()
	if !constant(cfg.Controls.Schedule) {
		return nil
	}
	basins := len(u.Minima())
	g := make(Generator, basins)
	for m := range g {
		t := Predict(cfg.out(m))
		if t == nil || t.hazard == nil {
			return nil
		}
		g[m] = make([]float64, basins)
		all := append([]float64(nil), t.hazard.rates(0)...)
		jumps := t.hazard.jumpRates()
		for side := range basins {
			if rate := (all[side] + jumps[side]) / 2; side != m {
				g[m][side] = rate
				g[m][m] -= rate
			}
		}
	}
	return g
}

// transitions sums up the visits of all paths, those under way up to where they are.
func (e *ensemble) transitions(cfg ExitConfig) *Transitions {
	w := e.sys.wells
	if w == nil {
		return nil
	}
	visits, _ := newTransitions(len(w.minima))
	commits, _ := newTransitions(len(w.minima))
	for j := range e.slots {
		p := e.slots[j].path
		for _, part := range []struct{ from, to *transitions }{{p.visits, visits}, {p.commits, commits}} {
			one := part.from.clone()
			if one.inPath {
				_ = one.end(float64(p.k) * w.dt)
			}
			_ = part.to.merge(one)
		}
	}
	t := &Transitions{Counts: commits.counts, Rates: commits.rates(), Predicted: e.predicted, Occupation: visits.shares(),
		CoreRadius: w.core, FirstBasin: w.u.Basin(e.sys.start), OutsideTime: visits.outside.value()}
	if t.Predicted != nil {
		if pi, err := t.Predicted.Stationary(); err == nil {
			t.Stationary = pi
		}
	}
	return t
}

// clone is a copy that can be added to.
func (t *transitions) clone() *transitions {
	out := *t
	out.counts = make([][]int, len(t.counts))
	for i, row := range t.counts {
		out.counts[i] = append([]int(nil), row...)
	}
	out.residence = append([]neumaier(nil), t.residence...)
	out.part = append([]float64(nil), t.part...)
	out.square = append([]neumaier(nil), t.square...)
	out.product = append([]neumaier(nil), t.product...)
	out.spent = append([]neumaier(nil), t.spent...)
	return &out
}

// interpolate is the value at x of the line through (at, y), constant beyond its ends.
func interpolate(at, y []float64, x float64) float64 {
	j := sort.SearchFloat64s(at, x)
	switch {
	case j == 0:
		return y[0]
	case j == len(at) || math.IsNaN(x):
		return y[len(y)-1]
	}
	f := (x - at[j-1]) / (at[j] - at[j-1])
	return y[j-1] + f*(y[j]-y[j-1])
}
