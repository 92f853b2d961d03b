package simscreen

import (
	"fmt"
	"math"

	"levyscope/sim/problem"
	"levyscope/tui/chart"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// noWalls says why a basin or a sub-level set has no overshoots: the distance of its border
// from the minimum depends on the direction.
const noWalls = "measured at walls of box or ball only"

// overshootChart compares how far beyond the wall paths land, in units of its distance, with
// the power law of a single big jump.
func (m *model) overshootChart(f screen.Frame) chart.Line {
	l := chart.Line{Title: "overshoot", Brief: "overshoot", Remark: "P(|w| > u·wall)" + m.nextMeasureHint(),
		XLabel: "u", LogX: true, LogY: true, Empty: tooFew}
	if m.data.controls.Domain.Kind > problem.InBall {
		l.Empty = noWalls
	}
	st := m.data.statistics
	if st == nil || len(st.Overshoot) == 0 {
		return l
	}
	if a := st.OvershootAlpha; a.N > 0 && !math.IsNaN(a.Alpha) {
		l.Title += fmt.Sprintf(", α fitted %.3g ±%s", a.Alpha, screen.Sig2(a.SE))
	}
	var measured, theory []chart.Point
	band := chart.Band{Name: "measured", Role: theme.Band(theme.Series0)}
	for _, o := range st.Overshoot {
		if o.Exits == 0 {
			break // no path was farther out
		}
		measured = append(measured, chart.Point{X: o.Ratio, Y: o.Survival})
		if !math.IsNaN(o.Theory) {
			theory = append(theory, chart.Point{X: o.Ratio, Y: o.Theory})
		}
		band.X, band.Lo, band.Hi = append(band.X, o.Ratio), append(band.Lo, o.Lo), append(band.Hi, o.Hi)
	}
	l.Bands = []chart.Band{band}
	l.Series = []chart.Series{
		dashedTheory("theory (1/u)^α", theory, f),
		scattered(measured, f),
	}
	return l
}
