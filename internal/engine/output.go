package engine

import (
	"runtime/debug"

	"levyscope/internal/par"
)

// output hands the events of one run to its consumer, whose loop body is yield.
type output[E any] struct {
	yield func(E, error) bool
	consumer
}

// consumer is the state of the consumer's loop, as the run sees it.
type consumer struct {
	inBody  bool // the loop body is running, or it panicked
	stopped bool // the consumer has left the loop: nothing more may be yielded
}

// emit implements Emit.
func (o *output[E]) emit(e E) error {
	if o.stopped {
		return ErrStopped
	}
	o.send(e, nil)
	if o.stopped {
		return ErrStopped
	}
	return nil
}

// send executes the loop body.
func (o *output[E]) send(e E, err error) {
	o.inBody = true
	o.stopped = !o.yield(e, err)
	o.inBody = false // not reached when the body panics
}

// Panic is the error of a run that panicked, itself or in a worker of a parallel loop.
type Panic = par.Panic

// guard calls do and turns a panic of do into a *Panic. It does not recover a panic of the
// loop body, which therefore keeps its value and its stack.
func (s *consumer) guard(do func() error) (err error) {
	defer func() {
		if s.inBody {
			return
		}
		if v := recover(); v != nil {
			err = &Panic{Value: v, Stack: debug.Stack()}
		}
	}()
	return do()
}
