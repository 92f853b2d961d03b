package theory

import (
	"math"

	"levyscope/sim/ways"
)

// ratesLookedAt is the number of steps at which a learning rate is looked at to tell whether it rises,
// and between which values it stays.
const ratesLookedAt = 257

// irregular is step i of n that are spread over [0, steps) in ascending order, step 0 among them. Their
// distances differ, so that no period of a cyclic learning rate hides between them.
func irregular(i, n, steps int) int {
	_, shift := math.Modf(float64(i) * math.Phi)
	return min(int(float64(steps)*(float64(i)+shift)/float64(n)), steps-1)
}

// rateRange is the least and the largest s = eta(k)/eta(0) of the steps below end. A rate that only falls
// has them at its ends; of any other, as with a warm-up or restarts, they are sought at some steps.
func rateRange(g *ways.Geometry, end int) (least, most float64, falls bool) {
	eta := g.Controls.Schedule.Eta
	first, last := eta(0), eta(end)
	least, most, falls = math.Min(first, last), math.Max(first, last), true
	before := first
	for i := range ratesLookedAt {
		now := eta(irregular(i, ratesLookedAt, max(1, end)))
		falls = falls && now <= before*(1+1e-12) // but for rounding
		least, most, before = math.Min(least, now), math.Max(most, now), now
	}
	if falls = falls && last <= before*(1+1e-12); falls {
		least, most = last, first
	}
	return least / first, most / first, falls
}

// even says that the learning rate changes by 1 % at most over the steps from from to to-1, or hardly
// differs from 0 there.
func (h *hazard) even(from, to int, falls bool) bool {
	first, last := h.relativeRate(from), h.relativeRate(to-1)
	if falls {
		return first <= 1.01*last || first < 1e-12
	}
	const points = 8
	least, most := min(first, last), max(first, last)
	for i := 1; i <= points; i++ {
		s := h.relativeRate(from + irregular(i, points+1, to-from))
		least, most = min(least, s), max(most, s)
	}
	return most <= 1.01*least || most < 1e-12
}
