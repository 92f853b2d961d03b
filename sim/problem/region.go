package problem

import (
	"math"

	"levyscope/sim/landscape"
)

// region is a domain of one configuration; it is read-only.
type Region interface {
	Contains(x []float64) bool
	Side(x []float64) int // way out of an x outside
}

// newRegion is the domain of c around the minimum at centre.
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
		return everywhere{}
	}
	return box(c.Box)
}

type box []Interval

func (b box) Contains(x []float64) bool {
	for i, v := range x {
		if !(v > b[i].Lo && v < b[i].Hi) {
			return false
		}
	}
	return true
}

// side is the wall that x exceeds by most, in units of the distance of the wall
// from 0 where 0 lies inside, and of the width of the interval otherwise.
func (b box) Side(x []float64) int {
	best, excess := -1, 0.0
	for i, v := range x {
		if r := ExcessOf(b[i].Lo, v, b[i]); r >= 0 && (best < 0 || r > excess) {
			best, excess = 2*i, r
		}
		if r := ExcessOf(-b[i].Hi, -v, b[i]); r >= 0 && (best < 0 || r > excess) {
			best, excess = 2*i+1, r
		}
		if math.IsNaN(v) && best < 0 {
			best, excess = 2*i+1, math.Inf(1)
		}
	}
	return best
}

// excessOf is by how much v lies below the wall lo, or negative if it is inside. At
// infinity it is outside where there is no wall, too: it has overflowed.
func ExcessOf(lo, v float64, walls Interval) float64 {
	if v > lo || math.IsNaN(v) {
		return -1
	}
	if math.IsInf(v, -1) {
		return math.Inf(1)
	}
	unit := math.Abs(lo)
	if walls.Lo >= 0 || walls.Hi <= 0 {
		unit = min(walls.Hi-walls.Lo, 1e300)
	}
	return (lo - v) / unit
}

type ball struct {
	centre []float64
	radius float64
}

func (b ball) Contains(x []float64) bool {
	sum := 0.0
	for i, v := range x {
		sum += (v - b.centre[i]) * (v - b.centre[i])
	}
	return sum < b.radius*b.radius
}

func (b ball) Side(x []float64) int { return farthest(x, b.centre) }

type sublevel struct {
	u      landscape.Potential
	centre []float64
	level  float64
	reach  []float64 // distance of the border along each coordinate; nil: alike
}

func (s sublevel) Contains(x []float64) bool { return s.u.Value(x) < s.level }

// side is that of the coordinate which is farthest in units of the border's distance.
func (s sublevel) Side(x []float64) int {
	if s.reach == nil {
		return farthest(x, s.centre)
	}
	scaled, origin := make([]float64, len(x)), make([]float64, len(x))
	for i, v := range x {
		scaled[i] = (v - s.centre[i]) / s.reach[i]
	}
	return farthest(scaled, origin)
}

// farthest is the side on which x is farthest from the centre in one coordinate.
func farthest(x, centre []float64) int {
	best, distance := 0, -1.0
	for i, v := range x {
		d := v - centre[i]
		if a := math.Abs(d); a > distance || math.IsNaN(a) {
			best, distance = 2*i, a
			if !(d < 0) {
				best++
			}
			if math.IsNaN(a) {
				break
			}
		}
	}
	return best
}

type basin struct {
	u     landscape.Landscape
	home  int
	wells int
}

func (b basin) Contains(x []float64) bool { return b.u.Basin(x) == b.home }

// way is the side of x, or inside.
func (b basin) way(x []float64) int {
	well := b.u.Basin(x)
	switch {
	case well == b.home:
		return Inside
	case well < 0:
		return b.wells
	}
	return well
}

func (b basin) Side(x []float64) int {
	if well := b.u.Basin(x); well >= 0 {
		return well
	}
	return b.wells
}

// wayOf is the side through which x lies outside, or inside. A landscape is asked
// once: that may take a descent.
func WayOf(where Region, x []float64) int {
	if b, ok := where.(basin); ok {
		return b.way(x)
	}
	if where.Contains(x) {
		return Inside
	}
	return where.Side(x)
}

// withReach is where, with the sides of a sub-level set told by how far x has come
// relative to the distance of the border along each coordinate, (N).
func WithReach(where Region, reach []float64) Region {
	if level, ok := where.(sublevel); ok {
		level.reach = reach
		return level
	}
	return where
}

// withStretch is where, which in a one-dimensional basin holds all of v without
// asking the landscape.
func WithStretch(where Region, v Interval) Region {
	if b, ok := where.(basin); ok {
		return stretch{b, v}
	}
	return where
}

// stretch is the basin of a one-dimensional potential, with the interval between
// the nearest separatrices known.
type stretch struct {
	basin
	Interval
}

func (s stretch) Contains(x []float64) bool {
	return x[0] > s.Lo && x[0] < s.Hi || s.basin.Contains(x)
}

type everywhere struct{}

func (everywhere) Contains(x []float64) bool {
	for _, v := range x {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}

func (everywhere) Side([]float64) int { return 0 }

// inside stands for the side of a point that lies inside.
const Inside = -1
