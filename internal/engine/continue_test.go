package engine_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync/atomic"
	"testing"

	"levyscope/internal/engine"
)

// Checkpoint emits what the counter is a function of.
func (m *counter) Checkpoint() error {
	return m.emit(fmt.Sprintf("checkpoint %d at %d", m.k, m.controls))
}

// resumed is a run of a counter that begins at step k with the given controls.
func resumed(
	ctx context.Context, live *atomic.Pointer[int], script []engine.Change[int], k, controls int, due func() bool,
) iter.Seq2[string, error] {
	return engine.Continue(ctx, live, script, due, func(emit engine.Emit[string]) (engine.Resumable[int], error) {
		m := &counter{emit: emit, k: k, steps: 4, controls: controls}
		if k > 0 {
			return m, nil
		}
		return m, emit("started")
	})
}

var threeChanges = []engine.Change[int]{{0, 5}, {2, 6}, {2, 7}, {3, 8}}

// A checkpoint comes before the changes of its step, and due is asked once a step.
func TestCheckpointsComeBeforeTheChangesOfTheirStep(t *testing.T) {
	asked := 0
	due := func() bool { asked++; return asked != 2 }
	got, err := collect(t, resumed(background, nil, threeChanges, 0, 1, due), nil)
	if err != nil {
		t.Fatal(err)
	}
	hold(t, got, "started", "checkpoint 0 at 1", "changed to 5", "step 0 at 5", "step 1 at 5",
		"checkpoint 2 at 5", "changed to 6", "changed to 7", "step 2 at 7",
		"checkpoint 3 at 7", "changed to 8", "step 3 at 8", "done, partial false")
	if asked != 4 {
		t.Errorf("asked %d times in 4 steps", asked)
	}
}

// A run that begins at a step applies the changes of that step and of later ones, not those of
// earlier ones.
func TestContinueSkipsTheChangesThatWereMade(t *testing.T) {
	got, err := collect(t, resumed(background, nil, threeChanges, 2, 5, nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	hold(t, got, "changed to 6", "changed to 7", "step 2 at 7", "changed to 8", "step 3 at 8", "done, partial false")
	if got, err = collect(t, resumed(background, nil, threeChanges[:1], 3, 5, nil), nil); err != nil {
		t.Fatal(err)
	}
	hold(t, got, "step 3 at 5", "done, partial false")
}

// New controls of the user count in a continued run too, and a checkpoint may be asked for as the
// context ends.
func TestContinueTakesLiveControlsAndEnds(t *testing.T) {
	var live atomic.Pointer[int]
	c := 9
	live.Store(&c)
	ctx, cancel := context.WithCancel(background)
	got, err := collect(t, resumed(ctx, &live, nil, 1, 5, func() bool { return ctx.Err() != nil }), func(e string) {
		if e == "step 2 at 9" {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	hold(t, got, "changed to 9", "step 1 at 9", "step 2 at 9", "checkpoint 3 at 9", "done, partial true")
}

// A break at a checkpoint ends the run, and an error of the start is the run's.
func TestBreakAtACheckpoint(t *testing.T) {
	n := 0
	for range resumed(background, nil, nil, 1, 5, func() bool { return true }) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d events", n)
	}
	broken := errors.New("broken")
	_, err := collect(t, engine.Continue(background, nil, nil, nil,
		func(engine.Emit[string]) (engine.Resumable[int], error) { return nil, broken }), nil)
	if !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}
