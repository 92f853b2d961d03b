package sim

import (
	"context"
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/sim/clock"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/sim/theory"
	"levyscope/sim/ways"
	"levyscope/train/schedule"
)

// exits runs cfg to its end.
func outcome(t testing.TB, cfg Config) Done {
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

// The fixture of docs/theory.md, section 4: its simulated figures. They state neither
// their step nor their number of paths (200,000 of ours at this step give 4.64 +- .01
// at eps = .3), and so are given the error of as many paths as are run here.
func TestFixture(t *testing.T) {
	for _, c := range []struct {
		eps, mean float64
		sides     [4]float64 // 1-, 1+, 2-, 2+
		paths     int
	}{
		{.3, 4.54, [4]float64{.271, .144, .298, .287}, 20000},
		{.1, 35.03, [4]float64{.509, .273, .109, .108}, 5000},
	} {
		cfg := Default()
		cfg.Controls.Eps, cfg.Paths, cfg.Dt = c.eps, simtest.Paths(c.paths, c.paths/5), .005
		d := outcome(t, cfg)
		simtest.Within(t, fmt.Sprintf("eps %g: E tau", c.eps), d.MeanTime, math.Sqrt2*d.MeanTimeSE, c.mean)
		for side, want := range c.sides {
			n := float64(d.Paths)
			simtest.Within(t, fmt.Sprintf("eps %g: P(%s)", c.eps, problem.SideName(side)), float64(d.Sides[side])/n,
				math.Sqrt(2*want*(1-want)/n), want)
		}
	}
}

// Getoor's mean exit time of a free process from (-1, 1), with the barrier moved
// for discrete monitoring (docs/theory.md, section 6, items 1 and 7).
func TestGetoor(t *testing.T) {
	for _, c := range []struct{ alpha, dt float64 }{{1, .002}, {1.5, .005}, {1.8, .005}} {
		cfg := Config{ExitConfig: problem.ExitConfig{Seed: 3, Paths: 10000, Dt: c.dt,
			Controls: simtest.OnInterval(0, c.alpha, 1, 1)}, Slots: 512, Quantum: 1024, Every: 1}
		d := outcome(t, cfg)
		exact := theory.GetoorMean(c.alpha, 1, 1, 0)
		shifted := theory.GetoorMean(c.alpha, 1, 1+theory.MonitoringShift(c.alpha, 1, c.dt, exact), 0)
		simtest.Within(t, fmt.Sprintf("alpha %g: E tau", c.alpha), d.MeanTime, d.MeanTimeSE, shifted)
		simtest.Within(t, fmt.Sprintf("alpha %g: P(right)", c.alpha), float64(d.Sides[1])/float64(d.Paths),
			.5/math.Sqrt(float64(d.Paths)), .5)
		if d.Theory.Law != "Getoor" || d.Theory.MeanExitTime != exact {
			t.Errorf("alpha %g: theory %+v", c.alpha, d.Theory)
		}
	}
}

// Off-centre start: Getoor's mean and the law of the exit side.
func TestGetoorOffCentre(t *testing.T) {
	c := simtest.OnInterval(0, 1.5, 1, 1)
	c.Box[0] = problem.Interval{Lo: -1.5, Hi: .5}
	d := outcome(t, Config{ExitConfig: problem.ExitConfig{Seed: 5, Paths: 10000, Dt: .002, Controls: c}, Slots: 512,
		Quantum: 1024, Every: 1})
	shift := theory.MonitoringShift(1.5, 1, .002, 1)
	simtest.Within(t, "E tau", d.MeanTime, d.MeanTimeSE, theory.GetoorMean(1.5, 1, 1+shift, .5))
	p := theory.GetoorRight(1.5, 1+shift, .5)
	simtest.Within(t, "P(right)", float64(d.Sides[1])/float64(d.Paths), math.Sqrt(p*(1-p)/float64(d.Paths)), p)
}

// A Gaussian coordinate: simulation against its exact mean, with moved walls.
func TestGaussianExit(t *testing.T) {
	const dt, eps = .005, .4
	c := simtest.OnInterval(1, 2, eps, 1)
	d := outcome(t, Config{ExitConfig: problem.ExitConfig{Seed: 7, Paths: 4000, Dt: dt, Controls: c}, Slots: 512,
		Quantum: 1024, Every: 1})
	shifted, _ := theory.OrnsteinUhlenbeckExit(1, eps, 1+theory.MonitoringShift(2, eps, dt, 1),
		1+theory.MonitoringShift(2, eps, dt, 1))
	simtest.Within(t, "E tau", d.MeanTime, d.MeanTimeSE, shifted)
}

// The decay arms in iteration time (docs/theory.md, section 5): simulated figures.
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
		u := simtest.OnInterval(1, 1.5, .2, 1)
		u.Schedule, u.Arm = simtest.Schedule(t, c.eta), c.arm
		d := outcome(t, Config{ExitConfig: problem.ExitConfig{Seed: 11, Paths: simtest.Paths(c.paths, c.paths/4),
			Time: clock.Iteration, Dt: 1, Horizon: 2e5, Controls: u}, Slots: 512, Quantum: 4096, Every: 1})
		simtest.Within(t, fmt.Sprintf("%s %s", c.arm, c.eta), d.MeanTime, d.MeanTimeSE, c.want)
		// The first iteration still has the whole learning rate.
		what := fmt.Sprintf("%s %s: predicted iterations, of theory.md", c.arm, c.eta)
		near.Abs(t, what, d.Theory.MeanExitTime, c.formula, 13)
	}
}

// cut lowers the learning rate to a fifth after the first iteration.
const cut = "step:eta0=0.1,gamma=0.2,every=1,drops=1"

// Trapping under a decaying noise (docs/theory.md, section 5): formula and simulation.
func TestTrapping(t *testing.T) {
	for _, c := range []struct{ gamma, formula, simulated float64 }{{.4, .017, .015}, {.8, .191, .175},
		{1.2, .427, .415}} {
		u := simtest.OnInterval(1, 1.5, .1, 1)
		u.Schedule, u.Arm = schedule.Power{Eta0: 1, K0: 60 / .02, Gamma: c.gamma}, schedule.NoiseOnly
		cfg := Config{ExitConfig: problem.ExitConfig{Seed: 13, Paths: 500, Dt: .02, Horizon: 1000, Controls: u}, Slots: 512,
			Quantum: 4096, Every: 1}
		th := theory.Predict(ways.Find(cfg.ExitConfig))
		near.Abs(t, fmt.Sprintf("gamma %g: P(tau > 1000), of theory.md", c.gamma), th.Inside, c.formula, 6e-4)
		d := outcome(t, cfg)
		simtest.Within(t, fmt.Sprintf("gamma %g: trapped", c.gamma), d.Trapped,
			math.Sqrt(c.simulated*(1-c.simulated)/float64(d.Paths)), c.simulated)
	}
	u := simtest.OnInterval(1, 1.5, .1, 1)
	u.Arm = schedule.NoiseOnly
	for gamma, want := range map[float64]float64{1.2: .388, .6: 0} {
		u.Schedule = schedule.Power{Eta0: 1, K0: 60 / .001, Gamma: gamma}
		got := theory.Predict(ways.Find(problem.ExitConfig{Dt: .001, Horizon: 1000, Controls: u})).PTrap
		near.Abs(t, fmt.Sprintf("gamma %g: p_trap", gamma), got, want, 6e-4)
	}
}
