package sim

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"sync/atomic"
)

// Run simulates an ensemble of first exits and, with cfg.Particle, one displayed
// particle beside it, and yields what happens. It is synchronous and a function
// of cfg and of the changes alone, as train.Run is: not returning from the loop
// body pauses it, break stops it, and controls stored in live take effect before
// the next step of the particle, with a Changed event. Without a particle the
// run ends when all paths have ended; with one it goes on up to cfg.Steps.
//
// An interrupted run yields a Done event marked partial, then ctx's error.
func Run(ctx context.Context, cfg Config, live *atomic.Pointer[Controls]) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		if err := cfg.Validate(); err != nil {
			yield(nil, err)
			return
		}
		r := &run{given: cfg, ctx: ctx, live: live, yield: func(e Event) bool { return yield(e, nil) }}
		if err := r.simulate(); err != nil && err != errStopped {
			yield(nil, err)
		}
	}
}

// errStopped says that the consumer broke off; nothing more may be yielded.
var errStopped = errors.New("the consumer stopped the run")

// Validate returns an error that names the first value out of its range.
func (c Config) Validate() error {
	if c.Slots < 1 || c.Quantum < 1 || c.Every < 1 || c.Steps < 0 || c.Slots > 1<<20 {
		return fmt.Errorf("slots = %d, quantum = %d, every = %d, steps = %d: use 1 or more (steps: 0 or more; slots: at most %d)", c.Slots, c.Quantum, c.Every, c.Steps, 1<<20)
	}
	if err := Validate(c.ExitConfig); err != nil {
		return err
	}
	// What one path keeps: its place, and in the domain wells two tables of counts.
	each := len(c.Controls.Alpha) + 16
	if c.Controls.Domain.Kind == InWells {
		wells := len(c.Controls.landscape().Minima())
		each += 2 * wells * wells
	}
	if under := min(c.Slots, c.Paths); under*each > maxUnderWay {
		return fmt.Errorf("slots = %d: %d paths under way at once would take gigabytes with %d coordinates in domain %s; use at most %d slots", c.Slots, under, len(c.Controls.Alpha), c.Controls.Domain, maxUnderWay/each)
	}
	return nil
}

// maxUnderWay bounds the numbers that all paths under way keep together (512 MiB).
const maxUnderWay = 1 << 26

// run is the state of a simulation under way.
type run struct {
	given    Config // as the user gave it
	exit     *Geometry
	ctx      context.Context
	live     *atomic.Pointer[Controls]
	seen     *Controls // the last value taken from live
	yield    func(Event) bool
	theory   *Theory
	rho      float64 // in force
	ensemble *ensemble
	tally    *tally
	order    inOrder
	finished bool // the ensemble's last counts are out
	particle *Particle
	rates    Generator // predicted between wells
	due      int       // exits at which the next statistics are due
	step     int       // of the particle; without one, quanta of the ensemble
}

// begin puts controls in force and starts the ensemble from no path.
func (r *run) begin(c Controls) {
	problem := r.given.ExitConfig
	problem.Controls = c
	r.exit = Normalize(problem)
	r.theory = Predict(r.exit)
	if r.rho = math.NaN(); c.Integrator == JumpAdapted || r.exit.Method == Accelerated {
		r.rho, _ = JumpSplit(r.exit)
	}
	r.ensemble = newEnsemble(r.exit, r.given.Slots)
	r.tally = newTally(r.exit.ExitConfig, r.theory)
	r.order = inOrder{waiting: map[int]Exit{}}
	r.finished, r.due = false, firstStatistics
	if r.rates = nil; r.exit.Controls.Domain.Kind == InWells {
		r.rates = TransitionRates(r.exit)
	}
	if r.particle != nil {
		r.particle.Use(r.exit)
	}
}

func (r *run) setting() Setting {
	return Setting{r.exit.Dt, r.exit.Horizon, r.rho, r.exit.Controls.SideNames(), r.theory}
}

func (r *run) simulate() error {
	r.begin(r.given.Controls)
	if r.given.Particle {
		r.particle = NewParticle(r.exit)
	}
	if !r.yield(Started{"sim", r.given, r.setting()}) {
		return errStopped
	}
	script := r.given.Script
	for {
		for ; len(script) > 0 && script[0].Step <= r.step; script = script[1:] {
			if err := r.change(script[0].Controls); err != nil {
				return err
			}
		}
		if r.live != nil {
			if c := r.live.Load(); c != nil && c != r.seen {
				r.seen = c
				if err := r.change(*c); err != nil {
					return err
				}
			}
		}
		if err := r.advance(); err != nil {
			return r.stopped(err)
		}
		if r.over() {
			return r.done(false)
		}
	}
}

// over says that nothing is left to do.
func (r *run) over() bool {
	if r.particle == nil {
		return r.ensemble.done()
	}
	return r.given.Steps > 0 && r.step >= r.given.Steps
}

// change puts new controls in force. The particle goes on from where it is.
func (r *run) change(c Controls) error {
	changed := r.given
	changed.Controls = c
	if err := changed.Validate(); err != nil {
		return err
	}
	if len(c.Alpha) != len(r.exit.Controls.Alpha) {
		return fmt.Errorf("%d coordinates cannot become %d while a simulation is under way", len(r.exit.Controls.Alpha), len(c.Alpha))
	}
	r.begin(c)
	if !r.yield(Changed{r.step, c, r.setting()}) {
		return errStopped
	}
	return nil
}

// advance is one step of the particle, and a quantum of the ensemble when it is due.
func (r *run) advance() error {
	if r.particle == nil || r.step%r.given.Every == 0 {
		if err := r.advanceEnsemble(); err != nil {
			return err
		}
	}
	if r.particle == nil {
		r.step++
		return nil
	}
	return r.advanceParticle()
}

func (r *run) advanceEnsemble() error {
	if r.finished {
		return nil
	}
	err := r.ensemble.advance(r.ctx, r.given.Quantum, func(e Exit) {
		r.tally.add(e)
		if r.given.Exits {
			r.order.add(e)
		}
	})
	for e, ok := r.order.take(); ok; e, ok = r.order.take() {
		if !r.yield(Exited{e}) {
			return errStopped
		}
	}
	if err != nil {
		return err
	}
	r.finished = r.ensemble.done()
	if !r.yield(r.counts()) {
		return errStopped
	}
	return r.sumUp()
}

// Statistics are due after so many exits, and then whenever there are a seventh more.
const firstStatistics = 20

// sumUp yields statistics when they are due to somebody who watches the particle;
// without one they come with the end.
func (r *run) sumUp() error {
	if r.particle == nil {
		return nil
	}
	exited := r.tally.totals.Exited
	if r.exit.Controls.Domain.Kind == InWells {
		exited = r.tally.totals.Paths + r.step/64
	}
	if exited < r.due && !r.finished {
		return nil
	}
	r.due = exited + max(1, exited/7)
	if !r.yield(r.statistics(false)) {
		return errStopped
	}
	return nil
}

func (r *run) statistics(partial bool) Statistics {
	s := r.tally.statistics(r.exit.ExitConfig, r.theory, r.rates, r.ensemble)
	s.Step, s.Partial = r.step, partial
	return s
}

func (r *run) counts() Counts {
	c := Counts{Step: r.step, BinWidth: float64(r.tally.binSteps) * r.exit.Dt, Survival: r.tally.survival(r.ensemble)}
	c.Totals, c.InFlight = r.tally.sum(r.ensemble)
	return c
}

func (r *run) advanceParticle() error {
	p := r.particle
	side := p.Step()
	if !r.yield(Progress{r.step, p.Path(), p.Time(), p.X()}) {
		return errStopped
	}
	for i := range r.exit.Controls.Sigma {
		if size, jumped := p.Jump(i); jumped && !r.yield(Jump{r.step, i, size}) {
			return errStopped
		}
	}
	if e, ended := p.Ended(side); ended && !r.yield(Escape{r.step, e}) {
		return errStopped
	}
	r.step++
	return r.ctx.Err()
}

// stopped ends an interrupted run with what it has; any other error passes through.
func (r *run) stopped(err error) error {
	if r.ctx.Err() == nil || !errors.Is(err, r.ctx.Err()) {
		return err
	}
	if e := r.done(true); e != nil {
		return e
	}
	return err
}

func (r *run) done(partial bool) error {
	if !r.yield(r.statistics(partial)) {
		return errStopped
	}
	totals, inFlight := r.tally.sum(r.ensemble)
	if inFlight > 0 {
		totals.Trapped = r.tally.trapped(r.ensemble, r.exit.Horizon)
	}
	if !r.yield(Done{totals, r.exit.Time.String(), inFlight, partial, r.setting()}) {
		return errStopped
	}
	return nil
}
