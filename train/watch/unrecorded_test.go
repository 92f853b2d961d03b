package watch_test

import (
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/train"
	"levyscope/train/watch"
	"levyscope/train/watch/watchtest"
)

// A line of a step between two bursts says how far the job is, and that the burst before it is over, whole or not.
func TestStepsWithoutRecords(t *testing.T) {
	dir := t.TempDir()
	s := watchtest.New(t, dir, 0, 1, watchtest.Arrays([]int{5}), nil)
	x := watchtest.NewNoise(1, s.Meta.Sampled())
	s.Burst(x, 1, 256)
	s.Line(map[string]any{"type": "step", "step": 700, "lr": .025, "loss": 1.5})
	s.Line(map[string]any{"type": "step", "step": 900, "lr": nil})
	s.Burst(x, 1024, 1044)
	events := once(t, settings(dir))
	est := of[train.NoiseEstimate](events)
	if len(est) != 1 || est[0].Burst.Step != 256 {
		t.Fatalf("%d estimates", len(est))
	}
	judged, steps := false, []train.Progress{}
	for _, e := range events {
		switch e := e.(type) {
		case train.NoiseEstimate:
			judged = true
		case train.Progress:
			if e.Step == 700 && !judged {
				t.Error("the burst before the step 700 was judged after it")
			}
			if e.Step >= 256 {
				steps = append(steps, e)
			}
		}
	}
	if len(steps) != 22 || steps[0].Step != 700 || steps[1].Step != 900 || steps[2].Step != 1024 {
		t.Fatalf("steps %+v", steps)
	}
	near.Abs(t, "eta", steps[0].Eta, .025, 0)
	near.Abs(t, "loss", steps[0].Loss, 1.5, 0)
	if !math.IsNaN(steps[1].Eta) || !math.IsNaN(steps[1].Loss) {
		t.Errorf("what is not told is %+v", steps[1])
	}
	if last := of[watch.Status](events); last[len(last)-1].Step != 1043 || last[len(last)-1].Lost != 0 {
		t.Errorf("%+v", last[len(last)-1])
	}
}
