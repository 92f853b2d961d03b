package probetime_test

import (
	"context"
	"iter"
	"sync/atomic"
	"testing"
	"time"

	"levyscope/internal/near"
	"levyscope/internal/probetime"
	"levyscope/train"
)

// A run under a clock that the test turns: a step takes a millisecond and a probe a hundred. Probes then take the
// share of the time that they are given.
func TestProbesTakeTheirShare(t *testing.T) {
	for _, share := range []float64{.05, .1, .5} {
		clock := time.Unix(0, 0)
		cfg := short()
		probes, steps := 0, 0
		var spent, all time.Duration
		events := probetime.Run(probetime.NewBudget(share), cfg.Controls, nil, func() time.Time { return clock },
			func(live *atomic.Pointer[train.Controls]) iter.Seq2[train.Event, error] {
				return ticking(cfg, live, func(d time.Duration) { clock = clock.Add(d) })
			})
		for e, err := range events {
			if err != nil {
				t.Fatal(err)
			}
			switch e.(type) {
			case train.Progress:
				steps++
				all += time.Millisecond
			case train.NoiseEstimate:
				probes++
				if steps > 512 { // the early ones, which are not asked for, are over
					spent += 100 * time.Millisecond
				}
			}
		}
		near.Abs(t, "share of the time", float64(spent)/float64(all-512*time.Millisecond+spent), share, .35*share)
		if probes < 6 {
			t.Errorf("share %g: %d probes", share, probes)
		}
	}
}

// ticking is a run of cfg that moves the clock by a millisecond a step and by a hundred a probe.
func ticking(
	cfg train.Config, live *atomic.Pointer[train.Controls], tick func(time.Duration),
) iter.Seq2[train.Event, error] {
	return func(yield func(train.Event, error) bool) {
		for e, err := range train.Run(context.Background(), cfg, live) {
			switch e.(type) {
			case train.Progress:
				tick(time.Millisecond)
			case train.NoiseEstimate:
				tick(100 * time.Millisecond)
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// short is a run with cheap probes.
func short() train.Config {
	cfg := train.Default()
	cfg.Model, cfg.Steps, cfg.EvaluateEvery, cfg.JumpsEvery = "linear", 12000, 0, 0
	cfg.Probe.Method, cfg.Probe.Batches, cfg.Probe.Block, cfg.Probe.Share = train.Matrix, 8, 4, .1
	return cfg
}

// The user's changes pass through, and a run with its changes as a script has the same events without a clock.
func TestRequestsReplay(t *testing.T) {
	cfg := short()
	cfg.Steps = 3000
	clock := time.Unix(0, 0)
	var live atomic.Pointer[train.Controls]
	var want []train.Event
	events := probetime.Run(probetime.NewBudget(.2), cfg.Controls, &live, func() time.Time { return clock },
		func(live *atomic.Pointer[train.Controls]) iter.Seq2[train.Event, error] {
			return ticking(cfg, live, func(d time.Duration) { clock = clock.Add(d) })
		})
	changed := 0
	for e, err := range events {
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, e)
		switch e := e.(type) {
		case train.Progress:
			if e.Step == 999 {
				c := cfg.Controls
				c.Batch = 32
				live.Store(&c)
			}
		case train.Changed:
			cfg.Script = append(cfg.Script, e)
			if e.Step == 1000 && e.Controls.Batch != 32 || e.Step > 1000 && e.Controls.Batch != 32 {
				t.Errorf("step %d: batch %d", e.Step, e.Controls.Batch)
			}
			changed++
		}
	}
	if changed < 4 {
		t.Fatalf("%d changes", changed)
	}
	i := 0
	for e, err := range train.Run(context.Background(), cfg, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if p, ok := e.(train.Progress); ok && p != want[i].(train.Progress) || e.Type() != want[i].Type() {
			t.Fatalf("event %d is %v, was %v", i, e, want[i])
		}
		i++
	}
	if i != len(want) {
		t.Errorf("%d events, %d before", i, len(want))
	}
}

// Without a share no probe is asked for, but for the early ones.
func TestNoShareNoRequest(t *testing.T) {
	cfg := short()
	cfg.Steps = 2000
	b := probetime.NewBudget(0)
	probes := 0
	for e := range probetime.Run(b, cfg.Controls, nil, time.Now,
		func(live *atomic.Pointer[train.Controls]) iter.Seq2[train.Event, error] {
			return train.Run(context.Background(), cfg, live)
		}) {
		if _, ok := e.(train.NoiseEstimate); ok {
			probes++
		}
	}
	if probes != 4 { // steps 0, 128 and 512, and the last
		t.Errorf("%d probes", probes)
	}
}
