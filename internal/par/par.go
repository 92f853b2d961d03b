// Package par runs fixed pieces of work on several cores.
//
// The pieces are numbered, and the caller reduces their results in that order, so that no result
// depends on the number of cores or on which piece ends first.
package par

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// Panic is a recovered panic as an error: that of a piece of work here, that of a run or of its
// consumer in packages engine and feed. errors.As finds it however deep in a computation it arose.
type Panic struct {
	Value any    // argument of the panic
	Stack []byte // of the goroutine, from the panic up
}

// Error is the value and, from the second line on, the stack of the panic.
func (p *Panic) Error() string { return fmt.Sprintf("panic: %v\n%s", p.Value, p.Stack) }

// Unwrap is the argument of the panic if that is an error, and nil otherwise.
func (p *Panic) Unwrap() error {
	err, _ := p.Value.(error)
	return err
}

// failure is a panic and the number of the piece in which it arose.
type failure struct {
	piece int
	panic *Panic
}

// For calls do(worker, piece) for every piece in [0, pieces), on at most the given number of
// goroutines, and returns when all calls have ended. The argument worker is in [0, workers), and
// no two calls at the same time have the same worker, so that it can index scratch space. The
// caller passes the number of workers, since GOMAXPROCS may change after the caller has allocated
// that space.
//
// If calls of do panic, the other pieces still run, and For returns an error that names
// the lowest piece that panicked and wraps its *Panic.
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
			// A worker's pieces come in rising order: its first failure is that of its lowest piece.
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

// Workers is the number of workers that can run at the same time: GOMAXPROCS.
func Workers() int { return runtime.GOMAXPROCS(0) }

// guard calls do and returns its panic, if there is one.
func guard(worker, piece int, do func(worker, piece int)) (p *Panic) {
	defer func() {
		if v := recover(); v != nil {
			p = &Panic{Value: v, Stack: debug.Stack()}
		}
	}()
	do(worker, piece)
	return nil
}
