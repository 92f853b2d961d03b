package experiment

import (
	"context"
	"fmt"
	"math"

	"levyscope/sim"
	"levyscope/sim/clock"
	"levyscope/sim/problem"
	"levyscope/train/schedule"
)

// cut lowers the learning rate to a fifth after the first iteration.
var cut = schedule.Step{Eta0: .1, Gamma: .2, Every: 1, Drops: 1}

var arms = Experiment{
	ID: "arms",
	About: "Iterations to exit and stationary scale with the learning rate cut to s = 0.2, " +
		"by decay arm (theory.md, section 5), against its simulated figures: " +
		"cutting the noise alone does what decay does to the exits, " +
		"cutting the step alone does not",
	Run: func(ctx context.Context, seed uint64) ([]Row, error) {
		var rows []Row
		for _, c := range []struct {
			name        string
			schedule    schedule.Schedule
			arm         schedule.Arm
			want, scale float64
			drift, size float64 // factors on the drift and on the noise
		}{
			{"base", schedule.Constant{Eta0: .1}, schedule.Both, 860, .0721, 1, 1},
			{"both", cut, schedule.Both, 9565, .0413, .2, .2},
			{"noise only", cut, schedule.NoiseOnly, 9948, .0144, 1, .2},
			{"step only", cut, schedule.StepOnly, 692, .2073, .2, 1},
		} {
			u := single(1, 1.5, .2, 1)
			u.Schedule, u.Arm = c.schedule, c.arm
			d, err := simulate(ctx, problem.ExitConfig{
				Seed: seed, Paths: 20000, Time: clock.Iteration, Dt: 1, Horizon: 2e5, Controls: u})
			if err != nil {
				return nil, err
			}
			rows = append(rows, simulated(
				c.name+", iterations to exit", d.MeanTime, d.MeanTimeSE, c.want, d.Theory.MeanExitTime))
			scale, se, err := stationaryScale(ctx, seed, u)
			if err != nil {
				return nil, err
			}
			formula := c.size * .02 / math.Pow(1-math.Pow(1-c.drift*.1, 1.5), 1/1.5)
			rows = append(rows, beside(c.name+", stationary scale", scale, se, c.scale, math.Hypot(se, rounding(1e-4)), formula),
				near(fmt.Sprintf("%s, scale over the exact one", c.name), scale/formula, se/formula, 1, nan))
		}
		return rows, nil
	},
}

// stationaryScale is the scale of the iterates of u without walls, from
// E ln|X| = gamma_E (1/alpha - 1) + ln scale, and its standard error, from batches of
// 10^4 iterations in several coordinates.
func stationaryScale(ctx context.Context, seed uint64, u problem.Controls) (scale, se float64, err error) {
	const copies, burn, batch, steps = 8, 2000, 10000, 402000
	alpha, theta, sigma := u.Alpha[0], u.Theta[0], u.Sigma[0]
	u.Alpha, u.Theta, u.Sigma, u.Box = nil, nil, nil, nil
	for range copies {
		u.Alpha, u.Theta, u.Sigma = append(u.Alpha, alpha), append(u.Theta, theta), append(u.Sigma, sigma)
		u.Box = append(u.Box, problem.Interval{Lo: -1e150, Hi: 1e150})
	}
	cfg := sim.Config{
		ExitConfig: problem.ExitConfig{
			Seed: seed, Paths: 1, Time: clock.Iteration, Dt: 1, Horizon: 2 * steps, Controls: u},
		Particle: true, Steps: steps, Slots: 1, Quantum: 1, Every: steps}
	var sums [copies]float64
	var means []float64
	for e, err := range sim.Run(ctx, cfg, nil) {
		if err != nil {
			return 0, 0, err
		}
		p, ok := e.(sim.Progress)
		if !ok || p.Step < burn {
			continue
		}
		for i, x := range p.X {
			sums[i] += math.Log(math.Abs(x))
		}
		if (p.Step+1-burn)%batch == 0 {
			for _, sum := range sums {
				means = append(means, sum/batch)
			}
			clear(sums[:])
		}
	}
	mean, square := 0.0, 0.0
	for _, m := range means {
		mean += m / float64(len(means))
	}
	for _, m := range means {
		square += (m - mean) * (m - mean)
	}
	n := float64(len(means))
	const euler = .57721566490153286
	scale = math.Exp(mean - euler*(1/alpha-1))
	return scale, scale * math.Sqrt(square/(n-1)/n), nil
}
