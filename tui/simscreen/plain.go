package simscreen

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"levyscope/sim"
	"levyscope/sim/theory"
	"levyscope/tui/screen"
)

// Plain simulates without pictures and writes a line a second, for screen readers and for terminals that cannot be
// addressed. It ends with the ensemble, or with ctx, without an error.
func Plain(ctx context.Context, cfg sim.Config, w io.Writer) error {
	cfg.Particle = false
	var setting sim.Setting
	last := time.Now()
	for e, err := range sim.Run(ctx, cfg, nil) {
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		line := ""
		switch e := e.(type) {
		case sim.Started:
			setting = e.Setting
			fmt.Fprintf(w, "simulating %d paths\n", cfg.Paths)
		case sim.Counts:
			if time.Since(last) >= time.Second {
				last = time.Now()
				line = plainLine(e.Totals, e.InFlight, setting)
			}
		case sim.Done:
			line = "done; " + plainLine(e.Totals, e.InFlight, setting)
		}
		if line == "" {
			continue
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

// plainLine says what is known of the exits in words.
func plainLine(t sim.Totals, inFlight int, s sim.Setting) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d paths ended, %d under way; %d exits", t.Paths, inFlight, t.Exited)
	if t.Exited > 0 {
		fmt.Fprintf(&b, ", mean exit time %s plus or minus %s%s",
			screen.Sig3(t.MeanTime), screen.Sig2(t.MeanTimeSE), theoryWords(s.Theory))
		for i, n := range t.Sides {
			fmt.Fprintf(&b, ", %s %.3f", s.SideNames[i], float64(n)/float64(t.Exited))
		}
	}
	return b.String()
}

func theoryWords(t *theory.Theory) string {
	if t == nil {
		return ""
	}
	return ", theory " + timeWords(t.MeanExitTime)
}
