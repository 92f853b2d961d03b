package experiment

import (
	"context"
	"fmt"

	"levyscope/sim"
	"levyscope/sim/problem"
)

var exits = Experiment{
	ID: "exits",
	About: "The two-coordinate fixture of theory.md, section 4, against its simulated figures: " +
		"the likeliest way out reverses between eps 0.3 and 0.1. " +
		"At eps 0.3 the step is 0.001: at 0.005 the walls are looked at so rarely that the mean is 2 % longer",
	Run: func(ctx context.Context, seed uint64) ([]Row, error) {
		var rows []Row
		for _, c := range []struct {
			eps, dt, mean, meanSE float64 // meanSE 0: that of as many paths as are run here
			sides                 [4]float64
			paths, reference      int // here and in theory.md
		}{
			{.3, .001, 4.54, 0, [4]float64{.271, .144, .298, .287}, 20000, 20000},
			{.1, .005, 35.03, .11, [4]float64{.509, .273, .109, .108}, 20000, 20000},
			{.03, .01, 171, 3, [4]float64{.581, .317, .046, .056}, 10000, 171 * 171 / 9}, // the paths that leave +-3
		} {
			cfg := sim.Default().ExitConfig
			cfg.Seed, cfg.Paths, cfg.Controls.Eps, cfg.Dt = seed, c.paths, c.eps, c.dt
			d, err := simulate(ctx, cfg)
			if err != nil {
				return nil, err
			}
			se := c.meanSE
			if se == 0 {
				se = d.MeanTimeSE
			}
			rows = append(rows,
				beside(fmt.Sprintf("eps %g, E tau (SDE time)", c.eps), d.MeanTime, d.MeanTimeSE, c.mean, se, d.Theory.MeanExitTime))
			for side, want := range c.sides {
				rows = append(rows, beside(fmt.Sprintf("eps %g, P(%s)", c.eps, problem.SideName(side)),
					float64(d.Sides[side])/float64(d.Exited), shareSE(want, d.Exited),
					want, shareSE(want, c.reference), d.Theory.Sides[side]))
			}
		}
		return rows, nil
	},
}
