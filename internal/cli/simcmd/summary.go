package simcmd

import (
	"fmt"
	"math"
	"strings"

	"levyscope/sim"
	"levyscope/sim/theory"
	"levyscope/stats/tail"
	"levyscope/train/schedule"
)

// mostSides is how many ways out a summary lists.
const mostSides = 40

// summary is what the totals of a run say, beside what is predicted of them.
func (t *runText) summary(d sim.Done) string {
	var b strings.Builder
	if d.Partial {
		b.WriteString("partial (interrupted): ")
	}
	unit := "(SDE time)"
	if d.TimeUnit == "iteration" {
		unit = "(iterations)"
	}
	if len(d.Sides) < 2 && d.Exited == 0 { // the domain wells
		fmt.Fprintf(&b, "%d paths ended at %.5g %s, %d under way; the domain has no ways out",
			d.Paths, d.Horizon, unit, d.InFlight)
		return b.String() + caveatsText(d.Setting)
	}
	fmt.Fprintf(&b, "%d paths ended, %d exits, %d still inside at %.5g, %d under way\n%s %s",
		d.Paths, d.Exited, d.Censored, d.Horizon, d.InFlight, meanText(d.Totals), unit)
	b.WriteString(predictedMean(d.Theory) + t.partialText(d) + trappedText(d))
	if d.Theory != nil {
		b.WriteString(predictionText(d.Theory))
	}
	b.WriteString(caveatsText(d.Setting) + sidesText(d))
	return b.String()
}

// predictedMean is the predicted mean exit time with the law that it is of, and
// what it leaves out where it is rough.
func predictedMean(th *theory.Theory) string {
	if th == nil {
		return "" // a caveat says why
	}
	text := fmt.Sprintf(", predicted %s (%s", amount("%.5g", th.MeanExitTime), th.Law)
	if !th.Valid {
		text += "; rough here: " + th.Caveat
	}
	return text + ")"
}

// caveatsText is a line for each caveat that stands beside no figure of its own.
func caveatsText(s sim.Setting) string {
	var b strings.Builder
	for _, c := range s.Caveats {
		b.WriteString("\ncaveat: " + c)
	}
	return b.String()
}

// partialText says what paths under way make of the mean, and that an interruption
// left no time for the other method.
func (t *runText) partialText(d sim.Done) string {
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
	if !math.IsNaN(d.Trapped) && (d.Censored > 0 || !d.Partial) {
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

// sidesText is a line for each way out, with Wilson's interval of its share.
func sidesText(d sim.Done) string {
	var b strings.Builder
	for i, n := range d.Sides {
		if i == mostSides {
			fmt.Fprintf(&b, "\n... and %d more ways out: see --format json or csv", len(d.Sides)-mostSides)
			break
		}
		fmt.Fprintf(&b, "\nside %-5s", sideOf(i, d.SideNames))
		if d.Exited == 0 {
			b.WriteString(" no exit")
		} else {
			lo, hi := tail.WilsonInterval(n, d.Exited, tail.ShownNormal975)
			fmt.Fprintf(&b, " %8d  %.4f  (95 %%: %.4f to %.4f)", n, float64(n)/float64(d.Exited), lo, hi)
		}
		if d.Theory != nil && i < len(d.Theory.Sides) && !math.IsNaN(d.Theory.Sides[i]) {
			fmt.Fprintf(&b, "  predicted %.4f", d.Theory.Sides[i])
		}
	}
	return b.String()
}
