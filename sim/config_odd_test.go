package sim

import (
	"context"
	"errors"
	"math"
	"strings"
	"sync/atomic"
	"testing"

	"levyscope/sim/problem"
	"levyscope/sim/simtest"
)

// refusal is the error of a run of cfg, nil if it yields an event.
func refusal(cfg Config) error {
	for _, err := range Run(context.Background(), cfg, nil) {
		return err
	}
	return nil
}

// Values that once led to a panic, to gigabytes or to a hang give an error that
// names the field, or run.
func TestOddValuesAreRefused(t *testing.T) {
	for _, c := range []struct {
		want  string
		spoil func(*Config)
	}{
		{"dt = 5e-324", func(c *Config) { c.Dt = 5e-324 }},
		{"alpha_1 = 5e-324", func(c *Config) {
			c.Controls.Alpha = []float64{5e-324, 1}
			c.Controls.Integrator = problem.JumpAdapted
		}},
		// dt^(1/alpha) = 1e-400: no noise at all
		{"alpha_2 = 0.005 with dt = 0.01", func(c *Config) { c.Controls.Alpha = []float64{1, .005} }},
		{"alpha_1 = 0.01 with dt = 10000", func(c *Config) {
			c.Controls.Alpha = []float64{.01, 1}
			c.Dt, c.Controls.Theta = 1e4, []float64{0, 0}
		}},
		{"dt = 1e-308", func(c *Config) { c.Dt = 1e-308 }},
		{"dt = 1e+308", func(c *Config) { c.Dt = 1e308 }},
		{"horizon = 1e+308", func(c *Config) { c.Horizon = 1e308 }},
		{"horizon = 1e+14", func(c *Config) { c.Horizon = 1e14 }},
		{"horizon = 0.001", func(c *Config) { c.Horizon = 1e-3 }},
		{"slots = 1048576", func(c *Config) {
			c.Controls = simtest.Cube(4096)
			c.Paths, c.Slots = 1e7, 1<<20
		}},
		{"slots = 1048576", func(c *Config) {
			c.Controls.Potential, c.Controls.Domain.Kind = oddPotential("multiwell:wells=64", 2), problem.InWells
			c.Paths, c.Slots = 1e7, 1<<20
		}},
		{"use 1 to 4096 coordinates", func(c *Config) { c.Controls = simtest.Cube(5000) }},
		{"domain sublevel:u=-1", func(c *Config) { c.Controls.Domain = problem.Domain{Kind: problem.InSublevel, Size: -1} }},
		{"start", func(c *Config) { // on the separatrix, from where the flow leads nowhere
			c.Controls = simtest.OnInterval(1, 1.5, 1, 1)
			c.Controls.Potential, c.Controls.Domain.Kind, c.Start = oddPotential("doublewell", 1), problem.InBasin, []float64{0}
		}},
		{"start has 3 values", func(c *Config) { c.Start = []float64{0, 0, 0} }},
		{"start_2 = NaN", func(c *Config) { c.Start = []float64{0, math.NaN()} }},
		{"rho = 1", func(c *Config) { c.Controls.Rho = 1 }},
		{"eps = 0", func(c *Config) { c.Controls.Eps, c.Method = 0, problem.Accelerated }},
		{"integrator = 7", func(c *Config) { c.Controls.Integrator = 7 }},
		{"reading = 7", func(c *Config) { c.Controls.Reading = 7 }},
		{"method = 7", func(c *Config) { c.Method = 7 }},
		{"arm = 9", func(c *Config) { c.Controls.Arm = 9 }},
		{"domain kind = 9", func(c *Config) { c.Controls.Domain.Kind = 9 }},
	} {
		cfg := Default()
		c.spoil(&cfg)
		if err := refusal(cfg); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("want an error with %q, got %v", c.want, err)
		}
	}
}

// What looks odd and is in order runs.
func TestOddValuesThatRun(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"no noise, jump-adapted": func(c *Config) { c.Controls.Eps, c.Controls.Integrator = 0, problem.JumpAdapted },
		"silent, jump-adapted": func(c *Config) {
			c.Controls.Sigma, c.Controls.Integrator = []float64{0, 1}, problem.JumpAdapted
		},
		"alpha .01":              func(c *Config) { c.Controls.Alpha = []float64{.01, .01} },
		"alpha .01, accelerated": func(c *Config) { c.Controls.Alpha, c.Method = []float64{.01, .01}, problem.Accelerated },
		"alpha .01, jump-adapted": func(c *Config) {
			c.Controls.Alpha, c.Controls.Integrator = []float64{.01, .01}, problem.JumpAdapted
		},
		"sigma 1e-150":      func(c *Config) { c.Controls.Sigma = []float64{1e-150, 1} },
		"ten million paths": func(c *Config) { c.Paths, c.Horizon = 10_000_000, .01 },
		"one step of 4096":  func(c *Config) { c.Controls, c.Horizon = simtest.Cube(4096), .01 },
	} {
		cfg := Default()
		cfg.Paths, cfg.Slots, cfg.Horizon = 64, 64, 1
		change(&cfg)
		ctx, cancel := context.WithCancel(context.Background())
		quanta := 0
		for e, err := range Run(ctx, cfg, nil) {
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", name, err)
			}
			switch v := e.(type) {
			case Counts:
				if quanta++; quanta == 20 {
					cancel()
				}
			case Done:
				tallied(t, cfg, v)
				if v.Diverged > 0 {
					t.Errorf("%s: %+v", name, v.Totals)
				}
			}
		}
		cancel()
	}
}

// Controls that are changed while a run is under way are held to the same bounds.
func TestOddChangesAreRefused(t *testing.T) {
	for want, spoil := range map[string]func(*problem.Controls){
		"eps = NaN": func(c *problem.Controls) { c.Eps = math.NaN() },
		"slots = 65536": func(c *problem.Controls) {
			c.Potential, c.Domain.Kind = oddPotential("multiwell:wells=64", 2), problem.InWells
		},
		`domain "ball:r=0"`: func(c *problem.Controls) { c.Domain = problem.Domain{Kind: problem.InBall, Size: 0} },
		"cannot become":     func(c *problem.Controls) { *c = simtest.Cube(3) },
		"no learning-rat":   func(c *problem.Controls) { c.Schedule = nil },
	} {
		cfg := Default()
		cfg.Paths, cfg.Slots, cfg.Quantum, cfg.Horizon = 1<<16, 1<<16, 1, 1
		changed := cfg.Controls
		spoil(&changed)
		cfg.Script = []Changed{{Step: 0, Controls: changed}}
		var last error
		for _, err := range Run(context.Background(), cfg, nil) {
			last = err
		}
		if last == nil || !strings.Contains(last.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, last)
		}
	}
}

// Where a step can take milliseconds a quantum ends after a block, whatever was asked for.
func TestQuantumOfSearchedBasinsIsShort(t *testing.T) {
	for potential, short := range map[string]bool{"expr:(x1^2-1)^2/4+x2^2/2": true, "sharpflat": false} {
		cfg := Default()
		cfg.Start, cfg.Paths, cfg.Slots, cfg.Quantum, cfg.Horizon, cfg.Controls.Eps = nil, 2, 2, 1<<30, 20, .01
		cfg.Controls.Potential, cfg.Controls.Domain.Kind = oddPotential(potential, 2), problem.InBasin
		quanta := 0
		for e, err := range Run(context.Background(), cfg, nil) {
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := e.(Counts); ok {
				quanta++
			}
		}
		if short && (quanta < 4 || quanta > 20) || !short && quanta > 1 {
			t.Errorf("%s: 2000 steps in %d quanta", potential, quanta)
		}
	}
}

// An interruption is heeded between blocks of a path, not quanta.
func TestInterruptionIsPrompt(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	u := simtest.OnInterval(1, 1.5, .1, 1)
	asked := &atomic.Int64{}
	armed := false
	u.Potential = simtest.Counted{Landscape: oddPotential("doublewell", 1), Asked: asked, After: func(n int64) {
		if armed && n == 5000 {
			cancel()
		}
	}}
	u.Domain.Kind = problem.InWells // asks at every step
	cfg := Config{ExitConfig: problem.ExitConfig{Seed: 1, Paths: 4000, Dt: .01, Horizon: 1e6, Controls: u}, Slots: 4000,
		Quantum: 1 << 18, Every: 1}
	for e, err := range Run(ctx, cfg, nil) {
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if _, ok := e.(Started); ok {
			asked.Store(0)
			armed = true
		}
	}
	if n := asked.Load(); n < 5000 || n > 5000+64*256 {
		t.Errorf("%d steps were taken, 5000 of them before the interruption", n)
	}
}
