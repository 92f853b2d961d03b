// Package engine holds the loop that drives a run step by step: it replays recorded
// changes of the controls, takes new controls from the user between two steps, ends an
// interrupted run with what it has, and turns a panic of the run into an error.
//
// A run is a synchronous iterator of events. Run starts no goroutine: the consumer's
// loop body executes inside Emit, and the run waits meanwhile. So a consumer pauses a run
// by not returning from the body, and stops it by break.
//
// A Machine decides what a run does: train, simulate, or follow a program that trains
// elsewhere.
package engine

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync/atomic"
)

// Change puts new controls in force at the start of a step.
type Change[C any] struct {
	Step     int // the first step under the new controls
	Controls C
}

// Stepper is a run that proceeds step by step.
type Stepper interface {
	// Step is the number of the step that comes next. A machine that follows a run
	// elsewhere answers with the first step that it knows nothing of yet.
	Step() int

	// Advance takes the next step and emits what happens. ended says that it was the
	// last. A machine that waits for others returns from time to time without a step,
	// so that new controls reach it. Work that takes long watches ctx and returns its
	// error; a machine of short steps need not look at ctx.
	Advance(ctx context.Context) (ended bool, err error)
}

// Steered has controls of type C that may change between two steps. C is an immutable
// value.
type Steered[C any] interface {
	// Same says that c has the same effect as the controls in force, or as those asked
	// for last where it takes time to put them in force.
	Same(c C) bool

	// Change puts c in force from Step on, and emits an event that says so. A machine
	// that only asks for c emits that event when it learns of the step at which c took
	// effect. An error, for controls out of their range, ends the run.
	Change(c C) error
}

// Machine is a run of controls of type C, as the loop drives it. Its methods are called
// one at a time. Each of them returns the error of a failed Emit at once.
type Machine[C any] interface {
	Stepper
	Steered[C]

	// Finish emits the last events: the totals, after whatever is computed once more at
	// the end. partial says that ctx has ended the run before its time: the totals are
	// then of what there is, and say so.
	Finish(ctx context.Context, partial bool) error
}

// ErrStopped is what Emit returns after the consumer has left its loop.
var ErrStopped = errors.New("the consumer stopped the run")

// Emit hands one event to the consumer and returns after the consumer's loop body: with
// nil, or with ErrStopped if nothing more may be emitted.
type Emit[E any] func(E) error

// Start makes the machine of one run and emits its first event. An error says what is
// wrong with the run's configuration.
type Start[C, E any] func(emit Emit[E]) (Machine[C], error)

// Run yields the events of the run that start makes; each loop over the iterator is a
// run of its own.
//
// Before each step the loop applies the changes of script that are due, in their order
// (script is sorted by Step), and then the controls stored in live since it last looked.
// Recorded changes are always applied. Controls from live are dropped if they are the
// Same as those in force. live may be nil.
//
// An error is yielded last. When ctx ends, the machine finishes a partial run, and ctx's
// error follows. A panic of the machine, or of a worker of its parallel loops, is a *Panic, wrapped
// with the step. A panic of the consumer's own loop body is none of the run's: it passes through unchanged.
func Run[C, E any](
	ctx context.Context, live *atomic.Pointer[C], script []Change[C], start Start[C, E],
) iter.Seq2[E, error] {
	return drive(ctx, live, func(l *loop[C], emit Emit[E]) (err error) {
		l.script = script
		l.machine, err = start(emit)
		return err
	})
}

// drive yields the events of the loop that begin sets up.
func drive[C, E any](
	ctx context.Context, live *atomic.Pointer[C], begin func(l *loop[C], emit Emit[E]) error,
) iter.Seq2[E, error] {
	return func(yield func(E, error) bool) {
		out := &output[E]{yield: yield}
		l := &loop[C]{live: live, consumer: &out.consumer}
		err := out.guard(func() error {
			if err := begin(l, out.emit); err != nil {
				return err
			}
			return l.run(ctx)
		})
		var panicked *Panic
		if errors.As(err, &panicked) && l.machine != nil {
			err = fmt.Errorf("step %d: %w", l.step, err)
		}
		if err != nil && !out.stopped {
			var none E
			out.send(none, err)
		}
	}
}
