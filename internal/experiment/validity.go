package experiment

import (
	"context"
	"fmt"
	"math"

	"levyscope/sim/problem"
)

var validity = Experiment{
	ID: "validity",
	About: "E tau over 1/Lambda (theory.md, section 4), theta = a = 1, dt 0.005 (0.02 at eps/a = 0.03), " +
		"against its simulated figures; " +
		"beside it the accelerated method, " +
		"held to 3 % of the direct one at eps/a = 0.03 and shown elsewhere",
	Run: func(ctx context.Context, seed uint64) ([]Row, error) {
		var rows []Row
		for _, c := range []struct {
			eps, alpha, want, wantSE float64 // wantSE 0: that of as many paths as are run here
			paths                    int
		}{
			{.3, .8, .929, 0, 20000}, {.3, 1.2, .856, 0, 20000}, {.3, 1.5, .743, 0, 20000}, {.3, 1.8, .564, 0, 20000},
			{.1, .8, .969, 0, 20000}, {.1, 1.2, .953, 0, 20000}, {.1, 1.5, .951, 0, 20000}, {.1, 1.8, .950, 0, 10000},
			{.03, .8, .995, 0, 20000}, {.03, 1.2, .986, 0, 20000}, {.03, 1.5, .985, .005, 20000}, {.03, 1.8, .987, .03, 10000},
		} {
			got, err := ratios(ctx, seed, c.eps, c.alpha, c.paths)
			if err != nil {
				return nil, err
			}
			se := c.wantSE
			if se == 0 {
				se = got.directSE
			}
			name := fmt.Sprintf("eps/a %g, alpha %g", c.eps, c.alpha)
			rows = append(rows, beside(name, got.direct, got.directSE, c.want, se, 1))
			over := got.chain / got.direct
			overSE := over * math.Hypot(got.chainSE/got.chain, got.directSE/got.direct)
			row := shown(name+", accelerated/direct", over, overSE, 1, nan)
			if c.eps < .1 {
				row.ReferenceSE, row.Low, row.High = 0, .97, 1.03
			}
			rows = append(rows, row)
		}
		return rows, nil
	},
}

// ratio is E tau in units of 1/Lambda, direct and by the chain of big jumps.
type ratio struct{ direct, directSE, chain, chainSE float64 }

// ratios simulates the exit from (-1, 1) at theta = 1 by both methods.
func ratios(ctx context.Context, seed uint64, eps, alpha float64, paths int) (ratio, error) {
	cfg := problem.ExitConfig{Seed: seed, Paths: paths, Dt: .005, Controls: single(1, alpha, 1, eps)}
	if eps < .1 {
		cfg.Dt = .02
	}
	d, err := simulate(ctx, cfg)
	if err != nil {
		return ratio{}, err
	}
	cfg.Method, cfg.Paths = problem.Accelerated, 100000
	a, err := simulate(ctx, cfg)
	if err != nil {
		return ratio{}, err
	}
	unit := d.Theory.MeanExitTime
	return ratio{d.MeanTime / unit, d.MeanTimeSE / unit, a.MeanTime / unit, a.MeanTimeSE / unit}, nil
}
