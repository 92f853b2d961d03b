package sim

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/sim/clock"
	"levyscope/sim/noise"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/train/schedule"
)

// agrees fails if the mean exit time is off its prediction by more than 10 % and 4 standard errors.
func agrees(t *testing.T, what string, d Done) {
	t.Helper()
	th := d.Theory
	if th == nil || !th.Valid {
		t.Errorf("%s: theory %+v", what, th)
		return
	}
	off := d.MeanTime/th.MeanExitTime - 1
	t.Logf("%s: E tau %.4g +- %.2g, predicted %.4g (%+.1f %%)", what, d.MeanTime, d.MeanTimeSE, th.MeanExitTime, 100*off)
	if !(math.Abs(d.MeanTime-th.MeanExitTime) <= .1*th.MeanExitTime+4*d.MeanTimeSE) {
		t.Errorf("%s: E tau %.4g +- %.2g, predicted %.4g", what, d.MeanTime, d.MeanTimeSE, th.MeanExitTime)
	}
	for side, p := range th.Sides {
		got := float64(d.Sides[side]) / float64(d.Exited)
		if !(math.Abs(got-p) <= .1*p+4*math.Sqrt(p*(1-p)/float64(d.Exited))) {
			t.Errorf("%s: share of side %s %.4f, predicted %.4f", what, problem.SideName(side), got, p)
		}
	}
}

// The hazard of every kind of noise is the rate of its jumps beyond the walls, in SDE
// time and per iteration.
func TestHazardsOfAllNoises(t *testing.T) {
	samples := []float64{64, 81, -118} // two that lead out to the right, and one to the left
	for i := range 597 {
		samples = append(samples, math.Sin(float64(i)))
	}
	for _, c := range []struct {
		clock clock.Time
		noise noise.Noise
	}{
		{clock.SDE, noise.Noise{}}, {clock.SDE, noise.Noise{Kind: noise.SaSGauss, Gauss: .6}},
		{clock.SDE, noise.Noise{Kind: noise.Truncated, Cut: 30}},
		{clock.SDE, noise.Noise{Kind: noise.Tempered, Rate: .02}}, {clock.SDE, noise.Noise{Kind: noise.Poisson, Rate: .7}},
		{clock.Iteration, noise.Noise{}}, {clock.Iteration, noise.Noise{Kind: noise.SaSGauss, Gauss: .6}},
		{clock.Iteration, noise.Noise{Kind: noise.Truncated, Cut: 150}},
		{clock.Iteration, noise.Noise{Kind: noise.Tempered, Rate: .005}},
		{clock.Iteration, noise.Noise{Kind: noise.Poisson, Rate: .7}},
		{clock.Iteration, noise.Noise{Kind: noise.Empirical, File: "noise.csv", Samples: samples}},
	} {
		u := simtest.OnInterval(1, 1.5, 1, 1)
		u.Eps, u.Noise, u.Box[0].Lo = .075, []noise.Noise{c.noise}, -.8
		cfg := problem.ExitConfig{Seed: 31, Paths: simtest.Paths(600, 150), Time: c.clock, Dt: .02, Controls: u}
		if c.clock == clock.Iteration {
			cfg.Dt, cfg.Controls.Eps, cfg.Controls.Schedule = 1, .17, schedule.Constant{Eta0: .1}
		}
		agrees(t, fmt.Sprintf("%s, %s", c.noise, c.clock),
			outcome(t, Config{ExitConfig: cfg, Slots: 600, Quantum: 1024, Every: 1}))
	}
}

// P(tau > horizon) under every arm on either clock, simulated.
func TestArmsOnBothClocks(t *testing.T) {
	for _, time := range []clock.Time{clock.SDE, clock.Iteration} {
		for _, arm := range []schedule.Arm{schedule.Both, schedule.NoiseOnly, schedule.StepOnly, schedule.GrowBatch} {
			u := simtest.OnInterval(1, 1.5, 1, 1)
			u.Eps, u.Arm, u.Schedule = .08, arm, schedule.Power{Eta0: .1, K0: 2000, Gamma: .8}
			cfg := problem.ExitConfig{Seed: 41, Paths: 600, Time: time, Dt: .02, Horizon: 120, Controls: u}
			if time == clock.Iteration {
				u.Eps, u.Schedule = .2, schedule.Power{Eta0: .1, K0: 300, Gamma: .8}
				cfg.Dt, cfg.Horizon, cfg.Controls = 1, 1000, u
			}
			d := outcome(t, Config{ExitConfig: cfg, Slots: 500, Quantum: 1024, Every: 1})
			want := d.Theory.Inside
			se := math.Sqrt(want * (1 - want) / 600)
			what := fmt.Sprintf("%s, %s: P(inside)", time, arm)
			near.Abs(t, what, d.Trapped, want, .1*(1-want)+4*se)
			near.Abs(t, what+" as predicted, far from 0 and 1", want, .5, .4)
		}
	}
}
