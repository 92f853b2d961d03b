package trainscreen

import (
	"fmt"
	"math"

	"levyscope/stats/series"
	"levyscope/stats/tail"
	"levyscope/tui/chart"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// batchOf is the batch size of the last probe.
func (m *model) batchOf() int { return max(m.data.noise.Batch, 1) }

// noBatches says why there is nothing to show by batch size.
const noBatches = "no parameter without an atom"

// drawBatches is alpha by likelihood against the batch size: that of a probe, and that of sums of its draws.
func (m *model) drawBatches(f screen.Frame, laws *series.Laws, name string) string {
	l := chart.Line{Title: "α by batch size, " + m.drawsAxis(perParameter) + name,
		Brief: "α by batch, " + m.drawsAxisBrief(perParameter) + name, XLabel: "batch", LogX: true, Focused: f.Focused,
		Facts: append(wrapped(batchTable(laws, m.batchOf()), f.W), wrapped(slopeWords(laws, f.W), f.W)...),
		Empty: noBatches}
	var alpha []chart.Point
	for _, s := range laws.Batches.Sizes {
		if s.Count == 0 {
			continue
		}
		x := float64(m.batchOf() * s.Factor)
		alpha = append(alpha, chart.Point{X: x, Y: s.Alpha})
		l.Series = append(l.Series, errorBar(x, s.Alpha, s.AlphaSE, theme.Series0))
	}
	l.Series = append(l.Series, chart.Series{Name: "median ± 95 %", Points: alpha, Role: theme.Series0,
		Glyph: f.Theme.Glyph(0), Value: " "})
	if len(alpha) > 0 {
		l.XMin, l.XMax = new(alpha[0].X/1.5), new(1.5*alpha[len(alpha)-1].X)
	}
	l.HLines = []chart.HLine{{Y: 2, Role: theme.Theory, Label: "Gaussian"}}
	return l.Render(f.W, f.H, f.Theme)
}

// errorBar is the interval of 95 % of a figure as a vertical line.
func errorBar(x, y, se float64, role theme.Role) chart.Series {
	half := tail.ShownNormal975 * se
	return chart.Series{Points: []chart.Point{{X: x, Y: y - half}, {X: x, Y: y + half}}, Role: role, NoLegend: true}
}

// drawScales is the scale of the noise against the batch size, beside the two power laws that it could follow.
func (m *model) drawScales(f screen.Frame, laws *series.Laws, name string) string {
	b, batch := laws.Batches, m.batchOf()
	l := chart.Line{Title: "scale by batch size, " + m.drawsAxis(perParameter) + name,
		Brief: "scale by batch, " + m.drawsAxisBrief(perParameter) + name, XLabel: "batch",
		Unit: "over that at " + fmt.Sprint(batch), LogX: true, LogY: true, Focused: f.Focused,
		Facts: wrapped(slopeWords(laws, f.W), f.W), Empty: noBatches}
	var sd, median, stable, finite []chart.Point
	for i, s := range b.Sizes {
		if s.Count == 0 {
			continue
		}
		x, factor := float64(batch*s.Factor), float64(s.Factor)
		sd = append(sd, chart.Point{X: x, Y: math.Pow(factor, b.SlopeSd)})
		median = append(median, chart.Point{X: x, Y: math.Pow(factor, b.SlopeMedian)})
		stable = append(stable, chart.Point{X: x, Y: math.Pow(factor, b.Stable)})
		finite = append(finite, chart.Point{X: x, Y: math.Pow(factor, -.5)})
		if i > 0 {
			l.Series = append(l.Series, slopeBar(x, factor, b.SlopeSd, b.SlopeSdSE, theme.Series0),
				slopeBar(x, factor, b.SlopeMedian, b.SlopeMedianSE, theme.Series1))
		}
	}
	l.Series = append(l.Series,
		chart.Series{Name: "SaS", Points: stable, Role: theme.Series2, Glyph: f.Theme.Glyph(2), Dashed: true, Value: " "},
		chart.Series{Name: "finite variance", Points: finite, Role: theme.Theory, Glyph: f.Theme.Glyph(3), Dashed: true,
			Value: " "},
		chart.Series{Name: "sd", Points: sd, Role: theme.Series0, Glyph: f.Theme.Glyph(0), Value: " "},
		chart.Series{Name: "median |U|", Points: median, Role: theme.Series1, Glyph: f.Theme.Glyph(1), Value: " "})
	return l.Render(f.W, f.H, f.Theme)
}

// slopeBar is the interval of 95 % of a power of the factor as a vertical line.
func slopeBar(x, factor, slope, se float64, role theme.Role) chart.Series {
	half := tail.ShownNormal975 * se
	return chart.Series{Points: []chart.Point{{X: x, Y: math.Pow(factor, slope-half)},
		{X: x, Y: math.Pow(factor, slope+half)}}, Role: role, NoLegend: true}
}

// batchTable is alpha at each batch size.
func batchTable(laws *series.Laws, batch int) (rows []string) {
	for _, s := range laws.Batches.Sizes {
		if s.Count > 0 {
			rows = append(rows, fmt.Sprintf("%d: α %s", s.Factor*batch, valueAndError(s.Alpha, s.AlphaSE)))
		}
	}
	return rows
}

// slopeWords are the slopes of the scale against the batch size, beside those of a stable law and of finite variance.
func slopeWords(laws *series.Laws, w int) []string {
	b := laws.Batches
	if math.IsNaN(b.SlopeSd) || len(b.Sizes) < 2 || b.Sizes[0].Count == 0 {
		return []string{"too few draws for two batch sizes"}
	}
	first, second := "slope of sd ", "of median |U| "
	if w < 45 { // both in a line
		first, second = "slope sd ", "|U| "
	}
	return []string{
		first + signed(b.SlopeSd, b.SlopeSdSE), second + signed(b.SlopeMedian, b.SlopeMedianSE),
		"stable: 1/α-1 = " + twoDecimals(b.Stable) + " for both", "finite variance: -1/2 for sd",
	}
}
