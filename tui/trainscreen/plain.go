package trainscreen

import (
	"context"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"levyscope/train"
)

// Plain trains without pictures and writes a line a second, for screen readers
// and for terminals that cannot be addressed. It ends with ctx, without an error.
func Plain(ctx context.Context, cfg train.Config, w io.Writer) error {
	var at *train.Evaluated // the last one
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
			fmt.Fprintf(w, "training %s on %s\n", networkWords(e.Config.Model, e.Network), e.Config.Data)
		case train.Progress:
			step = e.Step
		case train.Evaluated:
			at = &e
		case train.NoiseEstimate:
			noise = &e
		case train.Diverged:
			fmt.Fprintf(w, "diverged: %s; %s\n", e.Advice, e.Figures())
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

func plainLine(step int, at *train.Evaluated, noise *train.NoiseEstimate) string {
	var b strings.Builder
	fmt.Fprintf(&b, "step %d; %s", step, spokenEvaluation(at))
	if noise != nil {
		if noise.Collapse != nil {
			fmt.Fprintf(&b, "; at step %d %s", noise.Step, noise.Collapse.Caveat)
			return b.String()
		}
		fmt.Fprintf(&b, "; tail index at step %d", noise.Step)
		for _, l := range noise.Layers {
			if strings.HasSuffix(l.Name, ".weight") {
				fmt.Fprintf(&b, ", %s %s%s", shortLayer(l.Name), spokenAlpha(l), spokenLaws(l))
			}
		}
	}
	return b.String()
}

// spokenEvaluation is an evaluation for a screen reader. A regression has no accuracy, and its loss another unit.
func spokenEvaluation(at *train.Evaluated) string {
	switch {
	case at == nil:
		return "not evaluated yet"
	case math.IsNaN(at.TestAccuracy):
		return fmt.Sprintf("at step %d half squared error %.3g train %.3g test", at.Step, at.TrainLoss, at.TestLoss)
	}
	return fmt.Sprintf("at step %d loss %.3f train %.3f test nats, accuracy %.3f train %.3f test",
		at.Step, at.TrainLoss, at.TestLoss, at.TrainAccuracy, at.TestAccuracy)
}

// spokenLaws are the verdicts on the parameters of a layer, and whether alpha depends on the block size.
func spokenLaws(l train.LayerNoise) string {
	if l.Laws == nil {
		return ""
	}
	text := ""
	for _, v := range l.Laws.Verdicts {
		if v.Count > 0 {
			text += fmt.Sprintf(", %s percent %s", percent(v.Share), v.Name)
		}
	}
	if text == "" {
		return "; no parameter has a law"
	}
	return " per parameter (" + strings.TrimPrefix(text, ", ") + "; by block size alpha " + driftWords(l.Laws)[0] + ")"
}

// spokenAlpha is the median tail index of a layer for a screen reader.
func spokenAlpha(l train.LayerNoise) string {
	switch {
	case math.IsNaN(l.Alpha):
		return "without a parameter that is free of atoms"
	case l.AlphaBeyond > 0:
		return "2, the largest there is"
	}
	if math.IsNaN(l.AlphaSE) {
		return fmt.Sprintf("%.2f, of unknown error", l.Alpha)
	}
	return fmt.Sprintf("%.2f plus or minus %.2f", l.Alpha, l.AlphaSE)
}
