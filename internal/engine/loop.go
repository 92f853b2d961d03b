package engine

import (
	"context"
	"errors"
	"sync/atomic"
)

// loop is the state of one run.
type loop[C any] struct {
	machine Machine[C]
	where   *inside
	live    *atomic.Pointer[C]
	taken   *C          // the value last taken from live
	script  []Change[C] // those not yet applied
	step    int         // the step that comes next
}

// run drives the machine to its end, and an interrupted one to its partial end.
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

// drive takes all steps, each after the changes that are due, and finishes. It does not
// rely on the machine to heed the consumer's break or ctx.
func (l *loop[C]) drive(ctx context.Context) error {
	for {
		l.step = l.machine.Step()
		if err := l.change(); err != nil {
			return err
		}
		if l.where.stopped {
			return ErrStopped
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		ended, err := l.machine.Advance(ctx)
		switch {
		case err != nil:
			return err
		case l.where.stopped:
			return ErrStopped
		case ended:
			return l.machine.Finish(ctx, false)
		}
	}
}

// change applies what is due before the next step: recorded changes, then the user's.
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
	if c == nil || c == l.taken {
		return nil
	}
	l.taken = c
	if l.machine.Same(*c) {
		return nil
	}
	return l.machine.Change(*c)
}
