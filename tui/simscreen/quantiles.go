package simscreen

import (
	"fmt"
	"math"

	"levyscope/tui/chart"
	"levyscope/tui/screen"
)

// quantilesChart compares the quantiles of the exit times, in units of their mean, with those
// of an exponential law: on the diagonal they agree.
func (m *model) quantilesChart(f screen.Frame) chart.Line {
	l := chart.Line{Title: "exponential QQ", Brief: "QQ", Unit: "τ/E τ", Remark: m.nextMeasureHint(),
		XLabel: "quantile of Exp(1)", Empty: tooFew, XMin: new(0.0), YMin: new(0.0)}
	st := m.data.statistics
	if st == nil || len(st.QQ) == 0 {
		return l
	}
	if v := st.Variation; !math.IsNaN(v.CV) {
		l.Title += fmt.Sprintf(", CV %.3g ±%s", v.CV, screen.Sig2(v.SE))
	}
	unit := st.Mean.Mean
	if st.Rescaled {
		unit, l.Unit = 1, "H(τ)"
	}
	var measured []chart.Point
	end := 0.0
	for _, q := range st.QQ {
		if !math.IsNaN(q.Empirical) {
			measured = append(measured, chart.Point{X: q.Exponential, Y: q.Empirical / unit})
			end = max(end, q.Exponential)
		}
	}
	diagonal := []chart.Point{{X: 0, Y: 0}, {X: end, Y: end}}
	l.Series = []chart.Series{
		dashedTheory("theory: exponential", diagonal, f),
		scattered(measured, f),
	}
	return l
}
