package trainscreen

import (
	"fmt"
	"math"

	"levyscope/stats/series"
	"levyscope/stats/verdict"
	"levyscope/tui/chart"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// mapMeasure is what the map shows.
type mapMeasure uint8

// The measures of the map, in the order in which a user goes through them.
const (
	mapAlpha mapMeasure = iota
	mapAtoms
	mapVerdict
	mapMeasures
)

// String names the measure in titles.
func (k mapMeasure) String() string { return [...]string{"α", "atom share", "verdict"}[k] }

// kinds are the letters of verdicts, in the order of the table.
var kinds = []chart.Kind{
	{Letter: 'G', Name: "Gaussian", Role: theme.Series0},
	{Letter: 'S', Name: "stable", Role: theme.Series1},
	{Letter: 'H', Name: "heavy", Role: theme.Series5},
	{Letter: 'L', Name: "light", Role: theme.Series2},
	{Letter: '?', Name: "undecided", Role: theme.Dim},
}

// kindPlaces are the numbers among kinds of the verdicts, by verdict.Kind.
var kindPlaces = [...]float64{verdict.IsGaussian: 0, verdict.IsStable: 1, verdict.HeavyTailed: 2,
	verdict.LightTailed: 3, verdict.Undecided: 4}

// heat is the map as the pane draws it; a click asks the same chart what lies under it.
func (m *model) heat(f screen.Frame) chart.Heat {
	g, why := m.grid()
	h := chart.Heat{Title: "map", Focused: f.Focused, Empty: why}
	if m.layer < len(m.data.layers) {
		name := shortLayer(m.data.layers[m.layer].name)
		h.Title = fmt.Sprintf("map: %s %s, %s", m.mapMeasure, m.drawsAxis(perParameter), name)
		h.Brief = fmt.Sprintf("%s %s, %s", m.mapMeasure, m.drawsAxisBrief(perParameter), name)
	}
	if g == nil {
		return h
	}
	h.Rows, h.Name = g.Rows, m.mapMeasure.String()
	h.Values = make([]float64, g.Rows*g.Columns)
	for i := range h.Values {
		h.Values[i] = m.mapMeasure.of(g, i)
	}
	switch m.mapMeasure {
	case mapAlpha:
		h.Lo, h.Hi = lowEnd(h.Values), 2
	case mapAtoms:
		h.Lo, h.Hi = 0, max(.01, highest(h.Values))
	case mapVerdict:
		h.Kinds, h.Name = kinds, ""
	}
	if w, ok := m.pointed(); ok {
		h.Cursor = &w.at
		h.Value = w.place + " " + m.mapMeasure.value(g, w)
	}
	h.Note = m.mapNote(g, h, f)
	return h
}

// of is the measure of cell i of a map, NaN where it has none.
func (k mapMeasure) of(g *series.Grid, i int) float64 {
	switch {
	case k == mapAlpha && i < len(g.Alpha):
		return float64(g.Alpha[i])
	case k == mapAtoms && i < len(g.Atoms):
		return float64(g.Atoms[i])
	case k == mapVerdict && i < len(g.Kind) && int(g.Kind[i]) < len(kindPlaces):
		return kindPlaces[g.Kind[i]]
	}
	return math.NaN()
}

// value is what the cursor points to: a weight's, or the median (the commonest verdict) of the cell of a map that has
// fewer cells than weights.
func (k mapMeasure) value(g *series.Grid, w weight) string {
	v := k.of(g, w.at.Row*g.Columns+w.at.Column)
	text := "none"
	switch {
	case math.IsNaN(v):
	case k == mapVerdict:
		text = kinds[int(v)].Name
	case k == mapAlpha:
		text = twoDecimals(v)
	default:
		text = screen.Sig3(v)
	}
	if w.cells > 1 {
		if k == mapVerdict {
			return "most " + text
		}
		return "median " + text
	}
	return text
}

// pooledRows are how many rows and columns of weights a drawn cell stands for at most.
func pooledRows(g *series.Grid, h chart.Heat, f screen.Frame) (rows, columns int) {
	rows, columns = h.Pooled(f.W, f.H, f.Theme)
	if g.Of[0] > g.Rows {
		rows *= (g.Of[0] + g.Rows - 1) / g.Rows
	}
	if g.Of[1] > g.Columns {
		columns *= (g.Of[1] + g.Columns - 1) / g.Columns
	}
	return rows, columns
}

// mapWide is the width of a map that has room for a long note.
const mapWide = 60

// mapNote says what a cell of the map stands for, and how the array lies in it.
func (m *model) mapNote(g *series.Grid, h chart.Heat, f screen.Frame) string {
	rows, columns := pooledRows(g, h, f)
	note := fmt.Sprintf("%dx%d", max(g.Of[0], g.Rows), max(g.Of[1], g.Columns))
	if !g.Folded {
		note += ", rows: units"
	}
	if rows*columns > 1 {
		what := "medians"
		if m.mapMeasure == mapVerdict {
			what = "commonest"
		}
		note = fmt.Sprintf("%s of %dx%d", what, rows, columns)
		switch {
		case h.Cursor != nil && f.W < mapWide:
			note = fmt.Sprintf("1 of %d (%dx%d)", rows*columns, rows, columns)
		case h.Cursor != nil:
			note += fmt.Sprintf("; selected: 1 of %d", rows*columns)
		}
	}
	return note
}

// lowEnd is the lower end of the colours of tail indices, the least of them rounded down to a tenth.
func lowEnd(alpha []float64) float64 {
	low := 1.9
	for _, a := range alpha {
		if a < low {
			low = a
		}
	}
	return math.Floor(low*10+1e-6) / 10
}

// highest is the largest of the values that are numbers, 0 of none.
func highest(values []float64) float64 {
	most := 0.0
	for _, v := range values {
		if v > most {
			most = v
		}
	}
	return most
}

func (m *model) drawMap(f screen.Frame) string { return m.heat(f).Render(f.W, f.H, f.Theme) }

// moveCursor moves the cursor of the map; the first key only brings it there.
func (m *model) moveCursor(right, down int) (notice string) {
	g, why := m.grid()
	if g == nil {
		return why
	}
	at := &m.cursors[m.layer]
	if !m.points {
		m.points = true
		return m.pointedWords()
	}
	next := chart.HeatCell{Row: at.Row + down, Column: at.Column + right}
	switch {
	case next.Row < 0 || next.Column < 0:
		return "this is the first one"
	case next.Row >= g.Rows || next.Column >= g.Columns:
		return "this is the last one"
	}
	*at = next
	return m.pointedWords()
}

// clickMap selects the weight under a cell of the pane.
func (m *model) clickMap(f screen.Frame, x, y int) (notice string) {
	h := m.heat(f)
	at, ok := h.At(f.W, f.H, f.Theme, x, y)
	if !ok || m.layer >= len(m.cursors) {
		return h.Empty
	}
	m.points, m.cursors[m.layer] = true, at
	return m.pointedWords()
}

// pointedWords say in a line what the cursor selects.
func (m *model) pointedWords() string {
	w, ok := m.pointed()
	if !ok {
		return "no weight here"
	}
	text := w.name
	if w.cells > 1 {
		text += fmt.Sprintf(", 1 of %d in its cell, the middle one", w.cells)
	}
	p, why := m.pick()
	if p == nil {
		return text + ": " + why
	}
	for i, fact := range factsOfWeight(p.parameter) {
		if i > 2 {
			break
		}
		text += "; " + fact
	}
	return text
}

// nextMapMeasure turns the map to another measure.
func (m *model) nextMapMeasure() (notice string) {
	m.mapMeasure = (m.mapMeasure + 1) % mapMeasures
	return "the map shows " + [...]string{
		"alpha by likelihood, atoms left out: dark is heavy-tailed",
		"the share of minibatches in which the gradient is exactly 0",
		"the verdict: G Gaussian, S stable, H heavier than a Gaussian but not stable, L lighter, ? undecided",
	}[m.mapMeasure]
}
