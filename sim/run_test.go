package sim

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"levyscope/internal/near"
	"levyscope/sim/clock"
	"levyscope/sim/path"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/train/schedule"
)

// A bin of one step: the estimate of P(tau > j) is the share of paths that
// outlive step j, exactly.
func TestSurvivalIsExactWithoutCensoring(t *testing.T) {
	u := simtest.OnInterval(1, 1.5, 3, 1)
	u.Schedule = schedule.Constant{Eta0: .3}
	cfg := problem.ExitConfig{Seed: 17, Paths: 500, Time: clock.Iteration, Dt: 1, Horizon: 400, Controls: u}
	var steps []int
	ta := newTally(cfg, nil)
	ta.binSteps = 1
	for e, err := range FirstExit(context.Background(), cfg) {
		if err != nil {
			t.Fatal(err)
		}
		steps = append(steps, e.Steps)
		ta.counts.add(e, ta.binSteps)
	}
	for j, got := range ta.survivalWith(&underWay{life: newLifeTable()}) {
		n := 0
		for _, k := range steps {
			if k > j {
				n++
			}
		}
		want := float64(n) / 500
		near.Abs(t, fmt.Sprintf("P(tau > %d)", j), got, want, 1e-12)
	}
}

// collect encodes all events of a run, up to the given number.
func collect(t *testing.T, cfg Config, live *atomic.Pointer[problem.Controls], limit int,
	between func(n int, e Event)) (lines []string, changes []Changed) {
	t.Helper()
	for e, err := range Run(context.Background(), cfg, live) {
		if err != nil {
			t.Fatal(err)
		}
		if c, ok := e.(Changed); ok {
			changes = append(changes, c)
		}
		lines = append(lines, fmt.Sprintf("%s %+v", e.Type(), strip(e)))
		if len(lines) == limit {
			break
		}
		if between != nil {
			between(len(lines), e)
		}
	}
	return lines, changes
}

// strip takes the pointer out of an event, which differs between runs.
func strip(e Event) Event {
	switch v := e.(type) {
	case Started:
		v.Theory = nil
		return v
	case Changed:
		v.Theory = nil
		return v
	case Done:
		v.Theory = nil
		return v
	}
	return e
}

func particle() Config {
	cfg := Default()
	cfg.Particle, cfg.Steps, cfg.Paths, cfg.Slots, cfg.Quantum, cfg.Every, cfg.Exits = true, 2000, 300, 64, 50, 16, true
	cfg.Controls.Eps = .3
	return cfg
}

func TestSameEventsOnAnyNumberOfCores(t *testing.T) {
	var want []string
	for _, procs := range []int{1, 2, 4} {
		old := runtime.GOMAXPROCS(procs)
		got, _ := collect(t, particle(), nil, 0, nil)
		runtime.GOMAXPROCS(old)
		if want == nil {
			want = got
		}
		if !slices.Equal(got, want) {
			t.Fatalf("GOMAXPROCS %d gave other events", procs)
		}
	}
}

// A path's exit depends on its number alone, not on slots or quanta; FirstExit
// hands them out in order.
func TestExitsDependOnThePathAlone(t *testing.T) {
	cfg := Default()
	cfg.Paths, cfg.Controls.Eps = 700, .3
	var want []path.Exit
	for e, err := range FirstExit(context.Background(), cfg.ExitConfig) {
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, e)
	}
	if len(want) != 700 {
		t.Fatalf("%d exits", len(want))
	}
	cfg.Slots, cfg.Quantum, cfg.Exits = 7, 13, true
	var got []path.Exit
	for e, err := range Run(context.Background(), cfg, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if x, ok := e.(Exited); ok {
			got = append(got, x.Exit)
		}
	}
	if !slices.Equal(got, want) {
		t.Fatal("other slots and quanta gave other exits")
	}
	for i, e := range want {
		box := cfg.Controls.Box[e.Side/2]
		if e.Path != i || !(e.Position <= box.Lo || e.Position >= box.Hi) {
			t.Fatalf("exit %d: %+v", i, e)
		}
	}
}

// Controls stored in the loop body take effect at the next step, and a run with
// the recorded changes as its script has the same events.
func TestReplay(t *testing.T) {
	cfg := particle()
	var live atomic.Pointer[problem.Controls]
	steps := 0
	recorded, changes := collect(t, cfg, &live, 0, func(_ int, e Event) {
		if _, ok := e.(Progress); !ok {
			return
		}
		if steps++; steps == 700 {
			c := cfg.Controls
			c.Eps, c.Schedule = .2, simtest.Schedule(t, "exponential:eta0=0.1,kappa=0.001")
			live.Store(&c)
		}
	})
	if len(changes) != 1 || changes[0].Step != 700 {
		t.Fatalf("changes %+v", changes)
	}
	// Through JSON, as a recording has them.
	b, err := json.Marshal(changes[0].Controls)
	if err != nil {
		t.Fatal(err)
	}
	var back problem.Controls
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	cfg.Script = []Changed{{Step: 700, Controls: back}}
	replayed, _ := collect(t, cfg, nil, 0, nil)
	recorded[0], replayed[0] = "", "" // Started holds the configuration, without the script
	if !slices.Equal(recorded, replayed) {
		t.Fatal("the replay differs from the run")
	}
}

// The life table without censoring is the empirical survival function, and with
// paths under way it stays near the exponential law.
func TestSurvival(t *testing.T) {
	cfg := Default()
	cfg.Paths, cfg.Controls.Eps, cfg.Slots, cfg.Quantum = 4000, .1, 2000, 500
	cfg.Dt = .02
	last := Counts{}
	for e, err := range Run(context.Background(), cfg, nil) {
		if err != nil {
			t.Fatal(err)
		}
		c, ok := e.(Counts)
		if !ok {
			continue
		}
		last = c
		if c.Totals.Exited > 500 && c.Totals.Exited < 1500 {
			what := fmt.Sprintf("mean after %d exits, with %d under way", c.Totals.Exited, c.InFlight)
			near.Abs(t, what, c.Totals.MeanTime, 35.03, 4.5*c.Totals.MeanTimeSE)
		}
	}
	rate := 1 / last.Totals.MeanTime
	for j, s := range last.Survival {
		want := math.Exp(-rate * float64(j) * last.BinWidth)
		what := fmt.Sprintf("P(tau > %.1f), exponential", float64(j)*last.BinWidth)
		near.Abs(t, what, s, want, 4.5*math.Sqrt(.25/4000))
	}
}

func TestInterruptedRunKeepsWhatItFound(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	cfg := Default()
	var done *Done
	var last error
	for e, err := range Run(ctx, cfg, nil) {
		if err != nil {
			last = err
			break
		}
		switch v := e.(type) {
		case Counts:
			cancel()
		case Done:
			done = &v
		}
	}
	if !errors.Is(last, context.Canceled) || done == nil || !done.Partial || done.PathSteps == 0 {
		t.Fatalf("error %v, done %+v", last, done)
	}
}

func TestBadConfigurationsNameTheValue(t *testing.T) {
	for want, spoil := range map[string]func(*Config){
		"alpha_2 = 2.5":       func(c *Config) { c.Controls.Alpha = []float64{1, 2.5} },
		"alpha_1 = 0":         func(c *Config) { c.Controls.Alpha = []float64{0, 1} },
		"alpha_1 = NaN":       func(c *Config) { c.Controls.Alpha = []float64{math.NaN(), 1} },
		"sigma_2 = -1":        func(c *Config) { c.Controls.Sigma = []float64{1, -1} },
		"box interval 1":      func(c *Config) { c.Controls.Box = []problem.Interval{{Lo: .1, Hi: 1}, {Lo: -1, Hi: 1}} },
		"eps = -0.1":          func(c *Config) { c.Controls.Eps = -.1 },
		"eps = +Inf":          func(c *Config) { c.Controls.Eps = math.Inf(1) },
		"paths = 0":           func(c *Config) { c.Paths = 0 },
		"dt = 0":              func(c *Config) { c.Dt = 0 },
		"horizon = -1":        func(c *Config) { c.Horizon = -1 },
		"theta_1 = -2":        func(c *Config) { c.Controls.Theta = []float64{-2, 1} },
		"unstable":            func(c *Config) { c.Controls.Theta = []float64{300, 1} },
		"alpha has 1 values":  func(c *Config) { c.Controls.Alpha = []float64{1} },
		"no learning-rate":    func(c *Config) { c.Controls.Schedule = nil },
		"slots = 0, quantum ": func(c *Config) { c.Slots = 0 },
	} {
		cfg := Default()
		spoil(&cfg)
		var got error
		for _, err := range Run(context.Background(), cfg, nil) {
			got = err
		}
		if got == nil || !strings.Contains(got.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, got)
		}
	}
}

// sigma = 0 leaves a coordinate at rest, even with a tail so heavy that draws overflow.
func TestSilentCoordinate(t *testing.T) {
	cfg := Default()
	cfg.Paths, cfg.Controls.Sigma, cfg.Controls.Alpha, cfg.Controls.Eps = 50, []float64{0, 1}, []float64{.01, 1.5}, .3
	if d := outcome(t, cfg); d.Sides[0]+d.Sides[1] != 0 || d.Exited != 50 {
		t.Errorf("%+v", d.Totals)
	}
}
