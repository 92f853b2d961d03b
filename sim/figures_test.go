package sim

import (
	"context"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/sim/path"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/sim/theory"
	"levyscope/sim/ways"
)

// An exit counts in the direction of its last noise, below 0 first; the life table spans
// four predicted mean exit times, in 120 bins.
func TestTallyByHand(t *testing.T) {
	u := simtest.OnInterval(1, 1.5, 1, 1)
	u.Eps = .01
	cfg := problem.ExitConfig{Paths: 9, Dt: .01, Horizon: 1e9, Controls: u}
	th := theory.Predict(ways.Find(cfg))
	ta := newTally(cfg, th)
	near.Abs(t, "width of a bin", float64(ta.binSteps), math.Ceil(4*th.MeanExitTime/.01/120), 0)
	ta.hold(2)
	ta.addInWorker(0, path.Exit{Clock: 3, Side: 1, Size: 2})
	ta.addInWorker(1, path.Exit{Clock: 4, Side: 1, Size: 1})
	ta.addInWorker(1, path.Exit{Clock: 5, Side: 0, Size: -7})
	if got := ta.merged().directions; got[0] != 1 || got[1] != 2 {
		t.Errorf("directions %v", got)
	}
}

// The estimated survival ends with the last whole bin before the horizon.
func TestSurvivalEndsAtTheHorizon(t *testing.T) {
	const steps = 2*survivalBins - 3 // bins of two steps, and one of a single step
	cfg := problem.ExitConfig{Paths: 9, Dt: 1, Horizon: steps, Controls: simtest.OnInterval(1, 1.5, 1, 1)}
	ta := newTally(cfg, nil)
	for k := range 9 {
		ta.counts.add(path.Exit{Clock: steps - float64(k%2), Censored: true, Side: -1}, ta.binSteps)
	}
	if got := len(ta.survivalWith(&underWay{life: newLifeTable()})); got != 1+steps/2 {
		t.Errorf("%d points for %d steps in bins of %d", got, steps, ta.binSteps)
	}
}

// The share of trapped paths is that of all, beside the predicted exp(-horizon/mean).
func TestTrappedShare(t *testing.T) {
	u := simtest.OnInterval(1, 1.5, 1, 1)
	u.Eps = .05
	problem := problem.ExitConfig{Seed: 2, Paths: 400, Dt: .05, Horizon: 60, Controls: u}
	cfg := Config{ExitConfig: problem, Slots: 64, Quantum: 256, Every: 1}
	mean := theory.Predict(ways.Find(cfg.ExitConfig)).MeanExitTime
	var last Statistics
	for e, err := range Run(context.Background(), cfg, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if s, ok := e.(Statistics); ok {
			last = s
		}
	}
	exited := 0
	for _, s := range last.Sides {
		exited += s.Paths
	}
	near.Abs(t, "trapped and exited paths", float64(last.Trapped.Paths+exited), 400, 0)
	near.Rel(t, "trapped share", last.Trapped.Share, float64(last.Trapped.Paths)/400, 1e-12)
	near.Rel(t, "predicted share", last.Trapped.Predicted, math.Exp(-60/mean), 1e-9)
	near.Abs(t, "trapped share beside the predicted one", last.Trapped.Share, last.Trapped.Predicted, .12)
}
