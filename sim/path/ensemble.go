package path

import (
	"context"

	"levyscope/internal/par"
	"levyscope/internal/rng"
	"levyscope/sim/exits"
	"levyscope/sim/ways"
)

// Ensemble moves many paths side by side, on all cores. Slot j carries paths j, j+slots,
// j+2 slots, ... one after another, so that what a path does depends on its number
// alone, and neither on the cores nor on the quantum.
type Ensemble struct {
	sys   *system
	all   int     // slots of the whole ensemble
	slots []slot  // those that are moved here
	works []*work // scratch, by worker
}

// slot is one place in the ensemble.
type slot struct {
	path   *path
	active bool   // its path is under way
	exits  []Exit // of this quantum
}

// NewEnsemble returns an ensemble of g.Paths paths that begin at the start of g; at most slots of
// them are under way at once.
func NewEnsemble(g *ways.Geometry, slots int) *Ensemble {
	return NewPart(g, slots, func(int) bool { return true })
}

// NewPart returns the part of the ensemble of NewEnsemble that consists of the paths of the slots
// that holds says: of slot j paths j, j+n, j+2n, ... with n = min(slots, g.Paths). Each of them does at
// each call of Advance what it does in the whole ensemble.
func NewPart(g *ways.Geometry, slots int, holds func(slot int) bool) *Ensemble {
	e := &Ensemble{sys: newSystem(g), all: min(slots, g.Paths)}
	for j := range e.all {
		if holds(j) {
			p := newPath(e.sys)
			p.begin(e.sys, rng.Path, j)
			e.slots = append(e.slots, slot{path: p, active: true})
		}
	}
	return e
}

// What a slot may do in one quantum, so that memory and the time to an
// interruption stay small whatever the system.
const (
	maxEnded = 256     // paths that end
	allEnded = 1 << 17 // paths that end in all slots together
	maxWork  = 1 << 18 // coordinate steps
	allWork  = 1 << 27 // coordinate steps of all slots together
)

// Advance moves every path under way by up to quantum steps, on workers cores: fewer where that would take too long
// or end too many paths (maxWork, maxEnded). A slot whose path ends goes on with its next one.
// inWorker, which may be nil, is called with each exit on the goroutine of its worker, from 0 to workers-1; ended is
// called with the exits when all have moved, slot by slot. The error is that of ctx, or a panic of a worker.
func (e *Ensemble) Advance(
	ctx context.Context, workers, quantum int, inWorker func(worker int, e Exit), ended func(Exit),
) error {
	quantum = max(1, min(quantum, maxWork/e.sys.dim, allWork/e.sys.dim/max(1, e.all)))
	if e.sys.searchesBasins() {
		quantum = min(quantum, longestBlock)
	}
	longest := 0
	for j := range e.slots {
		longest = max(longest, e.slots[j].path.k)
	}
	if e.sys.chain == nil {
		e.sys.coefficients.extend(longest + quantum + e.sys.longest)
	}
	for len(e.works) < workers {
		e.works = append(e.works, newWork(e.sys))
	}
	err := par.For(workers, len(e.slots), func(worker, j int) {
		if s := &e.slots[j]; s.active && ctx.Err() == nil {
			e.move(ctx, s, e.works[worker], quantum)
			if inWorker != nil {
				for _, exit := range s.exits {
					inWorker(worker, exit)
				}
			}
		}
	})
	for j := range e.slots {
		for _, exit := range e.slots[j].exits {
			ended(exit)
		}
		e.slots[j].exits = e.slots[j].exits[:0]
	}
	if err != nil {
		return err
	}
	return ctx.Err()
}

// move takes the path of s by quantum steps, or until ctx ends: a step whose
// basin must be searched for can take milliseconds.
func (e *Ensemble) move(ctx context.Context, s *slot, w *work, quantum int) {
	for quantum > 0 && len(s.exits) < max(1, min(maxEnded, allEnded/e.all)) && ctx.Err() == nil {
		before := s.path.k
		exit, ended := s.path.advance(e.sys, w, min(quantum, longestBlock))
		quantum -= s.path.k - before
		if !ended {
			continue
		}
		s.exits = append(s.exits, exit)
		next := s.path.id + e.all
		if s.active = next < e.sys.cfg.Paths; !s.active {
			s.path.k, s.path.clock = 0, 0
			return
		}
		s.path.begin(e.sys, rng.Path, next)
	}
}

// InFlight calls do with the steps that each path under way has taken, and its time in
// steps.
func (e *Ensemble) InFlight(do func(steps int, clock float64)) {
	for j := range e.slots {
		if e.slots[j].active {
			do(e.slots[j].path.k, e.slots[j].path.clock)
		}
	}
}

// Done says that every path has ended.
func (e *Ensemble) Done() bool {
	for j := range e.slots {
		if e.slots[j].active {
			return false
		}
	}
	return true
}

// Visits are the visits of the paths of an ensemble to the M basins of the domain wells.
type Visits struct {
	Places     *exits.Transitions // by the basin in which a path is
	Cores      *exits.Transitions // by the basin in whose core a path was last
	CoreRadius []float64          // (M) distance from the minimum within which a path is in the core
	FirstBasin int                // the basin of the start
}

// Visits sums up the visits of all paths, those under way up to now. It is nil for any
// other domain than wells.
func (e *Ensemble) Visits() *Visits {
	w := e.sys.visits
	if w == nil {
		return nil
	}
	v := &Visits{CoreRadius: w.core, FirstBasin: w.u.Basin(e.sys.start)}
	v.Places, _ = exits.NewTransitions(len(w.minima))
	v.Cores, _ = exits.NewTransitions(len(w.minima))
	for j := range e.slots {
		p := e.slots[j].path
		time := float64(p.k) * w.dt
		_ = v.Places.Merge(p.places.Closed(time)) // no error: both have as many basins
		_ = v.Cores.Merge(p.cores.Closed(time))
	}
	return v
}
