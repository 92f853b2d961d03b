package simcmd

import (
	"fmt"
	"math"
	"strings"

	"levyscope/sim"
)

const (
	mostShownWells  = 4  // basins with columns in the table of a sweep
	mostMatrixWells = 12 // basins between which the transitions of a run are listed
)

// transitionsText is a line for each basin, and one for each pair with transitions.
func transitionsText(t *sim.Transitions) string {
	var b strings.Builder
	b.WriteString(startText(t))
	for i, o := range t.Occupation {
		fmt.Fprintf(&b, "\nbasin %-3d occupied %s%s", i+1, amount("%.4f", o.Share), deviation("%.4f", o.SE))
		if p := predictedShare(t, i); !math.IsNaN(p) {
			fmt.Fprintf(&b, ", predicted %.4f", p)
		}
	}
	if len(t.Counts) > mostMatrixWells {
		return b.String() + "\ntransitions: see --format json"
	}
	for i, row := range t.Rates {
		for j, r := range row {
			if i == j || r.Count == 0 {
				continue
			}
			fmt.Fprintf(&b, "\n%d -> %-3d %8d times, rate %.4g (95 %%: %.4g to %.4g)", i+1, j+1, r.Count, r.Rate, r.Lo, r.Hi)
			if p := predictedRate(t, i, j); !math.IsNaN(p) {
				fmt.Fprintf(&b, ", predicted %.4g", p)
			}
		}
	}
	return b.String()
}

// startText says that a run is not in its stationary state from the beginning.
func startText(t *sim.Transitions) string {
	text := "\nall paths start in no basin"
	if t.FirstBasin >= 0 {
		text = fmt.Sprintf("\nall paths start in basin %d", t.FirstBasin+1)
	}
	if t.Stationary != nil {
		text += "; the prediction of the occupation is of the long run"
	}
	return text
}

// wellsHead are the words over wellsCells: the occupation of each basin, and of two
// basins the rates between them.
func wellsHead(n int) string {
	var b strings.Builder
	for i := range min(n, mostShownWells) {
		fmt.Fprintf(&b, "%18s %9s ", fmt.Sprintf("occupation %d", i+1), "predicted")
	}
	if n == 2 {
		pairs(n, func(i, j int) {
			fmt.Fprintf(&b, "%11s %9s ", fmt.Sprintf("rate %d->%d", i+1, j+1), "predicted")
		})
	}
	return b.String() + fmt.Sprintf("%11s", "transitions")
}

// wellsCells are the cells of a point of a sweep.
func wellsCells(n int, t *sim.Transitions) string {
	if t == nil {
		return "nothing counted yet"
	}
	var b strings.Builder
	for i := range min(n, mostShownWells) {
		share := "-"
		if i < len(t.Occupation) {
			o := t.Occupation[i]
			share = cell("%.4f", o.Share) + " +- " + cell("%.4f", o.SE)
		}
		fmt.Fprintf(&b, "%18s %9s ", share, cell("%.4f", predictedShare(t, i)))
	}
	if n == 2 && len(t.Rates) == 2 {
		pairs(n, func(i, j int) {
			fmt.Fprintf(&b, "%11s %9s ", cell("%.4g", t.Rates[i][j].Rate), cell("%.4g", predictedRate(t, i, j)))
		})
	}
	all := 0
	pairs(len(t.Counts), func(i, j int) { all += t.Counts[i][j] })
	return b.String() + fmt.Sprintf("%11d", all)
}

// cell writes a number of a table, "-" for one that there is not.
func cell(format string, v float64) string {
	if math.IsNaN(v) {
		return "-"
	}
	return fmt.Sprintf(format, v)
}
