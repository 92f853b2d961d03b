package each

import (
	"fmt"
	"math"
	"strings"

	"levyscope/internal/plot"
	"levyscope/internal/report"
	"levyscope/stats/series"
)

// A Map is alpha over the shape of the series, as rows and columns.
type Map struct {
	Rows, Columns int
	Alpha         []float64 // (Rows, Columns); NaN where there is none
	Folded        string    // how a shape that is not rows x columns became one; "" if it was
}

// Map lays the tail indices out in rows and columns: those of a matrix; of more axes the first by all others; of a
// vector in rows of about the square root of its length, unless it fits one row of a terminal.
func (r *Result) Map() Map {
	n, shape := r.Layout.Count(), r.Shape
	m := Map{Rows: 1, Columns: n}
	switch {
	case len(shape) >= 2 && n > 0:
		m.Rows, m.Columns = shape[0], n/shape[0]
		if len(shape) > 2 {
			m.Folded = fmt.Sprintf("axis 0 of %s down, all others across", dimensions(shape))
		}
	case n > mapColumns:
		m.Columns = int(math.Ceil(math.Sqrt(float64(n))))
		m.Rows = (n + m.Columns - 1) / m.Columns
		m.Folded = fmt.Sprintf("%d in rows of %d", n, m.Columns)
	}
	m.Alpha = make([]float64, m.Rows*m.Columns)
	for i := range m.Alpha {
		m.Alpha[i] = math.NaN()
	}
	for i := range r.Series {
		if s := &r.Series[i]; s.HasAlpha() {
			m.Alpha[s.Index] = s.Verdict.Alpha.Alpha
		}
	}
	return m
}

// Pooled is the map in at most so many rows and columns: each cell is the mean over those that it stands for.
func (m Map) Pooled(rows, columns int) Map {
	out := Map{Rows: min(rows, m.Rows), Columns: min(columns, m.Columns), Folded: m.Folded}
	out.Alpha = make([]float64, out.Rows*out.Columns)
	counts := make([]int, len(out.Alpha))
	for i, a := range m.Alpha {
		if !math.IsNaN(a) {
			cell := i/m.Columns*out.Rows/m.Rows*out.Columns + i%m.Columns*out.Columns/m.Columns
			out.Alpha[cell] += a
			counts[cell]++
		}
	}
	for cell, n := range counts {
		out.Alpha[cell] /= float64(n) // 0/0 is NaN: there is none
	}
	return out
}

// Low is the lower end of the map's colours, its least tail index rounded down to a tenth; the upper end is 2.
func (m Map) Low() float64 {
	low := 1.9
	for _, a := range m.Alpha {
		if a < low {
			low = a
		}
	}
	return math.Floor(low*10+1e-9) / 10
}

// Size of a map in text, in pixels: a line of half-blocks holds two rows of them, one of letters one.
const (
	mapColumns   = report.Width - 4
	mapColourRow = 40
	mapPlainRows = 20
)

// ramp are letters for alpha from the lower end of the map to 2.
const ramp = ".:-=+*#%@"

// WriteText draws the map in lines of at most report.Width columns, with its legend: in half-blocks, with sequences for
// true colour, or in letters.
func (m Map) WriteText(b *strings.Builder, colour bool) {
	text := fmt.Sprintf("of alpha, %d x %d", m.Rows, m.Columns)
	if m.Folded != "" {
		text += " (" + m.Folded + ")"
	}
	p := m.Pooled(mapPlainRows, mapColumns)
	if colour {
		p = m.Pooled(mapColourRow, mapColumns)
	}
	low := p.Low()
	if p.Rows < m.Rows || p.Columns < m.Columns {
		text += fmt.Sprintf("; each cell is the mean of about %s series",
			decimals(float64(m.Rows*m.Columns)/float64(p.Rows*p.Columns), 1))
	}
	b.WriteString("\n" + report.Paragraph("map", text))
	if colour {
		p.colourLines(b, low)
	} else {
		p.plainLines(b, low)
	}
}

// plainLines draws the map in letters.
func (m Map) plainLines(b *strings.Builder, low float64) {
	for row := range m.Rows {
		var line strings.Builder
		for _, a := range m.Alpha[row*m.Columns : (row+1)*m.Columns] {
			if math.IsNaN(a) {
				line.WriteByte(' ')
				continue
			}
			line.WriteByte(ramp[int(plot.Share(a, low, series.MostAlpha)*(float64(len(ramp))-.001))])
		}
		b.WriteString(strings.TrimRight("  "+line.String(), " ") + "\n")
	}
	fmt.Fprintf(b, "  %s  alpha from %.1f (%c) to %d (%c); blank: none\n", ramp, low, ramp[0], series.MostAlpha,
		ramp[len(ramp)-1])
}

// colourLines draws the map in half-blocks: the upper row of pixels is the colour of the block, the lower one that of
// the background.
func (m Map) colourLines(b *strings.Builder, low float64) {
	for row := 0; row < m.Rows; row += 2 {
		b.WriteString("  ")
		for column := range m.Columns {
			upper, lower := m.Alpha[row*m.Columns+column], math.NaN()
			if row+1 < m.Rows {
				lower = m.Alpha[(row+1)*m.Columns+column]
			}
			b.WriteString(halfBlock(upper, lower, low))
		}
		b.WriteString("\n")
	}
	b.WriteString("  ")
	const steps = 24
	for i := range steps {
		a := low + (series.MostAlpha-low)*float64(i)/(steps-1)
		b.WriteString(halfBlock(a, a, low))
	}
	fmt.Fprintf(b, "  alpha from %.1f to %d; empty: none\n", low, series.MostAlpha)
}

// halfBlock is a cell of two pixels.
func halfBlock(upper, lower, low float64) string {
	sequence := func(kind int, alpha float64) string {
		c := plot.Shaded(plot.Share(alpha, low, series.MostAlpha))
		return fmt.Sprintf("\x1b[%d;2;%d;%d;%dm", kind, c.R, c.G, c.B)
	}
	const foreground, background, reset = 38, 48, "\x1b[0m"
	switch up, down := !math.IsNaN(upper), !math.IsNaN(lower); {
	case up && down:
		return sequence(foreground, upper) + sequence(background, lower) + "▀" + reset
	case up:
		return sequence(foreground, upper) + "▀" + reset
	case down:
		return sequence(foreground, lower) + "▄" + reset
	}
	return " "
}

// Heat is the map as a figure.
func (m Map) Heat(title string) plot.Heat {
	across := fmt.Sprintf("%d columns", m.Columns)
	if m.Folded != "" {
		across += " (" + m.Folded + ")"
	}
	return plot.Heat{
		Title: title, Rows: m.Rows, Columns: m.Columns, Values: m.Alpha, Low: m.Low(), High: series.MostAlpha,
		Legend: "tail index alpha", Across: across, Down: fmt.Sprintf("%d rows", m.Rows),
	}
}
