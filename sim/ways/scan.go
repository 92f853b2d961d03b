package ways

import (
	"math"

	"levyscope/sim/problem"
)

// The distances from the anchor between which an axis is scanned.
const (
	minScanDistance = 1e-6
	maxScanDistance = 1e6
)

// scanRatio is the ratio of one distance that a scan looks at to the one before, for n
// coordinates. With many of them each look takes longer, and there are more axes.
func scanRatio(n int) float64 {
	if n > 100 {
		return 2
	}
	return 1.01
}

// scan finds the rays on one half-axis, in the direction sign of a coordinate. side says
// through which side the point at a distance lies outside, or Inside. It is asked at
// distances that grow by ratio, and every change is then located by bisection.
func scan(side func(distance float64) int, coordinate int, sign, ratio float64) []Ray {
	var out []Ray
	current, before := problem.Inside, 0.0 // side and distance of the last look
	open := Ray{coordinate, sign, 0, 0, problem.Inside}
	for d := minScanDistance; d < maxScanDistance; d *= ratio {
		now := side(d)
		if now != current {
			lo, hi := before, d
			for range 60 {
				if middle := (lo + hi) / 2; side(middle) == current {
					lo = middle
				} else {
					hi = middle
				}
			}
			if current != problem.Inside {
				open.To = hi
				out = append(out, open)
			}
			open.From, open.Side, current = hi, now, now
		}
		before = d
	}
	if current != problem.Inside {
		open.To = math.Inf(1)
		out = append(out, open)
	}
	return out
}
