package sim

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"levyscope/internal/engine"
	"levyscope/sim/path"
	"levyscope/sim/problem"
	"levyscope/sim/theory"
	"levyscope/sim/ways"
)

// Gathered are the tallies of the parts of one ensemble, added up in whatever order they come.
type Gathered struct {
	cfg      Config
	detail   bool
	binSteps int // of all tallies; 0 before the first
	quanta   []gatheredQuantum
	most     int // quanta of the part with the most
	outcomes *outcomes
	visits   *path.Visits
	paths    int // that have ended
}

// gatheredQuantum is what all parts came to in one quantum, or without detail in all.
type gatheredQuantum struct {
	ended    *counts   // nil: nothing
	underWay *underWay // nil: nobody
	exits    []path.Exit
}

// add adds what a part came to in the quantum.
func (q *gatheredQuantum) add(t *Tally) {
	if q.ended == nil {
		none := newCounts(len(t.ended.totals.Sides))
		q.ended = &none
	}
	q.ended.merge(&t.ended)
	q.exits = append(q.exits, t.exits...)
	if t.underWay == nil {
		return
	}
	if q.underWay == nil {
		none := newUnderWay()
		q.underWay = &none
	}
	q.underWay.merge(t.underWay)
}

// mostGathered is the largest number of quanta that a tally may say.
const mostGathered = 1 << 20

// NewGathered returns the sum of no tally of an ensemble of cfg. detail is that of RunPart.
func NewGathered(cfg Config, detail bool) (*Gathered, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	problem := theory.Normalize(cfg.With(cfg.Controls)).ExitConfig
	return &Gathered{cfg: cfg, detail: detail, outcomes: newOutcomes(problem)}, nil
}

// Add adds a tally of a part; each must be added once. The error says how it contradicts the configuration or the
// tallies before.
func (g *Gathered) Add(t Tally) error {
	sides, u := g.cfg.Controls.Sides(), &t.ended.totals
	switch {
	case len(u.Sides) != sides:
		return fmt.Errorf("a tally has %d sides where the configuration has %d: it is of another run, or damaged",
			len(u.Sides), sides)
	case t.Quantum < 0 || t.Quantum > mostGathered && g.detail || t.Quantum == 0 && u.Paths > 0 || t.binSteps < 1,
		g.binSteps > 0 && t.binSteps != g.binSteps, g.cfg.Exits && len(t.exits) != u.Paths:
		return fmt.Errorf("the tally of quantum %d contradicts the others: it is of another run, or damaged", t.Quantum)
	}
	g.binSteps, g.most = t.binSteps, max(g.most, t.Quantum)
	g.paths += u.Paths
	at := t.Quantum
	if !g.detail {
		at = min(at, 1)
	}
	g.quanta = append(g.quanta, make([]gatheredQuantum, max(0, at-len(g.quanta)))...)
	if at > 0 {
		g.quanta[at-1].add(&t)
	}
	return g.addLast(t)
}

// addLast adds what the last tally of a part has beside its counts.
func (g *Gathered) addLast(t Tally) error {
	if t.outcomes == nil {
		return nil
	}
	if len(t.outcomes.directions) != len(g.outcomes.directions) {
		return fmt.Errorf("a tally has %d directions where the configuration has %d: it is of another run, or damaged",
			len(t.outcomes.directions), len(g.outcomes.directions))
	}
	if err := g.outcomes.merge(t.outcomes); err != nil {
		return err
	}
	v := t.visits
	if v == nil || g.visits == nil {
		g.visits = v
		return nil
	}
	if v.FirstBasin != g.visits.FirstBasin || !slices.Equal(v.CoreRadius, g.visits.CoreRadius) {
		return errors.New("the tallies of parts have other basins: they are of another run, or damaged")
	}
	return errors.Join(g.visits.Places.Merge(v.Places), g.visits.Cores.Merge(v.Cores))
}

// RunGathered yields what Run yields for the configuration of g, with the exits of its tallies in place of simulated
// ones. Without detail there is one counts event. The error says that paths are missing, or more than there should be.
func RunGathered(ctx context.Context, g *Gathered) iter.Seq2[Event, error] {
	return engine.Run(ctx, nil, nil, func(emit engine.Emit[Event]) (engine.Machine[problem.Controls], error) {
		if g.paths != g.cfg.Paths {
			return nil, fmt.Errorf("the parts have %d paths of %d: give every part once", g.paths, g.cfg.Paths)
		}
		r := &run{config: g.cfg, emit: emit, populate: func(*ways.Geometry, int) ensemble {
			return &gatheredEnsemble{Gathered: g}
		}}
		return r, r.start()
	})
}

// gatheredEnsemble goes through the quanta of Gathered.
type gatheredEnsemble struct {
	*Gathered
	next int // quantum that comes next, from 0
}

func (g *gatheredEnsemble) advance(_ context.Context, _ int, t *tally, ended func(path.Exit)) (int, error) {
	q := &g.quanta[g.next]
	g.next++
	if q.ended != nil {
		t.counts.merge(q.ended)
	}
	for _, e := range q.exits {
		ended(e)
	}
	if g.next == 1 { // nobody looks at them before the end
		if err := t.merged().merge(g.outcomes); err != nil {
			return 0, err
		}
	}
	if g.detail {
		return 1, nil
	}
	return g.most, nil
}

func (g *gatheredEnsemble) underWay(int) underWay {
	if g.next == 0 || g.quanta[g.next-1].underWay == nil {
		return newUnderWay()
	}
	return *g.quanta[g.next-1].underWay
}

// InFlight calls nothing: at the end of the last part no path is under way.
func (g *gatheredEnsemble) InFlight(func(steps int, clock float64)) {}

// Done says that there is no further quantum.
func (g *gatheredEnsemble) Done() bool { return g.next == len(g.quanta) }

// Visits are those of all parts.
func (g *gatheredEnsemble) Visits() *path.Visits { return g.visits }
