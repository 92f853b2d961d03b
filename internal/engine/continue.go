package engine

import (
	"context"
	"iter"
	"slices"
	"sync/atomic"
)

// Resumable is a machine whose state can be written down between two steps, and which can be made
// again from that state.
type Resumable[C any] interface {
	Machine[C]

	// Checkpoint emits an event with the state before the next step. It changes nothing, and the
	// event shares no memory with the run.
	Checkpoint() error
}

// Resume makes the machine of a run at its beginning, where it emits the first event, or from a
// state, where it emits none.
type Resume[C, E any] func(emit Emit[E]) (Resumable[C], error)

// Continue is Run for a machine that may begin in the middle of a run, and whose state is asked for
// on its way. Changes of script before the machine's first step are taken for made: the state holds
// the controls that they left. Before each step, and before the changes of that step, the loop asks
// due, which may be nil, and has the machine emit a checkpoint if it says so.
func Continue[C, E any](
	ctx context.Context, live *atomic.Pointer[C], script []Change[C], due func() bool, resume Resume[C, E],
) iter.Seq2[E, error] {
	return drive(ctx, live, func(l *loop[C], emit Emit[E]) error {
		m, err := resume(emit)
		if err != nil {
			return err
		}
		l.machine = m
		first := slices.IndexFunc(script, func(c Change[C]) bool { return c.Step >= m.Step() })
		if first >= 0 {
			l.script = script[first:]
		}
		if due != nil {
			l.checkpoint = func() error {
				if !due() {
					return nil
				}
				return m.Checkpoint()
			}
		}
		return nil
	})
}
