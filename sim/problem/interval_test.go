package problem

import (
	"math"
	"testing"

	"levyscope/internal/near"
)

// The units of the excess: the wall's distance from 0 where 0 is inside, else the width.
func TestIntervalExcess(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		v      Interval
		x      float64
		wall   int
		excess float64
	}{
		{Interval{-2, 1}, .5, 0, -1}, {Interval{-2, 1}, -2, 0, 0}, {Interval{-2, 1}, 1, 1, 0},
		{Interval{-2, 1}, -3, 0, .5}, {Interval{-2, 1}, 3, 1, 2}, {Interval{-2, 1}, math.NaN(), 0, -1},
		{Interval{1, 5}, 0, 0, .25}, {Interval{1, 5}, 7, 1, .5}, {Interval{-5, -1}, 1, 1, .5},
		{Interval{-inf, 1}, -1e300, 0, -1}, {Interval{-inf, 1}, -inf, 0, inf}, {Interval{-1, inf}, inf, 1, inf},
	} {
		wall, excess := c.v.Excess(c.x)
		if wall != c.wall {
			t.Errorf("%g is beyond wall %d of %v, want %d", c.x, wall, c.v, c.wall)
		}
		if math.IsInf(c.excess, 1) && math.IsInf(excess, 1) {
			continue
		}
		near.Abs(t, "excess", excess, c.excess, 1e-15)
	}
}
