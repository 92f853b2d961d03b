package screen

import (
	"context"
	"iter"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"levyscope/internal/record"
	"levyscope/tui/feed"
	"levyscope/tui/look"
)

// runner begins a run of an engine with the controls c; controls stored in live take effect at its next step. Before
// each step it asks due, which may be nil, whether it shall yield a checkpoint.
type runner[C any, E record.Event] = func(ctx context.Context, c C, live *atomic.Pointer[C], due func() bool,
) iter.Seq2[E, error]

// engine runs an engine behind a feed, with the controls that a user turns.
type engine[C any, E record.Event] struct {
	run      runner[C, E]
	recorder func() *recording[E] // of a run; may be nil
	period   time.Duration
	stored   func(before, now C) // as in Spec; may be nil

	ctx    context.Context // of the explorer
	paused bool
	pace   float64 // in steps a second; 0: no limit
	frozen bool    // events are held back
	under[C, E]
	others []*aside[C, E] // the runs that restarts have put aside, by their numbers
	runs   int            // begun so far
}

// under is the run under way.
type under[C any, E record.Event] struct {
	number   int           // of the run among those of this screen, from 1; 0 before the first run
	feed     *feed.Feed[E] // nil before the first run
	live     *atomic.Pointer[C]
	controls C // as last asked for
	history  history[C]
	inForce  *C // that the engine has taken up last; nil: those it began with
	ended    bool
	err      error // why it ended
	steps    int   // that were shown
	worked   time.Duration
	before   time.Duration // that an earlier run worked of which this one is the continuation
	target   int           // steps up to which the run repeats an earlier one; 0: none
	waits    bool          // a Next of the feed waits for a batch
	held     []E           // came while nothing could take them

	views [clocks]look.View // how its time charts are looked at
}

func newEngine[C any, E record.Event](ctx context.Context, env Env, spec Spec[C, E]) engine[C, E] {
	e := engine[C, E]{ctx: ctx, run: spec.Run, pace: spec.Pace, period: env.Period, stored: spec.Stored}
	e.controls = spec.Controls
	if env.Record != nil {
		e.recorder = func() *recording[E] { return &recording[E]{of: env.Record, engine: spec.Engine} }
	}
	return e
}

// isStep says whether an event ends a step of the engine.
func isStep[E record.Event](e E) bool { return e.Type() == "progress" }

// count gives the run that begins next its number.
func (e *engine[C, E]) count() {
	e.runs++
	e.number = e.runs
}

// start begins a run with the controls in force, in place of the one under way.
func (e *engine[C, E]) start(run runner[C, E]) tea.Cmd {
	views := e.views
	for i := range views {
		views[i] = views[i].Fresh()
	}
	e.under = under[C, E]{number: e.number, controls: e.controls, history: e.history, inForce: e.inForce,
		live: &atomic.Pointer[C]{}, views: views}
	opts := feed.Options[E]{Pace: e.pace, Paused: e.paused, IsStep: isStep[E], Period: e.period}
	var due func() bool
	if e.recorder != nil {
		r := e.recorder()
		opts.Record, opts.End, due = r.record, r.end, r.due
	}
	controls, live := e.controls, e.live
	events := func(ctx context.Context) iter.Seq2[E, error] { return run(ctx, controls, live, due) }
	e.feed = feed.Start(e.ctx, events, opts)
	return e.next()
}

// next asks for the next batch, unless that is being waited for.
func (e *engine[C, E]) next() tea.Cmd {
	if e.waits || e.ended || e.feed == nil {
		return nil
	}
	e.waits = true
	return e.feed.Next()
}

// mostHeld is how many events are held back at most: then the engine waits.
const mostHeld = 1 << 20

// receive takes a batch of the run under way: it notes the end of the run, if b brings it, and asks for the
// next batch. The events are those that can be shown now. ok is false for a batch of another run.
func (e *engine[C, E]) receive(b feed.Batch[E]) (events []E, next tea.Cmd, ok bool) {
	for _, old := range e.others {
		if b.Feed == old.feed {
			old.waits, old.worked, old.held = false, b.Worked, append(old.held, b.Events...)
			old.ended, old.err = b.Ended, b.Err
			return nil, nil, false
		}
	}
	if b.Feed != e.feed {
		return nil, nil, false
	}
	e.waits, e.worked = false, b.Worked
	if b.Ended {
		e.ended, e.err = true, b.Err
	}
	e.held = append(e.held, b.Events...)
	if e.frozen {
		if len(e.held) < mostHeld {
			next = e.next()
		}
		return nil, next, true
	}
	events, e.held = e.held, nil
	return events, e.next(), true
}

// set puts new controls in force from the next step on, and remembers the old ones.
func (e *engine[C, E]) set(c C) {
	e.history.set(e.controls)
	e.store(c)
}

func (e *engine[C, E]) store(c C) {
	if e.stored != nil {
		e.stored(e.controls, c)
	}
	e.controls = c
	if e.live != nil {
		e.live.Store(&c)
	}
}

func (e *engine[C, E]) state() State {
	switch {
	case e.err != nil:
		return State{"STOPPED", e.err}
	case e.ended:
		return State{Text: "ended"}
	case e.steps < e.target:
		return State{Text: "going back"}
	case e.paused:
		return State{Text: "paused"}
	case e.frozen && len(e.held) >= mostHeld:
		return State{Text: "waiting for the display"}
	}
	return State{Text: Running}
}

// work is how long the run has worked: what is lost with it.
func (u *under[C, E]) work() time.Duration { return u.before + u.worked }

// stop ends all runs; the channel closes when the one under way has ended.
func (e *engine[C, E]) stop() <-chan struct{} {
	for len(e.others) > 0 {
		e.drop()
	}
	if e.feed == nil {
		done := make(chan struct{})
		close(done)
		return done
	}
	e.feed.Stop()
	return e.feed.Done()
}
