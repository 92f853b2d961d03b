package simscreen

import (
	"fmt"
	"math"

	"levyscope/stats/tail"
	"levyscope/tui/chart"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// drawOccupation compares the share of time that paths spend in each basin with the
// stationary law of the predicted rates.
func (m *model) drawOccupation(f screen.Frame) string {
	b := chart.Bars{Title: "occupation of basins", Focused: f.Focused}
	d := &m.data
	if d.statistics == nil || d.statistics.Transitions == nil {
		return b.Render(f.W, f.H, f.Theme)
	}
	t := d.statistics.Transitions
	for i, o := range t.Occupation {
		e := tail.ShownNormal975 * o.SE
		row := chart.Row{Label: fmt.Sprint(i + 1), Measured: o.Share, Lo: o.Share - e, Hi: o.Share + e, SE: o.SE,
			Predicted: math.NaN(), Role: theme.Series(i)}
		if i < len(t.Stationary) {
			row.Predicted = t.Stationary[i]
		}
		if i < len(t.Counts) {
			row.Note = fmt.Sprintf("left %dx", departures(t.Counts, i))
		}
		b.Rows = append(b.Rows, row)
	}
	return b.Render(f.W, f.H, f.Theme)
}

// departures is how often a path went from basin i to another one; transitions[i][j] counts
// those from i to j.
func departures(transitions [][]int, i int) int {
	sum := 0
	for j, n := range transitions[i] {
		if j != i {
			sum += n
		}
	}
	return sum
}
