package sim

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync/atomic"

	"levyscope/internal/engine"
	"levyscope/sim/path"
	"levyscope/sim/problem"
)

// Continue is Run from a state on: the events are those that the unbroken run of cfg yields next, so
// that the first is no Started event. From nil it is Run. Of cfg.Script the changes from the step of
// the state on are applied; the state holds the controls that the earlier ones left.
//
// due, which may be nil, is asked before each step, and before the changes of that step; where it
// says so the run yields a Checkpoint.
func Continue(
	ctx context.Context, cfg Config, from *State, live *atomic.Pointer[problem.Controls], due func() bool,
) iter.Seq2[Event, error] {
	start := func(emit engine.Emit[Event]) (engine.Resumable[problem.Controls], error) {
		if from != nil {
			if err := from.plain.checkConfig(cfg); err != nil {
				return nil, err
			}
			r, err := resume(cfg, from)
			if err != nil {
				return nil, err
			}
			r.emit = emit
			return r, nil
		}
		if err := cfg.checkInForce(cfg.Controls); err != nil {
			return nil, err
		}
		r := &run{config: cfg, emit: emit, populate: simulate}
		return r, r.start()
	}
	return engine.Continue(ctx, live, cfg.changes(), due, start)
}

// changes is the script as the loop takes it.
func (c Config) changes() []engine.Change[problem.Controls] {
	script := make([]engine.Change[problem.Controls], len(c.Script))
	for i, change := range c.Script {
		script[i] = engine.Change[problem.Controls]{Step: change.Step, Controls: change.Controls}
	}
	return script
}

// checkInForce returns an error if the configuration cannot be run under the controls u.
func (c Config) checkInForce(u problem.Controls) error {
	c.ExitConfig = c.With(u)
	return c.Validate()
}

// Checkpoint emits the state before the next step.
func (r *run) Checkpoint() error {
	s, err := r.state()
	if err != nil {
		return err
	}
	return r.emit(Checkpoint{r.step, s})
}

// state is a copy of all that further events depend on. What is not in it follows from the configuration
// and the controls, or is scratch that is written before it is read.
func (r *run) state() (*State, error) {
	simulated, ok := r.ensemble.(simulated)
	if !ok {
		return nil, fmt.Errorf("step %d: only a run that simulates all paths itself has a checkpoint", r.step)
	}
	s := &State{ensemble: *simulated.State(), plain: plainState{
		Config: r.config, Step: r.step, Controls: r.geometry.Controls,
		Slots: simulated.Slots(), Coordinates: simulated.Coordinates(),
		Finished: r.finished, NextStatistics: r.nextStatistics, NextExit: r.order.next, Waiting: []exitState{},
	}}
	p := &s.plain
	p.Config.Script = nil
	p.Places, p.Cores, s.ensemble.Places, s.ensemble.Cores = s.ensemble.Places, s.ensemble.Cores, nil, nil
	for _, i := range slices.Sorted(maps.Keys(r.order.waiting)) {
		e := r.order.waiting[i]
		p.Waiting = append(p.Waiting, exitState{e, number(e.Position), number(e.Size), number(e.Overshoot)})
	}
	if r.particle != nil {
		p.Particle = r.particle.State()
	}
	// The tally is copied by way of its text, as a part of a run writes it.
	text, err := json.Marshal(Tally{binSteps: r.tally.binSteps, ended: r.tally.counts, outcomes: r.tally.merged()})
	if err != nil {
		return nil, err
	}
	return s, json.Unmarshal(text, &p.Tally)
}

// resume is a run of cfg in the state s. The error, of a state in which no such run can be, names what
// does not fit.
func resume(cfg Config, s *State) (*run, error) {
	p := &s.plain
	damaged := func(err error) error { return fmt.Errorf("the checkpoint is damaged or of another run: %w", err) }
	if err := cfg.checkInForce(p.Controls); err != nil {
		return nil, damaged(err)
	}
	if n := len(cfg.Controls.Alpha); len(p.Controls.Alpha) != n || p.Coordinates != n {
		return nil, damaged(fmt.Errorf("the controls have %d coordinates, not %d", len(p.Controls.Alpha), n))
	}
	r := &run{config: cfg, populate: simulate}
	r.setUp(p.Controls)
	whole := path.NewEnsemble(r.geometry, cfg.Slots)
	placed := s.ensemble
	placed.Places, placed.Cores = p.Places, p.Cores
	if err := whole.Restore(&placed); err != nil {
		return nil, damaged(err)
	}
	r.ensemble = simulated{whole}
	if err := r.tally.restore(p.Tally); err != nil {
		return nil, damaged(err)
	}
	if err := r.order.restore(p.NextExit, p.Waiting, r.geometry.Paths); err != nil {
		return nil, damaged(err)
	}
	if cfg.Particle != (p.Particle != nil) || p.NextStatistics < 0 {
		return nil, damaged(fmt.Errorf("particle %t, next statistics at %d exits", p.Particle != nil, p.NextStatistics))
	}
	if p.Particle != nil {
		r.particle = path.NewParticle(r.geometry)
		if err := r.particle.Restore(p.Particle); err != nil {
			return nil, damaged(err)
		}
	}
	r.step, r.finished, r.nextStatistics = p.Step, p.Finished, p.NextStatistics
	return r, nil
}

// restore makes t, which is new, what from says of the same problem.
func (t *tally) restore(from Tally) error {
	text, err := json.Marshal(from) // copied by way of its text
	if err != nil {
		return err
	}
	var s Tally
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	o := s.outcomes
	if o == nil || s.underWay != nil || s.visits != nil || len(s.exits) > 0 || s.binSteps != t.binSteps ||
		len(s.ended.totals.Sides) != len(t.totals.Sides) || len(o.directions) != len(t.outcomes[0].directions) {
		return fmt.Errorf("tally of %d sides in bins of %d steps, not %d in %d, or without outcomes",
			len(s.ended.totals.Sides), s.binSteps, len(t.totals.Sides), t.binSteps)
	}
	fresh := newOutcomes(t.problem)
	o.dt = fresh.dt
	if err := fresh.merge(o); err != nil { // refuses another quantum and other sides
		return err
	}
	t.counts, t.outcomes = s.ended, []*outcomes{fresh}
	return nil
}

// restore makes o, which is new, hand out the exits from the path next on; waiting are those of later
// paths, of so many in all.
func (o *inOrder) restore(next int, waiting []exitState, paths int) error {
	last := next
	for _, e := range waiting {
		if e.Path <= last || e.Path >= paths {
			return fmt.Errorf("an exit of path %d waits after that of %d", e.Path, last)
		}
		last = e.Path
		e.Exit.Position, e.Exit.Size, e.Exit.Overshoot = float64(e.Position), float64(e.Size), float64(e.Overshoot)
		o.waiting[last] = e.Exit
	}
	if next < 0 || next > paths {
		return fmt.Errorf("the exit of path %d of %d comes next", next, paths)
	}
	o.next = next
	return nil
}
