package engine

import (
	"runtime/debug"

	"levyscope/internal/par"
)

// output is the way to the consumer of one run, whose loop body is yield.
type output[E any] struct {
	yield func(E, error) bool
	inside
}

// inside says where the run is, as seen from the consumer.
type inside struct {
	body    bool // the consumer's loop body is running, or panicked
	stopped bool // the consumer broke off: nothing more may be yielded
}

// emit is the Emit of the run.
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
	o.body = true
	o.stopped = !o.yield(e, err)
	o.body = false // not reached when the body panics
}

// Panic is the error of a run that panicked, itself or in a worker of a parallel loop.
type Panic = par.Panic

// guard turns a panic of do into a *Panic. It never recovers a panic of the loop body,
// which therefore keeps its value and its stack.
func (s *inside) guard(do func() error) (err error) {
	defer func() {
		if s.body {
			return
		}
		if v := recover(); v != nil {
			err = &Panic{Value: v, Stack: debug.Stack()}
		}
	}()
	return do()
}
