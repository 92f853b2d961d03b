package simscreen

import (
	"fmt"

	"levyscope/sim/problem"
	"levyscope/tui/chart"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// measure is what is shown of the exit times.
type measure uint8

// The measures, in the order in which a user goes through them.
const (
	survivalOf measure = iota
	quantilesOf
	overshootOf
	measureCount
)

var measureNames = [...]string{"survival", "exponential QQ", "overshoot"}

func (m measure) next() measure { return (m + 1) % measureCount }

// String is the name of the measure.
func (m measure) String() string { return measureNames[m] }

// tooFew stands in a chart of exits that cannot be drawn yet.
const tooFew = "too few exits yet"

// nextMeasureHint says what the key of the measures leads to.
func (m *model) nextMeasureHint() string {
	return fmt.Sprintf("; %s: %s", screen.BindingOf(screen.NextMeasure).Keys[0], m.measure.next())
}

// dashedTheory is a dashed curve of the theory without a figure in the legend.
func dashedTheory(name string, points []chart.Point, f screen.Frame) chart.Series {
	return chart.Series{Name: name, Points: points, Role: theme.Theory, Glyph: f.Theme.Glyph(3), Dashed: true, Value: " "}
}

// scattered are measured points without a figure in the legend.
func scattered(points []chart.Point, f screen.Frame) chart.Series {
	return chart.Series{Name: "measured", Points: points, Role: theme.Series0, Glyph: f.Theme.Glyph(0), Scatter: true,
		Value: " "}
}

// measureChart shows one of the measures.
func (m *model) measureChart(f screen.Frame) chart.Line {
	switch {
	case m.data.controls.Domain.Kind == problem.InWells:
		return chart.Line{Title: m.measure.String(), Empty: "nothing leaves domain wells"}
	case m.measure == quantilesOf:
		return m.quantilesChart(f)
	case m.measure == overshootOf:
		return m.overshootChart(f)
	}
	return m.survivalChart(f)
}
