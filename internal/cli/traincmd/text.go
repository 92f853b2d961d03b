package traincmd

import (
	"fmt"
	"math"

	"levyscope/internal/record"
	"levyscope/train"
	"levyscope/train/optim"
)

// Text is an event of a run as a line for people, a probe as one more for each
// layer; "" for an event that is too frequent for that. The last event is a Done
// of this package.
func Text(e record.Event) string {
	switch e := e.(type) {
	case train.Started:
		head := fmt.Sprintf("%s, %d parameters, %s, %d examples, seed %d, %s", e.Network, e.Parameters,
			e.Config.Data, e.Examples, e.Config.Seed, controlsText(e.Config.Controls))
		if e.DataSource != nil {
			head += "\n    data: " + e.DataSource.Words
		}
		if e.Weights != nil {
			head += ", weights of " + e.Config.Weights.Path
		}
		if e.Config.Probe.Every > 0 {
			head += noiseLegend
			if e.Config.Probe.Method == train.Stream {
				head += lawsLegend
			}
		}
		head += rawJumps(e.Config)
		return head
	case train.Changed:
		return fmt.Sprintf("step %6d  changed: %s", e.Step, controlsText(e.Controls))
	case train.Evaluated:
		text := fmt.Sprintf("step %6d  loss %.4f train %.4f test (nats)  accuracy %.4f train %.4f test",
			e.Step, e.TrainLoss, e.TestLoss, e.TrainAccuracy, e.TestAccuracy)
		if math.IsNaN(e.TrainAccuracy) { // a regression
			text = fmt.Sprintf("step %6d  half mean squared error %.6g train %.6g test", e.Step, e.TrainLoss, e.TestLoss)
		}
		if e.Batch > 0 {
			text += fmt.Sprintf("  batch %d", e.Batch)
		}
		return text
	case train.NoiseEstimate:
		return noiseText(e)
	case train.Captured:
		return fmt.Sprintf("step %6d  captured the gradient noise of %d parameters, %d minibatches of %d",
			e.Step, len(e.Names), len(e.Series[0]), e.Batch)
	case train.JumpLaw:
		return lawText(e)
	case train.Diverged:
		return fmt.Sprintf("diverged: %s\n    %s", e.Advice, e.Figures())
	case Done:
		partial := ""
		if e.Partial {
			partial = " (partial: interrupted)"
		}
		if math.IsNaN(e.TrainAccuracy) && !math.IsNaN(e.Loss) { // a regression
			return fmt.Sprintf("done%s: %d steps, half mean squared error %.6g train %.6g test, %s",
				partial, e.Steps, e.Loss, e.TestLoss, jumpsText(e.Done)+iteratesText(e.Iterates))
		}
		return fmt.Sprintf("done%s: %d steps, loss %s nats, accuracy %s train %s test, %s",
			partial, e.Steps, number("%.4f", e.Loss), number("%.4f", e.TrainAccuracy), number("%.4f", e.TestAccuracy),
			jumpsText(e.Done)) + clippedText(e.Done) + iteratesText(e.Iterates)
	}
	return ""
}

// controlsText are the controls in words: momentum with its form, and weight decay, where there is some.
func controlsText(c train.Controls) string {
	text := fmt.Sprintf("%s, arm %s, batch %d", c.Schedule, c.Arm, c.Batch)
	if c.Momentum != 0 {
		text += fmt.Sprintf(", momentum %g (%s)", c.Momentum, c.Form)
	}
	if c.WeightDecay != 0 {
		text += fmt.Sprintf(", weight decay %g", c.WeightDecay)
	}
	if c.Optimizer != nil {
		text += ", " + c.Optimizer.String()
	}
	if c.Clip != (optim.Clip{}) {
		text += ", clip " + c.Clip.String()
	}
	return text
}

// rawJumps says that jumps are of another quantity than the updates, where they are.
func rawJumps(c train.Config) string {
	if c.JumpsEvery == 0 || c.Controls.Optimizer == nil && c.Controls.Clip == (optim.Clip{}) {
		return ""
	}
	return "\njumps: eta times the noise of the raw gradient; the updates, of the gradient that is clipped or rescaled, " +
		"are another quantity"
}

// clippedText says what clipping did in a run.
func clippedText(d train.Done) string {
	if d.Clipped == nil {
		return ""
	}
	return ", " + d.Clipped.String()
}
