package sim

import (
	"math"

	"levyscope/sim/exits"
	"levyscope/sim/path"
	"levyscope/sim/problem"
	"levyscope/sim/theory"
)

// tally sums up exits without keeping them.
type tally struct {
	counts
	times      *exits.Times
	overshoots *exits.Overshoots // by side
	directions []int             // exits by coordinate and sign of the last noise

	dt           float64
	horizonSteps int
	binSteps     int // width of a bin of the life table
}

// newTally makes a life table over four predicted mean exit times, or up to the horizon if
// that is less.
func newTally(cfg problem.ExitConfig, theory *theory.Theory) *tally {
	span := cfg.Horizon
	if theory != nil && theory.MeanExitTime > 0 {
		span = min(span, 4*theory.MeanExitTime)
	}
	t := &tally{
		counts: newCounts(cfg.Controls.Sides()), dt: cfg.Dt, horizonSteps: cfg.HorizonSteps(),
		binSteps:   max(1, int(math.Ceil(span/cfg.Dt/survivalBins))),
		directions: make([]int, 2*cfg.Controls.Dim()),
	}
	t.times, _ = exits.NewTimes(cfg.Dt)
	t.overshoots, _ = exits.NewOvershoots(max(1, cfg.Controls.Sides()))
	return t
}

// add takes in a path that ended.
func (t *tally) add(e path.Exit) {
	t.counts.add(e, t.binSteps)
	t.addToStatistics(e)
}

// addToStatistics is add but for the counts.
func (t *tally) addToStatistics(e path.Exit) {
	if e.Clock > 0 {
		_ = t.times.Add(e.Clock*t.dt, e.Censored || e.Diverged)
	}
	if e.Censored || e.Diverged {
		return
	}
	if e.Overshoot >= 1 && !math.IsInf(e.Overshoot, 1) {
		_ = t.overshoots.Add(e.Overshoot, e.Side)
	}
	direction := 2 * e.Coordinate
	if e.Size > 0 {
		direction++
	}
	t.directions[direction]++
}

// underWay are the paths of e that have not ended.
func (t *tally) underWay(e ensemble) underWay {
	u := newUnderWay()
	e.InFlight(func(steps int, clock float64) { u.add(steps, clock, t.binSteps) })
	return u
}

// totalsWith are the totals of the paths that ended and of those under way.
func (t *tally) totalsWith(u *underWay) Totals { return t.counts.with(u, t.dt) }

// survivalWith is the life table's survival.
func (t *tally) survivalWith(u *underWay) []float64 {
	return t.counts.survival(u, t.binSteps, t.horizonSteps)
}
