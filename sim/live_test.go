package sim

import (
	"math"
	"sync/atomic"
	"testing"

	"levyscope/sim/noise"
	"levyscope/sim/problem"
	"levyscope/train/schedule"
)

// Controls that change nothing, stored while a simulation is under way, leave it alone;
// recorded ones start the ensemble again, as they did when they were recorded.
func TestEqualLiveControlsAreDropped(t *testing.T) {
	cfg := particle()
	want, _ := collect(t, cfg, nil, 0, nil)
	var live atomic.Pointer[problem.Controls]
	steps := 0
	got, changes := collect(t, cfg, &live, 0, func(_ int, e Event) {
		if _, ok := e.(Progress); ok {
			if steps++; steps%500 == 0 {
				c := cfg.Controls
				c.Alpha = append([]float64(nil), c.Alpha...) // another value that is equal
				live.Store(&c)
			}
		}
	})
	if len(changes) > 0 || steps < 1500 {
		t.Errorf("%d changes in %d steps", len(changes), steps)
	}
	if len(got) != len(want) || got[len(got)-1] != want[len(want)-1] {
		t.Errorf("%d events, without the controls %d", len(got), len(want))
	}
	cfg.Script = []Changed{{Step: 500, Controls: cfg.Controls}}
	if _, changes := collect(t, cfg, nil, 0, nil); len(changes) != 1 || changes[0].Step != 500 {
		t.Errorf("changes %+v of a script", changes)
	}
}

// Each control counts, and controls out of their range are never the same.
func TestSameControls(t *testing.T) {
	c := Default().Controls
	if o := Default().Controls; !c.Same(o) {
		t.Errorf("%+v and %+v differ", c, o)
	}
	for name, change := range map[string]func(*problem.Controls){
		"schedule":   func(c *problem.Controls) { c.Schedule = schedule.Constant{Eta0: .2} },
		"arm":        func(c *problem.Controls) { c.Arm = schedule.NoiseOnly },
		"eps":        func(c *problem.Controls) { c.Eps = math.Nextafter(c.Eps, 1) },
		"theta":      func(c *problem.Controls) { c.Theta = []float64{1, 2} },
		"alpha":      func(c *problem.Controls) { c.Alpha = []float64{1.2, 1.7} },
		"sigma":      func(c *problem.Controls) { c.Sigma = []float64{.5, 2} },
		"box":        func(c *problem.Controls) { c.Box = []problem.Interval{{Lo: -.6, Hi: 1}, {Lo: -.7, Hi: math.Inf(1)}} },
		"domain":     func(c *problem.Controls) { c.Domain = problem.Domain{Kind: problem.InBall, Size: 1} },
		"noise":      func(c *problem.Controls) { c.Noise = []noise.Noise{{}, {Kind: noise.Gauss}} },
		"integrator": func(c *problem.Controls) { c.Integrator = problem.Exact },
		"rho":        func(c *problem.Controls) { c.Rho = .5 },
		"no number":  func(c *problem.Controls) { c.Eps = math.NaN() },
		"invalid":    func(c *problem.Controls) { c.Integrator = 99 },
		"unset":      func(c *problem.Controls) { c.Schedule = nil },
	} {
		o := Default().Controls
		change(&o)
		if o.Same(c) {
			t.Errorf("another %s makes no difference", name)
		}
	}
}
