package problem

import (
	"math"

	"levyscope/sim/landscape"
)

// box is the product of open intervals, (N).
type box []Interval

// Contains says that x is between the walls in every coordinate.
func (b box) Contains(x []float64) bool {
	for i, v := range x {
		if !(v > b[i].Lo && v < b[i].Hi) {
			return false
		}
	}
	return true
}

// Side is the wall that x exceeds by most, in the units of Interval.Excess.
func (b box) Side(x []float64) int {
	best, most := -1, 0.0
	for i, v := range x {
		if wall, excess := b[i].Excess(v); excess >= 0 && (best < 0 || excess > most) {
			best, most = 2*i+wall, excess
		}
		if math.IsNaN(v) && best < 0 {
			best, most = 2*i+1, math.Inf(1)
		}
	}
	return best
}

// ball is |x - centre| < radius.
type ball struct {
	centre []float64 // (N)
	radius float64
}

// Contains says that x is less than the radius from the centre.
func (b ball) Contains(x []float64) bool {
	sum := 0.0
	for i, v := range x {
		sum += (v - b.centre[i]) * (v - b.centre[i])
	}
	return sum < b.radius*b.radius
}

// Side is that of the coordinate in which x is farthest from the centre.
func (b ball) Side(x []float64) int { return farthest(x, b.centre) }

// sublevel is U(x) < level.
type sublevel struct {
	u              landscape.Potential
	centre         []float64 // (N)
	level          float64
	borderDistance []float64 // (N) from centre along each coordinate; nil: taken as equal
}

// Contains says that U(x) is below the level.
func (s sublevel) Contains(x []float64) bool { return s.u.Value(x) < s.level }

// Side is that of the coordinate in which x is farthest in units of the border's distance.
func (s sublevel) Side(x []float64) int {
	if s.borderDistance == nil {
		return farthest(x, s.centre)
	}
	scaled, origin := make([]float64, len(x)), make([]float64, len(x))
	for i, v := range x {
		scaled[i] = (v - s.centre[i]) / s.borderDistance[i]
	}
	return farthest(scaled, origin)
}

// farthest is the side of the coordinate in which x is farthest from the centre; the
// first NaN counts as farthest, in the positive direction.
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

// allFinite is the whole space: only points that have overflowed lie outside.
type allFinite struct{}

// Contains says that every coordinate of x is finite.
func (allFinite) Contains(x []float64) bool {
	for _, v := range x {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}

// Side is the only side there is.
func (allFinite) Side([]float64) int { return 0 }
