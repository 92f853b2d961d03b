package sim

import (
	"math"

	"levyscope/train/schedule"
)

// Geometry is an exit problem with the places that decide about its exits: where a
// path rests without noise, and the rays on which a single jump leads out from
// there. To scan the basins of a landscape for rays can take a second, so they are
// sought once, by FindGeometry, and the value is passed on. It is read-only.
type Geometry struct {
	ExitConfig
	centre []float64   // (N) the minimum around which the domain lies
	rest   []float64   // (N) where a path comes to rest without noise
	inside bool        // rest lies inside the domain
	rays   []ray       // the ways out by a single jump from the anchor
	basins []*Geometry // in the domain wells: the exits from the basin of each minimum, else nil
}

// FindGeometry seeks the resting place and the ways out of a valid configuration.
func FindGeometry(c ExitConfig) *Geometry {
	g := &Geometry{ExitConfig: c, centre: centreOf(c)}
	g.rest, g.inside = restOf(c, g.centre)
	g.rays = findRays(c, g.anchor(), g.centre)
	if c.Controls.Domain.Kind == InWells {
		for m := range c.Controls.landscape().Minima() {
			g.basins = append(g.basins, basinOf(c, m))
		}
	}
	return g
}

// basinOf is the first exit from the basin of minimum m, started there.
func basinOf(c ExitConfig, m int) *Geometry {
	c.Start = c.Controls.landscape().Minima()[m]
	c.Controls.Domain = Domain{Kind: InBasin}
	g := FindGeometry(c)
	g.rest, g.inside = c.Start, true
	return g
}

// Basin is the first exit from the basin of minimum m, started there.
func (g *Geometry) Basin(m int) *Geometry {
	if g.basins != nil {
		return g.basins[m]
	}
	return basinOf(g.ExitConfig, m)
}

// WithSchedule is g under another learning rate, which moves no way out.
func (g *Geometry) WithSchedule(s schedule.Schedule) *Geometry {
	return g.with(func(c *ExitConfig) { c.Controls.Schedule = s })
}

// WithHorizon is g with another horizon, which moves no way out.
func (g *Geometry) WithHorizon(t float64) *Geometry {
	return g.with(func(c *ExitConfig) { c.Horizon = t })
}

// WithMethod is g computed in another way, which moves no way out.
func (g *Geometry) WithMethod(m Method) *Geometry {
	return g.with(func(c *ExitConfig) { c.Method = m })
}

// with is a copy of g, and of what it holds for every basin, whose configuration is changed.
func (g *Geometry) with(change func(*ExitConfig)) *Geometry {
	out := *g
	change(&out.ExitConfig)
	out.basins = nil
	for _, b := range g.basins {
		out.basins = append(out.basins, b.with(change))
	}
	return &out
}

// anchor is the place around which small noise keeps a path, and from where single
// jumps lead out: where it comes to rest, or the start if that is not inside.
func (g *Geometry) anchor() []float64 {
	if g.inside {
		return g.rest
	}
	return g.start()
}

// waysOut are the rays, in the domain wells those of every basin.
func (g *Geometry) waysOut() []ray {
	if g.Controls.Domain.Kind != InWells {
		return g.rays
	}
	var out []ray
	for m := range g.Controls.landscape().Minima() {
		out = append(out, g.Basin(m).rays...)
	}
	return out
}

// curvature is that of the potential at the anchor along the coordinates, (N); nil
// where it is not defined.
func (g *Geometry) curvature() []float64 {
	if q, ok := g.Controls.landscape().(Quadratic); ok {
		return q.Theta
	}
	h := make([]float64, g.Controls.dim())
	HessianDiagonal(h, g.Controls.landscape(), g.anchor())
	for i, v := range h {
		if math.Abs(v) < 1e-6 {
			h[i] = 0 // within the error of the differences
		}
		if math.IsNaN(v) {
			return nil
		}
	}
	return h
}

// nearestWay is the size of jumps of sigma_i dL_i to the nearest way out by
// coordinate, (N); +Inf where there is none.
func (g *Geometry) nearestWay() []float64 { return nearestDistance(g.jumpRays(), g.Controls.dim()) }

// nearestDistance is that of the nearest of the rays by coordinate, (n); +Inf where there is none.
func nearestDistance(rays []ray, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.Inf(1)
	}
	for _, r := range rays {
		out[r.coordinate] = min(out[r.coordinate], r.from)
	}
	return out
}

// region is the domain, with what makes it fast to ask whether a point lies inside.
func (g *Geometry) region() region {
	where := newRegion(g.Controls, g.centre)
	switch {
	case g.Controls.Domain.Kind == InSublevel && raysKnown(g.ExitConfig):
		return withReach(where, nearestDistance(g.rays, g.Controls.dim()))
	case g.Controls.Domain.Kind != InBasin || g.Controls.dim() > 1:
		return where
	}
	at := g.anchor()[0]
	basin := Interval{math.Inf(-1), math.Inf(1)}
	for _, r := range g.rays {
		// A point within rounding of the separatrix is left to the landscape to judge.
		if d := r.from * (1 - 1e-12); r.sign < 0 {
			basin.Lo = max(basin.Lo, at-d)
		} else {
			basin.Hi = min(basin.Hi, at+d)
		}
	}
	return withStretch(where, basin)
}
