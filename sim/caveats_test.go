package sim

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/sim/expr"
	"levyscope/sim/landscape"
	"levyscope/sim/noise"
	"levyscope/sim/path"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/sim/theory"
	"levyscope/sim/ways"
	"levyscope/train/schedule"
)

// A box that does not hold the minimum to which the flow leads: the drift carries every
// path out, through the wall on that side or with a jump, at a time that is a number.
func TestBoxBesideTheMinimum(t *testing.T) {
	cfg := problem.ExitConfig{Seed: 1, Paths: 200, Dt: .01, Horizon: 50, Start: []float64{2},
		Controls: simtest.OnInterval(1, 1.5, 1, 1)}
	cfg.Controls.Box, cfg.Controls.Eps = []problem.Interval{{Lo: 1, Hi: 3}}, .05
	for _, how := range []problem.Integrator{problem.Euler, problem.JumpAdapted} {
		cfg.Controls.Integrator = how
		if th := theory.Predict(ways.Find(cfg)); th != nil {
			t.Errorf("predicted %+v of a box that the drift leaves", th)
		}
		low := 0
		for e, err := range FirstExit(context.Background(), cfg) {
			if err != nil {
				t.Fatal(err)
			}
			if e.Diverged || !(e.Time > 0) || math.IsInf(e.Time, 0) {
				t.Fatalf("%s: %+v", how, e)
			}
			if e.Side == 0 {
				low++
			}
		}
		if low < 190 {
			t.Errorf("%s: %d of 200 paths left where the drift leads", how, low)
		}
	}
	cfg.Controls.Integrator, cfg.Method = problem.Euler, problem.Accelerated
	if err := Validate(cfg); err == nil || !strings.Contains(err.Error(), "minimum") {
		t.Errorf("the accelerated method, which goes from rest to rest: %v", err)
	}
}

// Kramers: Gaussian noise comes from well to well in twice the time that it takes to the
// separatrix, from where it falls to either side alike.
func TestTransitionRatesOfGaussianNoise(t *testing.T) {
	u, err := landscape.Parse("doublewell:left=1,right=1", 1)
	if err != nil {
		t.Fatal(err)
	}
	cfg := problem.ExitConfig{Paths: 1, Dt: .01, Controls: simtest.OnInterval(0, 2, 1, 3)}
	cfg.Controls.Potential, cfg.Controls.Eps, cfg.Controls.Domain = u, .25, problem.Domain{Kind: problem.InWells}
	g := theory.TransitionRates(ways.Find(cfg))
	well, saddle := []float64{0}, []float64{0}
	landscape.HessianDiagonal(well, u, []float64{1})
	landscape.HessianDiagonal(saddle, u, []float64{0})
	want := 1 / theory.Kramers(well[0], saddle[0], u.Value([]float64{0})-u.Value([]float64{1}), .25)
	near.Rel(t, "rate next to Kramers', right to a factor 1 + O(eps^2)", g[0][1], want, .3)
}

// The jump-adapted scheme splits jumps by the ways out of every basin in the domain wells
// too, and refuses a threshold beyond them.
func TestJumpSplitInWells(t *testing.T) {
	u, err := landscape.Parse("doublewell:left=0.5,right=1", 1)
	if err != nil {
		t.Fatal(err)
	}
	cfg := problem.ExitConfig{Paths: 1, Dt: .01, Controls: simtest.OnInterval(0, 1.5, 1, 3)}
	cfg.Controls.Potential, cfg.Controls.Eps = u, .1
	cfg.Controls.Domain, cfg.Controls.Integrator = problem.Domain{Kind: problem.InWells}, problem.JumpAdapted
	_, threshold := path.JumpSplit(ways.Find(cfg))
	near.Abs(t, "the least big jumps, a third of the nearer separatrix", threshold*.1, .5/3, 1e-6)
	cfg.Controls.Rho = .9
	if err := Validate(cfg); err == nil || !strings.Contains(err.Error(), "way out") {
		t.Errorf("a threshold beyond the separatrix: %v", err)
	}
}

// What the accelerated method does not see is refused, or said.
func TestWhatTheAcceleratedMethodCannotDo(t *testing.T) {
	cfg := problem.ExitConfig{Paths: 1, Dt: .01, Horizon: 100, Method: problem.Accelerated,
		Controls: simtest.OnInterval(0, 1.5, 1, 1)}
	cfg.Controls.Eps = .01
	if err := Validate(cfg); err == nil || !strings.Contains(err.Error(), "theta_1 = 0") {
		t.Errorf("no drift: %v", err)
	}
	cfg.Controls = simtest.OnInterval(1, .6, 1, 1)
	cfg.Controls.Eps, cfg.Controls.Schedule = .01, schedule.Exponential{Eta0: .1, Kappa: .001}
	if err := Validate(cfg); err == nil || !strings.Contains(err.Error(), "alpha_1 = 0.6") {
		t.Errorf("noise that grows: %v", err)
	}
	cfg.Controls = problem.Controls{Schedule: schedule.Constant{Eta0: .1}, Eps: .3, Theta: []float64{1, 1},
		Alpha: []float64{1.5, 2}, Sigma: []float64{.05, 1},
		Box: []problem.Interval{{Lo: -1, Hi: 1}, {Lo: -1, Hi: 1}}}
	if th := theory.Predict(ways.Find(cfg)); th.Valid || !strings.Contains(th.Caveat, "Gaussian") {
		t.Errorf("exits by Gaussian noise: %+v", th)
	}
	cfg.Controls.Sigma = []float64{.5, .01} // it never leaves
	if th := theory.Predict(ways.Find(cfg)); strings.Contains(th.Caveat, "Gaussian") {
		t.Errorf("a Gaussian that stays: %+v", th)
	}
}

// Where many small jumps or a Gaussian part spread the path, the prediction by single
// jumps is off by 10 % and more (simulated at dt = 0.01 to 0.001: 34.5 against 1.8e86, 1.54
// against 2.98, 159 against 174, 282 against 385, 36.8 against 52.4, 70 against 79) and
// says so; where no single jump leads out there is none.
func TestManyJumpsAreSaid(t *testing.T) {
	noise := func(spec string) []noise.Noise {
		n, err := noise.Parse(spec, nil)
		if err != nil {
			t.Fatal(err)
		}
		return []noise.Noise{n}
	}
	for _, c := range []struct {
		spec       string
		sigma, eps float64
		valid, nil bool
	}{
		{"poisson:rate=100,jump=gauss", 1, .05, false, false},
		{"poisson:rate=30,jump=pareto", 1, .05, false, false},
		{"truncated:cut=15", 1, .1, false, false},
		{"truncated:cut=8", 1, .1, false, true},
		{"sas+gauss:gauss=8", .6, .05, false, false},
		{"sas+gauss:gauss=3.3", .3, .3, false, false},
		{"sas+gauss:gauss=0.5", 1, .03, true, false},
		{"truncated:cut=400", 1, .02, true, false},
		{"poisson:rate=0.1,jump=pareto", 1, .05, true, false},
		{"sas", 1, .05, true, false},
	} {
		cfg := problem.ExitConfig{Paths: 1, Dt: .001, Horizon: 100, Controls: simtest.OnInterval(1, 1.5, c.sigma, 1)}
		cfg.Controls.Eps, cfg.Controls.Noise = c.eps, noise(c.spec)
		th := theory.Predict(ways.Find(cfg))
		if (th == nil) != c.nil {
			t.Errorf("%s: prediction %+v", c.spec, th)
		} else if th != nil && th.Valid != c.valid {
			t.Errorf("%s at eps %g: valid %v (%s)", c.spec, c.eps, th.Valid, th.Caveat)
		}
	}
	g, err := expr.Parse("1+x1^2", 1)
	if err != nil {
		t.Fatal(err)
	}
	cfg := problem.ExitConfig{Paths: 1, Dt: .001, Horizon: 100, Controls: simtest.OnInterval(1, 1.5, 1, 1)}
	cfg.Controls.Eps, cfg.Controls.Multiplicative = .1, []*expr.Expression{g}
	if th := theory.Predict(ways.Find(cfg)); th.Valid {
		t.Error("multiplicative noise that is larger away from the minimum is said to be well predicted")
	}
	cfg.Controls.Multiplicative, cfg.Start = nil, []float64{.9}
	if th := theory.Predict(ways.Find(cfg)); th.Caveat != "start off the minimum" {
		t.Errorf("a start next to the wall: caveat %q", th.Caveat)
	}
}

// Without a drift the overshoot is measured from the start, as its law is, wherever
// that lies: P(|X - 2| > 4 | exit from (1, 3)) by Getoor's law, the walls moved for dt.
func TestOvershootFromTheStart(t *testing.T) {
	cfg := Config{ExitConfig: problem.ExitConfig{Seed: 5, Paths: 20000, Dt: .001, Start: []float64{2},
		Controls: simtest.OnInterval(0, 1.5, 1, 1)},
		Slots: 512, Quantum: 4096, Every: 1}
	cfg.Controls.Box = []problem.Interval{{Lo: 1, Hi: 3}}
	var last Statistics
	for e, err := range Run(context.Background(), cfg, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if s, ok := e.(Statistics); ok {
			last = s
		}
	}
	r := 1 + theory.MonitoringShift(1.5, 1, .001, 1)
	want := 2 * theory.GetoorOvershoot(1.5, r, 0, 4)
	for _, o := range last.Overshoot {
		if o.Ratio != 4 {
			continue
		}
		se := math.Sqrt(want * (1 - want) / float64(last.Mean.Exits))
		near.Abs(t, "law of the overshoot beyond 4 distances", o.Theory, 2*theory.GetoorOvershoot(1.5, 1, 0, 4), 1e-12)
		near.Abs(t, "share beyond 4 distances", o.Survival, want, 4*se)
	}
}

// Gaussian coordinates have no power of the learning rate in their hazard.
func TestTrapExponentsOfGaussianNoise(t *testing.T) {
	u := simtest.OnInterval(1, 2, 1, 1)
	u.Eps, u.Schedule = .2, schedule.Power{Eta0: .1, K0: 2000, Gamma: .8}
	th := theory.Predict(ways.Find(problem.ExitConfig{Paths: 1, Dt: .01, Horizon: 100, Controls: u}))
	if !math.IsNaN(th.TrapExponents[0]) {
		t.Errorf("exponents %v", th.TrapExponents)
	}
}

// Sides of a sub-level set go by the border's distance: a narrow coordinate's jump is
// not put down to the spread of a wide one.
func TestSidesOfASublevelSet(t *testing.T) {
	cfg := Config{ExitConfig: problem.ExitConfig{Seed: 2, Paths: simtest.Paths(3000, 600), Dt: .002, Horizon: 100,
		Controls: problem.Controls{Schedule: schedule.Constant{Eta0: .1}, Eps: .02,
			Theta: []float64{1, 100}, Alpha: []float64{1.5, 1.5}, Sigma: []float64{1, 1},
			Box:    []problem.Interval{{Lo: -9, Hi: 9}, {Lo: -9, Hi: 9}},
			Domain: problem.Domain{Kind: problem.InSublevel, Size: .5}}},
		Slots: 512, Quantum: 4096, Every: 1}
	d := outcome(t, cfg)
	for side, p := range d.Theory.Sides {
		se := math.Sqrt(p * (1 - p) / float64(d.Exited))
		got := float64(d.Sides[side]) / float64(d.Exited)
		near.Abs(t, "side "+problem.SideName(side)+" next to its prediction", got, p, 4*se+.01)
	}
}

// Of an interrupted run under a decay, in which the paths that have ended are the quick
// ones, the share that is trapped is that of Kaplan and Meier, or unknown.
func TestTrappedOfAPartialRun(t *testing.T) {
	cfg := Config{ExitConfig: problem.ExitConfig{Seed: 3, Paths: 2000, Dt: .05, Horizon: 200,
		Controls: simtest.OnInterval(1, 1.5, 1, 1)}, Slots: 500, Quantum: 256, Every: 1}
	cfg.Controls.Eps, cfg.Controls.Arm = .1, schedule.NoiseOnly
	cfg.Controls.Schedule = schedule.Power{Eta0: .1, K0: 1200, Gamma: 1.2}
	whole := outcome(t, cfg)
	for _, quanta := range []int{4, 40} { // before anybody has come to the horizon of 4000 steps, and after
		ctx, cancel := context.WithCancel(context.Background())
		var done Done
		counts := 0
		for e := range Run(ctx, cfg, nil) {
			switch e := e.(type) {
			case Counts:
				if counts++; counts == quanta {
					cancel()
				}
			case Done:
				done = e
			}
		}
		cancel()
		if !done.Partial || done.InFlight == 0 {
			t.Fatalf("%+v", done)
		}
		if quanta == 4 && !math.IsNaN(done.Trapped) {
			t.Errorf("trapped %g before any path has come to the horizon", done.Trapped)
		}
		if p := whole.Trapped; quanta == 40 {
			what := fmt.Sprintf("share trapped after %d quanta next to the end's", quanta)
			near.Abs(t, what, done.Trapped, p, 4*math.Sqrt(p*(1-p)/500))
		}
	}
}
