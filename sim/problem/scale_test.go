package problem_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/sim/clock"
	"levyscope/sim/noise"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/train/schedule"
)

// With the learning rate at half its first value, s = 1/2, a step drifts by dt or eta
// times what the arm leaves of it, and its noise by the power of s that the arm leaves.
func TestStepsByArm(t *testing.T) {
	const alpha, eta0, dt = 1.6, .2, .01
	u := simtest.OnInterval(1, alpha, .7, 1)
	u.Eps, u.Schedule = .3, schedule.Step{Eta0: eta0, Gamma: .5, Every: 10}
	batch := math.Pow(.5, (alpha-1)/alpha)
	for _, c := range []struct {
		time         clock.Time
		arm          schedule.Arm
		drift, noise float64
	}{
		{clock.SDE, schedule.Both, dt, batch},
		{clock.SDE, schedule.NoiseOnly, dt, .5},
		{clock.SDE, schedule.StepOnly, dt / 2, 1},
		{clock.SDE, schedule.GrowBatch, dt, batch},
		{clock.Iteration, schedule.Both, eta0 / 2, eta0 / 2},
		{clock.Iteration, schedule.NoiseOnly, eta0, eta0 / 2},
		{clock.Iteration, schedule.StepOnly, eta0 / 2, eta0},
		{clock.Iteration, schedule.GrowBatch, eta0, eta0 * batch},
	} {
		u.Arm = c.arm
		cfg := problem.ExitConfig{Paths: 1, Time: c.time, Dt: dt, Horizon: 1, Controls: u}
		what := fmt.Sprintf("%s, %s: ", c.time, c.arm)
		near.Rel(t, what+"drift", cfg.DriftStep(10), c.drift, 1e-12)
		near.Rel(t, what+"noise", cfg.RelativeNoise(10, alpha), c.noise, 1e-12)
		near.Rel(t, what+"scale of a jump", cfg.NoiseScale(10, cfg.Drivers(0)[0]), .3*.7*c.noise, 1e-12)
	}
}

// An exact step over dt has the scale [(1 - exp(-alpha theta dt))/(alpha theta)]^(1/alpha),
// another one dt^(1/alpha); an iteration is a draw. eps of the SDE which it discretises is
// eta^(1-1/alpha) eps.
func TestGrowthByHand(t *testing.T) {
	const alpha, theta, dt, eta = 1.6, 2., .3, .2
	u := simtest.OnInterval(theta, alpha, 1, 1)
	u.Eps, u.Schedule = .4, schedule.Constant{Eta0: eta}
	cfg := problem.ExitConfig{Paths: 1, Dt: dt, Horizon: 1, Controls: u}
	d := noise.Driver{Alpha: alpha, Scale: 1}
	near.Rel(t, "Euler", cfg.IncrementScale(d, dt), math.Pow(dt, 1/alpha), 1e-12)
	near.Rel(t, "eps", cfg.EpsOf(0), .4, 1e-12)
	near.Rel(t, "step", cfg.SDEStep(), dt, 1e-12)
	cfg.Controls.Integrator = problem.Exact
	want := math.Pow((1-math.Exp(-alpha*theta*dt))/(alpha*theta), 1/alpha)
	near.Rel(t, "exact", cfg.IncrementScale(d, dt), want, 1e-12)
	cfg.Time = clock.Iteration
	near.Rel(t, "iteration", cfg.IncrementScale(d, dt), 1, 1e-12)
	near.Rel(t, "eps in iteration time", cfg.EpsOf(0), .4*math.Pow(eta, 1-1/alpha), 1e-12)
	near.Rel(t, "step in iteration time", cfg.SDEStep(), eta, 1e-12)
}

// How far a point is beyond a wall counts in distances of the wall from 0, or in widths
// of an interval that does not hold 0.
func TestExcessByHand(t *testing.T) {
	around, beside := problem.Interval{Lo: -2, Hi: 1}, problem.Interval{Lo: 10, Hi: 12}
	for _, c := range []struct {
		v problem.Interval
		x float64
	}{{around, -5}, {beside, 7}} {
		wall, excess := c.v.Excess(c.x)
		near.Abs(t, fmt.Sprintf("excess of %g beyond %v", c.x, c.v), excess, 1.5, 1e-12)
		if wall != 0 {
			t.Errorf("%g lies beyond wall %d of %v, want the lower one", c.x, wall, c.v)
		}
	}
	u := simtest.Cube(2)
	u.Box = []problem.Interval{around, beside}
	// 1.5 widths beyond the second coordinate, the distance of the wall beyond the first.
	if side := problem.NewRegion(u, []float64{0, 11}).Side([]float64{2, 7}); side != 2 {
		t.Errorf("side %d, want 2", side)
	}
}

// The border of a ball is outside; the side out of a sub-level set is that of the
// coordinate which has come farthest in distances of the border.
func TestBordersByHand(t *testing.T) {
	u := simtest.Cube(2)
	u.Domain = problem.Domain{Kind: problem.InBall, Size: 1}
	ball := problem.NewRegion(u, []float64{0, 0})
	if ball.Contains([]float64{1, 0}) || !ball.Contains([]float64{.999, 0}) {
		t.Error("the border of a ball is not where it should be")
	}
	u.Theta, u.Domain = []float64{100, 1}, problem.Domain{Kind: problem.InSublevel, Size: .5} // to .1 and to 1
	level := problem.WithBorderDistances(problem.NewRegion(u, []float64{0, 0}), []float64{.1, 1})
	if side := level.Side([]float64{-.3, 1.1}); side != 0 {
		t.Errorf("three times the border below against 1.1 times above: side %d, want 0", side)
	}
}

// The ends of what is valid.
func TestEndsOfValidity(t *testing.T) {
	base := func(change func(c *problem.ExitConfig)) error {
		u := simtest.OnInterval(1, 1.5, 1, 1)
		u.Eps = .1
		c := problem.ExitConfig{Paths: 1, Dt: .01, Horizon: 1, Controls: u}
		change(&c)
		return c.Validate()
	}
	falls := schedule.Exponential{Eta0: .1, Kappa: .001}
	for _, c := range []struct {
		name   string
		change func(c *problem.ExitConfig)
		want   string // in the error; empty: valid
	}{
		{"a horizon of one step", func(c *problem.ExitConfig) { c.Horizon = c.Dt }, ""},
		{"a horizon of half a step", func(c *problem.ExitConfig) { c.Horizon = c.Dt / 2 }, "horizon"},
		{"Euler at 2", func(c *problem.ExitConfig) { c.Controls.Theta[0], c.Dt = 4, .5 }, "unstable"},
		{"Euler below 2", func(c *problem.ExitConfig) { c.Controls.Theta[0], c.Dt = 3.99, .5 }, ""},
		{"accelerated without a force", func(c *problem.ExitConfig) {
			c.Method, c.Controls.Theta[0] = problem.Accelerated, 0
		}, "theta_1 = 0"},
		{"accelerated, noise that grows", func(c *problem.ExitConfig) {
			c.Method, c.Controls.Alpha[0], c.Controls.Schedule = problem.Accelerated, .8, falls
		}, "alpha_1 = 0.8"},
		{"accelerated, alpha 1", func(c *problem.ExitConfig) {
			c.Method, c.Controls.Alpha[0], c.Controls.Schedule = problem.Accelerated, 1, falls
		}, ""},
	} {
		err := base(c.change)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
}
