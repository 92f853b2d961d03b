package par

import (
	"runtime"
	"runtime/debug"
	"sync/atomic"
)

// Team is a number of workers that share pieces of work of some microseconds, one Do after another. A worker that has
// done its part looks out for the next for a while (spins) and then ends, so that a team at rest has no goroutine, and
// needs no closing. Nobody waits for a worker that does not get a core: the others do its part. A nil Team is one
// worker. One goroutine at a time may call Do.
type Team struct {
	task    func(worker int)
	workers []worker      // all but the first, which is the goroutine that calls Do
	pending atomic.Int32  // workers that are asked to work, and have not ended
	asleep  atomic.Bool   // the caller of Do waits for awake
	awake   chan struct{} // told by the worker that ends last
	failed  atomic.Pointer[Panic]
}

// worker is the state of one worker.
type worker struct {
	state atomic.Uint32
	begin func()   // its goroutine
	_     [48]byte // states lie in different cache lines
}

// The states of a worker.
const (
	ended   = iota // it has no goroutine
	waiting        // it looks out for work
	asked          // there is work that it has not begun
	working        // it has begun
)

// Spinning looks at a variable that another core writes so often, each some nanosecond: a worker for as long as the
// serial part of a step takes, the caller of Do for as long as workers differ.
const (
	workerSpins = 100_000
	callerSpins = 20_000
	politeSpins = 64 // every so often other goroutines may run
)

// NewTeam makes a team of size >= 1 workers.
func NewTeam(size int) *Team {
	t := &Team{workers: make([]worker, size-1), awake: make(chan struct{}, 1)}
	for i := range t.workers {
		t.workers[i].begin = func() { t.serve(i + 1) }
	}
	return t
}

// Size is the number of workers.
func (t *Team) Size() int {
	if t == nil {
		return 1
	}
	return 1 + len(t.workers)
}

// Do calls task(0), and at the same time task(worker), once, for those of the other workers in [1, Size()) that begin
// before task(0) has ended. It returns when all have ended. So the tasks have to share the work by claiming pieces, as
// with a Deal, and task(0) has to end only when every piece is claimed. Do allocates nothing where the team is not at
// rest. A panic of a task becomes one of Do, with a *Panic as its value, after all have ended.
func (t *Team) Do(task func(worker int)) {
	if t == nil || len(t.workers) == 0 {
		task(0)
		return
	}
	t.task = task
	t.pending.Store(int32(len(t.workers)))
	for i := range t.workers {
		w := &t.workers[i]
		if !w.state.CompareAndSwap(waiting, asked) {
			w.state.Store(asked) // it has ended: nobody else writes
			go w.begin()
		}
	}
	t.part(0)
	for i := range t.workers { // those that have not begun are not needed any more
		if t.workers[i].state.CompareAndSwap(asked, waiting) {
			t.pending.Add(-1)
		}
	}
	t.join()
	t.task = nil
	if p := t.failed.Swap(nil); p != nil {
		panic(p)
	}
}

// part does the part of one worker, and keeps the first panic.
func (t *Team) part(worker int) {
	defer func() {
		if v := recover(); v != nil {
			p, is := v.(*Panic)
			if !is {
				p = &Panic{Value: v, Stack: debug.Stack()}
			}
			t.failed.CompareAndSwap(nil, p)
		}
	}()
	t.task(worker)
}

// join waits until all workers that have begun have ended their parts.
func (t *Team) join() {
	for spins := 1; t.pending.Load() > 0; spins++ {
		if spins%politeSpins == 0 {
			runtime.Gosched()
		}
		if spins < callerSpins {
			continue
		}
		t.asleep.Store(true)
		if t.pending.Load() > 0 || !t.asleep.CompareAndSwap(true, false) {
			<-t.awake // there is a worker that will say so, or has
		}
		return
	}
}

// serve is the goroutine of a worker.
func (t *Team) serve(number int) {
	w := &t.workers[number-1]
	for {
		if w.state.CompareAndSwap(asked, working) {
			t.part(number)
			w.state.Store(waiting)
			if t.pending.Add(-1) == 0 && t.asleep.CompareAndSwap(true, false) {
				t.awake <- struct{}{}
			}
		}
		for spins := 1; w.state.Load() == waiting; spins++ {
			if spins%politeSpins == 0 {
				runtime.Gosched()
			}
			if spins >= workerSpins && w.state.CompareAndSwap(waiting, ended) {
				return
			}
		}
	}
}
