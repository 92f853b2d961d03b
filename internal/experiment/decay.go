package experiment

import (
	"context"
	"math"

	"levyscope/train"
	"levyscope/train/schedule"
)

var decay = Experiment{
	ID: "decay",
	About: "Jumps of MLP 40-100-100-10 on MNIST-1D at batch 16 under learning rates that decay from step 500 on: " +
		"exponents in s = eta/eta_ref. Beyond a fixed size they get rarer with s; faster than s^alpha where the noise " +
		"shrinks too, or has no stable tail. Updates shrink as s, and beyond current scales jumps are as frequent as " +
		"before, to a power of s below 1/2: a decay changes the updates rather than the noise. A constant rate stands " +
		"beside",
	Run: func(ctx context.Context, seed uint64) ([]Row, error) {
		var rows []Row
		for _, c := range []struct{ name, schedule string }{
			{"constant", "constant:eta0=0.1"},
			{"step", "step:eta0=0.1,gamma=0.25,every=1000,from=500"},
			{"cosine", "cosine:eta0=0.1,steps=3100,from=500"},
			{"exponential", "exponential:eta0=0.1,kappa=0.0009,from=500"},
		} {
			found, err := decayRows(ctx, seed, c.name, c.schedule)
			if err != nil {
				return nil, err
			}
			rows = append(rows, found...)
		}
		return rows, nil
	},
}

// decayRows are the figures of a run under one schedule.
func decayRows(ctx context.Context, seed uint64, name, text string) (rows []Row, err error) {
	cfg := reference(seed, 0)
	if cfg.Controls.Schedule, err = schedule.Parse(text); err != nil {
		return nil, err
	}
	cfg.Steps, cfg.Controls.Batch, cfg.Probe.Batches = 3500, 16, 256
	for e, err := range train.Run(ctx, cfg, nil) {
		if err != nil {
			return nil, err
		}
		law, ok := e.(train.JumpLaw)
		if !ok {
			continue
		}
		for _, i := range []int{0, 2, 4} { // weights and biases alternate
			a := law.Arrays[i]
			what := name + ", " + a.Name
			if len(a.Octaves) == 1 {
				o := a.Octaves[0]
				million := 1e6 * (o.Current.High - o.Current.Low) / 4
				rows = append(rows, shown(what+", current jumps a million", 1e6*o.Current.Rate, million, nan, nan))
				continue
			}
			inf, slack := math.Inf(1), 2*a.Current.SE
			rows = append(rows,
				Row{what + ", fixed jumps", a.Fixed.Value, a.Fixed.SE, nan, nan, a.Alpha, 1, inf},
				Row{what + ", current jumps", a.Current.Value, a.Current.SE, nan, nan, 0, -.5 - slack, .5 + slack},
				Row{what + ", size of updates", a.Update.Value, a.Update.SE, nan, nan, 1, .75, 1.75},
				Row{what + ", amplitude in scales", a.Amplitude.Value, a.Amplitude.SE, nan, nan, 0, -.15, .15})
		}
	}
	return rows, nil
}
