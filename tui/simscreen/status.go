package simscreen

import (
	"fmt"
	"math"

	"levyscope/sim/problem"
	"levyscope/train/schedule"
	"levyscope/tui/screen"
)

// Figures have the step and the mean exit time to the end where there is little room.
func (m *model) Figures() []screen.Figure {
	d := &m.data
	switch {
	case m.started == nil:
		return screen.Ranked("starting")
	case d.counts == nil: // the particle goes on after a change, while the ensemble begins again
		return screen.Ranked(fmt.Sprintf("step %d", d.step), "the ensemble starts")
	}
	totals := d.counts.Totals
	var out []screen.Figure
	add := func(rank int, format string, args ...any) {
		out = append(out, screen.Figure{Text: fmt.Sprintf(format, args...), Rank: rank})
	}
	if d.theory != nil && d.theory.PTrap == 0 && totals.Exited == 0 {
		add(6, "theory: trapped for ever %.3g", d.theory.PTrap)
	}
	add(0, "step %d", d.step)
	if d.controls.Domain.Kind == problem.InWells {
		add(2, "%d paths", totals.Paths)
	} else {
		add(2, "%d exits", totals.Exited)
	}
	if totals.Exited > 0 {
		if d.theory != nil && d.theory.PTrap > 0 { // the mean is infinite, and what is measured only grows
			add(1, "E τ ∞")
			add(1, ", theory trapped %s", screen.Sig2(d.theory.PTrap))
			return m.addTroubles(out)
		}
		add(1, "E τ %s ±%s", screen.Sig3(totals.MeanTime), screen.Sig2(totals.MeanTimeSE))
		// Under a decay the mean grows with the time that the paths have had.
		if d.theory != nil && schedule.Kind(d.controls.Schedule) == "constant" {
			add(3, ", theory %s", timeWords(d.theory.MeanExitTime))
		}
		add(4, " (%s)", m.unit())
	}
	if r := m.StepsPerSecond(); r > 0 && m.State().Text == screen.Running {
		add(7, "%s steps/s", screen.Sig4(math.Round(r)))
	}
	return m.addTroubles(out)
}

// addTroubles appends what must be known of paths that were lost, or thrown out by their drift.
func (m *model) addTroubles(out []screen.Figure) []screen.Figure {
	add := func(rank int, format string, n int) {
		if n > 0 {
			out = append(out, screen.Figure{Text: fmt.Sprintf(format, n), Rank: rank})
		}
	}
	add(0, "DIVERGED %dx", m.data.diverged)
	add(0, "%d PATHS LOST", m.data.counts.Totals.Diverged)
	add(2, "%d exits by overshooting drift", m.data.counts.Totals.Thrown)
	return out
}

// timeWords writes a time, one without end as a word.
func timeWords(v float64) string {
	if math.IsInf(v, 1) {
		return "never"
	}
	return screen.Sig3(v)
}
