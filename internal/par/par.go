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

// Panic is the error that For returns when a piece of work panicked.
type Panic struct {
	Piece int    // number of the piece
	Value any    // argument of the panic
	Stack []byte // of the goroutine, from the panic up
}

// Error is the value and the stack of the panic, with the number of the piece.
func (p *Panic) Error() string {
	return fmt.Sprintf("panic in piece %d of a parallel computation: %v\n%s", p.Piece, p.Value, p.Stack)
}

// For calls do(worker, piece) for every piece in [0, pieces), on at most the given number of
// goroutines, and returns when all calls have ended. The argument worker is in [0, workers), and
// no two calls at the same time have the same worker, so that it can index scratch space. The
// caller passes the number of workers, since GOMAXPROCS may change after the caller has allocated
// that space.
//
// If calls of do panic, the other pieces still run, and For returns the *Panic of the lowest
// piece that panicked.
func For(workers, pieces int, do func(worker, piece int)) error {
	workers = min(workers, pieces)
	var next atomic.Int64
	panics := make([]*Panic, workers)
	run := func(worker int) {
		for {
			piece := int(next.Add(1)) - 1
			if piece >= pieces {
				return
			}
			if p := guard(worker, piece, do); p != nil && (panics[worker] == nil || p.Piece < panics[worker].Piece) {
				panics[worker] = p
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
	var first *Panic
	for _, p := range panics {
		if p != nil && (first == nil || p.Piece < first.Piece) {
			first = p
		}
	}
	if first == nil {
		return nil
	}
	return first
}

// Workers is the number of workers that can run at the same time: GOMAXPROCS.
func Workers() int { return runtime.GOMAXPROCS(0) }

// guard calls do and returns its panic, if there is one.
func guard(worker, piece int, do func(worker, piece int)) (p *Panic) {
	defer func() {
		if v := recover(); v != nil {
			p = &Panic{Piece: piece, Value: v, Stack: debug.Stack()}
		}
	}()
	do(worker, piece)
	return nil
}
