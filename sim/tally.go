package sim

import (
	"math"

	"levyscope/sim/path"
	"levyscope/sim/problem"
	"levyscope/sim/theory"
)

// tally sums up exits without keeping them.
type tally struct {
	counts
	outcomes []*outcomes // by worker: each worker adds to its own
	problem  problem.ExitConfig

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
	return &tally{
		counts: newCounts(cfg.Controls.Sides()), problem: cfg, outcomes: []*outcomes{newOutcomes(cfg)},
		dt: cfg.Dt, horizonSteps: cfg.HorizonSteps(), binSteps: max(1, int(math.Ceil(span/cfg.Dt/survivalBins))),
	}
}

// hold makes room for so many workers.
func (t *tally) hold(workers int) {
	for len(t.outcomes) < workers {
		t.outcomes = append(t.outcomes, newOutcomes(t.problem))
	}
}

// addInWorker takes a path that ended into the outcomes, on the goroutine of a worker. Its counts are for the caller.
func (t *tally) addInWorker(worker int, e path.Exit) { t.outcomes[worker].add(e) }

// merged are the outcomes of all workers.
func (t *tally) merged() *outcomes {
	for _, o := range t.outcomes[1:] {
		_ = t.outcomes[0].merge(o) // no error: all are of one problem
	}
	t.outcomes = t.outcomes[:1]
	return t.outcomes[0]
}

// totalsWith are the totals of the paths that ended and of those under way.
func (t *tally) totalsWith(u *underWay) Totals { return t.counts.with(u, t.dt) }

// survivalWith is the life table's survival.
func (t *tally) survivalWith(u *underWay) []float64 {
	return t.counts.survival(u, t.binSteps, t.horizonSteps)
}
