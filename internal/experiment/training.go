package experiment

import (
	"context"
	"fmt"

	"levyscope/train"
	"levyscope/train/nn/kernel"
	"levyscope/train/schedule"
)

// reference is the training run whose figures docs/theory.md reports in section 7.
func reference(seed uint64, probeBatch int) train.Config {
	cfg := train.Default()
	cfg.Kernel, cfg.Probe.Method = kernel.Gonum, train.Matrix // the figures do not depend on the processor then
	cfg.Seed, cfg.Steps, cfg.ProgressEvery, cfg.EvaluateEvery = seed, 8000, 1000, 0
	cfg.Controls.Batch, cfg.Controls.Schedule = 100, schedule.Constant{Eta0: .1}
	cfg.Probe.Every, cfg.Probe.Batch = 500, probeBatch
	return cfg
}

var training = Experiment{
	ID: "training",
	About: "MLP 40-100-100-10 on MNIST-1D, 8000 steps of SGD at batch 100, eta 0.1: " +
		"accuracy, against the range that the recipe should give",
	Run: func(ctx context.Context, seed uint64) ([]Row, error) {
		cfg := reference(seed, 0)
		cfg.Probe.Every = 0
		var rows []Row
		for e, err := range train.Run(ctx, cfg, nil) {
			if err != nil {
				return nil, err
			}
			if d, ok := e.(train.Done); ok {
				rows = []Row{
					{"train accuracy", d.TrainAccuracy, nan, 1, nan, nan, .99, 1},
					{"test accuracy", d.TestAccuracy, nan, .64, nan, nan, .58, .70},
				}
			}
		}
		return rows, nil
	},
}

// alphaReported are the medians of alpha-hat by weight matrix that docs/theory.md reports in section 7:
// over all parameters, those with atoms among them, as the implementation there has them.
var alphaReported = []struct {
	step, batch int
	alpha       [3]float64
}{
	{500, 8, [3]float64{1.69, 1.67, 1.77}},
	{500, 64, [3]float64{1.97, 1.96, 1.96}},
	{8000, 8, [3]float64{1.33, 1.29, 1.19}},
	{8000, 64, [3]float64{1.81, 1.81, 1.75}},
}

var noise = Experiment{
	ID: "noise",
	About: "Median alpha-hat by weight matrix, 1024 minibatches at frozen weights, K1 = 32, in that run: " +
		"within 0.1 of an independent implementation; the tails fatten late and at small batches",
	Run: func(ctx context.Context, seed uint64) ([]Row, error) {
		var rows []Row
		for _, batch := range []int{8, 64} {
			for e, err := range train.Run(ctx, reference(seed, batch), nil) {
				if err != nil {
					return nil, err
				}
				if n, ok := e.(train.NoiseEstimate); ok {
					rows = append(rows, noiseRows(n)...)
				}
			}
		}
		return rows, nil
	},
}

// noiseRows compares the probe of a step and a batch size with what is reported of it, if anything is.
func noiseRows(n train.NoiseEstimate) []Row {
	var rows []Row
	for _, reported := range alphaReported {
		if reported.step != n.Step || reported.batch != n.Batch {
			continue
		}
		for i, want := range reported.alpha {
			l := n.Layers[2*i] // weights and biases alternate
			name := fmt.Sprintf("step %d, batch %d, %s", n.Step, n.Batch, l.Name)
			rows = append(rows, Row{name, l.AlphaAll, l.AlphaAllSE, want, nan, nan, want - .1, want + .1})
		}
	}
	return rows
}
