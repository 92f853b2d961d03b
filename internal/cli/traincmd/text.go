package traincmd

import (
	"fmt"
	"strings"

	"levyscope/internal/record"
	"levyscope/train"
)

// Text is an event of a run as a line for people, a probe as one more for each
// layer; "" for an event that is too frequent for that. The last event is a Done
// of this package.
func Text(e record.Event) string {
	switch e := e.(type) {
	case train.Started:
		return fmt.Sprintf("%s, %d parameters, %s, %d examples, seed %d, %s, arm %s, batch %d", e.Network, e.Parameters,
			e.Config.Data, e.Examples, e.Config.Seed, e.Config.Controls.Schedule, e.Config.Controls.Arm, e.Config.Controls.Batch)
	case train.Changed:
		return fmt.Sprintf("step %6d  changed: %s, arm %s, batch %d",
			e.Step, e.Controls.Schedule, e.Controls.Arm, e.Controls.Batch)
	case train.Evaluated:
		return fmt.Sprintf("step %6d  loss %.4f train %.4f test (nats)  accuracy %.4f train %.4f test",
			e.Step, e.TrainLoss, e.TestLoss, e.TrainAccuracy, e.TestAccuracy)
	case train.NoiseEstimate:
		return noiseText(e)
	case train.Captured:
		return fmt.Sprintf("step %6d  captured the gradient noise of %d parameters, %d minibatches of %d",
			e.Step, len(e.Names), len(e.Series[0]), e.Batch)
	case train.Diverged:
		return fmt.Sprintf("step %6d  diverged: %s is %s", e.Step, e.Parameter, e.Value)
	case Done:
		partial := ""
		if e.Partial {
			partial = " (partial: interrupted)"
		}
		return fmt.Sprintf("done%s: %d steps, loss %.4f nats, accuracy %.4f train %.4f test, %d jumps",
			partial, e.Steps, e.Loss, e.TrainAccuracy, e.TestAccuracy, e.Jumps)
	}
	return ""
}

// noiseText is a probe, with a line for each layer.
func noiseText(e train.NoiseEstimate) string {
	var b strings.Builder
	fmt.Fprintf(&b, "step %6d  gradient noise, %d minibatches of %d %s, K1 = %d; median over parameters",
		e.Step, e.Batches, e.Batch, e.Sampling.Words(), e.Block)
	for _, l := range e.Layers {
		fmt.Fprintf(&b, "\n    %-12s alpha %.3f +- %.3f  5-95 %% %.2f-%.2f  sigma %.3g +- %.2g  kurtosis %-6.3g dead %d/%d  "+
			"pooled alpha %.2f (another thing)", l.Name, l.Alpha, l.AlphaSE, l.Quantiles[0], l.Quantiles[4],
			l.Sigma, l.SigmaSE, l.Kurtosis, l.Dead, l.Params, l.Pooled)
	}
	return b.String()
}
