package traincmd

import (
	"fmt"
	"math"
)

// mean is a mean over the seeds of a point.
type mean struct {
	n         int // values that entered
	value, se float64
}

// used says that the figures of a run enter those of its point, which has so many runs: those of runs that came to
// their end, and of a run that is the only one.
func (p point) used(runs int) bool { return p.whole() || runs == 1 && p.Diverged == nil }

// meanOf is the mean of a figure over the runs that have it, with its standard error, which is the standard deviation
// of the runs over the root of their number, and NaN of one value.
func meanOf(runs []point, figure func(point) float64) mean {
	var values []float64
	for _, p := range runs {
		if v := figure(p); p.used(len(runs)) && !math.IsNaN(v) && !math.IsInf(v, 0) {
			values = append(values, v)
		}
	}
	m := mean{n: len(values), value: math.NaN(), se: math.NaN()}
	if m.n == 0 {
		return m
	}
	n := float64(m.n)
	m.value = 0
	for _, v := range values {
		m.value += v / n
	}
	if m.n > 1 {
		sum := 0.0
		for _, v := range values {
			sum += (v - m.value) * (v - m.value)
		}
		m.se = math.Sqrt(sum / (n - 1) / n)
	}
	return m
}

// text is the mean with its error, in those formats; "-" stands for none.
func (m mean) text(format, errorFormat string) string {
	text := number(format, m.value)
	if m.n > 0 && !math.IsNaN(m.se) && !math.IsInf(m.se, 0) {
		text += " +- " + fmt.Sprintf(errorFormat, m.se)
	}
	return text
}

// figures are the columns of a table of several runs beside the parameters. The widths are those of means with errors;
// of single runs half of that will do.
var figures = []figureColumn{
	{"loss (nats)", 18, "%.4g", "%.2g", func(p point) float64 { return p.Loss }},
	{"test accuracy", 16, "%.4f", "%.2g", func(p point) float64 { return p.TestAccuracy }},
	{"jumps", 16, "%.0f", "%.2g", countedJumps},
}

// regressionFigures are those of a regression, which has no accuracy and whose loss is no cross-entropy.
var regressionFigures = []figureColumn{
	{"half mean squared", 18, "%.4g", "%.2g", func(p point) float64 { return p.Loss }},
	{"jumps", 16, "%.0f", "%.2g", countedJumps},
}

// figureColumn is a column of such a table.
type figureColumn struct {
	name        string
	width       int
	format      string
	errorFormat string
	of          func(point) float64
}

// countedJumps are the jumps of a run, NaN where none were counted.
func countedJumps(p point) float64 {
	if p.Uncounted {
		return math.NaN()
	}
	return float64(p.Jumps)
}

// figureHead are the words over the columns of figures.
func figureHead(figures []figureColumn, seeds int) string {
	text := fmt.Sprintf("%6s", "runs")
	if seeds == 1 {
		text = fmt.Sprintf("%6s", "steps")
	}
	for _, f := range figures {
		text += fmt.Sprintf("  %-*s", f.width, f.name)
	}
	return text
}

// figureCells are the figures of the runs of a point.
func figureCells(figures []figureColumn, runs []point, seeds int) string {
	count := runs[0].Steps
	if seeds > 1 {
		count = meanOf(runs, func(point) float64 { return 1 }).n
	}
	text := fmt.Sprintf("%6d", count)
	for _, f := range figures {
		cell := "-"
		if meanOf(runs, func(p point) float64 { return 1 }).n > 0 {
			cell = meanOf(runs, f.of).text(f.format, f.errorFormat)
		}
		text += fmt.Sprintf("  %-*s", f.width, cell)
	}
	return text
}
