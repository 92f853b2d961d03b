package experiment

import (
	"context"
	"fmt"

	"levyscope/sim/problem"
	"levyscope/train/schedule"
)

var trapping = Experiment{
	ID: "trapping",
	About: "P(tau > 1000) under a noise that decays as (1 + t/60)^-gamma (theory.md, section 5), " +
		"4000 paths, against its simulated figures; " +
		"and p_trap, of its formula, against its figure",
	Run: func(ctx context.Context, seed uint64) ([]Row, error) {
		const dt = .02
		var rows []Row
		for _, c := range []struct{ gamma, want, formula float64 }{{.4, .015, .017}, {.8, .175, .191}, {1.2, .415, .427}} {
			u := single(1, 1.5, 1, .1)
			u.Schedule, u.Arm = schedule.Power{Eta0: .1, K0: 60 / dt, Gamma: c.gamma}, schedule.NoiseOnly
			d, err := simulate(ctx, problem.ExitConfig{Seed: seed, Paths: 4000, Dt: dt, Horizon: 1000, Controls: u})
			if err != nil {
				return nil, err
			}
			rows = append(rows,
				simulated(fmt.Sprintf("gamma %g, trapped at 1000", c.gamma), d.Trapped,
					shareSE(c.want, d.Paths), c.want, d.Theory.Inside),
				beside(fmt.Sprintf("gamma %g, its formula", c.gamma), d.Theory.Inside, 0, c.formula, rounding(1e-3), nan))
			if c.gamma == 1.2 {
				rows = append(rows, beside("gamma 1.2, p_trap by its formula", d.Theory.PTrap, 0, .388, rounding(1e-3), nan))
			}
		}
		return rows, nil
	},
}
