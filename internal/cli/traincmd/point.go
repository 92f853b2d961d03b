package traincmd

import (
	"math"

	"levyscope/internal/sweep"
	"levyscope/train"
)

// point is a run of several, when it has ended. Of the totals a run that diverged has the steps that it took and the
// jumps that it reported before; the others are NaN.
type point struct {
	Parameters sweep.Point `json:"parameters"` // empty where only seeds differ
	Seed       uint64      `json:"seed"`
	Done
	Diverged *train.Diverged `json:"diverged,omitempty"` // nil of a run that did not
}

// Type names the event.
func (point) Type() string { return "point" }

// whole says that the run came to its end, so that its figures are those of the run that was asked for.
func (p point) whole() bool { return !p.Partial && p.Diverged == nil }

// sweepDone is the last event of several runs.
type sweepDone struct {
	Runs      int  `json:"runs"`      // that ended, be it in a divergence
	Of        int  `json:"of"`        // runs that were asked for
	Diverged  int  `json:"diverged"`  // of Runs
	Collapsed int  `json:"collapsed"` // of Runs
	Partial   bool `json:"partial"`   // interrupted
}

// Type names the event.
func (sweepDone) Type() string { return "sweep_done" }

// count takes in a run.
func (d *sweepDone) count(p point) {
	switch {
	case p.Partial:
		d.Partial = true
		return
	case p.Diverged != nil:
		d.Diverged++
	case p.Collapse != nil:
		d.Collapsed++
	}
	d.Runs++
}

// divergedTotals are the totals of a run that diverged: the steps that it took, the jumps that it reported and the
// names of its arrays. It has no final figures.
func divergedTotals(d train.Diverged, started *train.Started, jumps int) train.Done {
	nan := math.NaN()
	done := train.Done{Steps: d.Step, Jumps: jumps, Loss: nan, TrainAccuracy: nan, TestLoss: nan, TestAccuracy: nan}
	if started == nil {
		return done
	}
	done.Uncounted = started.Config.JumpsEvery == 0
	for _, name := range started.Followed() {
		done.Iterates = append(done.Iterates, train.IterateTail{Name: name, Centre: nan, Scale: nan, Alpha: nan, AlphaSE: nan,
			Fraction: nan})
	}
	for _, l := range started.Layers {
		params := 1
		for _, n := range l.Shape {
			params *= n
		}
		none := train.LayerDone{Name: l.Name, Params: params, Alpha: nan, AlphaSE: nan, Sigma: nan}
		done.Layers = append(done.Layers, none)
	}
	return done
}
