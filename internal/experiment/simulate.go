package experiment

import (
	"context"

	"levyscope/sim"
	"levyscope/sim/problem"
	"levyscope/train/schedule"
)

// simulate runs an ensemble to its end.
func simulate(ctx context.Context, exit problem.ExitConfig) (sim.Done, error) {
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
func single(theta, alpha, sigma, eps float64) problem.Controls {
	return problem.Controls{Schedule: schedule.Constant{Eta0: .1}, Eps: eps, Theta: []float64{theta},
		Alpha: []float64{alpha}, Sigma: []float64{sigma}, Box: []problem.Interval{{Lo: -1, Hi: 1}}}
}
