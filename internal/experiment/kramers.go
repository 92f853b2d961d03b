package experiment

import (
	"context"
	"fmt"
	"math"

	"levyscope/sim/problem"
	"levyscope/sim/theory"
)

var kramers = Experiment{
	ID: "kramers",
	About: "Gaussian noise in a truncated parabola, theta = a = 1 (theory.md, section 4): " +
		"the exact E tau against its figures, and simulated, " +
		"by the exact step with the walls moved in for looking every dt only, against the exact E tau; " +
		"and alpha = 1.8 at eps = 0.2, where a Gaussian takes 700 times longer " +
		"(formula: sqrt(pi/2) eps exp(1/(2 eps^2)), the limit at a wall)",
	Run: func(ctx context.Context, seed uint64) ([]Row, error) {
		var rows []Row
		for _, c := range []struct {
			eps, want, unit, dt float64 // unit: of the last digit of want
			paths               int
		}{{.4, 12.70, .01, .001, 20000}, {.3, 108.6, .1, .001, 8000}, {.25, 1008, 1, .001, 3000}, {.2, 70369, 1, 0, 0}} {
			exact, _ := theory.OrnsteinUhlenbeckExit(1, c.eps, 1, 1)
			rows = append(rows,
				beside(fmt.Sprintf("eps %g, exact E tau", c.eps), exact, 0, c.want, rounding(c.unit),
					math.Sqrt(math.Pi/2)*c.eps*math.Exp(.5/c.eps/c.eps)))
			if c.paths == 0 {
				continue
			}
			u := single(1, 2, 1, c.eps)
			wall := 1 - theory.MonitoringShift(2, c.eps, c.dt, 1)
			u.Integrator, u.Box = problem.Exact, []problem.Interval{{Lo: -wall, Hi: wall}}
			d, err := simulate(ctx, problem.ExitConfig{Seed: seed, Paths: c.paths, Dt: c.dt, Controls: u})
			if err != nil {
				return nil, err
			}
			rows = append(rows, near(fmt.Sprintf("eps %g, simulated", c.eps), d.MeanTime, d.MeanTimeSE, exact, nan))
		}
		u := single(1, 1.8, 1, .2)
		d, err := simulate(ctx, problem.ExitConfig{Seed: seed, Paths: 20000, Dt: .005, Controls: u})
		if err != nil {
			return nil, err
		}
		return append(rows, beside("alpha 1.8, eps 0.2, 1/Lambda", d.Theory.MeanExitTime, 0, 99, rounding(1), nan),
			shown("alpha 1.8, eps 0.2, simulated", d.MeanTime, d.MeanTimeSE, nan, d.Theory.MeanExitTime)), nil
	},
}
