// Package par runs fixed pieces of work on all cores and joins them.
//
// The pieces are numbered and the caller reduces them in that order, so that no
// result depends on how many cores there are or which piece ends first.
package par

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// Panic is a recovered panic as an error: that of a piece of work here, and that of a run or
// of its consumer in the packages engine and feed. Whoever asks errors.As for a *Panic finds it
// however deep in a computation it arose.
type Panic struct {
	Value any
	Stack []byte // of the goroutine, from the panic up
}

// Error is the value and, from the second line on, the stack.
func (p *Panic) Error() string { return fmt.Sprintf("panic: %v\n%s", p.Value, p.Stack) }

// Multiline says that the text has several lines.
func (p *Panic) Multiline() bool { return true }

// Unwrap is the value of a panic that is an error itself.
func (p *Panic) Unwrap() error {
	err, _ := p.Value.(error)
	return err
}

// failure is a panic and the number of the piece in which it arose.
type failure struct {
	piece int
	panic *Panic
}

// For calls do(worker, piece) for every piece in [0, pieces), on up to workers
// goroutines, and returns when all have ended. worker is in [0, workers) and
// unique among the calls under way: it indexes scratch space. How many workers
// there are is the caller's to say, since GOMAXPROCS may change between the making
// of that space and its use.
// A panic in do becomes an error that wraps a *Panic and names the piece, the lowest one if there
// are several; the rest still run.
func For(workers, pieces int, do func(worker, piece int)) error {
	workers = min(workers, pieces)
	var next atomic.Int64
	failures := make([]*failure, workers)
	run := func(worker int) {
		for {
			piece := int(next.Add(1)) - 1
			if piece >= pieces {
				return
			}
			// A worker's pieces come in rising order: the first failure is that of its lowest piece.
			if p := guard(worker, piece, do); p != nil && failures[worker] == nil {
				failures[worker] = &failure{piece, p}
			}
		}
	}
	var join sync.WaitGroup
	for worker := 1; worker < workers; worker++ {
		join.Go(func() { run(worker) })
	}
	if workers > 0 {
		run(0)
	}
	join.Wait()
	var first *failure
	for _, f := range failures {
		if f != nil && (first == nil || f.piece < first.piece) {
			first = f
		}
	}
	if first == nil {
		return nil
	}
	return fmt.Errorf("piece %d: %w", first.piece, first.panic)
}

// Workers is how many workers can run at once: GOMAXPROCS.
func Workers() int { return runtime.GOMAXPROCS(0) }

// guard calls do and returns its panic, or nil.
func guard(worker, piece int, do func(worker, piece int)) (p *Panic) {
	defer func() {
		if v := recover(); v != nil {
			p = &Panic{Value: v, Stack: debug.Stack()}
		}
	}()
	do(worker, piece)
	return nil
}
