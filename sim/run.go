package sim

import (
	"context"
	"fmt"
	"iter"
	"math"
	"slices"
	"sync/atomic"

	"levyscope/internal/engine"
	"levyscope/sim/exits"
	"levyscope/sim/path"
	"levyscope/sim/problem"
	"levyscope/sim/theory"
	"levyscope/sim/ways"
)

// Run simulates an ensemble of first exits and, with cfg.Particle, one displayed
// particle beside it, and yields what happens. It is synchronous and a function
// of cfg and of the changes alone, as train.Run is: not returning from the loop
// body pauses it, and break stops it. Controls stored in live take effect before the
// next step of the particle, with a Changed event; those that have the same effect as
// the controls in force are dropped. Without a particle the run ends when all paths
// have ended; with one it goes on up to cfg.Steps.
//
// An interrupted run yields a Done event marked partial, then ctx's error.
func Run(ctx context.Context, cfg Config, live *atomic.Pointer[problem.Controls]) iter.Seq2[Event, error] {
	return engine.Run(ctx, live, cfg.changes(), func(emit engine.Emit[Event]) (engine.Machine[problem.Controls], error) {
		if err := cfg.checkInForce(cfg.Controls); err != nil {
			return nil, err
		}
		r := &run{config: cfg, emit: emit, populate: simulate}
		return r, r.start()
	})
}

// run is the state of a simulation under way, the engine.Machine of Run.
type run struct {
	config         Config // as it was given
	geometry       *ways.Geometry
	emit           engine.Emit[Event]
	theory         *theory.Theory
	caveats        []string // Setting.Caveats
	rho            float64  // of path.JumpSplit, NaN where big jumps are not told apart
	populate       func(g *ways.Geometry, slots int) ensemble
	ensemble       ensemble
	tally          *tally
	order          inOrder
	finished       bool // every path has ended, and the last counts have been emitted
	particle       *path.Particle
	rates          exits.Generator // predicted between wells, nil where there are none
	nextStatistics int             // exits at which the next statistics are due
	step           int             // of the particle; without one, quanta of the ensemble
}

// setUp puts controls in force and starts the ensemble from no path.
func (r *run) setUp(c problem.Controls) {
	r.geometry = theory.Normalize(r.config.With(c))
	r.theory = theory.Predict(r.geometry)
	r.caveats = caveatsOf(r.geometry, r.theory)
	if r.rho = math.NaN(); c.Integrator == problem.JumpAdapted || r.geometry.Method == problem.Accelerated {
		r.rho, _ = path.JumpSplit(r.geometry)
	}
	r.ensemble = r.populate(r.geometry, r.config.Slots)
	r.tally = newTally(r.geometry.ExitConfig, r.theory)
	r.order = inOrder{waiting: map[int]path.Exit{}}
	r.finished, r.nextStatistics = false, firstStatistics
	if r.rates = nil; r.geometry.Controls.Domain.Kind == problem.InWells {
		r.rates = theory.TransitionRates(r.geometry)
	}
	if r.particle != nil {
		r.particle.Use(r.geometry)
	}
}

// setting is what the controls in force make of the configuration.
func (r *run) setting() Setting {
	return Setting{r.geometry.Dt, r.geometry.Horizon, r.rho, r.geometry.Controls.SideNames(), r.theory, r.caveats}
}

// start sets up the ensemble and the particle, and emits Started.
func (r *run) start() error {
	r.setUp(r.config.Controls)
	if r.config.Particle {
		r.particle = path.NewParticle(r.geometry)
	}
	return r.emit(Started{"sim", r.config, r.setting()})
}

// Step is the number of the next step of the particle, or without one of the next quantum
// of the ensemble.
func (r *run) Step() int { return r.step }

// Same says that c has the same effect as the controls in force.
func (r *run) Same(c problem.Controls) bool { return r.geometry.SameEffect(c) }

// over says that nothing is left to do.
func (r *run) over() bool {
	if r.particle == nil {
		return r.ensemble.Done()
	}
	return r.config.Steps > 0 && r.step >= r.config.Steps
}

// Change puts new controls in force. The ensemble starts again from no path, the
// particle goes on from where it is.
func (r *run) Change(c problem.Controls) error {
	if err := r.config.checkInForce(c); err != nil {
		return err
	}
	if len(c.Alpha) != len(r.geometry.Controls.Alpha) {
		return fmt.Errorf("%d coordinates cannot become %d while a simulation is under way",
			len(r.geometry.Controls.Alpha), len(c.Alpha))
	}
	r.setUp(c)
	return r.emit(Changed{r.step, c, r.setting()})
}

// Advance is one step of the particle, and a quantum of the ensemble when it is due.
func (r *run) Advance(ctx context.Context) (ended bool, err error) {
	quanta := 1
	if r.particle == nil || r.step%r.config.Every == 0 {
		if quanta, err = r.advanceEnsemble(ctx); err != nil {
			return false, err
		}
	}
	if r.particle == nil {
		r.step += quanta
	} else if err := r.advanceParticle(ctx); err != nil {
		return false, err
	}
	return r.over(), nil
}

// advanceEnsemble moves the ensemble by a quantum and emits its exits and counts.
func (r *run) advanceEnsemble(ctx context.Context) (quanta int, err error) {
	if r.finished {
		return 1, nil
	}
	quanta, err = r.ensemble.advance(ctx, r.config.Quantum, r.tally, func(e path.Exit) {
		if r.config.Exits {
			r.order.add(e)
		}
	})
	for e, ok := r.order.take(); ok; e, ok = r.order.take() {
		if err := r.emit(Exited{e}); err != nil {
			return quanta, err
		}
	}
	if err != nil {
		return quanta, err
	}
	r.finished = r.ensemble.Done()
	if err := r.emit(r.counts()); err != nil {
		return quanta, err
	}
	return quanta, r.emitStatistics()
}

// firstStatistics is the number of exits at which the first statistics are due; the next
// ones are due whenever there are a seventh more.
const firstStatistics = 20

// emitStatistics emits statistics when they are due. In a run without a particle they come
// at the end only.
func (r *run) emitStatistics() error {
	if r.particle == nil {
		return nil
	}
	exited := r.tally.totals.Exited
	if r.geometry.Controls.Domain.Kind == problem.InWells {
		exited = r.tally.totals.Paths + r.step/64
	}
	if exited < r.nextStatistics && !r.finished {
		return nil
	}
	r.nextStatistics = exited + max(1, exited/7)
	return r.emit(r.statistics(false))
}

// statistics are those of the exits so far.
func (r *run) statistics(partial bool) Statistics {
	s := r.tally.statistics(r.geometry.ExitConfig, r.theory, r.rates, r.ensemble)
	s.Step, s.Partial = r.step, partial
	return s
}

// counts are those of the exits so far.
func (r *run) counts() Counts {
	u := r.ensemble.underWay(r.tally.binSteps)
	return Counts{Step: r.step, Totals: r.tally.totalsWith(&u), InFlight: u.paths,
		BinWidth: float64(r.tally.binSteps) * r.geometry.Dt, Survival: r.tally.survivalWith(&u)}
}

// advanceParticle takes one step of the particle and emits its progress, jumps and exit.
func (r *run) advanceParticle(ctx context.Context) error {
	p := r.particle
	side := p.Step()
	if err := r.emit(Progress{r.step, p.Path(), p.Time(), p.X()}); err != nil {
		return err
	}
	for i := range r.geometry.Controls.Sigma {
		if size, jumped := p.Jump(i); jumped {
			if err := r.emit(Jump{r.step, i, size}); err != nil {
				return err
			}
		}
	}
	if e, ended := p.Ended(side); ended {
		if err := r.emit(Escape{r.step, e}); err != nil {
			return err
		}
	}
	r.step++
	return ctx.Err()
}

// Finish emits the statistics and the totals.
func (r *run) Finish(_ context.Context, partial bool) error {
	if err := r.emit(r.statistics(partial)); err != nil {
		return err
	}
	u := r.ensemble.underWay(r.tally.binSteps)
	totals := r.tally.totalsWith(&u)
	if u.paths > 0 {
		totals.Trapped = r.tally.trapped(r.ensemble, r.geometry.Horizon)
	}
	setting := r.setting()
	setting.Caveats = append(slices.Clip(setting.Caveats), totals.Caveats()...)
	return r.emit(Done{totals, r.geometry.Time.String(), u.paths, partial, setting})
}
