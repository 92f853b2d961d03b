package experiment

import (
	"context"
	"fmt"
	"math"

	"levyscope/sim"
	"levyscope/train/schedule"
)

// simulate runs an ensemble to its end.
func simulate(ctx context.Context, exit sim.ExitConfig) (sim.Done, error) {
	cfg := sim.Config{ExitConfig: exit, Slots: 512, Quantum: 4096, Every: 1}
	var done sim.Done
	for e, err := range sim.Run(ctx, cfg, nil) {
		if err != nil {
			return done, err
		}
		if d, ok := e.(sim.Done); ok {
			done = d
		}
	}
	return done, nil
}

// single is one coordinate on (-1, 1).
func single(theta, alpha, sigma, eps float64) sim.Controls {
	return sim.Controls{Schedule: schedule.Constant{Eta0: .1}, Eps: eps, Theta: []float64{theta},
		Alpha: []float64{alpha}, Sigma: []float64{sigma}, Box: []sim.Interval{{Lo: -1, Hi: 1}}}
}

var arms = Experiment{
	ID:    "arms",
	About: "Iterations to exit with the learning rate cut to s = 0.2, by decay arm (theory.md, section 5), against its simulated figures: cutting the noise alone does what decay does, cutting the step alone does not",
	Run: func(ctx context.Context, seed uint64) ([]Row, error) {
		cut := schedule.Step{Eta0: .1, Gamma: .2, Every: 1, Drops: 1}
		var rows []Row
		for _, c := range []struct {
			name     string
			schedule schedule.Schedule
			arm      schedule.Arm
			want     float64
		}{
			{"base", schedule.Constant{Eta0: .1}, schedule.Both, 860},
			{"both", cut, schedule.Both, 9565},
			{"noise only", cut, schedule.NoiseOnly, 9948},
			{"step only", cut, schedule.StepOnly, 692},
		} {
			u := single(1, 1.5, .2, 1)
			u.Schedule, u.Arm = c.schedule, c.arm
			d, err := simulate(ctx, sim.ExitConfig{Seed: seed, Paths: 20000, Time: sim.Iteration, Dt: 1, Horizon: 2e5, Controls: u})
			if err != nil {
				return nil, err
			}
			rows = append(rows, simulated(c.name+", iterations to exit", d.MeanTime, d.MeanTimeSE, c.want, d.Theory.MeanExitTime))
		}
		return rows, nil
	},
}

var exits = Experiment{
	ID:    "exits",
	About: "The two-coordinate fixture of theory.md, section 4, 20,000 paths, dt 0.005, against its simulated figures: the likeliest way out reverses between eps 0.3 and 0.1",
	Run: func(ctx context.Context, seed uint64) ([]Row, error) {
		var rows []Row
		for _, c := range []struct {
			eps, mean float64
			sides     [4]float64 // 1-, 1+, 2-, 2+
		}{
			{.3, 4.54, [4]float64{.271, .144, .298, .287}},
			{.1, 35.8, [4]float64{.509, .273, .109, .108}},
		} {
			cfg := sim.Default().ExitConfig
			cfg.Seed, cfg.Controls.Eps, cfg.Dt = seed, c.eps, .005
			d, err := simulate(ctx, cfg)
			if err != nil {
				return nil, err
			}
			rows = append(rows, simulated(fmt.Sprintf("eps %g, E tau (SDE time)", c.eps), d.MeanTime, d.MeanTimeSE, c.mean, d.Theory.MeanExitTime))
			for side, want := range c.sides {
				rows = append(rows, simulated(fmt.Sprintf("eps %g, P(%s)", c.eps, sim.SideName(side)),
					float64(d.Sides[side])/float64(d.Exited), math.Sqrt(want*(1-want)/float64(d.Exited)), want, d.Theory.Sides[side]))
			}
		}
		return rows, nil
	},
}

var getoor = Experiment{
	ID:    "getoor",
	About: "Mean exit time of a free stable process from (-1, 1), 20,000 paths, against Getoor's exact formula with the walls moved for looking every dt only (formula: without)",
	Run: func(ctx context.Context, seed uint64) ([]Row, error) {
		var rows []Row
		for _, c := range []struct{ alpha, dt float64 }{{1, .002}, {1.5, .01}, {1.8, .01}} {
			d, err := simulate(ctx, sim.ExitConfig{Seed: seed, Paths: 20000, Dt: c.dt, Controls: single(0, c.alpha, 1, 1)})
			if err != nil {
				return nil, err
			}
			exact := sim.GetoorMean(c.alpha, 1, 1, 0)
			moved := sim.GetoorMean(c.alpha, 1, 1+sim.MonitoringShift(c.alpha, 1, c.dt, exact), 0)
			rows = append(rows, near(fmt.Sprintf("alpha %g, dt %g, E tau", c.alpha, c.dt), d.MeanTime, d.MeanTimeSE, moved, exact))
		}
		return rows, nil
	},
}

var trapping = Experiment{
	ID:    "trapping",
	About: "P(tau > 1000) under a noise that decays as (1 + t/60)^-gamma (theory.md, section 5), 4000 paths, against its simulated figures",
	Run: func(ctx context.Context, seed uint64) ([]Row, error) {
		const dt = .02
		var rows []Row
		for _, c := range []struct{ gamma, want float64 }{{.4, .015}, {.8, .175}, {1.2, .415}} {
			u := single(1, 1.5, 1, .1)
			u.Schedule, u.Arm = schedule.Power{Eta0: .1, K0: 60 / dt, Gamma: c.gamma}, schedule.NoiseOnly
			d, err := simulate(ctx, sim.ExitConfig{Seed: seed, Paths: 4000, Dt: dt, Horizon: 1000, Controls: u})
			if err != nil {
				return nil, err
			}
			rows = append(rows, simulated(fmt.Sprintf("gamma %g, trapped at 1000", c.gamma), d.Trapped, math.Sqrt(c.want*(1-c.want)/float64(d.Paths)), c.want, d.Theory.Inside))
		}
		return rows, nil
	},
}
