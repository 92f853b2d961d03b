package trainscreen

import (
	"fmt"
	"math"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"levyscope/train"
	"levyscope/tui/chart"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// column is one column of the table of layers.
type column struct {
	head  string
	width int // in cells; negative: left-aligned
	text  func(l train.LayerNoise, d *layerData) string
}

// layerColumns are in the order in which a narrow table keeps them.
var layerColumns = []column{
	layerName,
	{"alpha ± se", 14, func(l train.LayerNoise, d *layerData) string {
		if math.IsNaN(l.Alpha) {
			return nothingLeft(l, d.collapsed)
		}
		return shownAlpha(l, 3)
	}},
	{"sigma ± se", 17, func(l train.LayerNoise, _ *layerData) string {
		if math.IsNaN(l.Sigma) {
			return screen.Unknown
		}
		return screen.Sig3(l.Sigma) + " ±" + screen.Sig2(l.SigmaSE)
	}},
	{"jumps/1000", 11, func(_ train.LayerNoise, d *layerData) string {
		return screen.Sig3(1000 * float64(d.lastJumps.Count) / float64(d.lastJumps.Trials))
	}},
	{"atoms", 12, func(l train.LayerNoise, _ *layerData) string {
		if l.Atoms.Apart == 0 {
			return "0"
		}
		return fmt.Sprintf("%d (%.2f)", l.Atoms.Apart, l.Atoms.ApartShare)
	}},
	{"5-95 %", 11, func(l train.LayerNoise, _ *layerData) string {
		return twoDecimals(l.Quantiles[0]) + "-" + twoDecimals(l.Quantiles[4])
	}},
	{"pooled", 11, func(l train.LayerNoise, _ *layerData) string {
		return shownIndex(l.Pooled, l.PooledBeyond, math.NaN(), 2)
	}},
	{"kurtosis", 9, func(l train.LayerNoise, _ *layerData) string { return screen.Sig3(l.Kurtosis) }},
	{"dead", 6, func(l train.LayerNoise, _ *layerData) string { return fmt.Sprint(l.Dead) }},
	{"n", 7, func(l train.LayerNoise, _ *layerData) string { return fmt.Sprint(l.Params) }},
}

// shownAlpha is the median tail index of a layer with its standard error.
func shownAlpha(l train.LayerNoise, digits int) string {
	return shownIndex(l.Alpha, l.AlphaBeyond, l.AlphaSE, digits)
}

// shownIndex is a tail index with its standard error in so many decimals. Where the formula
// gives more than 2, which no tail index is, it is 2 with what the formula gives in brackets.
func shownIndex(alpha, beyond, se float64, digits int) string {
	formula := fmt.Sprintf("%.*f", digits, beyond)
	switch {
	case math.IsNaN(alpha):
		return screen.Unknown
	case math.IsInf(beyond, 0):
		return "2 (∞)"
	case beyond > 0 && formula != fmt.Sprintf("%.*f", digits, 2.):
		return "2 (" + formula + ")"
	case math.IsNaN(se) || math.IsInf(se, 0):
		return fmt.Sprintf("%.*f", digits, alpha)
	}
	return fmt.Sprintf("%.*f ±%.*f", digits, alpha, digits, se)
}

// twoDecimals writes a number with two decimals, as screen.Unknown what is not finite.
func twoDecimals(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return screen.Unknown
	}
	return chart.Fixed(v, 2)
}

// layerNotes say what the columns hold, the most important first. The pooled tail indices are
// other quantities than the median over the parameters.
func layerNotes(n *train.NoiseEstimate) []string {
	w := n.WholeNet
	return []string{
		"± one standard error of the median; 2 (x): the formula gives x, out of range",
		fmt.Sprintf("atoms: left out; gradient exactly 0 in > %.0f %% of minibatches (median share)", 100*train.AtomShare),
		fmt.Sprintf("pooled: a layer as one series; whole net (Simsekli et al. 2019, K1 %d): %s",
			w.Block, shownIndex(w.Alpha, w.Beyond, math.NaN(), 2)),
	}
}

// drawLayers is the table of layers by the last probe, with notes.
func (m *model) drawLayers(f screen.Frame) string {
	table := m.table()
	dim := f.Theme.Style(theme.Dim)
	columns := table.fitting(f.W)
	head := "  "
	for _, c := range columns {
		head += align(f.Theme.Spell(c.head), c.width)
	}
	lines := []string{screen.TitleRule(m.tableTitle(table.name, f.W), f), dim.Render(head)}
	if m.data.noise == nil {
		lines = append(lines, dim.Render("no probe yet"))
	} else {
		lines = append(lines, scrolled(m.layerRows(f, columns), m.layer, f.H-len(lines))...)
		for _, note := range m.notes(table) {
			lines = append(lines, dim.Render(f.Theme.Spell(note)))
		}
	}
	return screen.FitLines(f, lines)
}

// tableTitle is the title of a table in w cells: with the probe, and its settings and age as far as there is room.
func (m *model) tableTitle(name string, w int) string {
	n := m.data.noise
	if n == nil {
		return name
	}
	tail := ""
	if n.TrainingBatch > 0 {
		tail += fmt.Sprintf(", bounded: training has %d", n.TrainingBatch)
	}
	if n.Sampling != train.Replacement {
		tail += ", " + n.Sampling.Words()
	}
	probe := fmt.Sprintf("%s: %s at step %d, %d minibatches", name, m.data.drawsSort("probe"), n.Step, n.Batches)
	name += m.data.drawsMark()
	brief := fmt.Sprintf("%s: step %d, %d", name, n.Step, n.Batches)
	if n.Batch > 0 { // a job need not say how large its batch is
		probe += fmt.Sprintf(" of %d", n.Batch)
		brief += fmt.Sprintf("x%d", n.Batch)
	} else {
		brief += " draws"
	}
	forms := []string{
		fmt.Sprintf("%s, K1 = %d%s", probe, n.Block, m.probeWords()) + tail,
		fmt.Sprintf("%s, K1 = %d%s", brief, n.Block, m.drawsComma()+m.probeAge()) + tail,
		brief + tail, brief, fmt.Sprintf("%s, step %d", name, n.Step),
	}
	if was := m.asFirst.Probe.Block; n.Block != was && n.Batches < m.asFirst.Probe.Batches {
		few := fmt.Sprintf("%s: step %d, fewer minibatches (%d of %d)", name, n.Step, n.Batches, n.Batch)
		forms = append([]string{few + notComparable(n.Block, was) + tail, few + notComparable(n.Block, was)}, forms[2:]...)
	}
	return firstFitting(w-3, forms)
}

// firstFitting is the first of some forms of a text that fits into w cells, the last one if none does.
func firstFitting(w int, forms []string) string {
	for _, form := range forms {
		if ansi.StringWidth(form) <= w {
			return form
		}
	}
	return forms[len(forms)-1]
}

// fitting are the columns of the table that fit into w cells.
func (t shownTable) fitting(w int) []column {
	columns := t.columns
	if t.narrow != nil && w < width(columns[:min(3, len(columns))]) {
		columns = t.narrow
	}
	for width(columns) > w && len(columns) > 1 {
		columns = columns[:len(columns)-1]
	}
	return columns
}

// layerRows is a row for every layer, in the first columns.
func (m *model) layerRows(f screen.Frame, columns []column) []string {
	var rows []string
	for i, l := range m.data.noise.Layers {
		d := &m.data.layers[i]
		glyph := "  "
		if d.weights {
			glyph = f.Theme.Style(theme.Series(d.colour)).Render(string(f.Theme.Glyph(d.glyph()))) + " "
		}
		row := ""
		for _, c := range columns {
			row += align(f.Theme.Spell(c.text(l, d)), c.width)
		}
		if i == m.layer {
			row = f.Theme.Style(theme.Focus).Render(row)
		}
		rows = append(rows, glyph+row)
	}
	return rows
}

// scrolled are n of the rows, the selected one among them.
func scrolled(rows []string, selected, n int) []string {
	if n = max(1, n); len(rows) <= n {
		return rows
	}
	from := firstShown(len(rows), selected, n)
	return rows[from : from+n]
}

// firstShown is the number of the first of n rows that are shown of more than n, the selected one among them.
func firstShown(rows, selected, n int) int { return max(0, min(selected-n/2, rows-n)) }

// clickLayer selects the layer whose row lies under a cell of the pane.
func (m *model) clickLayer(f screen.Frame, _, y int) (notice string) {
	const above = 2 // title and head
	if m.data.noise == nil || y < above {
		return ""
	}
	rows := len(m.data.noise.Layers)
	row := y - above + firstShown(rows, m.layer, max(1, f.H-above))
	if row >= min(rows, len(m.data.layers)) {
		return ""
	}
	return m.selectLayer(row - m.layer)
}

// notes are those of a table, or that the network has collapsed.
func (m *model) notes(t shownTable) []string {
	if c := m.data.noise.Collapse; c != nil {
		return []string{"COLLAPSED: " + c.Short()}
	}
	return t.notes(m.data.noise)
}

// width is that of columns with the glyph before them.
func width(columns []column) int {
	sum := 2
	for _, c := range columns {
		sum += max(c.width, -c.width)
	}
	return sum
}

// align sets text in a column, and cuts it there: to the right, or to the left if width is negative.
func align(text string, width int) string {
	if width < 0 {
		return screen.Pad(ansi.Truncate(text, -width-1, "~"), -width)
	}
	text = ansi.Truncate(text, max(width-1, 1), "~")
	return strings.Repeat(" ", max(1, width-ansi.StringWidth(text))) + text
}
