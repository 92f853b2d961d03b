// Package shard runs fixed pieces of work on all cores and joins them.
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

// Panic is the error that For returns when a piece of work panicked.
type Panic struct {
	Piece int
	Value any
	Stack []byte
}

func (p *Panic) Error() string {
	return fmt.Sprintf("panic in piece %d of a parallel computation: %v\n%s", p.Piece, p.Value, p.Stack)
}

// For calls do(worker, piece) for every piece in [0, pieces), on up to workers
// goroutines, and returns when all have ended. worker is in [0, workers) and
// unique among the calls under way: it indexes scratch space. How many workers
// there are is the caller's to say, since GOMAXPROCS may change between the making
// of that space and its use.
// A panic in do becomes a *Panic, that of the lowest piece; the rest still run.
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

// Workers is how many workers can run at once: GOMAXPROCS.
func Workers() int { return runtime.GOMAXPROCS(0) }

func guard(worker, piece int, do func(worker, piece int)) (p *Panic) {
	defer func() {
		if v := recover(); v != nil {
			p = &Panic{Piece: piece, Value: v, Stack: debug.Stack()}
		}
	}()
	do(worker, piece)
	return nil
}
