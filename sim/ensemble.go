package sim

import (
	"context"

	"levyscope/internal/par"
	"levyscope/sim/path"
	"levyscope/sim/ways"
)

// ensemble is where the exits of a run come from: simulated here, or read from what parts of it came to.
type ensemble interface {
	// advance moves all paths by a quantum, counts in t what ended, and gives each exit to ended. It returns the
	// number of quanta, more than one only where nobody asks for what was between.
	advance(ctx context.Context, quantum int, t *tally, ended func(path.Exit)) (quanta int, err error)

	// underWay counts the paths that have not ended; binSteps is the width of a bin of the life table.
	underWay(binSteps int) underWay

	InFlight(do func(steps int, clock float64)) // of the paths that have not ended
	Done() bool                                 // every path has ended
	Visits() *path.Visits                       // nil for any other domain than wells
}

// simulated is an ensemble that is simulated here.
type simulated struct{ *path.Ensemble }

func simulate(g *ways.Geometry, slots int) ensemble { return simulated{path.NewEnsemble(g, slots)} }

func (s simulated) advance(ctx context.Context, quantum int, t *tally, ended func(path.Exit)) (int, error) {
	workers := par.Workers()
	t.hold(workers)
	return 1, s.Advance(ctx, workers, quantum, t.addInWorker, func(e path.Exit) {
		t.counts.add(e, t.binSteps)
		ended(e)
	})
}

func (s simulated) underWay(binSteps int) underWay {
	u := newUnderWay()
	s.InFlight(func(steps int, clock float64) { u.add(steps, clock, binSteps) })
	return u
}
