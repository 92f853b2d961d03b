package engine

import (
	"context"
	"errors"
	"sync/atomic"
)

// loop is the state of one run between its steps.
type loop[C any] struct {
	machine    Machine[C]
	checkpoint func() error // emits a checkpoint if one is due; nil: there are none
	consumer   *consumer
	live       *atomic.Pointer[C]
	lastLive   *C          // the value last taken from live
	script     []Change[C] // those not yet applied
	step       int         // the step that comes next
}

// run drives the machine to its end, or to a partial end when ctx ends.
func (l *loop[C]) run(ctx context.Context) error {
	err := l.drive(ctx)
	if err == nil || ctx.Err() == nil || !errors.Is(err, ctx.Err()) {
		return err
	}
	if failed := l.machine.Finish(ctx, true); failed != nil {
		return errors.Join(err, failed)
	}
	return err
}

// drive takes all steps, each after the changes that are due, and finishes. It checks for
// the consumer's break and for the end of ctx itself, in case the machine ignores them.
func (l *loop[C]) drive(ctx context.Context) error {
	for {
		l.step = l.machine.Step()
		if l.checkpoint != nil {
			if err := l.checkpoint(); err != nil {
				return err
			}
		}
		if err := l.change(); err != nil {
			return err
		}
		if l.consumer.stopped {
			return ErrStopped
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		ended, err := l.machine.Advance(ctx)
		switch {
		case err != nil:
			return err
		case l.consumer.stopped:
			return ErrStopped
		case ended:
			return l.machine.Finish(ctx, false)
		}
	}
}

// change applies the changes that are due before the next step: first the recorded ones, then
// the controls of the user.
func (l *loop[C]) change() error {
	for ; len(l.script) > 0 && l.script[0].Step <= l.step; l.script = l.script[1:] {
		if err := l.machine.Change(l.script[0].Controls); err != nil {
			return err
		}
	}
	if l.live == nil {
		return nil
	}
	c := l.live.Load()
	if c == nil || c == l.lastLive {
		return nil
	}
	l.lastLive = c
	if l.machine.Same(*c) {
		return nil
	}
	return l.machine.Change(*c)
}
