package screen

import (
	"context"
	"iter"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"levyscope/internal/record"
	"levyscope/tui/feed"
)

// engine runs an engine behind a feed, with the controls that a user turns.
type engine[C any, E record.Event] struct {
	run      func(ctx context.Context, c C, live *atomic.Pointer[C]) iter.Seq2[E, error]
	recorder func() (record func(E) error, err error) // begins a recording; may be nil
	period   time.Duration

	ctx      context.Context // of the explorer
	feed     *feed.Feed[E]   // nil before the first run
	live     *atomic.Pointer[C]
	controls C // as last asked for
	history  history[C]
	paused   bool
	pace     float64 // in steps a second; 0: no limit
	ended    bool
	err      error // why it ended
}

func newEngine[C any, E record.Event](ctx context.Context, env Env, spec Spec[C, E]) engine[C, E] {
	e := engine[C, E]{ctx: ctx, run: spec.Run, controls: spec.Controls, pace: spec.Pace, period: env.Period}
	if env.Record != nil {
		e.recorder = recorder[E](env.Record, spec.Engine)
	}
	return e
}

// isStep says whether an event ends a step of the engine.
func isStep[E record.Event](e E) bool { return e.Type() == "progress" }

// start begins a run with the controls in force, in place of the one under way.
func (e *engine[C, E]) start() tea.Cmd {
	if e.feed != nil {
		e.feed.Stop()
	}
	e.ended, e.err, e.live = false, nil, &atomic.Pointer[C]{}
	opts := feed.Options[E]{Pace: e.pace, IsStep: isStep[E], Period: e.period}
	if e.recorder != nil {
		if opts.Record, e.err = e.recorder(); e.err != nil {
			e.ended = true
			return nil
		}
	}
	controls, live := e.controls, e.live
	events := func(ctx context.Context) iter.Seq2[E, error] { return e.run(ctx, controls, live) }
	e.feed = feed.Start(e.ctx, events, opts)
	e.feed.Pause(e.paused)
	return e.feed.Next()
}

// receive notes the end of the run, if b brings it, and asks for the next batch. ok is
// false for a batch of a run that was replaced.
func (e *engine[C, E]) receive(b feed.Batch[E]) (next tea.Cmd, ok bool) {
	if b.Feed != e.feed {
		return nil, false
	}
	if b.Ended {
		e.ended, e.err = true, b.Err
		return nil, true
	}
	return e.feed.Next(), true
}

// set puts new controls in force from the next step on, and remembers the old ones.
func (e *engine[C, E]) set(c C) {
	e.history.set(e.controls)
	e.put(c)
}

func (e *engine[C, E]) put(c C) {
	e.controls = c
	if e.live != nil {
		e.live.Store(&c)
	}
}

// drive does what the keys common to all engines ask for; handled is false for others.
func (e *engine[C, E]) drive(a Action) (cmd tea.Cmd, notice string, handled bool) {
	switch a {
	case Pause:
		return nil, e.togglePause(), true
	case OneStep:
		return nil, e.oneStep(), true
	case Slower:
		return nil, e.setPace(-1), true
	case Faster:
		return nil, e.setPace(1), true
	case Undo:
		return nil, e.undo(), true
	case Redo:
		return nil, e.redo(), true
	case Restart:
		return e.start(), "started again from step 0", true
	}
	return nil, "", false
}

func (e *engine[C, E]) undo() (notice string) {
	c, ok := e.history.undo(e.controls)
	if !ok {
		return "there is no change to undo"
	}
	e.put(c)
	return "undone; ctrl+r does it again"
}

func (e *engine[C, E]) redo() (notice string) {
	c, ok := e.history.redo(e.controls)
	if !ok {
		return "there is no undone change"
	}
	e.put(c)
	return "done again"
}

func (e *engine[C, E]) state() State {
	switch {
	case e.err != nil:
		return State{"STOPPED", e.err}
	case e.ended:
		return State{Text: "ended"}
	case e.paused:
		return State{Text: "paused"}
	}
	return State{Text: Running}
}

func (e *engine[C, E]) stop() <-chan struct{} {
	if e.feed == nil {
		done := make(chan struct{})
		close(done)
		return done
	}
	e.feed.Stop()
	return e.feed.Done()
}
