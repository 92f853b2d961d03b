package command

import (
	"fmt"
	"math"
	"strings"

	"levyscope/internal/recording"
	"levyscope/sim"
	"levyscope/stats"
)

// simText writes the events of one run as lines for people. Counts have none: the
// bar tells how far a run is.
func simText() func(recording.Event) string {
	var names []string // of the ways out
	var last *sim.Statistics
	return func(e recording.Event) string {
		switch e := e.(type) {
		case sim.Started:
			names = e.SideNames
			return fmt.Sprintf("%s, dt %g, horizon %.5g, %d paths, seed %d", systemText(e.Config), e.Dt, e.Horizon, e.Config.Paths, e.Config.Seed)
		case sim.Changed:
			names = e.SideNames
			return fmt.Sprintf("step %d changed: %s, arm %s, eps %g, alpha %v", e.Step, e.Controls.Schedule, e.Controls.Arm, e.Controls.Eps, e.Controls.Alpha)
		case sim.Exited:
			return fmt.Sprintf("path %d: %s at %g, position %g", e.Path, exitText(e.Exit, names), e.Time, e.Position)
		case sim.Escape:
			return fmt.Sprintf("step %d: the particle's path %d: %s at %g, jump %g", e.Step, e.Path, exitText(e.Exit, names), e.Time, e.Size)
		case comparison:
			return comparisonText(e)
		case sim.Statistics:
			last = &e
		case sim.Done:
			return simSummary(e) + statisticsText(last)
		}
		return ""
	}
}

// systemText says what is simulated; what is as it is by default is not said.
func systemText(cfg sim.Config) string {
	c := cfg.Controls
	var b strings.Builder
	fmt.Fprintf(&b, "%d coordinates", len(c.Alpha))
	if len(c.Alpha) == 1 {
		b.Reset()
		b.WriteString("1 coordinate")
	}
	fmt.Fprintf(&b, ", alpha %s, sigma %s", listText(c.Alpha), listText(c.Sigma))
	if c.Potential == nil {
		fmt.Fprintf(&b, ", theta %s", listText(c.Theta))
	} else {
		fmt.Fprintf(&b, ", potential %s", c.Potential)
	}
	fmt.Fprintf(&b, ", eps %g, %s, arm %s, %s time", c.Eps, c.Schedule, c.Arm, cfg.Time)
	if c.Domain.Kind != sim.InBox {
		fmt.Fprintf(&b, ", domain %s", c.Domain)
	}
	for i, n := range c.Noise {
		if i == 0 || n.String() != c.Noise[i-1].String() {
			fmt.Fprintf(&b, ", noise %s", n)
		}
	}
	if len(c.Multiplicative) > 0 {
		fmt.Fprintf(&b, ", multiplicative %s (%s reading)", c.Multiplicative[0], c.Reading)
	}
	if c.Integrator != sim.Euler {
		fmt.Fprintf(&b, ", integrator %s", c.Integrator)
	}
	if cfg.Method != sim.Direct {
		fmt.Fprintf(&b, ", method %s", cfg.Method)
	}
	if c.Rho != 0 {
		fmt.Fprintf(&b, ", rho %g", c.Rho)
	}
	return b.String()
}

// listText is the list in brackets, of a long one its ends.
func listText(v []float64) string {
	if len(v) <= 8 {
		return fmt.Sprint(v)
	}
	head, tail := fmt.Sprint(v[:3]), fmt.Sprint(v[len(v)-2:])
	return head[:len(head)-1] + " ... " + tail[1:]
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
	return fmt.Sprintf("mean exit time %.5g +- %.2g", t.MeanTime, t.MeanTimeSE)
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

func simSummary(d sim.Done) string {
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
	t := d.Theory
	if d.Diverged > 0 {
		fmt.Fprintf(&b, "; %d of the exits are no number any more: the step is too long for the potential, use a smaller --dt or --integrator tamed", d.Diverged)
	}
	if t == nil {
		b.WriteString("; no prediction is implemented for this system")
	} else {
		fmt.Fprintf(&b, ", predicted %.5g (%s", t.MeanExitTime, t.Law)
		if !t.Valid {
			fmt.Fprintf(&b, "; rough here: %s", t.Caveat)
		}
		b.WriteString(")")
	}
	if d.Paths > 0 {
		fmt.Fprintf(&b, "\ntrapped at the horizon %.4g", d.Trapped)
	}
	if t != nil {
		fmt.Fprintf(&b, "; predicted to be inside there %.4g, for ever %.4g", t.Inside, t.PTrap)
	}
	if t != nil {
		b.WriteString(predictionText(t))
	}
	b.WriteString(sidesText(d))
	return b.String()
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
