package tui

import (
	"context"
	"iter"
	"math"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"levyscope/internal/recording"
	"levyscope/tui/feed"
)

// engine is one engine under way with the controls that a user turns. C are its
// controls, E its events.
type engine[C any, E any] struct {
	run      func(ctx context.Context, c C, live *atomic.Pointer[C]) iter.Seq2[E, error]
	isStep   func(E) bool
	recorder func() (record func(E) error, err error) // a new recording; may be nil
	period   time.Duration

	ctx      context.Context
	feed     *feed.Feed[E]
	live     *atomic.Pointer[C]
	controls C // as last asked for
	history  history[C]
	paused   bool
	pace     float64 // steps a second; 0: no limit
	ended    bool
	err      error
}

// newEngine is an engine that is not under way; name is that of its recordings.
func newEngine[C any, E recording.Event](ctx context.Context, o Options, name string, c C, pace float64,
	run func(context.Context, C, *atomic.Pointer[C]) iter.Seq2[E, error]) engine[C, E] {
	e := engine[C, E]{ctx: ctx, controls: c, pace: pace, period: o.period(), run: run,
		isStep: func(e E) bool { return e.Type() == "progress" }}
	if o.Record != nil {
		e.recorder = recorder[E](o.Record, name)
	}
	return e
}

// start begins a run with the controls in force.
func (e *engine[C, E]) start() tea.Cmd {
	if e.feed != nil {
		e.feed.Stop()
	}
	e.ended, e.err, e.live = false, nil, &atomic.Pointer[C]{}
	opts := feed.Options[E]{Pace: e.pace, IsStep: e.isStep, Period: e.period}
	if e.recorder != nil {
		if opts.Record, e.err = e.recorder(); e.err != nil {
			e.ended = true
			return nil
		}
	}
	controls, live := e.controls, e.live
	e.feed = feed.Start(e.ctx, func(ctx context.Context) iter.Seq2[E, error] { return e.run(ctx, controls, live) }, opts)
	e.feed.Pause(e.paused)
	return e.feed.Next()
}

// take notes the end of the run, if b brings it, and asks for the next batch. ok
// is false for a batch of a run that was replaced.
func (e *engine[C, E]) take(b feed.Batch[E]) (next tea.Cmd, ok bool) {
	if b.Feed != e.feed {
		return nil, false
	}
	if b.Ended {
		e.ended, e.err = true, b.Err
		return nil, true
	}
	return e.feed.Next(), true
}

// set puts new controls in force from the next step on.
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
func (e *engine[C, E]) drive(a action) (cmd tea.Cmd, said string, handled bool) {
	switch a {
	case pause:
		return nil, e.togglePause(), true
	case oneStep:
		return nil, e.single(), true
	case slower:
		return nil, e.setPace(-1), true
	case faster:
		return nil, e.setPace(1), true
	case undo, redo:
		return nil, e.travel(a), true
	case restart:
		return e.start(), "started again from step 0", true
	}
	return nil, "", false
}

func (e *engine[C, E]) togglePause() string {
	if e.ended || e.feed == nil {
		return "the run has ended: r starts it again"
	}
	e.paused = !e.paused
	e.feed.Pause(e.paused)
	if e.paused {
		return "paused: . takes one step, space goes on"
	}
	return "running"
}

func (e *engine[C, E]) single() string {
	switch {
	case e.ended || e.feed == nil:
		return "the run has ended: r starts it again"
	case !e.paused:
		return "single steps need a paused engine: press space first"
	}
	e.feed.Step()
	return "one step"
}

const (
	slowestPace = 1
	fastestPace = 1 << 16 // twice that is no limit
)

func (e *engine[C, E]) setPace(direction int) string {
	switch {
	case direction > 0 && e.pace == 0:
		return "there is no limit to the pace already"
	case direction > 0 && e.pace*2 > fastestPace:
		e.pace = 0
	case direction > 0:
		e.pace *= 2
	case e.pace == 0:
		e.pace = fastestPace
	case e.pace <= slowestPace:
		return "one step a second is the slowest pace"
	default:
		e.pace = math.Max(slowestPace, e.pace/2)
	}
	if e.feed != nil {
		e.feed.SetPace(e.pace)
	}
	return "pace: " + e.paceText()
}

func (e *engine[C, E]) paceText() string {
	if e.pace == 0 {
		return "no limit"
	}
	return "at most " + short(e.pace) + " steps/s"
}

func (e *engine[C, E]) travel(a action) string {
	if a == undo {
		c, ok := e.history.undo(e.controls)
		if !ok {
			return "there is no change to undo"
		}
		e.put(c)
		return "undone; ctrl+r does it again"
	}
	c, ok := e.history.redo(e.controls)
	if !ok {
		return "there is no undone change"
	}
	e.put(c)
	return "done again"
}

// state says in a word what the engine does.
func (e *engine[C, E]) state() string {
	switch {
	case e.err != nil:
		return "stopped"
	case e.ended:
		return "ended"
	case e.paused:
		return "paused"
	}
	return "running"
}

// stop ends the run; the channel closes when it has.
func (e *engine[C, E]) stop() <-chan struct{} {
	if e.feed == nil {
		done := make(chan struct{})
		close(done)
		return done
	}
	e.feed.Stop()
	return e.feed.Done()
}
