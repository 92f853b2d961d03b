package trainscreen

import (
	"context"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"levyscope/train"
	"levyscope/tui/theme"
)

// spoken is what a line for a screen reader says.
type spoken struct {
	step     int
	rate     float64 // eta of the last step
	controls train.Controls
	at       *train.Evaluated // the last one
	noise    *train.NoiseEstimate
	probing  *train.Probing         // nil: no probe is under way
	jumps    map[string]train.Jumps // in the last interval, by array
	arrays   []string               // the weight matrices
}

// Plain trains without pictures and writes a line a second, for screen readers
// and for terminals that cannot be addressed. It ends with ctx, without an error.
func Plain(ctx context.Context, cfg train.Config, w io.Writer) error {
	s := spoken{controls: cfg.Controls, rate: math.NaN(), jumps: map[string]train.Jumps{}}
	last := time.Now()
	for e, err := range train.Run(ctx, cfg, nil) {
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		line := s.take(e)
		if line == "" && time.Since(last) >= time.Second {
			last, line = time.Now(), s.line()
		}
		if line == "" {
			continue
		}
		if _, err := fmt.Fprintln(w, theme.Theme{}.Spell(line)); err != nil {
			return err
		}
	}
	return nil
}

// take takes in an event; line is what is to be said of it at once, "" where that can wait.
func (s *spoken) take(e train.Event) (line string) {
	s.probing = nil
	switch e := e.(type) {
	case train.Started:
		for _, l := range e.Layers {
			if len(l.Shape) > 1 {
				s.arrays = append(s.arrays, l.Name)
			}
		}
		network := networkWords(e.Config.Model, e.Network)
		return fmt.Sprintf("training %s on %s, seed %d", network, e.Config.Data, e.Config.Seed)
	case train.Changed:
		asked := e.Controls.Trains(s.controls)
		if s.controls = e.Controls; asked {
			return ""
		}
		return fmt.Sprintf("changed at step %d: %s", e.Step, spokenControls(e.Controls))
	case train.Progress:
		s.step, s.rate = e.Step, e.Eta
		if e.Batch > 0 {
			s.controls.Batch = e.Batch
		}
	case train.Evaluated:
		s.at = &e
	case train.NoiseEstimate:
		s.noise = &e
	case train.Probing:
		s.probing = &e
	case train.Jumps:
		s.jumps[e.Layer] = e
	case train.Diverged:
		return fmt.Sprintf("diverged: %s; %s", e.Advice, e.Figures())
	case train.Done:
		return fmt.Sprintf("done after %d steps; %s", e.Steps, s.line())
	}
	return ""
}

// spokenControls are the schedule, its arm and the batch.
func spokenControls(c train.Controls) string {
	return fmt.Sprintf("schedule %s, arm %s, batch %d", c.Schedule, c.Arm, c.Batch)
}

// line is what is known now.
func (s *spoken) line() string {
	parts := []string{fmt.Sprintf("step %d", s.step)}
	if !math.IsNaN(s.rate) {
		parts = append(parts, fmt.Sprintf("learning rate %.4g, %s", s.rate, spokenControls(s.controls)))
	}
	parts = append(parts, spokenEvaluation(s.at))
	if s.noise != nil {
		parts = append(parts, spokenNoise(s.noise))
	}
	if s.noise == nil || s.noise.Collapse == nil {
		for _, name := range s.arrays {
			if text := spokenJumps(s.jumps[name]); text != "" {
				parts = append(parts, text)
			}
		}
	}
	if p := s.probing; p != nil {
		parts = append(parts, fmt.Sprintf("a probe is under way, %d percent", 100*p.Done/max(p.Batches, 1)))
	}
	return strings.Join(parts, "; ")
}

// spokenJumps are the jumps of an array with the interval of 95 %, "" where none could be counted.
func spokenJumps(j train.Jumps) string {
	count, trials, lo, hi := countOf(j, updatesBeyond)
	if j.Fixed == nil || trials == 0 {
		return ""
	}
	text := fmt.Sprintf("%s %d jumps beyond a fixed size in steps %d to %d, %.3g per million weights and steps",
		shortLayer(j.Layer), count, j.From, j.Step, 1e6*float64(count)/float64(trials))
	if math.IsNaN(lo) || math.IsNaN(hi) {
		return text
	}
	return text + fmt.Sprintf(", 95 percent between %.3g and %.3g", 1e6*lo, 1e6*hi)
}

// spokenNoise are the tail indices of a probe with the verdicts, or that the network has collapsed.
func spokenNoise(n *train.NoiseEstimate) string {
	if n.Collapse != nil {
		return fmt.Sprintf("at step %d %s", n.Step, n.Collapse.Caveat)
	}
	text := fmt.Sprintf("tail index at step %d", n.Step)
	for _, l := range n.Layers {
		if strings.HasSuffix(l.Name, ".weight") {
			text += fmt.Sprintf(", %s %s%s", shortLayer(l.Name), spokenAlpha(l), spokenLaws(l))
		}
	}
	return text
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
