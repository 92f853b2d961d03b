package par

import (
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

func TestTeamDoesEveryPartOnce(t *testing.T) {
	for _, procs := range []int{1, 2, 4} {
		old := runtime.GOMAXPROCS(procs)
		for _, size := range []int{1, 2, 3, 7} {
			team := NewTeam(size)
			if team.Size() != size {
				t.Fatalf("size %d, want %d", team.Size(), size)
			}
			count := make([]atomic.Int32, 3*size+1)
			deal := NewDeal(size)
			const rounds = 500
			for round := range rounds {
				deal.Reset(len(count))
				team.Do(func(worker int) {
					for i, ok := deal.Next(worker); ok; i, ok = deal.Next(worker) {
						count[i].Add(1)
					}
				})
				if round%100 == 99 {
					time.Sleep(time.Millisecond) // the workers may end
				}
				for i := range count {
					if n := int(count[i].Load()); n != round+1 {
						t.Fatalf("procs %d, size %d: piece %d was done %d times in %d rounds", procs, size, i, n, round+1)
					}
				}
			}
		}
		runtime.GOMAXPROCS(old)
	}
}

// What one round writes, all workers of the next one see.
func TestTeamIsABarrier(t *testing.T) {
	team := NewTeam(3)
	deal := NewDeal(3)
	each := func(do func(i int)) {
		deal.Reset(3)
		team.Do(func(worker int) {
			for i, ok := deal.Next(worker); ok; i, ok = deal.Next(worker) {
				do(i)
			}
		})
	}
	var sums [3]int
	for round := 1; round <= 2000; round++ {
		before := sums
		each(func(i int) { sums[i] = before[0] + before[1] + before[2] + 1 })
		each(func(i int) { sums[i] = sums[i] % 1000 })
		if sums[0] != sums[1] || sums[1] != sums[2] {
			t.Fatalf("round %d: %v", round, sums)
		}
	}
}

func TestNilTeamIsOneWorker(t *testing.T) {
	var team *Team
	n := 0
	team.Do(func(worker int) { n += worker + 1 })
	if n != 1 || team.Size() != 1 {
		t.Errorf("%d calls, size %d", n, team.Size())
	}
}

// A part that panics leaves the others to end, and the team is usable afterwards.
func TestTeamPanics(t *testing.T) {
	cause := errors.New("cause")
	for bad := range 3 {
		team := NewTeam(3)
		var done atomic.Int32
		func() {
			defer func() {
				p, is := recover().(*Panic)
				if !is || !errors.Is(p, cause) || len(p.Stack) == 0 {
					t.Errorf("worker %d: recovered %v", bad, p)
				}
			}()
			var begun atomic.Int32
			team.Do(func(worker int) {
				for begun.Add(1); begun.Load() < 3; { // all have begun
					runtime.Gosched()
				}
				if worker == bad {
					panic(fmt.Errorf("broken: %w", cause))
				}
				done.Add(1)
			})
		}()
		team.Do(func(worker int) {
			if worker == 0 {
				done.Add(1)
			}
		})
		if n := done.Load(); n != 3 {
			t.Errorf("worker %d: %d parts ended, want 3", bad, n)
		}
	}
}

// The caller sleeps when a worker takes long, and is woken.
func TestTeamWithALongPart(t *testing.T) {
	team := NewTeam(2)
	for range 3 {
		ended := false
		var begun atomic.Bool
		team.Do(func(worker int) {
			if worker == 0 {
				for !begun.Load() {
					runtime.Gosched()
				}
				return
			}
			begun.Store(true)
			time.Sleep(20 * time.Millisecond)
			ended = true
		})
		if !ended {
			t.Fatal("Do returned before its worker had ended")
		}
	}
}

// Nobody waits for a worker that does not begin.
func TestTeamDoesNotWaitForTheLate(t *testing.T) {
	old := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(old)
	team, calls := NewTeam(3), 0
	team.Do(func(worker int) { calls++ }) // on the one processor no other goroutine runs before this ends
	if calls != 1 {
		t.Errorf("%d calls, want that of the caller alone", calls)
	}
}

// A team at rest has no goroutines.
func TestTeamAtRest(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 20 {
		NewTeam(4).Do(func(int) {})
	}
	deadline := time.Now().Add(5 * time.Second)
	for runtime.NumGoroutine() > before {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
		time.Sleep(time.Millisecond)
	}
}

func TestTeamAllocatesNothing(t *testing.T) {
	team := NewTeam(2)
	var sums [2]int
	task := func(worker int) { sums[worker]++ }
	for range 100 {
		team.Do(task)
	}
	if n := testing.AllocsPerRun(1000, func() { team.Do(task) }); n != 0 {
		t.Errorf("%v allocations a round", n)
	}
}

func BenchmarkTeam(b *testing.B) {
	team := NewTeam(2)
	task := func(int) {}
	for b.Loop() {
		team.Do(task)
	}
}
