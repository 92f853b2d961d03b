package experiment

import (
	"context"
	"fmt"

	"levyscope/train"
	"levyscope/train/schedule"
)

var kestenIterates = Experiment{
	ID: "kesten",
	About: "Tail index of the ITERATES of SGD in linear regression with a Gaussian design, d = b = 1 unless said, " +
		"5 million steps on fresh examples (theory.md, section 7), against the exact index of Kesten's equation: " +
		"it falls with eta and d and rises with b",
	Run: func(ctx context.Context, seed uint64) ([]Row, error) {
		var rows []Row
		for _, c := range []struct {
			d, b int
			eta  float64
		}{{1, 1, 2. / 3}, {1, 1, .8}, {1, 1, 1}, {1, 1, 1.2}, {1, 2, 1}, {2, 2, 1}} {
			t, err := iterateTail(ctx, seed, c.d, c.b, c.eta)
			if err != nil {
				return nil, err
			}
			rows = append(rows, near(fmt.Sprintf("d %d, b %d, eta %.4g, tail index", c.d, c.b, c.eta), t.Alpha, t.AlphaSE,
				t.Theory.Alpha, t.Theory.Alpha))
		}
		return rows, nil
	},
}

// iterateTail is the tail of the first weight in a run of linear regression in d numbers.
func iterateTail(ctx context.Context, seed uint64, d, b int, eta float64) (train.IterateTail, error) {
	cfg := train.Default()
	cfg.Seed, cfg.Steps, cfg.Data, cfg.Model = seed, 5_000_000, fmt.Sprintf("regression:d=%d", d), "linear:nobias"
	cfg.Sampling, cfg.Controls.Batch, cfg.Controls.Schedule = train.Fresh, b, schedule.Constant{Eta0: eta}
	cfg.Probe.Every, cfg.JumpsEvery, cfg.EvaluateEvery, cfg.ProgressEvery = 0, 0, 0, cfg.Steps
	cfg.Iterates = &train.Iterates{Names: []string{"fc1.weight[0]"}, Every: 1, Burn: 1000}
	for e, err := range train.Run(ctx, cfg, nil) {
		if err != nil {
			return train.IterateTail{}, err
		}
		if done, ok := e.(train.Done); ok && !done.Partial {
			return done.Iterates[0], nil
		}
	}
	return train.IterateTail{}, ctx.Err()
}
