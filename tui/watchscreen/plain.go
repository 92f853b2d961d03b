package watchscreen

import (
	"context"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"levyscope/train"
	"levyscope/train/watch"
	"levyscope/tui/theme"
)

// plain is what a line for a screen reader says.
type plain struct {
	step      int
	loss, eta float64
	noise     *train.NoiseEstimate
	status    watch.Status
}

// Plain follows a run without pictures and writes a line a second. It ends with ctx, without an error.
func Plain(ctx context.Context, cfg watch.Config, w io.Writer) error {
	s := plain{step: -1}
	last := time.Now()
	said := ""
	for e, err := range watch.Run(ctx, cfg) {
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		line := s.take(e)
		if line == "" && time.Since(last) >= time.Second {
			last = time.Now()
			if line = s.line(); line == said {
				continue
			}
			said = line
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
func (s *plain) take(e train.Event) (line string) {
	switch e := e.(type) {
	case watch.Attached:
		return fmt.Sprintf("session %d of %s, by %s: %d of %d parameters", e.Number, e.Folder, e.Writer, e.Sampled,
			e.Parameters)
	case watch.Acknowledged:
		return fmt.Sprintf("command %d of viewer %s is obeyed from step %d on", e.Seq, e.Viewer, e.Step)
	case watch.Refused:
		return fmt.Sprintf("command %d of viewer %s is refused: %s", e.Seq, e.Viewer, e.Reason)
	case watch.Resumed:
		return fmt.Sprintf("the job goes on at step %d: %s", e.Step, e.Why)
	case watch.Noted:
		return e.Text
	case watch.Status:
		s.status = e
	case train.Progress:
		s.step, s.loss, s.eta = e.Step, e.Loss, e.Eta
	case train.NoiseEstimate:
		s.noise = &e
	}
	return ""
}

// line is what is known now.
func (s *plain) line() string {
	parts := []string{"no step yet"}
	if s.step >= 0 {
		parts[0] = fmt.Sprintf("step %d", s.step)
		if !math.IsNaN(s.loss) {
			parts = append(parts, fmt.Sprintf("loss %.4g", s.loss))
		}
		if !math.IsNaN(s.eta) {
			parts = append(parts, fmt.Sprintf("learning rate %.4g", s.eta))
		}
	}
	if s.noise != nil {
		parts = append(parts, spokenNoise(s.noise))
	}
	for _, x := range []struct {
		n    int
		what string
	}{{s.status.Lost, "steps lost"}, {s.status.Dropped, "rows dropped"}, {s.status.Damaged, "records damaged"}} {
		if x.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", x.n, x.what))
		}
	}
	if s.status.Silent >= quiet {
		parts = append(parts, "silent for "+age(s.status.Silent))
	}
	return strings.Join(parts, "; ")
}

// spokenNoise are the tail indices of an estimate.
func spokenNoise(n *train.NoiseEstimate) string {
	text := fmt.Sprintf("tail index of the probe at step %d", n.Step)
	if b := n.Burst; b != nil {
		text = fmt.Sprintf("tail index of the trajectory of steps %d to %d, which contains drift", b.From, b.Step-1)
	}
	for _, l := range n.Layers {
		if math.IsNaN(l.Alpha) {
			continue
		}
		text += fmt.Sprintf(", %s %.2f", l.Name, l.Alpha)
		if !math.IsNaN(l.AlphaSE) {
			text += fmt.Sprintf(" plus or minus %.2f", l.AlphaSE)
		}
	}
	return text
}
