package trainscreen

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"levyscope/train"
)

// Plain trains without pictures and writes a line a second, for screen readers
// and for terminals that cannot be addressed. It ends with ctx, without an error.
func Plain(ctx context.Context, cfg train.Config, w io.Writer) error {
	var at train.Evaluated
	var noise *train.NoiseEstimate
	step := 0
	last := time.Now()
	for e, err := range train.Run(ctx, cfg, nil) {
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		switch e := e.(type) {
		case train.Started:
			fmt.Fprintf(w, "training %s on %s\n", e.Network, e.Config.Data)
		case train.Progress:
			step = e.Step
		case train.Evaluated:
			at = e
		case train.NoiseEstimate:
			noise = &e
		case train.Diverged:
			fmt.Fprintf(w, "diverged at step %d: %s is %s\n", e.Step, e.Parameter, e.Value)
		}
		if time.Since(last) < time.Second {
			continue
		}
		last = time.Now()
		if _, err := fmt.Fprintln(w, plainLine(step, at, noise)); err != nil {
			return err
		}
	}
	return nil
}

func plainLine(step int, at train.Evaluated, noise *train.NoiseEstimate) string {
	var b strings.Builder
	fmt.Fprintf(&b, "step %d; at step %d loss %.3f train %.3f test nats, accuracy %.3f train %.3f test",
		step, at.Step, at.TrainLoss, at.TestLoss, at.TrainAccuracy, at.TestAccuracy)
	if noise != nil {
		fmt.Fprintf(&b, "; tail index at step %d", noise.Step)
		for _, l := range noise.Layers {
			if strings.HasSuffix(l.Name, ".weight") {
				fmt.Fprintf(&b, ", %s %.2f plus or minus %.2f", shortLayer(l.Name), l.Alpha, l.AlphaSE)
			}
		}
	}
	return b.String()
}
