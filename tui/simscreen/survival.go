package simscreen

import (
	"fmt"
	"math"

	"levyscope/sim/exits"
	"levyscope/sim/theory"
	"levyscope/tui/chart"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// survivalChart compares the share of paths that are still inside with exp(-H(t)), H being
// the cumulative hazard of the theory.
func (m *model) survivalChart(f screen.Frame) chart.Line {
	d := &m.data
	l := chart.Line{Title: "still inside, P(τ > t)", XLabel: m.unit(), LogY: f.Log, Empty: tooFew,
		XMin: new(0.0)}
	if !f.Log {
		l.YMin, l.YMax = new(0.0), new(1.0)
	}
	if d.counts == nil {
		return l
	}
	c := d.counts
	l.Remark = fmt.Sprintf("%d paths, %d under way%s", c.Totals.Paths, c.InFlight, m.nextMeasureHint())
	var measured []chart.Point
	for j, p := range c.Survival {
		measured = append(measured, chart.Point{X: float64(j) * c.BinWidth, Y: p})
	}
	l.Series = []chart.Series{{Name: "measured", Points: measured, Stairs: true}}
	if d.statistics != nil {
		l.Bands = []chart.Band{survivalBand(d.statistics.Survival)}
	}
	if d.theory != nil {
		l.Series = append(l.Series, chart.Series{Name: "theory", Points: m.predictedSurvival(c.BinWidth),
			Role: theme.Theory, Glyph: f.Theme.Glyph(3), Dashed: true})
		if p := d.theory.PTrap; p > 0 {
			label := fmt.Sprintf("theory: trapped for ever %.3f", p)
			l.HLines = []chart.HLine{{Y: p, Role: theme.Theory, Label: label}}
		}
	}
	return l
}

// survivalBand is the 95 % band of the survival function, as far as it is known.
func survivalBand(points []exits.SurvivalPoint) chart.Band {
	band := chart.Band{Name: "measured", Role: theme.Band(theme.Series0)}
	for _, p := range points {
		if !math.IsNaN(p.Lo) && !math.IsNaN(p.Hi) {
			band.X, band.Lo, band.Hi = append(band.X, p.Time), append(band.Lo, p.Lo), append(band.Hi, p.Hi)
		}
	}
	return band
}

// survivalPoints is the length of the theory's curve, that of the life table.
const survivalPoints = 121

// survivalCurve is the survival function of a theory at multiples of a width.
type survivalCurve struct {
	theory *theory.Theory
	width  float64
	points []chart.Point
}

// predictedSurvival computes the theory's curve once for every prediction and width: under
// a decay it is an integral.
func (m *model) predictedSurvival(width float64) []chart.Point {
	if m.survival.theory != m.data.theory || m.survival.width != width {
		y := make([]float64, survivalPoints)
		m.data.theory.Survival(y, width)
		points := make([]chart.Point, len(y))
		for j, p := range y {
			points[j] = chart.Point{X: float64(j) * width, Y: p}
		}
		m.survival = survivalCurve{m.data.theory, width, points}
	}
	return m.survival.points
}
