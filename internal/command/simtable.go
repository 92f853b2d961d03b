package command

import (
	"fmt"
	"math"
	"strings"

	"levyscope/internal/recording"
	"levyscope/sim"
)

// simTable writes a sweep as a table, a line a point.
func simTable(g *grid, both bool) func(recording.Event) string {
	begun, rough := false, false
	var names []string
	widths := make([]int, len(g.Grid))
	for i, name := range g.Names() {
		names = append(names, name)
		widths[i] = max(8, len(name))
	}
	head := func() string {
		var b strings.Builder
		for i, name := range names {
			fmt.Fprintf(&b, "%*s  ", widths[i], name)
		}
		if g.wells > 0 {
			return b.String() + wellsHead(g.wells) + "\n"
		}
		fmt.Fprintf(&b, "%22s %11s %8s %9s %9s", "mean exit time", "predicted", "ratio", "exited", "censored")
		if both {
			fmt.Fprintf(&b, " %22s %18s", "accelerated", "/direct")
		}
		return b.String() + "\n"
	}
	return func(e recording.Event) string {
		var line string
		switch e := e.(type) {
		case exitAt:
			return fmt.Sprintf("%s: path %d: %s at %g%s", e.Parameters, e.Path, exitText(e.Exit, e.names), e.Time, valueText("position", e.Position))
		case point:
			if line = pointText(e, widths, g.wells); both {
				line += ", accelerated run not made"
			}
		case comparedPoint:
			c := e.Comparison
			line = pointText(e.point, widths, g.wells) + fmt.Sprintf(" %22s %18s", meanCell(c.Accelerated), ratioCell(c))
		case sweepDone:
			if e.Partial {
				return fmt.Sprintf("partial (interrupted): %d of %d points", e.Points, e.Of)
			}
			if rough {
				return fmt.Sprintf("%d points; ~: the prediction is rough there", e.Points)
			}
			if g.wells > mostShownWells {
				return fmt.Sprintf("%d points; basins %d to %d: see --format csv", e.Points, mostShownWells+1, g.wells)
			}
			return fmt.Sprintf("%d points", e.Points)
		default:
			return ""
		}
		rough = rough || strings.Contains(line, "~")
		if !begun {
			begun = true
			return head() + line
		}
		return line
	}
}

func pointText(p point, widths []int, wells int) string {
	var b strings.Builder
	for i, v := range p.Parameters.values {
		fmt.Fprintf(&b, "%*s  ", widths[i], fmt.Sprintf("%.6g", v))
	}
	if wells > 0 {
		b.WriteString(wellsCells(wells, p.Transitions))
		return b.String() + underWay(p)
	}
	predicted, ratio := "-", "-"
	if p.Theory != nil && p.Theory.MeanExitTime > 0 {
		predicted = amount("%.5g", p.Theory.MeanExitTime)
		if !p.Theory.Valid {
			predicted = "~" + predicted
		}
		if p.Exited > 0 && !math.IsInf(p.Theory.MeanExitTime, 1) {
			ratio = fmt.Sprintf("%.4f", p.MeanTime/p.Theory.MeanExitTime)
		}
	}
	fmt.Fprintf(&b, "%22s %11s %8s %9d %9d", meanCell(p.Totals), predicted, ratio, p.Exited, p.Censored)
	return b.String() + underWay(p)
}

// underWay marks a point that was interrupted.
func underWay(p point) string {
	if !p.Partial {
		return ""
	}
	return fmt.Sprintf("  partial, %d under way", p.InFlight)
}

func meanCell(t sim.Totals) string {
	if t.Exited == 0 {
		return "no exit"
	}
	return amount("%.5g", t.MeanTime) + deviation("%.2g", t.MeanTimeSE)
}

func ratioCell(c comparison) string {
	if math.IsNaN(c.Ratio) {
		return "-"
	}
	return fmt.Sprintf("%.4f", c.Ratio) + deviation("%.4f", c.RatioSE)
}
