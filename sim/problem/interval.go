package problem

import (
	"encoding/json"
	"math"
)

// Interval is the range of one coordinate of the box, Lo < x < Hi. An infinite bound
// stands for no wall: with one of them the box is a half-line.
type Interval struct{ Lo, Hi float64 }

// Distances are those from x, which lies inside, to the lower and to the upper wall.
func (v Interval) Distances(x float64) [2]float64 { return [2]float64{x - v.Lo, v.Hi - x} }

// Excess returns the wall that x is at or beyond, 0 for Lo and 1 for Hi, and how far x
// is beyond it: in units of the wall's distance from 0 where 0 lies inside the interval,
// and of the interval's width otherwise. The excess is -1 where x is inside or NaN. An
// infinite x is outside even where there is no wall, because it has overflowed; its
// excess is +Inf.
func (v Interval) Excess(x float64) (wall int, excess float64) {
	if e := v.excessBelow(v.Lo, x); e >= 0 {
		return 0, e
	}
	if e := v.excessBelow(-v.Hi, -x); e >= 0 {
		return 1, e
	}
	return 0, -1
}

// excessBelow is how far x lies at or below the wall lo, or -1 where it does not. The
// upper wall is asked for with the signs of lo and x reversed.
func (v Interval) excessBelow(lo, x float64) float64 {
	if x > lo || math.IsNaN(x) {
		return -1
	}
	if math.IsInf(x, -1) {
		return math.Inf(1)
	}
	unit := math.Abs(lo)
	if v.Lo >= 0 || v.Hi <= 0 {
		unit = min(v.Hi-v.Lo, 1e300)
	}
	return (lo - x) / unit
}

// MarshalJSON writes [Lo, Hi], with null in place of an infinite bound.
func (v Interval) MarshalJSON() ([]byte, error) {
	var pair [2]*float64
	if !math.IsInf(v.Lo, -1) {
		pair[0] = &v.Lo
	}
	if !math.IsInf(v.Hi, 1) {
		pair[1] = &v.Hi
	}
	return json.Marshal(pair)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (v *Interval) UnmarshalJSON(b []byte) error {
	var pair [2]*float64
	if err := json.Unmarshal(b, &pair); err != nil {
		return err
	}
	v.Lo, v.Hi = math.Inf(-1), math.Inf(1)
	if pair[0] != nil {
		v.Lo = *pair[0]
	}
	if pair[1] != nil {
		v.Hi = *pair[1]
	}
	return nil
}
