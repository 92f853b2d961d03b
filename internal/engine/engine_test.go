package engine_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync/atomic"
	"testing"

	"levyscope/internal/engine"
)

// counter is a machine that emits "step k at c", c its controls, for the given number
// of steps. at, if not nil, is called before each step and may fail or panic.
type counter struct {
	emit     engine.Emit[string]
	k, steps int
	controls int
	at       func(k int) error
	finished bool
}

func (m *counter) Step() int { return m.k }

func (m *counter) Advance(context.Context) (ended bool, err error) {
	if m.at != nil {
		if err := m.at(m.k); err != nil {
			return false, err
		}
	}
	if err := m.emit(fmt.Sprintf("step %d at %d", m.k, m.controls)); err != nil {
		return false, err
	}
	m.k++
	return m.k == m.steps, nil
}

func (m *counter) Same(c int) bool { return c == m.controls }

func (m *counter) Change(c int) error {
	if c < 0 {
		return fmt.Errorf("controls %d: use 0 or more", c)
	}
	m.controls = c
	return m.emit(fmt.Sprintf("changed to %d", c))
}

func (m *counter) Finish(ctx context.Context, partial bool) error {
	m.finished = true
	if !partial && ctx.Err() != nil {
		return ctx.Err()
	}
	return m.emit(fmt.Sprintf("done, partial %t", partial))
}

// run is a run of a counter with controls 1.
func run(
	ctx context.Context, live *atomic.Pointer[int], script []engine.Change[int], steps int, at func(int) error,
) iter.Seq2[string, error] {
	return engine.Run(ctx, live, script, func(emit engine.Emit[string]) (engine.Machine[int], error) {
		return &counter{emit: emit, steps: steps, controls: 1, at: at}, emit("started")
	})
}

// collect are the events of a run and its error, after which nothing may come.
func collect(t *testing.T, events iter.Seq2[string, error], each func(string)) (got []string, failed error) {
	t.Helper()
	for e, err := range events {
		switch {
		case failed != nil:
			t.Fatalf("%q, %v after the error %v", e, err, failed)
		case err != nil:
			failed = err
		default:
			got = append(got, e)
			if each != nil {
				each(e)
			}
		}
	}
	return got, failed
}

// hold compares events one by one.
func hold(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("events\n%q, want\n%q", got, want)
	}
}

var background = context.Background()

// Changes come before their step, several of one step in their order, and one that
// changes nothing too; a change after the end is left out.
func TestScriptIsReplayed(t *testing.T) {
	script := []engine.Change[int]{{0, 5}, {2, 6}, {2, 7}, {2, 7}, {3, 9}}
	for range 2 { // a second loop is a run of its own
		got, err := collect(t, run(background, nil, script, 3, nil), nil)
		if err != nil {
			t.Fatal(err)
		}
		hold(t, got, "started", "changed to 5", "step 0 at 5", "step 1 at 5",
			"changed to 6", "changed to 7", "changed to 7", "step 2 at 7", "done, partial false")
	}
}

// Controls stored in the loop body take effect at the next step. An equal value is
// dropped, and one that was taken does not come back after a recorded change.
func TestLiveControls(t *testing.T) {
	var live atomic.Pointer[int]
	store := func(c int) { live.Store(&c) }
	script := []engine.Change[int]{{4, 8}}
	got, err := collect(t, run(background, &live, script, 6, nil), func(e string) {
		switch e {
		case "started":
			store(1) // as it is
		case "step 0 at 1":
			store(3)
			store(4) // the last one counts
		case "step 1 at 4":
			store(4) // another value that is equal
		case "step 4 at 8":
			store(9)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	hold(t, got, "started", "step 0 at 1", "changed to 4", "step 1 at 4", "step 2 at 4", "step 3 at 4",
		"changed to 8", "step 4 at 8", "changed to 9", "step 5 at 9", "done, partial false")
}

// Of one step the recorded changes come first.
func TestScriptBeforeLive(t *testing.T) {
	var live atomic.Pointer[int]
	c := 3
	live.Store(&c)
	got, _ := collect(t, run(background, &live, []engine.Change[int]{{0, 2}}, 1, nil), nil)
	hold(t, got, "started", "changed to 2", "changed to 3", "step 0 at 3", "done, partial false")
}

func TestBadControlsEndTheRun(t *testing.T) {
	var live atomic.Pointer[int]
	bad := -4
	live.Store(&bad)
	for name, events := range map[string]iter.Seq2[string, error]{
		"live":   run(background, &live, nil, 3, nil),
		"script": run(background, nil, []engine.Change[int]{{0, bad}}, 3, nil),
	} {
		got, err := collect(t, events, nil)
		if err == nil || err.Error() != "controls -4: use 0 or more" {
			t.Errorf("%s: error %v", name, err)
		}
		hold(t, got, "started")
	}
}

// Whatever the event at which a consumer breaks off, it is called no more, and the
// machine takes no further step; nor if the machine does not heed the error of Emit.
func TestBreakStopsTheRun(t *testing.T) {
	for _, deaf := range []bool{false, true} {
		for stop := 1; stop <= 6; stop++ {
			calls, steps := 0, 0
			var m *counter
			start := func(emit engine.Emit[string]) (engine.Machine[int], error) {
				heard := emit
				if deaf {
					emit = func(e string) error { _ = heard(e); return nil }
				}
				at := func(int) error { steps++; return nil }
				m = &counter{emit: emit, steps: 3, at: at}
				return m, emit("started")
			}
			script := []engine.Change[int]{{1, 5}}
			engine.Run(background, nil, script, start)(func(_ string, err error) bool {
				calls++
				if err != nil {
					t.Errorf("break at %d: %v", stop, err)
				}
				return calls < stop
			})
			if calls != stop {
				t.Errorf("deaf %t: %d calls after a break at the %d-th", deaf, calls, stop)
			}
			if want := []int{0, 0, 1, 1, 2, 3, 3}[stop]; steps != want {
				t.Errorf("deaf %t: %d steps after a break at event %d, want %d", deaf, steps, stop, want)
			}
			if m.finished != (stop == 6) {
				t.Errorf("deaf %t: finished %t after a break at event %d", deaf, m.finished, stop)
			}
		}
	}
}

// After a break Emit hands over nothing, however often it is called.
func TestNothingIsEmittedAfterABreak(t *testing.T) {
	start := func(emit engine.Emit[string]) (engine.Machine[int], error) {
		for range 3 {
			if err := emit("started"); err != engine.ErrStopped {
				t.Errorf("error %v of emit", err)
			}
		}
		return nil, nil
	}
	calls := 0
	engine.Run(background, nil, nil, start)(func(string, error) bool { calls++; return false })
	if calls != 1 {
		t.Errorf("%d calls", calls)
	}
}

// Where the totals of an interrupted run fail too, both errors are told.
func TestInterruptionWithoutTotals(t *testing.T) {
	ctx, cancel := context.WithCancel(background)
	cancel()
	broken := errors.New("broken")
	got, err := collect(t, engine.Run(ctx, nil, nil, func(emit engine.Emit[string]) (engine.Machine[int], error) {
		return &counter{steps: 3, emit: func(string) error { return broken }}, emit("started")
	}), nil)
	if !errors.Is(err, context.Canceled) || !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	hold(t, got, "started")
}

// An interrupted run finishes as a partial one, then gives ctx's error: also where the
// machine never looks at ctx, and where it is interrupted in its last figures.
func TestInterruption(t *testing.T) {
	for at, want := range map[string][]string{
		"started":     {"started", "done, partial true"},
		"step 0 at 1": {"started", "step 0 at 1", "done, partial true"},
		"step 1 at 1": {"started", "step 0 at 1", "step 1 at 1", "done, partial true"},
	} {
		ctx, cancel := context.WithCancel(background)
		got, err := collect(t, run(ctx, nil, nil, 2, nil), func(e string) {
			if e == at {
				cancel()
			}
		})
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error %v", at, err)
		}
		hold(t, got, want...)
	}
}

// An error of the machine is none of an interruption, also while ctx has ended.
func TestErrorsEndTheRun(t *testing.T) {
	broken := errors.New("broken")
	ctx, cancel := context.WithCancel(background)
	defer cancel()
	got, err := collect(t, run(ctx, nil, nil, 3, func(k int) error {
		if k == 1 {
			cancel()
			return broken
		}
		return nil
	}), nil)
	if err != broken {
		t.Errorf("error %v", err)
	}
	hold(t, got, "started", "step 0 at 1")

	refuse := func(engine.Emit[string]) (engine.Machine[int], error) { return nil, broken }
	if got, err := collect(t, engine.Run(background, nil, nil, refuse), nil); err != broken || len(got) > 0 {
		t.Errorf("%q, %v of a run that does not start", got, err)
	}
}
