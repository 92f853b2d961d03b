package command

import (
	"fmt"
	"math"
	"strings"

	"levyscope/internal/recording"
	"levyscope/sim"
	"levyscope/stats"
	"levyscope/train/schedule"
)

// simTelling is what the lines of a run depend on beside the event at hand.
type simTelling struct {
	both     bool // methods are asked for
	compared bool
	names    []string // of the ways out
	controls sim.Controls
	method   sim.Method
	last     *sim.Statistics
}

// simText writes the events of one run as lines for people; both says that its direct
// part is to be compared with an accelerated one. Counts have none: the bar tells how far a run is.
func simText(both bool) func(recording.Event) string {
	t := &simTelling{both: both}
	return t.line
}

func (t *simTelling) line(e recording.Event) string {
	switch e := e.(type) {
	case sim.Started:
		t.names, t.controls, t.method = e.SideNames, e.Config.Controls, e.Config.Method
		return fmt.Sprintf("%s, dt %g, horizon %.5g, %d paths, seed %d", systemText(e.Config), e.Dt, e.Horizon, e.Config.Paths, e.Config.Seed)
	case sim.Changed:
		t.names, t.controls, t.last = e.SideNames, e.Controls, nil
		return fmt.Sprintf("step %d changed: %s, arm %s, eps %g, alpha %v", e.Step, e.Controls.Schedule, e.Controls.Arm, e.Controls.Eps, e.Controls.Alpha)
	case sim.Exited:
		return fmt.Sprintf("path %d: %s at %g%s", e.Path, exitText(e.Exit, t.names), e.Time, valueText("position", e.Position))
	case sim.Escape:
		return fmt.Sprintf("step %d: the particle's path %d: %s at %g%s", e.Step, e.Path, exitText(e.Exit, t.names), e.Time, valueText("jump", e.Size))
	case comparison:
		t.compared = true
		return comparisonText(e)
	case sim.Statistics:
		t.last = &e
	case sim.Done:
		return t.summary(e) + t.statistics(e)
	}
	return ""
}

// valueText is ", name value", or nothing for a value that there is not.
func valueText(name string, v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	return fmt.Sprintf(", %s %g", name, v)
}

// amount writes a number, infinite times and the like in words.
func amount(format string, v float64) string {
	switch {
	case math.IsNaN(v):
		return "unknown"
	case math.IsInf(v, 1):
		return "never"
	}
	return fmt.Sprintf(format, v)
}

// deviation is " +- se", or nothing where there is none.
func deviation(format string, se float64) string {
	if math.IsNaN(se) || math.IsInf(se, 0) {
		return ""
	}
	return " +- " + fmt.Sprintf(format, se)
}

func comparisonText(c comparison) string {
	partial := ""
	if c.Partial {
		partial = "partial (interrupted): "
	}
	ratio := withError(c.Ratio, c.RatioSE)
	if ratio == "" {
		ratio = "unknown: no exits"
	}
	return fmt.Sprintf("%saccelerated %s in %d big jumps; direct %s in %d path-steps\naccelerated/direct %s", partial,
		meanText(c.Accelerated), c.Accelerated.PathSteps, meanText(c.Direct), c.Direct.PathSteps, ratio)
}

func meanText(t sim.Totals) string {
	if t.Exited == 0 {
		return "no exit yet, so no mean exit time"
	}
	return "mean exit time " + amount("%.5g", t.MeanTime) + deviation("%.2g", t.MeanTimeSE)
}

func exitText(e sim.Exit, names []string) string {
	switch {
	case e.Censored:
		return "still inside"
	case e.Diverged:
		return "diverged"
	}
	return "exit through " + sideOf(e.Side, names)
}

// summary is what the totals say.
func (t *simTelling) summary(d sim.Done) string {
	var b strings.Builder
	if d.Partial {
		b.WriteString("partial (interrupted): ")
	}
	unit := "(SDE time)"
	if d.TimeUnit == "iteration" {
		unit = "(iterations)"
	}
	if len(d.Sides) < 2 && d.Exited == 0 { // domain wells, but for paths that diverge
		fmt.Fprintf(&b, "%d paths ended at %.5g %s, %d under way; the domain has no ways out", d.Paths, d.Horizon, unit, d.InFlight)
		return b.String()
	}
	fmt.Fprintf(&b, "%d paths ended, %d exits, %d still inside at %.5g, %d under way\n%s %s", d.Paths, d.Exited, d.Censored, d.Horizon, d.InFlight, meanText(d.Totals), unit)
	if d.Diverged > 0 {
		fmt.Fprintf(&b, "; %d of the exits are no number any more: the step is too long for the potential, use a smaller --dt or --integrator tamed", d.Diverged)
	}
	if th := d.Theory; th == nil {
		b.WriteString("; no prediction is implemented for this system")
	} else {
		fmt.Fprintf(&b, ", predicted %s (%s", amount("%.5g", th.MeanExitTime), th.Law)
		if !th.Valid {
			fmt.Fprintf(&b, "; rough here: %s", th.Caveat)
		}
		b.WriteString(")")
	}
	b.WriteString(t.partialText(d) + trappedText(d))
	if d.Theory != nil {
		b.WriteString(predictionText(d.Theory))
	}
	b.WriteString(sidesText(d))
	return b.String()
}

// partialText says what paths under way make of the mean, and an interruption of the comparison of methods.
func (t *simTelling) partialText(d sim.Done) string {
	text := ""
	if d.InFlight > 0 && d.Exited > 0 {
		text = "\n(paths under way count as censored where they are"
		if schedule.Kind(t.controls.Schedule) != "constant" {
			text += "; under a decay the mean grows with the time that paths have had"
		}
		text += ")"
	}
	if d.Partial && t.both && !t.compared {
		text += "\nthe accelerated run was not made: the direct one was interrupted before"
	}
	return text
}

// trappedText is how many paths were inside at the horizon, with what is predicted of that. A run
// that was interrupted before any path came there says nothing of it.
func trappedText(d sim.Done) string {
	var parts []string
	if d.Paths > 0 && (d.Censored > 0 || !d.Partial) {
		parts = append(parts, fmt.Sprintf("trapped at the horizon %.4g", d.Trapped))
	}
	if th := d.Theory; th != nil {
		if !math.IsNaN(th.Inside) && len(parts) > 0 {
			parts = append(parts, fmt.Sprintf("predicted to be inside there %.4g", th.Inside))
		}
		if !math.IsNaN(th.PTrap) && (len(parts) > 0 || th.PTrap > 0) {
			parts = append(parts, fmt.Sprintf("predicted to stay for ever %.4g", th.PTrap))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "\n" + strings.Join(parts, "; ")
}

// most is how many ways out a summary lists.
const most = 40

// sidesText is a line for each way out, with Wilson's interval of its share.
func sidesText(d sim.Done) string {
	var b strings.Builder
	for i, n := range d.Sides {
		if i == most {
			fmt.Fprintf(&b, "\n... and %d more ways out: see --format json or csv", len(d.Sides)-most)
			break
		}
		fmt.Fprintf(&b, "\nside %-5s", sideOf(i, d.SideNames))
		if d.Exited == 0 {
			b.WriteString(" no exit")
		} else {
			lo, hi := stats.WilsonInterval(n, d.Exited, 1.959964)
			fmt.Fprintf(&b, " %8d  %.4f  (95 %%: %.4f to %.4f)", n, float64(n)/float64(d.Exited), lo, hi)
		}
		if d.Theory != nil && i < len(d.Theory.Sides) && !math.IsNaN(d.Theory.Sides[i]) {
			fmt.Fprintf(&b, "  predicted %.4f", d.Theory.Sides[i])
		}
	}
	return b.String()
}
