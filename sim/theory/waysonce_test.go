package theory

import (
	"sync/atomic"
	"testing"

	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/sim/ways"
)

// A prediction, and the choice of a horizon under a decay with all its predictions,
// look for the ways out once each: a landscape may take a millisecond to answer.
func TestWaysOutAreSoughtOnce(t *testing.T) {
	u := simtest.OnInterval(1, 1.5, 1, 1)
	u.Eps, u.Schedule = .05, simtest.Schedule(t, "power:eta0=0.1,k0=100,gamma=0.5")
	asked := &atomic.Int64{}
	u.Potential = simtest.Counted{Landscape: simtest.Landscape(t, "doublewell", 1), Asked: asked}
	u.Domain.Kind = problem.InBasin
	cfg := problem.ExitConfig{Paths: 1, Dt: .01, Controls: u}
	ways.Find(cfg)
	one := asked.Swap(0)
	with := Normalize(cfg)
	if n := asked.Swap(0); n > one+100 {
		t.Errorf("%d questions to choose a horizon, one search has %d", n, one)
	}
	if Predict(with); asked.Load() > one+100 {
		t.Errorf("%d questions for a prediction, one search has %d", asked.Load(), one)
	}
}
