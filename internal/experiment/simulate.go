package experiment

import (
	"context"

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
