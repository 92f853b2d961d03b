package traincmd

import (
	"fmt"

	"levyscope/internal/record"
	"levyscope/train"
)

// Text is an event of a run as a line for people, a probe as one more for each
// layer; "" for an event that is too frequent for that. The last event is a Done
// of this package.
func Text(e record.Event) string {
	switch e := e.(type) {
	case train.Started:
		head := fmt.Sprintf("%s, %d parameters, %s, %d examples, seed %d, %s, arm %s, batch %d", e.Network, e.Parameters,
			e.Config.Data, e.Examples, e.Config.Seed, e.Config.Controls.Schedule, e.Config.Controls.Arm, e.Config.Controls.Batch)
		if e.Config.Probe.Every > 0 {
			head += noiseLegend
		}
		return head
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
		return fmt.Sprintf("done%s: %d steps, loss %s nats, accuracy %s train %s test, %s",
			partial, e.Steps, number("%.4f", e.Loss), number("%.4f", e.TrainAccuracy), number("%.4f", e.TestAccuracy),
			jumpsText(e.Done))
	}
	return ""
}
