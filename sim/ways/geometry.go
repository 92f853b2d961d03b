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
// sought once, by Find, and the value is passed on. It is read-only.
type Geometry struct {
	problem.ExitConfig
	centre      []float64   // (N) the minimum around which the domain lies
	rest        []float64   // (N) where a path comes to rest without noise
	restsInside bool        // rest lies inside the domain
	rays        []Ray       // the ways out by a single jump from the anchor
	basins      []*Geometry // in the domain wells: the exits from the basin of each minimum, else nil
}

// Find seeks the resting point and the rays of a valid configuration.
func Find(c problem.ExitConfig) *Geometry {
	g := &Geometry{ExitConfig: c, centre: c.DomainCentre()}
	g.rest, g.restsInside = c.RestingPoint(g.centre)
	g.rays = findRays(c, g.Anchor(), g.centre)
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
	g.rest, g.restsInside = c.Start, true
	return g
}

// Centre is the minimum around which the domain lies, (N). The caller must not change it.
func (g *Geometry) Centre() []float64 { return g.centre }

// Settles says that a path without noise comes to a minimum from the start; where there is none, centre
// and resting point are the start.
func (g *Geometry) Settles() bool { return g.Controls.Landscape().Basin(g.StartPoint()) >= 0 }

// RestsInside says that the point where a path comes to rest without noise lies inside.
func (g *Geometry) RestsInside() bool { return g.restsInside }

// Anchor is the point around which small noise keeps a path and from which single jumps
// lead out, (N): where it comes to rest, or the start if that is not inside. The caller
// must not change it.
func (g *Geometry) Anchor() []float64 {
	if g.restsInside {
		return g.rest
	}
	return g.StartPoint()
}

// Rays are the ways out by a single jump from the anchor, by coordinate; none in the
// domain wells, where every basin has its own: see WaysOut. The caller must not change
// them.
func (g *Geometry) Rays() []Ray { return g.rays }

// WaysOut are the rays, and in the domain wells those of every basin.
func (g *Geometry) WaysOut() []Ray {
	if g.Controls.Domain.Kind != problem.InWells {
		return g.rays
	}
	var out []Ray
	for m := range g.Controls.Landscape().Minima() {
		out = append(out, g.Basin(m).rays...)
	}
	return out
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

// WithHorizon is g with the horizon t, which moves no way out.
func (g *Geometry) WithHorizon(t float64) *Geometry {
	return g.with(func(c *problem.ExitConfig) { c.Horizon = t })
}

// WithMethod is g computed by the method m, which moves no way out.
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

// Curvature is the second derivative of the potential at the anchor along each
// coordinate, (N), with 0 for values below 1e-6, the error of the differences; nil where
// it is not defined.
func (g *Geometry) Curvature() []float64 {
	if q, ok := g.Controls.Landscape().(landscape.Quadratic); ok {
		return q.Theta
	}
	h := make([]float64, g.Controls.Dim())
	landscape.HessianDiagonal(h, g.Controls.Landscape(), g.Anchor())
	for i, v := range h {
		if math.Abs(v) < 1e-6 {
			h[i] = 0
		}
		if math.IsNaN(v) {
			return nil
		}
	}
	return h
}

// NearestJump is the least size of jumps sigma_i dL_i of every coordinate i that lead
// out, (N); +Inf where none does.
func (g *Geometry) NearestJump() []float64 { return nearestFrom(g.JumpRays(), g.Controls.Dim()) }

// nearestFrom is the least From of the rays of each of n coordinates; +Inf where there are none.
func nearestFrom(rays []Ray, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.Inf(1)
	}
	for _, r := range rays {
		out[r.Coordinate] = min(out[r.Coordinate], r.From)
	}
	return out
}

// Region is the domain, with what makes it fast to ask whether a point lies inside: the
// interval around the minimum of a basin in one dimension; and the distances by which a
// sub-level set tells its sides.
func (g *Geometry) Region() problem.Region {
	r := problem.NewRegion(g.Controls, g.centre)
	switch {
	case g.Controls.Domain.Kind == problem.InSublevel && RaysKnown(g.ExitConfig):
		return problem.WithBorderDistances(r, nearestFrom(g.rays, g.Controls.Dim()))
	case g.Controls.Domain.Kind != problem.InBasin || g.Controls.Dim() > 1:
		return r
	}
	anchor := g.Anchor()[0]
	basin := problem.Interval{Lo: math.Inf(-1), Hi: math.Inf(1)}
	for _, ray := range g.rays {
		// The interval ends short of the separatrix by more than rounding: of points
		// closer to it than that the landscape decides.
		if d := ray.From * (1 - 1e-12); ray.Sign < 0 {
			basin.Lo = max(basin.Lo, anchor-d)
		} else {
			basin.Hi = min(basin.Hi, anchor+d)
		}
	}
	return problem.WithKnownInside(r, basin)
}
