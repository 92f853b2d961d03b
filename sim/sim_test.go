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

	"levyscope/train/schedule"
)

func parse(t testing.TB, s string) schedule.Schedule {
	t.Helper()
	v, err := schedule.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// interval is one coordinate on (-r, r).
func interval(theta, alpha, sigma, r float64) Controls {
	return Controls{Schedule: schedule.Constant{Eta0: 1}, Eps: 1, Theta: []float64{theta},
		Alpha: []float64{alpha}, Sigma: []float64{sigma}, Box: []Interval{{-r, r}}}
}

// exits runs cfg to its end.
func exits(t testing.TB, cfg Config) Done {
	t.Helper()
	var done Done
	for e, err := range Run(context.Background(), cfg, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if d, ok := e.(Done); ok {
			done = d
		}
	}
	return done
}

// within fails if got is more than 4 standard errors from want.
func within(t *testing.T, what string, got, se, want float64) {
	t.Helper()
	z := (got - want) / se
	t.Logf("%s: %.5g +- %.2g, reference %.5g (%+.1f standard errors)", what, got, se, want, z)
	if !(math.Abs(z) <= 4) {
		t.Errorf("%s: %.5g +- %.2g is %+.1f standard errors from %.5g", what, got, se, z, want)
	}
}

// The fixture of theory.md, section 4: its simulated figures.
func TestFixture(t *testing.T) {
	for _, c := range []struct {
		eps, mean float64
		sides     [4]float64 // 1-, 1+, 2-, 2+
		paths     int
	}{
		{.3, 4.54, [4]float64{.271, .144, .298, .287}, 20000},
		{.1, 35.8, [4]float64{.509, .273, .109, .108}, 5000},
	} {
		cfg := Default()
		cfg.Controls.Eps, cfg.Paths, cfg.Dt = c.eps, c.paths, .005
		d := exits(t, cfg)
		within(t, fmt.Sprintf("eps %g: E tau", c.eps), d.MeanTime, d.MeanTimeSE, c.mean)
		for side, want := range c.sides {
			n := float64(d.Paths)
			within(t, fmt.Sprintf("eps %g: P(%s)", c.eps, SideName(side)), float64(d.Sides[side])/n, math.Sqrt(want*(1-want)/n), want)
		}
	}
}

// Getoor's mean exit time of a free process from (-1, 1), with the barrier moved
// for discrete monitoring (theory.md, section 6, items 1 and 7).
func TestGetoor(t *testing.T) {
	for _, c := range []struct{ alpha, dt float64 }{{1, .002}, {1.5, .005}, {1.8, .005}} {
		cfg := Config{ExitConfig: ExitConfig{Seed: 3, Paths: 10000, Dt: c.dt, Controls: interval(0, c.alpha, 1, 1)}, Slots: 512, Quantum: 1024, Every: 1}
		d := exits(t, cfg)
		exact := GetoorMean(c.alpha, 1, 1, 0)
		shifted := GetoorMean(c.alpha, 1, 1+MonitoringShift(c.alpha, 1, c.dt, exact), 0)
		within(t, fmt.Sprintf("alpha %g: E tau", c.alpha), d.MeanTime, d.MeanTimeSE, shifted)
		within(t, fmt.Sprintf("alpha %g: P(right)", c.alpha), float64(d.Sides[1])/float64(d.Paths), .5/math.Sqrt(float64(d.Paths)), .5)
		if d.Theory.Law != "Getoor" || d.Theory.MeanExitTime != exact {
			t.Errorf("alpha %g: theory %+v", c.alpha, d.Theory)
		}
	}
}

// Off-centre start: Getoor's mean and the law of the exit side.
func TestGetoorOffCentre(t *testing.T) {
	c := interval(0, 1.5, 1, 1)
	c.Box[0] = Interval{-1.5, .5}
	d := exits(t, Config{ExitConfig: ExitConfig{Seed: 5, Paths: 10000, Dt: .002, Controls: c}, Slots: 512, Quantum: 1024, Every: 1})
	shift := MonitoringShift(1.5, 1, .002, 1)
	within(t, "E tau", d.MeanTime, d.MeanTimeSE, GetoorMean(1.5, 1, 1+shift, .5))
	p := GetoorRight(1.5, 1+shift, .5)
	within(t, "P(right)", float64(d.Sides[1])/float64(d.Paths), math.Sqrt(p*(1-p)/float64(d.Paths)), p)
}

// The values of theory.md, sections 4 and 6.
func TestExactFormulas(t *testing.T) {
	for alpha, want := range map[float64]float64{1.2: 1.216, 1.5: .830, 1.8: .802, 2: .824} {
		if got := MonitoringShift(alpha, 1, 1, 1); math.Abs(got-want) > 5e-4 {
			t.Errorf("beta_%g = %.4f, want %.3f", alpha, got, want)
		}
	}
	for eps, want := range map[float64]float64{.4: 12.70, .3: 108.6, .25: 1008, .2: 70369} {
		got, right := OrnsteinUhlenbeckExit(1, eps, 1, 1)
		if math.Abs(got/want-1) > 5e-4 || math.Abs(right-.5) > 1e-12 {
			t.Errorf("Ornstein-Uhlenbeck, eps %g: E tau %.5g, want %.5g; right %g", eps, got, want, right)
		}
	}
	// Without drift, a Gaussian leaves (-b, a) after ab/(2 sigma^2), at a with b/(a+b).
	mean, right := OrnsteinUhlenbeckExit(0, .5, 3, 1)
	if math.Abs(mean-6) > 1e-9 || math.Abs(right-.75) > 1e-9 {
		t.Errorf("Brownian motion: mean %g, right %g", mean, right)
	}
	for alpha, want := range map[float64]float64{1.5: .752, 1.8: .597} {
		if got := GetoorMean(alpha, 1, 1, 0); math.Abs(got-want) > 6e-4 {
			t.Errorf("Getoor, alpha %g: %.4f, want %.3f", alpha, got, want)
		}
	}
}

// A Gaussian coordinate: simulation against its exact mean, with moved walls.
func TestGaussianExit(t *testing.T) {
	const dt, eps = .005, .4
	c := interval(1, 2, eps, 1)
	d := exits(t, Config{ExitConfig: ExitConfig{Seed: 7, Paths: 4000, Dt: dt, Controls: c}, Slots: 512, Quantum: 1024, Every: 1})
	shifted, _ := OrnsteinUhlenbeckExit(1, eps, 1+MonitoringShift(2, eps, dt, 1), 1+MonitoringShift(2, eps, dt, 1))
	within(t, "E tau", d.MeanTime, d.MeanTimeSE, shifted)
}

// The decay arms in iteration time (theory.md, section 5): simulated figures.
func TestArms(t *testing.T) {
	for _, c := range []struct {
		arm     schedule.Arm
		eta     string
		paths   int
		want    float64
		formula float64
	}{
		{schedule.Both, "0.1", 4000, 860, 886},
		{schedule.Both, cut, 1000, 9565, 9908},
		{schedule.NoiseOnly, cut, 1000, 9948, 9908},
		{schedule.StepOnly, cut, 4000, 692, 886},
	} {
		u := interval(1, 1.5, .2, 1)
		u.Schedule, u.Arm = parse(t, c.eta), c.arm
		d := exits(t, Config{ExitConfig: ExitConfig{Seed: 11, Paths: c.paths, Time: Iteration, Dt: 1, Horizon: 2e5, Controls: u}, Slots: 512, Quantum: 4096, Every: 1})
		within(t, fmt.Sprintf("%s %s", c.arm, c.eta), d.MeanTime, d.MeanTimeSE, c.want)
		if math.Abs(d.Theory.MeanExitTime-c.formula) > 13 { // the first iteration still has the whole learning rate
			t.Errorf("%s %s: predicted %.0f iterations, theory.md has %.0f", c.arm, c.eta, d.Theory.MeanExitTime, c.formula)
		}
	}
}

// cut lowers the learning rate to a fifth after the first iteration.
const cut = "step:eta0=0.1,gamma=0.2,every=1,drops=1"

// Trapping under a decaying noise (theory.md, section 5): formula and simulation.
func TestTrapping(t *testing.T) {
	for _, c := range []struct{ gamma, formula, simulated float64 }{{.4, .017, .015}, {.8, .191, .175}, {1.2, .427, .415}} {
		u := interval(1, 1.5, .1, 1)
		u.Schedule, u.Arm = schedule.Power{Eta0: 1, K0: 60 / .02, Gamma: c.gamma}, schedule.NoiseOnly
		cfg := Config{ExitConfig: ExitConfig{Seed: 13, Paths: 500, Dt: .02, Horizon: 1000, Controls: u}, Slots: 512, Quantum: 4096, Every: 1}
		th := Predict(cfg.ExitConfig)
		if math.Abs(th.Inside-c.formula) > 6e-4 {
			t.Errorf("gamma %g: P(tau > 1000) = %.4f, theory.md has %.3f", c.gamma, th.Inside, c.formula)
		}
		d := exits(t, cfg)
		within(t, fmt.Sprintf("gamma %g: trapped", c.gamma), d.Trapped, math.Sqrt(c.simulated*(1-c.simulated)/float64(d.Paths)), c.simulated)
	}
	u := interval(1, 1.5, .1, 1)
	u.Arm = schedule.NoiseOnly
	for gamma, want := range map[float64]float64{1.2: .388, .6: 0} {
		u.Schedule = schedule.Power{Eta0: 1, K0: 60 / .001, Gamma: gamma}
		if got := Predict(ExitConfig{Dt: .001, Horizon: 1000, Controls: u}).PTrap; math.Abs(got-want) > 6e-4 {
			t.Errorf("gamma %g: p_trap = %.4f, want %.3f", gamma, got, want)
		}
	}
}

// eps* of the fixture, and the limits of the two ways that a hazard is computed.
func TestPrediction(t *testing.T) {
	th := Predict(Default().Normalized())
	for i, want := range []float64{.517, .280, .101, .101} {
		if math.Abs(th.Sides[i]-want) > 6e-4 {
			t.Errorf("side %s: %.4f, theory.md has %.3f", SideName(i), th.Sides[i], want)
		}
	}
	if math.Abs(th.MeanExitTime-36.7) > .05 {
		t.Errorf("E tau %.2f", th.MeanExitTime)
	}
	at := Default()
	at.Controls.Eps = th.EpsReversal
	equal := Predict(at.Normalized())
	if heavy := equal.Sides[0] + equal.Sides[1]; math.Abs(heavy-.5) > 1e-9 {
		t.Errorf("at eps* the heavy coordinate takes %.4f of the exits", heavy)
	}
	// A schedule that hardly decays is as good as none.
	slow := Default()
	slow.Controls.Schedule = schedule.Power{Eta0: .1, K0: 1e9, Gamma: .5}
	got := Predict(slow.Normalized())
	if math.Abs(got.MeanExitTime/th.MeanExitTime-1) > 1e-3 || math.Abs(got.Sides[0]-th.Sides[0]) > 1e-3 {
		t.Errorf("slow decay: %+v, none: %+v", got, th)
	}
}

// collect encodes all events of a run, up to the given number.
func collect(t *testing.T, cfg Config, live *atomic.Pointer[Controls], limit int, between func(n int, e Event)) (lines []string, changes []Changed) {
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
	var want []Exit
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
	var got []Exit
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
		if e.Path != i || e.Position > box.Lo && e.Position < box.Hi {
			t.Fatalf("exit %d: %+v", i, e)
		}
	}
}

// Controls stored in the loop body take effect at the next step, and a run with
// the recorded changes as its script has the same events.
func TestReplay(t *testing.T) {
	cfg := particle()
	var live atomic.Pointer[Controls]
	steps := 0
	recorded, changes := collect(t, cfg, &live, 0, func(_ int, e Event) {
		if _, ok := e.(Progress); !ok {
			return
		}
		if steps++; steps == 700 {
			c := cfg.Controls
			c.Eps, c.Schedule = .2, parse(t, "exponential:eta0=0.1,kappa=0.001")
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
	var back Controls
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
			if z := (c.Totals.MeanTime - 35.8) / c.Totals.MeanTimeSE; math.Abs(z) > 4.5 {
				t.Errorf("after %d exits, with %d under way, the mean is %.2f +- %.2f", c.Totals.Exited, c.InFlight, c.Totals.MeanTime, c.Totals.MeanTimeSE)
			}
		}
	}
	rate := 1 / last.Totals.MeanTime
	for j, s := range last.Survival {
		want := math.Exp(-rate * float64(j) * last.BinWidth)
		if math.Abs(s-want) > 4.5*math.Sqrt(.25/4000) {
			t.Errorf("P(tau > %.1f) = %.4f, exponential %.4f", float64(j)*last.BinWidth, s, want)
		}
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
		"box interval 1":      func(c *Config) { c.Controls.Box = []Interval{{.1, 1}, {-1, 1}} },
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
	if d := exits(t, cfg); d.Sides[0]+d.Sides[1] != 0 || d.Exited != 50 {
		t.Errorf("%+v", d.Totals)
	}
}

func TestStepDoesNotAllocate(t *testing.T) {
	cfg := Default()
	cfg.Controls.Schedule = parse(t, "power:eta0=0.1,k0=100,gamma=0.6")
	s := newSystem(cfg.Normalized())
	s.coef.ensure(1000)
	p := newPath(2)
	p.start(1, 1, 0)
	if n := testing.AllocsPerRun(10, func() { p.start(1, 1, 0); p.advance(s, 90) }); n != 0 {
		t.Errorf("%g allocations", n)
	}
}

func BenchmarkPathStep(b *testing.B) {
	cfg := Default()
	cfg.Controls.Eps = 1e-3 // no exits
	s := newSystem(cfg.Normalized())
	p := newPath(2)
	p.start(1, 1, 0)
	for b.Loop() {
		p.step(s)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/2, "ns/coordinate-step")
}
