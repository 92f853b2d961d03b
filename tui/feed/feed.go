// Package feed carries the events of an engine's goroutine to Bubble Tea.
//
//	engine --yield--> worker's loop body --> buffer --batches (cap 1), <= 1/Period--> Next (a Cmd) --> Batch message
//	                   ^  paused, pace, credits (atomics, wake)                                          |
//	                   +-------------------------- Pause, Step, Pace, Stop <-----------------------------+
//
// Nothing is ever dropped: while the buffer is full the engine waits. The loop
// body runs between two steps of the engine, so pausing is waiting there, and a
// pace is sleeping there.
package feed

import (
	"context"
	"iter"
	"math"
	"runtime/debug"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"levyscope/internal/engine"
)

// Options say how a feed treats its engine.
type Options[E any] struct {
	Period time.Duration // between two batches, at least; 50 ms if 0
	Pace   float64       // steps a second, at most; 0: as fast as the engine goes
	Paused bool          // from the start: the engine is held before its first step
	IsStep func(E) bool  // the event ends a step of the engine
	Record func(E) bool  // sees every event, on the worker's goroutine, and says whether it is for batches; may be nil
	End    func()        // is called on that goroutine when the engine has ended; may be nil
}

// Batch is the message that brings events, in order.
type Batch[E any] struct {
	Feed   *Feed[E]      // the feed that the events come from
	Events []E           // in the order of the engine
	Worked time.Duration // since the start, without what was spent paused
	Ended  bool          // the engine is done; no batch follows
	Err    error         // why, unless it came to its end
}

// Panic is the error of an engine, or of the Record of a feed, that panicked.
type Panic = engine.Panic

// Feed is the connection to one engine under way.
type Feed[E any] struct {
	opts    Options[E]
	ctx     context.Context
	cancel  context.CancelFunc
	batches chan Batch[E]
	done    chan struct{}

	paused  atomic.Bool
	credits atomic.Int64  // single steps to go while paused
	pace    atomic.Uint64 // bits of a float64
	wake    chan struct{} // something above changed
}

// maxBuffer is how many events may wait for the display before the engine does.
const maxBuffer = 1 << 16

// Start runs the engine on a goroutine of its own. events gets the context with
// which Stop ends it.
func Start[E any](parent context.Context, events func(context.Context) iter.Seq2[E, error], opts Options[E]) *Feed[E] {
	if opts.Period == 0 {
		opts.Period = 50 * time.Millisecond
	}
	f := &Feed[E]{opts: opts, batches: make(chan Batch[E], 1), done: make(chan struct{}), wake: make(chan struct{}, 1)}
	f.ctx, f.cancel = context.WithCancel(parent)
	f.pace.Store(math.Float64bits(opts.Pace))
	f.paused.Store(opts.Paused)
	go f.work(events(f.ctx))
	return f
}

// Next waits for the next batch. One call at a time may wait.
func (f *Feed[E]) Next() tea.Cmd {
	return func() tea.Msg {
		select {
		case b := <-f.batches:
			return b
		case <-f.ctx.Done():
			return nil
		}
	}
}

// Pause holds the engine after the step under way, or lets it go on.
func (f *Feed[E]) Pause(paused bool) {
	f.paused.Store(paused)
	f.credits.Store(0)
	f.rouse()
}

// Paused says whether the engine is held.
func (f *Feed[E]) Paused() bool { return f.paused.Load() }

// Step lets a held engine take n steps, as fast as it can.
func (f *Feed[E]) Step(n int) {
	f.credits.Add(int64(n))
	f.rouse()
}

// SetPace sets the steps a second, 0 for as many as there can be.
func (f *Feed[E]) SetPace(pace float64) {
	f.pace.Store(math.Float64bits(pace))
	f.rouse()
}

// Stop ends the engine and returns without waiting for it.
func (f *Feed[E]) Stop() { f.cancel() }

// Done is closed when the engine has ended.
func (f *Feed[E]) Done() <-chan struct{} { return f.done }

func (f *Feed[E]) rouse() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// worker is the state of the engine's goroutine.
type worker[E any] struct {
	*Feed[E]
	buffer []E
	sent   time.Time // of the last batch
	due    time.Time // when the next step may begin, under a pace
	begun  time.Time
	idle   time.Duration // spent paused
}

// batch is what there is to hand over.
func (w *worker[E]) batch() Batch[E] {
	return Batch[E]{Feed: w.Feed, Events: w.buffer, Worked: time.Since(w.begun) - w.idle}
}

func (f *Feed[E]) work(events iter.Seq2[E, error]) {
	w := &worker[E]{Feed: f, begun: time.Now()}
	defer close(f.done)
	err := w.consume(events)
	if f.opts.End != nil {
		f.opts.End()
	}
	last := w.batch()
	last.Ended, last.Err = true, err
	w.deliver(last)
}

// consume is the loop whose body runs between the engine's steps.
func (w *worker[E]) consume(events iter.Seq2[E, error]) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &Panic{Value: v, Stack: debug.Stack()}
		}
	}()
	first := true
	for e, failed := range events {
		if failed != nil {
			return failed
		}
		if w.ctx.Err() != nil { // stopped: what comes now only tells of that
			return w.ctx.Err()
		}
		if w.opts.Record != nil && !w.opts.Record(e) {
			continue
		}
		w.buffer = append(w.buffer, e)
		w.offer()
		held := w.opts.IsStep(e) || first && w.paused.Load()
		first = false
		if held && !w.between() {
			return w.ctx.Err()
		}
	}
	return nil
}

// offer hands the buffer over if it is time, and waits only when it is full.
func (w *worker[E]) offer() {
	if len(w.buffer) < maxBuffer && time.Since(w.sent) < w.opts.Period {
		return
	}
	if len(w.buffer) >= maxBuffer {
		w.flush()
		return
	}
	select {
	case w.batches <- w.batch():
		w.buffer, w.sent = nil, time.Now()
	default:
	}
}

// flush hands the buffer over, waiting for room.
func (w *worker[E]) flush() {
	if len(w.buffer) > 0 && w.deliver(w.batch()) {
		w.buffer, w.sent = nil, time.Now()
	}
}

func (w *worker[E]) deliver(b Batch[E]) bool {
	select {
	case w.batches <- b:
		return true
	case <-w.ctx.Done():
		return false
	}
}

// between waits as long as pause and pace ask for; false says that the feed was stopped.
func (w *worker[E]) between() bool {
	for {
		if w.paused.Load() && !w.spend() {
			w.flush()
			since := time.Now()
			if !w.wait(nil) {
				return false
			}
			w.idle += time.Since(since)
			w.due = time.Time{}
			continue
		}
		pace := math.Float64frombits(w.pace.Load())
		if w.paused.Load() || pace <= 0 {
			w.due = time.Time{}
			return w.ctx.Err() == nil
		}
		return w.keepPace(pace)
	}
}

// keepPace sleeps until the next step is due. A worker that is behind by more
// than a quarter of a second does not try to catch up.
func (w *worker[E]) keepPace(pace float64) bool {
	now := time.Now()
	if w.due.IsZero() || now.Sub(w.due) > 250*time.Millisecond {
		w.due = now
	}
	w.due = w.due.Add(time.Duration(float64(time.Second) / pace))
	rest := w.due.Sub(now)
	if rest < time.Millisecond {
		return w.ctx.Err() == nil
	}
	if rest > w.opts.Period {
		w.flush()
	}
	timer := time.NewTimer(rest)
	defer timer.Stop()
	return w.wait(timer.C)
}

// wait until the timer rings, a control changes or the feed is stopped (false).
func (w *worker[E]) wait(ring <-chan time.Time) bool {
	select {
	case <-ring:
		return true
	case <-w.wake:
		return true
	case <-w.ctx.Done():
		return false
	}
}

// spend takes one single step, if there is one.
func (w *worker[E]) spend() bool {
	for {
		n := w.credits.Load()
		if n <= 0 {
			return false
		}
		if w.credits.CompareAndSwap(n, n-1) {
			return true
		}
	}
}
