package engine_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime/debug"
	"strings"
	"testing"

	"levyscope/internal/engine"
	"levyscope/internal/par"
)

func explode() { panic(io.ErrUnexpectedEOF) }

// A panic of the machine is an error with the step, the value and the stack.
func TestPanicOfTheMachine(t *testing.T) {
	got, err := collect(t, run(background, nil, nil, 3, func(k int) error {
		if k == 1 {
			explode()
		}
		return nil
	}), nil)
	hold(t, got, "started", "step 0 at 1")
	var p *engine.Panic
	if !errors.As(err, &p) || p.Value != io.ErrUnexpectedEOF || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatalf("error %v", err)
	}
	if !strings.Contains(string(p.Stack), "engine_test.explode") {
		t.Errorf("the stack does not show where:\n%s", p.Stack)
	}
	if text := err.Error(); !strings.HasPrefix(text, "step 1: panic: unexpected EOF\n") {
		t.Errorf("error %q", text)
	}
}

// A panic in a worker of a parallel loop arrives as a panic too, with the step and the worker's stack, however the
// machine wraps the error of the loop.
func TestPanicOfAWorker(t *testing.T) {
	_, err := collect(t, run(background, nil, nil, 3, func(k int) error {
		if k != 1 {
			return nil
		}
		err := par.For(2, 4, func(_, piece int) {
			if piece == 2 {
				explode()
			}
		})
		return fmt.Errorf("the noise: %w", err)
	}), nil)
	var p *engine.Panic
	if !errors.As(err, &p) || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatalf("error %v", err)
	}
	if !strings.Contains(string(p.Stack), "engine_test.explode") {
		t.Errorf("the stack does not show where:\n%s", p.Stack)
	}
	if text := err.Error(); !strings.HasPrefix(text, "step 1: the noise: piece 2: panic: unexpected EOF\n") {
		t.Errorf("error %q", text)
	}
}

func TestPanicAtTheStart(t *testing.T) {
	start := func(engine.Emit[string]) (engine.Machine[int], error) { panic("no data") }
	_, err := collect(t, engine.Run(background, nil, nil, start), nil)
	p, ok := err.(*engine.Panic)
	if !ok || p.Value != "no data" {
		t.Errorf("error %v", err)
	}
}

// A panic of the loop body is the consumer's: the same value, and a stack that still
// shows the body, so nobody has recovered it on the way. The body may be given an event
// or the run's error.
func TestPanicOfTheConsumer(t *testing.T) {
	broken := func(int) error { return errors.New("broken") }
	for name, events := range map[string]iter.Seq2[string, error]{
		"step 0 at 1": run(background, nil, nil, 3, nil),
		"started":     run(background, nil, nil, 3, nil),
		"broken":      run(background, nil, nil, 3, broken),
	} {
		calls := 0
		value, stack := recovered(func() {
			for e, err := range events {
				calls++
				if e == name || err != nil {
					body()
				}
			}
		})
		if value != io.ErrClosedPipe || !strings.Contains(stack, "engine_test.body") {
			t.Errorf("%s: recovered %v\n%s", name, value, stack)
		}
		if calls > 2 {
			t.Errorf("%s: %d calls", name, calls)
		}
	}
}

func body() { panic(io.ErrClosedPipe) }

func recovered(do func()) (value any, stack string) {
	defer func() {
		value = recover()
		stack = string(debug.Stack())
	}()
	do()
	return nil, ""
}

// A consumer that takes events one by one, as recordings are compared, stops a run too.
func TestPull(t *testing.T) {
	next, stop := iter.Pull2(run(background, nil, nil, 3, nil))
	if e, err, ok := next(); e != "started" || err != nil || !ok {
		t.Errorf("%q, %v, %t", e, err, ok)
	}
	stop()
	if e, err, ok := next(); ok {
		t.Errorf("%q, %v after the stop", e, err)
	}
}

// The loop itself allocates nothing per step.
func TestLoopAllocatesNothing(t *testing.T) {
	const steps = 10000
	allocations := testing.AllocsPerRun(5, func() {
		for _, err := range engine.Run(background, nil, nil, func(emit engine.Emit[int]) (engine.Machine[int], error) {
			return &silent{steps: steps}, nil
		}) {
			t.Fatal(err)
		}
	})
	if !(allocations < 20) {
		t.Errorf("%g allocations in %d steps", allocations, steps)
	}
}

// silent takes steps and emits nothing.
type silent struct{ k, steps int }

func (m *silent) Step() int                             { return m.k }
func (m *silent) Same(int) bool                         { return true }
func (m *silent) Change(int) error                      { return nil }
func (m *silent) Finish(context.Context, bool) error    { return nil }
func (m *silent) Advance(context.Context) (bool, error) { m.k++; return m.k == m.steps, nil }

func ExampleRun() {
	// A run of three steps whose only control is a number, changed to 7 at step 1.
	script := []engine.Change[int]{{Step: 1, Controls: 7}}
	start := func(emit engine.Emit[string]) (engine.Machine[int], error) {
		return &counter{emit: emit, steps: 3, controls: 1}, emit("started")
	}
	for event, err := range engine.Run(context.Background(), nil, script, start) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(event)
	}
	// Output:
	// started
	// step 0 at 1
	// changed to 7
	// step 1 at 7
	// step 2 at 7
	// done, partial false
}
