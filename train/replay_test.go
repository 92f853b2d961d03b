package train_test

import (
	"bytes"
	"slices"
	"sync/atomic"
	"testing"

	"levyscope/internal/record"
	"levyscope/train"
)

// steer changes the controls at fixed moments of a run: stored while the first
// event is out, after a step, and in the middle of one.
func steer(t *testing.T) (live *atomic.Pointer[train.Controls], each func(train.Event), want []train.Changed) {
	live = &atomic.Pointer[train.Controls]{}
	base := small().Controls
	changes := []train.Changed{
		{Step: 0, Controls: base}, {Step: 31, Controls: base}, {Step: 51, Controls: base}, {Step: 90, Controls: base},
	}
	changes[0].Controls.Batch = 5
	changes[1].Controls.Schedule = parse(t, "power:eta0=0.2,k0=20,gamma=0.7,from=31")
	changes[2].Controls.Schedule, changes[2].Controls.Momentum = changes[1].Controls.Schedule, .8
	changes[3].Controls.Batch, changes[3].Controls.WeightDecay = 11, .01
	each = func(e train.Event) {
		switch e := e.(type) {
		case train.Started:
			live.Store(&changes[0].Controls)
		case train.Progress: // out after the update of its step: the next is Step+1
			switch e.Step {
			case 30:
				live.Store(&changes[1].Controls)
			case 60:
				c := *live.Load() // another value that is equal: no change
				live.Store(&c)
			case 89:
				live.Store(&changes[3].Controls)
			}
		case train.NoiseEstimate: // out before the update of its step
			if e.Step == 50 {
				live.Store(&changes[2].Controls)
			}
		}
	}
	return live, each, changes
}

func TestControlsTakeEffectAtTheNextStep(t *testing.T) {
	live, each, want := steer(t)
	cfg := small()
	events := collect(t, cfg, live, each)
	if got := of[train.Changed](events); !slices.Equal(got, want) {
		t.Fatalf("changes %+v, want %+v", got, want)
	}
	now := cfg.Controls
	step := -1
	for _, e := range events {
		switch e := e.(type) {
		case train.Changed:
			if e.Step != step+1 {
				t.Errorf("the change of step %d stands after step %d", e.Step, step)
			}
			now = e.Controls
		case train.Progress:
			step = e.Step
			if want := now.Schedule.Eta(step); e.Eta != want {
				t.Errorf("step %d: learning rate %g, want %g", step, e.Eta, want)
			}
		case train.NoiseEstimate:
			if e.Batch != now.Batch {
				t.Errorf("probe at step %d with batch %d, want %d", e.Step, e.Batch, now.Batch)
			}
		}
	}
}

// A run whose script is what was recorded yields the same events, bit for bit.
func TestReplay(t *testing.T) {
	live, each, _ := steer(t)
	events := collect(t, small(), live, each)
	var file bytes.Buffer
	enc := record.NewEncoder(&file)
	for _, e := range events {
		if err := enc.Encode(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := enc.Flush(); err != nil {
		t.Fatal(err)
	}
	want := file.String()
	run, err := record.Read(&file)
	if err != nil {
		t.Fatal(err)
	}
	if run.Train == nil || len(run.Train.Script) != 4 || run.Events != len(events) {
		t.Fatalf("read back %+v", run)
	}
	same(t, "replay", lines(t, collect(t, *run.Train, nil, nil)), want)
}
