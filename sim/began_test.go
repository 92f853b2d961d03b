package sim

import (
	"sync/atomic"
	"testing"

	"levyscope/internal/near"
	"levyscope/sim/problem"
	"levyscope/train/schedule"
)

// particleUnder is the particle's progress in steps steps without noise; before each step turn may give new controls.
func particleUnder(
	t *testing.T, steps int, turn func(step int, c problem.Controls) (problem.Controls, bool),
) []Progress {
	t.Helper()
	cfg := Default()
	cfg.Particle, cfg.Steps, cfg.Paths, cfg.Slots = true, steps, 1, 1
	cfg.Horizon, cfg.Start = 1e3, []float64{.5, .5}
	c := cfg.Controls
	c.Eps = 0
	cfg.Controls = c
	var live atomic.Pointer[problem.Controls]
	var out []Progress
	for e, err := range Run(t.Context(), cfg, &live) {
		if err != nil {
			t.Fatal(err)
		}
		if p, ok := e.(Progress); ok {
			out = append(out, p)
			if next, changed := turn(p.Step+1, c); changed {
				c = next
				live.Store(&next)
			}
		}
	}
	return out
}

// A schedule that began at a step of the particle counts from there, and the times of the path go on.
func TestAScheduleBeginsNowForTheParticle(t *testing.T) {
	const at = 50
	got := particleUnder(t, 90, func(step int, c problem.Controls) (problem.Controls, bool) {
		c.Schedule, c.Began, c.Arm = schedule.Step{Eta0: .1, Gamma: .5, Every: 10}, at, schedule.StepOnly
		return c, step == at
	})
	x := .5
	for k, p := range got {
		s := 1.0
		if k >= at {
			s = schedule.Step{Eta0: 1, Gamma: .5, Every: 10}.Eta(k - at)
		}
		x *= 1 - .01*s
		near.Rel(t, "position", p.X[0], x, 1e-12)
		near.Rel(t, "time", p.Time, .01*float64(k+1), 1e-12)
	}
}

// A new time step goes on from the time of the path.
func TestATimeStepChangesUnderWay(t *testing.T) {
	got := particleUnder(t, 20, func(step int, c problem.Controls) (problem.Controls, bool) {
		c.Dt = .004
		return c, step == 10
	})
	x := .5
	for k, p := range got {
		dt := .01
		time := .01 * float64(k+1)
		if k >= 10 {
			dt, time = .004, .1+.004*float64(k-9)
		}
		x *= 1 - dt
		near.Rel(t, "position", p.X[0], x, 1e-12)
		near.Rel(t, "time", p.Time, time, 1e-9)
	}
}
