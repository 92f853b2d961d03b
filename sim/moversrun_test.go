package sim

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"testing"

	"levyscope/sim/landscape"
	"levyscope/sim/noise"
	"levyscope/sim/path"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/train/schedule"
)

// Euler's step from 50 in x^4/4 at dt = 0.1 ends at -12,450, and the next one beyond 10^11: no
// path is lost there, because such steps are followed along their flow, tamed or not.
func TestSteepPathsStayFinite(t *testing.T) {
	quartic, err := landscape.Parse("quartic", 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		integrator problem.Integrator
		start      float64
		alpha, eps float64
	}{{problem.Euler, 50, 2, .1}, {problem.Tamed, 50, 2, .1}, {problem.Euler, 0, 1.2, 3}, {problem.Tamed, 0, 1.2, 3}} {
		u := simtest.OnInterval(1, c.alpha, 1, 1)
		u.Potential, u.Integrator, u.Eps, u.Domain = quartic, c.integrator, c.eps, problem.Domain{Kind: problem.InWells}
		d := outcome(t, Config{ExitConfig: problem.ExitConfig{Seed: 3, Paths: 50, Dt: .1, Horizon: 200,
			Start: []float64{c.start}, Controls: u}, Slots: 50, Quantum: 512, Every: 1})
		if d.Diverged != 0 || d.Exited != 0 || d.Censored != 50 || d.Flows < 50 {
			t.Errorf("%s from %g, alpha %g: %+v", c.integrator, c.start, c.alpha, d.Totals)
		}
	}
}

// Exits are a function of the path's number, whatever mover, domain or method: FirstExit
// and a run with other slots and quanta, on one core, find the same.
func TestExitsDependOnThePathAloneForEveryMover(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"ball":        func(c *Config) { c.Controls.Domain = problem.Domain{Kind: problem.InBall, Size: .8} },
		"jump":        func(c *Config) { c.Controls.Integrator = problem.JumpAdapted },
		"accelerated": func(c *Config) { c.Method, c.Controls.Eps = problem.Accelerated, .1 },
		"basin, decay": func(c *Config) {
			c.Controls.Domain.Kind, c.Controls.Potential = problem.InBasin, simtest.Landscape(t, "multiwell:wells=4", 2)
			c.Controls.Schedule, c.Horizon = schedule.Exponential{Eta0: .1, Kappa: 1e-4}, 60
		},
		"noises": func(c *Config) {
			c.Controls.Noise = []noise.Noise{{Kind: noise.Poisson, Rate: 1}, {Kind: noise.Truncated, Cut: 8}}
			c.Horizon = 60
		},
	} {
		cfg := Default()
		cfg.Paths, cfg.Controls.Eps, cfg.Exits = 120, .3, true
		change(&cfg)
		var want, got []path.Exit
		for e, err := range FirstExit(context.Background(), cfg.ExitConfig) {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			want = append(want, e)
		}
		old := runtime.GOMAXPROCS(1)
		cfg.Slots, cfg.Quantum = 7, 13
		for e, err := range Run(context.Background(), cfg, nil) {
			if err != nil {
				t.Fatal(err)
			}
			if x, ok := e.(Exited); ok {
				got = append(got, x.Exit)
			}
		}
		runtime.GOMAXPROCS(old)
		if len(want) != 120 || fmt.Sprint(got) != fmt.Sprint(want) { // printed, since NaN is not itself
			t.Errorf("%s: other slots and quanta gave other exits", name)
		}
	}
}

// The mean exit time of the fixture at eps = 0.1 (docs/theory.md, section 4: simulated
// 35.03) and its sides do not depend on the integrator, nor on the threshold; and jumps
// leave when they come, not at the end of a step.
func TestExitsDoNotDependOnTheThreshold(t *testing.T) {
	for _, c := range []struct {
		integrator problem.Integrator
		rho, dt    float64
	}{{problem.Euler, .5, .02}, {problem.Tamed, .5, .02}, {problem.Exact, .5, .02}, {problem.JumpAdapted, .3, .02},
		{problem.JumpAdapted, .5, .02}, {problem.JumpAdapted, .7, .02}} {
		cfg := Default()
		cfg.Paths, cfg.Dt, cfg.Seed = 1000, c.dt, 23
		cfg.Controls.Integrator, cfg.Controls.Rho = c.integrator, c.rho
		between := 0
		var sum, square float64
		first := 0
		for e, err := range FirstExit(context.Background(), cfg.ExitConfig) {
			if err != nil {
				t.Fatal(err)
			}
			sum += e.Time / 1000
			square += e.Time * e.Time / 1000
			if e.Coordinate == 0 {
				first++
			}
			if steps := e.Time / c.dt; math.Abs(steps-math.Round(steps)) > 1e-6 {
				between++
			}
			if !(e.Time <= float64(e.Steps)*c.dt*(1+1e-12) && e.Time > float64(e.Steps-1)*c.dt*(1-1e-12)) {
				t.Fatalf("exit at %g after %d steps of %g", e.Time, e.Steps, c.dt)
			}
		}
		what := fmt.Sprintf("%s, rho %g", c.integrator, c.rho)
		simtest.Within(t, what+": E tau", sum, math.Sqrt((square-sum*sum)/1000), 35.03)
		simtest.Within(t, what+": P(coordinate 1)", float64(first)/1000, math.Sqrt(.782*.218/1000), .782)
		if jumps := c.integrator == problem.JumpAdapted; jumps && between < 700 || !jumps && between > 0 {
			t.Errorf("%s: %d of 1000 exits lie between steps", what, between)
		}
	}
}

// GrowBatch is what ordinary decay is in SDE time, path by path: the same noise, the
// same drift, and so the same exits.
func TestGrowBatchIsDecayInSDETime(t *testing.T) {
	var first []path.Exit
	for _, arm := range []schedule.Arm{schedule.Both, schedule.GrowBatch} {
		cfg := Default()
		cfg.Paths, cfg.Horizon, cfg.Controls.Eps, cfg.Controls.Arm = 60, 30, .3, arm
		cfg.Controls.Schedule = schedule.Power{Eta0: .1, K0: 100, Gamma: .6}
		j := 0
		for e, err := range FirstExit(context.Background(), cfg.ExitConfig) {
			if err != nil {
				t.Fatal(err)
			}
			if arm == schedule.Both {
				first = append(first, e)
			} else if e.Steps != first[j].Steps || e.Side != first[j].Side {
				t.Fatalf("path %d: %+v with decay, %+v with a growing batch", j, first[j], e)
			}
			j++
		}
		if j != 60 {
			t.Fatalf("%d exits", j)
		}
	}
}
