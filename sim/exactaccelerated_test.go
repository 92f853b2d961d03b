package sim

import (
	"fmt"
	"math"
	"os"
	"testing"

	"levyscope/internal/near"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/sim/theory"
	"levyscope/stats/law"
)

// The accelerated method against direct simulation at eps/a = 0.03: within 3 %, by four
// standard errors of the ratio or, with LEVYSCOPE_LONG=1, with a standard error that
// leaves no doubt. Direct runs take Euler's steps, in which a jump is seen where it
// lands; the exact step would first let it relax for half a step, which at dt = 0.05
// is alpha dt/2 = 4 % of the rate. What Euler's step changes is the spread before a
// jump, (eps/a)^2 of the rate, and the wall is moved inward for looking every dt, by
// 0.5 % (alpha = 1.8) at most.
func TestAcceleratedAgainstDirect(t *testing.T) {
	long := os.Getenv("LEVYSCOPE_LONG") != ""
	const eps = .03
	for _, c := range []struct {
		alpha, dt float64
		paths     int
	}{{.8, .02, 20000}, {1.2, .02, 12000}, {1.5, .05, 8000}, {1.8, .05, 1500}} {
		dt := c.dt
		if long {
			dt, c.paths = .02, 40000
		}
		if testing.Short() && c.alpha >= 1.5 {
			continue
		}
		if !long {
			c.paths = simtest.Paths(c.paths, c.paths/4)
		}
		cfg := problem.ExitConfig{Seed: 43, Paths: c.paths, Dt: dt, Controls: simtest.OnInterval(1, c.alpha, 1, 1)}
		cfg.Controls.Eps = eps
		chain := cfg
		chain.Method, chain.Paths = problem.Accelerated, simtest.Paths(60000, 20000)
		chain.Controls.Box = []problem.Interval{{Lo: -1, Hi: 1}}
		if c.alpha > 1.15 {
			wall := 1 - eps*theory.MonitoringShift(c.alpha, 1, dt, 1)
			cfg.Controls.Box = []problem.Interval{{Lo: -wall, Hi: wall}}
		}
		slow, fast := ended(t, cfg), ended(t, chain)
		ratio := fast.MeanTime / slow.MeanTime
		se := ratio * math.Hypot(fast.MeanTimeSE/fast.MeanTime, slow.MeanTimeSE/slow.MeanTime)
		t.Logf("alpha %g: accelerated %.5g, direct %.5g, ratio %.4f +- %.4f, 1/Lambda %.5g", c.alpha, fast.MeanTime,
			slow.MeanTime, ratio, se, fast.Theory.MeanExitTime)
		what := fmt.Sprintf("alpha %g: accelerated over direct", c.alpha)
		near.Abs(t, what, ratio, 1, math.Max(.03, 4*se))
		if long {
			near.Abs(t, what+", its error counted against it", ratio, 1, .03-2*se)
		}
	}
}

// At eps = 0.001, where the chain is exact to all purposes, its means are 1/Lambda, and
// its sides those of Lambda's parts.
func TestAcceleratedInTheLimit(t *testing.T) {
	for _, alpha := range []float64{.8, 1.2, 1.5, 1.8} {
		if testing.Short() && alpha > 1.5 {
			continue
		}
		cfg := problem.ExitConfig{Seed: 47, Paths: 12000, Dt: .01, Method: problem.Accelerated,
			Controls: simtest.OnInterval(1, alpha, 1, 1)}
		cfg.Controls.Eps, cfg.Controls.Box = .001, []problem.Interval{{Lo: -.8, Hi: 1}}
		d := ended(t, cfg)
		th := theory.Predict(theory.Normalize(cfg))
		exactly(t, fmt.Sprintf("alpha %g: E tau", alpha), d.MeanTime, d.MeanTimeSE, th.MeanExitTime)
		share(t, fmt.Sprintf("alpha %g: P(1-)", alpha), d.Sides[0], d.Exited, th.Sides[0])
	}
}

// The horizon that is chosen for the accelerated method is twenty mean exit times,
// however many time steps of the direct one these are: it takes none of them.
func TestAcceleratedHorizon(t *testing.T) {
	cfg := problem.ExitConfig{Seed: 47, Paths: 100, Dt: .01, Method: problem.Accelerated,
		Controls: simtest.OnInterval(1, 1.8, 1, 1)}
	cfg.Controls.Eps = .001
	want := 20 / (2 * law.TailConstant(1.8) * math.Pow(.001, 1.8))
	near.Rel(t, "horizon of eps = 0.001", theory.Normalize(cfg).Horizon, want, 1e-9)
	if d := ended(t, cfg); d.Exited != d.Paths {
		t.Errorf("%d of %d paths left", d.Exited, d.Paths)
	}
}

// What a step sees of a jump. The exact step has the increments of the process at its
// end, by when a jump has relaxed from wherever in the step it came, so that exits are rarer by
// (1 - e^(-alpha theta dt))/(alpha theta dt); Euler's step leaves it where it landed.
func TestExactStepSeesJumpsRelaxed(t *testing.T) {
	if testing.Short() {
		t.Skip("a difference of eight standard errors takes all the paths")
	}
	const alpha, dt = 1.5, .2
	cfg := problem.ExitConfig{Seed: 53, Paths: 12000, Dt: dt, Controls: simtest.OnInterval(1, alpha, 1, 1)}
	cfg.Controls.Eps = .03
	euler := ended(t, cfg)
	cfg.Controls.Integrator = problem.Exact
	late := ended(t, cfg)
	ratio := late.MeanTime / euler.MeanTime
	want := alpha * dt / -math.Expm1(-alpha*dt)
	se := ratio * math.Hypot(late.MeanTimeSE/late.MeanTime, euler.MeanTimeSE/euler.MeanTime)
	near.Abs(t, "exact over Euler's mean exit time", ratio, want, 4*se)
	near.Least(t, "its distance from 1", math.Abs(ratio-1), 8*se)
	t.Logf("exact over Euler's mean exit time %.4f +- %.4f, want %.4f", ratio, se, want)
}
