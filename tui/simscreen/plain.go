package simscreen

import (
	"context"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"levyscope/sim"
	"levyscope/sim/clock"
	"levyscope/sim/theory"
	"levyscope/stats/tail"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// spoken is what a line for a screen reader says.
type spoken struct {
	setting  sim.Setting
	at       *sim.Progress // of the particle; nil without one
	totals   sim.Totals
	inFlight int
	unit     string // of time
}

// Plain simulates without pictures and writes a line a second, for screen readers and for terminals that cannot be
// addressed. It ends with the ensemble, or with ctx, without an error.
func Plain(ctx context.Context, cfg sim.Config, w io.Writer) error {
	s := spoken{unit: "SDE time"}
	if cfg.Time == clock.Iteration {
		s.unit = "iterations"
	}
	last := time.Now()
	for e, err := range sim.Run(ctx, cfg, nil) {
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		var lines []string
		done := s.take(e)
		switch e := e.(type) {
		case sim.Started:
			lines = append([]string{fmt.Sprintf("simulating %d paths, seed %d", cfg.Paths, cfg.Seed)}, s.limits()...)
		case sim.Changed:
			lines = append([]string{fmt.Sprintf("the controls changed at step %d, the ensemble starts again", e.Step)},
				s.limits()...)
		case sim.Counts:
			done = cfg.Particle && cfg.Steps == 0 && cfg.Paths > 0 && e.Totals.Paths >= cfg.Paths
		}
		switch {
		case done:
			lines = append(lines, "done; "+s.line())
		case time.Since(last) >= time.Second:
			last = time.Now()
			lines = append(lines, s.line())
		}
		for _, line := range lines {
			if _, err := fmt.Fprintln(w, theme.Theme{}.Spell(line)); err != nil {
				return err
			}
		}
		if done {
			return nil
		}
	}
	return nil
}

// take takes in an event, and says whether it is the last one.
func (s *spoken) take(e sim.Event) (done bool) {
	switch e := e.(type) {
	case sim.Started:
		s.setting = e.Setting
	case sim.Changed:
		s.setting, s.totals, s.inFlight = e.Setting, sim.Totals{}, 0
	case sim.Progress:
		s.at = &e
	case sim.Counts:
		s.totals, s.inFlight = e.Totals, e.InFlight
	case sim.Done:
		s.setting, s.totals, s.inFlight = e.Setting, e.Totals, e.InFlight
		return true
	}
	return false
}

// limits are what limits the figures, a line each.
func (s *spoken) limits() (lines []string) {
	if t := s.setting.Theory; t != nil && t.Caveat != "" {
		lines = append(lines, "the theory is not valid here: "+t.Caveat)
	}
	for _, c := range s.setting.Caveats {
		lines = append(lines, "note: "+c)
	}
	return lines
}

// line is what is known of the particle and the exits, in words.
func (s *spoken) line() string {
	var b strings.Builder
	if p := s.at; p != nil {
		fmt.Fprintf(&b, "step %d, particle at", p.Step)
		for _, x := range p.X {
			b.WriteString(" " + number(x))
		}
		fmt.Fprintf(&b, " after %s of %s; ", number(p.Time), s.unit)
	}
	t := s.totals
	fmt.Fprintf(&b, "%d paths ended, %d under way; %d exits", t.Paths, s.inFlight, t.Exited)
	if t.Diverged > 0 {
		fmt.Fprintf(&b, ", %d paths diverged", t.Diverged)
	}
	if t.Exited == 0 {
		return b.String()
	}
	fmt.Fprintf(&b, ", mean exit time %s plus or minus %s%s", number(t.MeanTime), number(t.MeanTimeSE),
		theoryWords(s.setting.Theory))
	for i, n := range t.Sides {
		lo, hi := tail.WilsonInterval(n, t.Exited, tail.ShownNormal975)
		fmt.Fprintf(&b, "; %s %.3f, 95 percent between %.3f and %.3f", s.side(i), float64(n)/float64(t.Exited), lo, hi)
		if th := s.setting.Theory; th != nil && i < len(th.Sides) && !math.IsNaN(th.Sides[i]) {
			fmt.Fprintf(&b, ", theory %.3f", th.Sides[i])
		}
	}
	return b.String()
}

// side is the name of a way out.
func (s *spoken) side(i int) string {
	if i < len(s.setting.SideNames) {
		return s.setting.SideNames[i]
	}
	return fmt.Sprintf("side %d", i+1)
}

// number is a figure with three digits; one that cannot be computed is said to be unknown.
func number(v float64) string {
	switch {
	case math.IsNaN(v):
		return "unknown"
	case math.IsInf(v, 0):
		return "without bound"
	}
	return screen.Sig3(v)
}

func theoryWords(t *theory.Theory) string {
	if t == nil || math.IsNaN(t.MeanExitTime) {
		return ""
	}
	return ", theory " + timeWords(t.MeanExitTime)
}
