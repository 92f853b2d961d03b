package train_test

import (
	"context"
	"errors"
	"math"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"levyscope/train"
	"levyscope/train/schedule"
)

func TestDivergence(t *testing.T) {
	for _, cadence := range []int{0, 1} { // found by a step, and by an evaluation
		cfg := small()
		cfg.Model = "mlp:100-100"
		cfg.Controls.Schedule = schedule.Constant{Eta0: 1000}
		cfg.EvaluateEvery = cadence
		var events []train.Event
		var failed error
		for e, err := range train.Run(context.Background(), cfg, nil) {
			switch {
			case failed != nil:
				t.Fatalf("%v %v after the error", e, err)
			case err != nil:
				failed = err
			default:
				events = append(events, e)
			}
		}
		d, ok := events[len(events)-1].(train.Diverged)
		var typed *train.DivergedError
		if !ok || !errors.As(failed, &typed) || typed.Diverged != d {
			t.Fatalf("last event %+v, error %v", events[len(events)-1], failed)
		}
		steps := of[train.Progress](events)
		if d.Step != len(steps) || d.Step < 1 || d.Step > 20 || d.Eta != 1000 {
			t.Errorf("%+v after %d steps", d, len(steps))
		}
		for _, p := range steps {
			if math.IsNaN(p.Loss) || math.IsInf(p.Loss, 0) {
				t.Errorf("%+v before the divergence", p)
			}
		}
		named := false
		for _, l := range events[0].(train.Started).Layers {
			named = named || strings.Contains(d.Parameter, l.Name+"[")
		}
		if cadence == 0 && !named {
			t.Errorf("%+v names no parameter", d)
		}
		for _, part := range []string{"step " + strconv.Itoa(d.Step), d.Parameter, d.Value, "1000"} {
			if !strings.Contains(failed.Error(), part) {
				t.Errorf("error %q lacks %q", failed, part)
			}
		}
	}
}

// after accepts what is yielded after the update of the step.
func after(step int) func(train.Event) bool {
	return func(e train.Event) bool { p, ok := e.(train.Progress); return ok && p.Step == step }
}

// interrupt cancels a run at the first event that when accepts, and returns what
// is yielded after it.
func interrupt(t *testing.T, cfg train.Config, when func(train.Event) bool) (rest []train.Event, failed error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	cancelled := false
	for e, err := range train.Run(ctx, cfg, nil) {
		switch {
		case failed != nil:
			t.Fatalf("%v %v after the error", e, err)
		case err != nil:
			failed = err
		case cancelled:
			rest = append(rest, e)
		case when(e):
			cancel()
			cancelled = true
		}
	}
	return rest, failed
}

func TestInterruptedRunEndsWithPartialTotals(t *testing.T) {
	evaluated := func(step int) func(train.Event) bool {
		return func(e train.Event) bool { v, ok := e.(train.Evaluated); return ok && v.Step == step }
	}
	for _, c := range []struct {
		name  string
		when  func(train.Event) bool
		steps int // updates made by then
	}{
		{"at the start", func(e train.Event) bool { return e.Type() == "started" }, 0},
		{"in an evaluation", evaluated(50), 50},
		{"in the last figures", evaluated(120), 120},
		{"after a step", after(57), -1},
		{"before a probe", after(99), -1},
	} {
		cfg := small()
		cfg.EvaluateEvery = 50 // before the probe of that step
		events, failed := interrupt(t, cfg, c.when)
		if !errors.Is(failed, context.Canceled) || len(events) == 0 {
			t.Fatalf("%s: error %v, %d events", c.name, failed, len(events))
		}
		// Others of the same step may have been on their way.
		if n := len(of[train.Done](events)); n != 1 || len(events) > 9 || len(of[train.Progress](events)) > 0 {
			t.Errorf("%s: %d events afterwards, %d done", c.name, len(events), n)
		}
		d, ok := events[len(events)-1].(train.Done)
		if !ok || !d.Partial || c.steps >= 0 && d.Steps != c.steps {
			t.Errorf("%s: last event %+v", c.name, events[len(events)-1])
		}
	}
}

// Done.Steps is the number of updates that were made.
func TestInterruptedRunCountsItsSteps(t *testing.T) {
	events, _ := interrupt(t, small(), after(57))
	if d := events[len(events)-1].(train.Done); d.Steps != 58 {
		t.Errorf("%d steps in the totals after the update of step 57", d.Steps)
	}
}

// A partial Done counts the jumps so far, also those not yet yielded.
func TestInterruptedRunCountsItsJumps(t *testing.T) {
	cfg := small()
	cfg.JumpsEvery = 1
	jumps := 0
	for _, j := range of[train.Jumps](collect(t, cfg, nil, nil)) {
		if j.Step <= 58 {
			jumps += j.Count
		}
	}
	cfg.JumpsEvery = 1000
	events, _ := interrupt(t, cfg, after(57))
	if d := events[len(events)-1].(train.Done); d.Jumps != jumps {
		t.Errorf("%d jumps in the totals, %d were made", d.Jumps, jumps)
	}
}

// What was never evaluated has no figure.
func TestInterruptedRunInventsNoAccuracy(t *testing.T) {
	cfg := small()
	cfg.EvaluateEvery = 0
	events, _ := interrupt(t, cfg, after(57))
	if d := events[len(events)-1].(train.Done); !math.IsNaN(d.Loss) || !math.IsNaN(d.TestAccuracy) {
		t.Errorf("%+v", d)
	}
}

// A consumer that breaks off, at whatever event, is called no more.
func TestBreakStopsTheRun(t *testing.T) {
	diverging := tiny()
	diverging.Steps, diverging.Controls.Schedule = 1000, schedule.Constant{Eta0: 1e30}
	for name, cfg := range map[string]train.Config{"run": tiny(), "divergence": diverging} {
		live := &atomic.Pointer[train.Controls]{}
		c := cfg.Controls
		c.Batch = 3
		live.Store(&c) // so that there is a Changed event too
		kinds := map[string]bool{}
		for stop, ended := 1, false; !ended; stop++ {
			calls := 0
			train.Run(context.Background(), cfg, live)(func(e train.Event, err error) bool {
				calls++
				if calls == stop && err == nil {
					kinds[e.Type()] = true
				}
				return calls < stop
			})
			if calls > stop {
				t.Fatalf("%s: %d calls after a break at the %d-th", name, calls, stop)
			}
			ended = calls < stop
		}
		want := []string{"started", "changed", "evaluated", "noise", "progress", "jumps", "done"}
		if name == "divergence" {
			want = []string{"started", "changed", "evaluated", "noise", "progress", "diverged"}
		}
		for _, kind := range want {
			if !kinds[kind] {
				t.Errorf("%s: no break at %q was tried", name, kind)
			}
		}
	}
}

func TestBadControlsEndTheRun(t *testing.T) {
	live := &atomic.Pointer[train.Controls]{}
	bad := tiny().Controls
	bad.Batch = 4001
	var failed error
	for e, err := range train.Run(context.Background(), tiny(), live) {
		if failed = err; err == nil && e.Type() == "progress" {
			live.Store(&bad)
		}
	}
	if failed == nil || !strings.Contains(failed.Error(), "4001") {
		t.Errorf("error %v", failed)
	}
}
