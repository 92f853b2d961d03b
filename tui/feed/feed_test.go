package feed

import (
	"context"
	"errors"
	"iter"
	"testing"
	"testing/synctest"
	"time"
)

// count yields 0, 1, 2, ... up to n (without end if n is 0).
func count(n int) func(context.Context) iter.Seq2[int, error] {
	return func(ctx context.Context) iter.Seq2[int, error] {
		return func(yield func(int, error) bool) {
			for i := 0; (n == 0 || i < n) && ctx.Err() == nil; i++ {
				if !yield(i, nil) {
					return
				}
			}
		}
	}
}

func every(int) bool { return true }

// next takes one batch as Bubble Tea would.
func next[E any](f *Feed[E]) Batch[E] {
	b, _ := f.Next()().(Batch[E])
	return b
}

func TestNothingIsLostWhenTheDisplayIsSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const n = 5 * maxBuffer
		f := Start(t.Context(), count(n), Options[int]{IsStep: every})
		want := 0
		for {
			time.Sleep(time.Second) // of the bubble's clock
			b := next(f)
			for _, e := range b.Events {
				if e != want {
					t.Fatalf("event %d, want %d", e, want)
				}
				want++
			}
			if b.Ended {
				break
			}
		}
		if want != n {
			t.Fatalf("%d events of %d", want, n)
		}
	})
}

func TestBatchesKeepTheirPeriod(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := Start(t.Context(), count(0), Options[int]{IsStep: every, Pace: 1000})
		start := time.Now()
		batches, events := 0, 0
		for time.Since(start) < 10*time.Second {
			events += len(next(f).Events)
			batches++
		}
		f.Stop()
		if batches > 201 || batches < 190 {
			t.Errorf("%d batches in 10 s, want 20 a second", batches)
		}
		if events < 9900 || events > 10100 {
			t.Errorf("%d steps in 10 s at 1000 a second", events)
		}
	})
}

func TestPauseAndSingleSteps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := Start(t.Context(), count(0), Options[int]{IsStep: every, Pace: 100})
		f.Pause(true)
		seen := -1
		drain := func() {
			for {
				select {
				case b := <-f.batches:
					for _, e := range b.Events {
						seen = e
					}
				case <-time.After(200 * time.Millisecond):
					return
				}
			}
		}
		time.Sleep(5 * time.Second)
		drain()
		if seen > 1 {
			t.Fatalf("a paused engine went on to %d", seen)
		}
		held := seen
		for i := 1; i <= 3; i++ {
			f.Step(1)
			drain()
			if seen != held+i {
				t.Fatalf("after %d single steps at %d, from %d", i, seen, held)
			}
		}
		f.Pause(false)
		for start := time.Now(); time.Since(start) < time.Second; {
			for _, e := range next(f).Events {
				seen = e
			}
		}
		if seen < held+90 {
			t.Fatalf("went on to %d only", seen)
		}
		f.Stop()
		<-f.Done()
	})
}

func TestStopEndsAPausedEngine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := Start(t.Context(), count(0), Options[int]{IsStep: every})
		f.Pause(true)
		synctest.Wait()
		f.Stop()
		<-f.Done()
	})
}

func TestErrorsAndPanicsArrive(t *testing.T) {
	broken := errors.New("broken")
	engines := map[string]func(context.Context) iter.Seq2[int, error]{
		"error": func(context.Context) iter.Seq2[int, error] {
			return func(yield func(int, error) bool) {
				if yield(1, nil) {
					yield(0, broken)
				}
			}
		},
		"panic": func(context.Context) iter.Seq2[int, error] {
			return func(yield func(int, error) bool) {
				yield(1, nil)
				panic("boom")
			}
		},
	}
	for name, engine := range engines {
		synctest.Test(t, func(t *testing.T) {
			f := Start(t.Context(), engine, Options[int]{IsStep: every})
			events := 0
			var last Batch[int]
			for !last.Ended {
				last = next(f)
				events += len(last.Events)
			}
			var p *Panic
			if events != 1 || name == "error" && !errors.Is(last.Err, broken) ||
				name == "panic" && !(errors.As(last.Err, &p) && p.Value == "boom" && len(p.Stack) > 0) {
				t.Errorf("%s: %d events, then %v", name, events, last.Err)
			}
		})
	}
}

func TestRecordSeesEverything(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		recorded, shown, ended := 0, 0, false
		f := Start(t.Context(), count(1000), Options[int]{IsStep: every,
			Record: func(e int) bool { recorded++; return e%2 == 0 }, End: func() { ended = true }})
		for {
			b := next(f)
			if shown += len(b.Events); b.Ended {
				break
			}
		}
		if recorded != 1000 || shown != 500 || !ended {
			t.Errorf("%d recorded, %d shown, ended %v", recorded, shown, ended)
		}
	})
}
