package problem

import (
	"encoding/json"
	"math"
)

// Interval is a coordinate's part of the box, Lo < Hi. An infinite wall is none:
// with one of them the box is a half-line.
type Interval struct{ Lo, Hi float64 }

// distances are those from x to the two walls.
func (v Interval) Distances(x float64) [2]float64 { return [2]float64{x - v.Lo, v.Hi - x} }

// MarshalJSON writes [Lo, Hi], with null for a wall that there is not.
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
