package ways

import (
	"math"

	"levyscope/sim/landscape"
	"levyscope/sim/problem"
	"levyscope/train/schedule"
)

// Geometry is an exit problem with the places that decide about its exits: where a
// path rests without noise, and the rays on which a single jump leads out from
// there. To scan the basins of a landscape for rays can take a second, so they are
// sought once, by FindGeometry, and the value is passed on. It is read-only.
type Geometry struct {
	problem.ExitConfig
	Centre []float64   // (N) the minimum around which the domain lies
	rest   []float64   // (N) where a path comes to rest without noise
	Inside bool        // rest lies inside the domain
	Rays   []Ray       // the ways out by a single jump from the anchor
	basins []*Geometry // in the domain wells: the exits from the basin of each minimum, else nil
}

// FindGeometry seeks the resting place and the ways out of a valid configuration.
func Find(c problem.ExitConfig) *Geometry {
	g := &Geometry{ExitConfig: c, Centre: problem.CentreOf(c)}
	g.rest, g.Inside = problem.RestOf(c, g.Centre)
	g.Rays = findRays(c, g.Anchor(), g.Centre)
	if c.Controls.Domain.Kind == problem.InWells {
		for m := range c.Controls.Landscape().Minima() {
			g.basins = append(g.basins, basinOf(c, m))
		}
	}
	return g
}

// basinOf is the first exit from the basin of minimum m, started there.
func basinOf(c problem.ExitConfig, m int) *Geometry {
	c.Start = c.Controls.Landscape().Minima()[m]
	c.Controls.Domain = problem.Domain{Kind: problem.InBasin}
	g := Find(c)
	g.rest, g.Inside = c.Start, true
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
	return g.with(func(c *problem.ExitConfig) { c.Controls.Schedule = s })
}

// WithHorizon is g with another horizon, which moves no way out.
func (g *Geometry) WithHorizon(t float64) *Geometry {
	return g.with(func(c *problem.ExitConfig) { c.Horizon = t })
}

// WithMethod is g computed in another way, which moves no way out.
func (g *Geometry) WithMethod(m problem.Method) *Geometry {
	return g.with(func(c *problem.ExitConfig) { c.Method = m })
}

// with is a copy of g, and of what it holds for every basin, whose configuration is changed.
func (g *Geometry) with(change func(*problem.ExitConfig)) *Geometry {
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
func (g *Geometry) Anchor() []float64 {
	if g.Inside {
		return g.rest
	}
	return g.StartPoint()
}

// waysOut are the rays, in the domain wells those of every basin.
func (g *Geometry) WaysOut() []Ray {
	if g.Controls.Domain.Kind != problem.InWells {
		return g.Rays
	}
	var out []Ray
	for m := range g.Controls.Landscape().Minima() {
		out = append(out, g.Basin(m).Rays...)
	}
	return out
}

// curvature is that of the potential at the anchor along the coordinates, (N); nil
// where it is not defined.
func (g *Geometry) Curvature() []float64 {
	if q, ok := g.Controls.Landscape().(landscape.Quadratic); ok {
		return q.Theta
	}
	h := make([]float64, g.Controls.Dim())
	landscape.HessianDiagonal(h, g.Controls.Landscape(), g.Anchor())
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
func (g *Geometry) NearestWay() []float64 { return nearestDistance(g.JumpRays(), g.Controls.Dim()) }

// nearestDistance is that of the nearest of the rays by coordinate, (n); +Inf where there is none.
func nearestDistance(rays []Ray, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.Inf(1)
	}
	for _, r := range rays {
		out[r.Coordinate] = min(out[r.Coordinate], r.From)
	}
	return out
}

// region is the domain, with what makes it fast to ask whether a point lies inside.
func (g *Geometry) Region() problem.Region {
	where := problem.NewRegion(g.Controls, g.Centre)
	switch {
	case g.Controls.Domain.Kind == problem.InSublevel && RaysKnown(g.ExitConfig):
		return problem.WithReach(where, nearestDistance(g.Rays, g.Controls.Dim()))
	case g.Controls.Domain.Kind != problem.InBasin || g.Controls.Dim() > 1:
		return where
	}
	at := g.Anchor()[0]
	basin := problem.Interval{Lo: math.Inf(-1), Hi: math.Inf(1)}
	for _, r := range g.Rays {
		// A point within rounding of the separatrix is left to the landscape to judge.
		if d := r.From * (1 - 1e-12); r.Sign < 0 {
			basin.Lo = max(basin.Lo, at-d)
		} else {
			basin.Hi = min(basin.Hi, at+d)
		}
	}
	return problem.WithStretch(where, basin)
}
