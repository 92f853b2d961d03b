package experiment

import (
	"context"
	"fmt"

	"levyscope/sim/problem"
	"levyscope/sim/theory"
)

var getoor = Experiment{
	ID: "getoor",
	About: "Mean exit time of a free stable process from (-1, 1), 20,000 paths, " +
		"against Getoor's exact formula with the walls moved for looking every dt only " +
		"(formula: without)",
	Run: func(ctx context.Context, seed uint64) ([]Row, error) {
		var rows []Row
		for _, c := range []struct{ alpha, dt float64 }{{1, .002}, {1.5, .01}, {1.8, .01}} {
			d, err := simulate(ctx, problem.ExitConfig{Seed: seed, Paths: 20000, Dt: c.dt, Controls: single(0, c.alpha, 1, 1)})
			if err != nil {
				return nil, err
			}
			exact := theory.GetoorMean(c.alpha, 1, 1, 0)
			moved := theory.GetoorMean(c.alpha, 1, 1+theory.MonitoringShift(c.alpha, 1, c.dt, exact), 0)
			rows = append(rows, near(fmt.Sprintf("alpha %g, dt %g, E tau", c.alpha, c.dt),
				d.MeanTime, d.MeanTimeSE, moved, exact))
		}
		return rows, nil
	},
}
