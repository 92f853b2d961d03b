package simcmd

import (
	"fmt"
	"math"
	"strings"

	"levyscope/internal/record"
	"levyscope/sim"
)

// sweepText writes a sweep as a table, a line a point.
type sweepText struct {
	names  []string // of the parameters
	widths []int    // of their columns
	wells  int      // basins of the domain wells
	both   bool     // methods
	begun  bool
	rough  bool // a prediction was marked with ~
}

// newSweepText returns the function that gives the lines of an event of a sweep.
func newSweepText(g *grid, both bool) func(record.Event) string {
	t := &sweepText{names: g.Names(), wells: g.wells, both: both}
	for _, name := range t.names {
		t.widths = append(t.widths, max(8, len(name)))
	}
	return t.lines
}

// lines are those of an event; the first line of a point has the head before it.
func (t *sweepText) lines(e record.Event) string {
	var line string
	switch e := e.(type) {
	case exitAt:
		return fmt.Sprintf("%s: path %d: %s at %g%s",
			e.Parameters, e.Path, exitText(e.Exit, e.names), e.Time, valueText("position", e.Position))
	case point:
		if line = t.point(e); t.both {
			line += ", accelerated run not made"
		}
		line += remarks(warnings(e, nil))
	case comparedPoint:
		line = t.point(e.point) + fmt.Sprintf(" %22s %18s", meanCell(e.Comparison.Accelerated), ratioCell(e.Comparison)) +
			remarks(warnings(e.point, &e.Comparison))
	case sweepDone:
		return t.end(e)
	default:
		return ""
	}
	if !t.begun {
		t.begun = true
		return t.head() + line
	}
	return line
}

// head are the words over the columns.
func (t *sweepText) head() string {
	var b strings.Builder
	for i, name := range t.names {
		fmt.Fprintf(&b, "%*s  ", t.widths[i], name)
	}
	if t.wells > 0 {
		return b.String() + wellsHead(t.wells) + "\n"
	}
	fmt.Fprintf(&b, "%22s %11s %11s %8s %9s %9s", "mean exit time", "predicted", "every dt", "ratio", "exited",
		"censored")
	if t.both {
		fmt.Fprintf(&b, " %22s %18s", "accelerated", "/direct")
	}
	return b.String() + "\n"
}

// point is the row of a point.
func (t *sweepText) point(p point) string {
	var b strings.Builder
	for i, v := range p.Parameters.Values {
		fmt.Fprintf(&b, "%*s  ", t.widths[i], fmt.Sprintf("%.6g", v))
	}
	if t.wells > 0 {
		b.WriteString(wellsCells(t.wells, p.Transitions))
		return b.String() + underWay(p)
	}
	predicted, monitored, ratio := "-", "-", "-"
	if p.Theory != nil && !math.IsNaN(p.Theory.Monitored) {
		monitored = amount("%.5g", p.Theory.Monitored)
	}
	if p.Theory != nil && p.Theory.MeanExitTime > 0 {
		predicted = amount("%.5g", p.Theory.MeanExitTime)
		if !p.Theory.Valid {
			predicted = "~" + predicted
			t.rough = true
		}
		if p.Exited > 0 && !math.IsInf(p.Theory.MeanExitTime, 1) {
			ratio = fmt.Sprintf("%.4f", p.MeanTime/p.Theory.MeanExitTime)
		}
	}
	fmt.Fprintf(&b, "%22s %11s %11s %8s %9d %9d", meanCell(p.Totals), predicted, monitored, ratio, p.Exited, p.Censored)
	return b.String() + underWay(p)
}

// end is the line under the table.
func (t *sweepText) end(e sweepDone) string {
	switch {
	case e.Partial:
		return fmt.Sprintf("partial (interrupted): %d of %d points", e.Points, e.Of) + e.noiseText()
	case t.rough:
		return fmt.Sprintf("%d points; ~: the prediction is rough there", e.Points) + e.noiseText()
	case t.wells > mostShownWells:
		return fmt.Sprintf("%d points; basins %d to %d: see --format csv", e.Points, mostShownWells+1, t.wells) +
			e.noiseText()
	}
	return fmt.Sprintf("%d points", e.Points) + e.noiseText()
}

// noiseText says whether the errors of the points are independent.
func (e sweepDone) noiseText() string {
	switch {
	case e.Of < 2:
		return ""
	case e.Common:
		return "; all draw the same random numbers, so that their errors are not independent"
	}
	return "; each draws random numbers of its own"
}

// remarks ends the row of a point with what limits its figures.
func remarks(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return "  " + strings.Join(all, "; ")
}

// underWay marks a point that was interrupted.
func underWay(p point) string {
	if !p.Partial {
		return ""
	}
	return fmt.Sprintf("  partial, %d under way", p.InFlight)
}

// meanCell is the mean exit time with its standard error.
func meanCell(t sim.Totals) string {
	if t.Exited == 0 {
		return "no exit"
	}
	return amount("%.5g", t.MeanTime) + deviation("%.2g", t.MeanTimeSE)
}

// ratioCell is the ratio of the mean exit times by the two methods.
func ratioCell(c comparison) string {
	if math.IsNaN(c.Ratio) {
		return "-"
	}
	return fmt.Sprintf("%.4f", c.Ratio) + deviation("%.4f", c.RatioSE)
}
