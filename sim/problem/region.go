package problem

// Region is the set of points that a Domain describes for one configuration. Its values
// are read-only, so all paths share one.
type Region interface {
	// Contains says whether the point x, (N), lies inside.
	Contains(x []float64) bool
	// Side is the way out by which a point x, (N), left that lies outside: an index into
	// Controls.SideNames. What it returns for a point inside is not defined.
	Side(x []float64) int
}

// Inside stands for the side of a point that lies inside.
const Inside = -1

// NewRegion is the domain of the valid controls c around the minimum at centre, (N).
func NewRegion(c Controls, centre []float64) Region {
	u := c.Landscape()
	switch c.Domain.Kind {
	case InBall:
		return ball{centre, c.Domain.Size}
	case InSublevel:
		return sublevel{u, centre, c.Domain.Size, nil}
	case InBasin:
		return basin{u, u.Basin(centre), len(u.Minima())}
	case InWells:
		return allFinite{}
	}
	return box(c.Box)
}

// SideOf is the side through which x left, or Inside. Of a basin it asks the landscape
// once, not twice as Contains followed by Side would: the answer can take a descent.
func SideOf(r Region, x []float64) int {
	if b, ok := r.(basin); ok {
		return b.sideOrInside(x)
	}
	if r.Contains(x) {
		return Inside
	}
	return r.Side(x)
}

// WithBorderDistances is r with the distances of its border along the coordinate axes,
// (N). The sides of a sub-level set are then told by how far x is along each coordinate
// in units of them; any other region is returned as it is.
func WithBorderDistances(r Region, distances []float64) Region {
	if level, ok := r.(sublevel); ok {
		level.borderDistance = distances
		return level
	}
	return r
}

// WithKnownInside is r, a basin in one dimension, with an interval that is known to lie
// inside, for which Contains then need not ask the landscape. Any other region is
// returned as it is.
func WithKnownInside(r Region, v Interval) Region {
	if b, ok := r.(basin); ok {
		return basinWithInterval{b, v}
	}
	return r
}
