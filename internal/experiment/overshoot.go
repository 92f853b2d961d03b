package experiment

import (
	"context"
	"fmt"
	"math"

	"levyscope/sim"
	"levyscope/sim/clock"
	"levyscope/sim/problem"
	"levyscope/sim/theory"
)

var overshoot = Experiment{
	ID: "overshoot",
	About: "Where a free stable process is after it has left (-1, 1), " +
		"by Blumenthal, Getoor and Ray with the walls moved for looking every dt only (formula: without), " +
		"and how often a walk has no positive partial sum through n steps, " +
		"by Sparre Andersen whatever alpha (theory.md, section 6)",
	Run: func(ctx context.Context, seed uint64) ([]Row, error) {
		var rows []Row
		for _, c := range []struct {
			alpha, known float64
			paths        int
		}{{1, .2163, 50000}, {1.5, .0600, 200000}, {1.8, .0159, 700000}} {
			const dt = .004
			beyond := 0
			for e, err := range sim.FirstExit(ctx, problem.ExitConfig{
				Seed: seed, Paths: c.paths, Dt: dt, Controls: single(0, c.alpha, 1, 1)}) {
				if err != nil {
					return nil, err
				}
				if math.Abs(e.Position) > 3 {
					beyond++
				}
			}
			exact := 2 * theory.GetoorOvershoot(c.alpha, 1, 0, 3)
			moved := 2 * theory.GetoorOvershoot(c.alpha, 1+theory.MonitoringShift(c.alpha, 1, dt, 1), 0, 3)
			name := fmt.Sprintf("alpha %g, P(|X| > 3)", c.alpha)
			rows = append(rows, near(name, float64(beyond)/float64(c.paths), shareSE(moved, c.paths), moved, exact),
				beside(name+", its formula", exact, 0, c.known, rounding(1e-4), nan))
		}
		for _, c := range []struct {
			n     int
			known float64
		}{{10, .1762}, {50, .0796}} {
			want := theory.SparreAndersen(c.n)
			for _, alpha := range []float64{.7, 2} {
				u := single(0, alpha, 1, 1)
				u.Box = []problem.Interval{{Lo: math.Inf(-1), Hi: 1e-12}} // a path may not start on the wall
				d, err := simulate(ctx, problem.ExitConfig{
					Seed: seed, Paths: 200000, Time: clock.Iteration, Dt: 1, Horizon: float64(c.n), Controls: u})
				if err != nil {
					return nil, err
				}
				rows = append(rows, near(fmt.Sprintf("alpha %g, none positive through %d", alpha, c.n),
					d.Trapped, shareSE(want, d.Paths), want, nan))
			}
			rows = append(rows, beside(fmt.Sprintf("none positive through %d, its formula", c.n),
				want, 0, c.known, rounding(1e-4), nan))
		}
		return rows, nil
	},
}
