package control

import (
	"math"

	"levyscope/train/schedule"
)

// Bounds of the points that stand for a schedule.
const (
	// horizon is how many steps ahead a schedule is sent; the last factor stays in force after them.
	horizon = 1_000_000
	// mostSent is how many points are sent: with 8 digits each they fit a line.
	mostSent = 2000
	// tolerance bounds how far the points are off the schedule at any step, as a share of it.
	tolerance = 1e-4
	// least is the share of the largest factor below which the tolerance falls no further.
	least = 1e-3
)

// Points are a schedule from a step on, as (step, factor) with straight lines between: at no step more than 1e-4 of the
// factor off. They end where a million steps or 2,000 points are reached.
func Points(s schedule.Schedule, from int) [][2]float64 {
	at := func(k int) float64 { return s.Eta(k) }
	first := at(from)
	out := [][2]float64{{float64(from), first}}
	start, begin, peak := from, first, math.Abs(first) // of the line under way
	low, high := math.Inf(-1), math.Inf(1)             // its slopes that pass all factors so far
	before := first
	for k := from + 1; k <= from+horizon; k++ {
		f := at(k)
		peak = max(peak, math.Abs(f))
		if slope := (f - begin) / float64(k-start); slope < low || slope > high {
			out = append(out, [2]float64{float64(k - 1), before})
			if len(out) >= mostSent-1 {
				return out
			}
			start, begin, low, high = k-1, before, math.Inf(-1), math.Inf(1)
		}
		tol := tolerance * max(math.Abs(f), least*peak)
		low = max(low, (f-tol-begin)/float64(k-start))
		high = min(high, (f+tol-begin)/float64(k-start))
		before = f
	}
	last := [2]float64{float64(from + horizon), before}
	if out[len(out)-1][1] == before && constant(low, high) {
		return out
	}
	return append(out, last)
}

// constant says that a line of slope 0 passes.
func constant(low, high float64) bool { return low <= 0 && high >= 0 }
