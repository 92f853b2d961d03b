package tui

import (
	"fmt"
	"math"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"levyscope/train"
	"levyscope/tui/theme"
)

// column is one column of the table of layers.
type column struct {
	head  string
	width int // 0: as wide as the text, left-aligned
	text  func(l train.LayerNoise, d *layerData) string
}

// layerColumns are in the order in which a narrow table keeps them.
var layerColumns = []column{
	{"layer", -10, func(l train.LayerNoise, _ *layerData) string { return l.Name }},
	{"alpha ± se", 14, func(l train.LayerNoise, _ *layerData) string {
		return fmt.Sprintf("%.3f ±%.3f", l.Alpha, l.AlphaSE)
	}},
	{"sigma ± se", 17, func(l train.LayerNoise, _ *layerData) string { return short3(l.Sigma) + " ±" + short2(l.SigmaSE) }},
	{"jumps/1000", 11, func(_ train.LayerNoise, d *layerData) string {
		return short3(1000 * float64(d.lastJumps.Count) / float64(d.lastJumps.Trials))
	}},
	{"5-95 %", 11, func(l train.LayerNoise, _ *layerData) string { return two(l.Quantiles[0]) + "-" + two(l.Quantiles[4]) }},
	{"pooled ± se", 13, func(l train.LayerNoise, _ *layerData) string {
		if math.IsNaN(l.Pooled) {
			return two(l.Pooled)
		}
		return fmt.Sprintf("%.2f ±%.3f", l.Pooled, l.PooledSE)
	}},
	{"kurtosis", 9, func(l train.LayerNoise, _ *layerData) string { return short3(l.Kurtosis) }},
	{"dead", 6, func(l train.LayerNoise, _ *layerData) string { return fmt.Sprint(l.Dead) }},
	{"n", 7, func(l train.LayerNoise, _ *layerData) string { return fmt.Sprint(l.Params) }},
}

func two(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "–"
	}
	return fmt.Sprintf("%.2f", v)
}

func short3(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return trimExponent(fmt.Sprintf("%.3g", v))
}

// trimExponent writes 1e+04 as 1e4.
func trimExponent(s string) string {
	return strings.NewReplacer("e-0", "e-", "e+0", "e", "e+", "e").Replace(s)
}

// drawLayers is the table of layers; pooled stands apart, as another thing.
func (s *trainScreen) drawLayers(f frame) string {
	title := "layers"
	if n := s.seen.noise; n != nil {
		title = fmt.Sprintf("layers: probe at step %d, %d minibatches of %d, K1 = %d", n.Step, n.Batches, n.Batch, n.Block)
	}
	lines := []string{titleRule(title, f)}
	shown := len(layerColumns)
	for width(shown) > f.w && shown > 1 {
		shown--
	}
	head := "  "
	for _, c := range layerColumns[:shown] {
		head += align(f.th.Spell(c.head), c.width)
	}
	lines = append(lines, f.th.Style(theme.Dim).Render(head))
	if s.seen.noise == nil {
		lines = append(lines, f.th.Style(theme.Dim).Render("no probe yet"))
	} else {
		lines = append(lines, s.layerRows(f, shown)...)
		lines = append(lines, f.th.Style(theme.Dim).Render("pooled: all parameters as one series, which is another thing"))
	}
	return fit(f, lines)
}

func (s *trainScreen) layerRows(f frame, shown int) []string {
	var rows []string
	for i, l := range s.seen.noise.Layers {
		d := &s.seen.layers[i]
		glyph := "  "
		if d.weights {
			glyph = f.th.Style(theme.Series(d.colour)).Render(string(f.th.Glyph(d.colour))) + " "
		}
		row := ""
		for _, c := range layerColumns[:shown] {
			row += align(f.th.Spell(c.text(l, d)), c.width)
		}
		if i == s.layer {
			row = f.th.Style(theme.Focus).Render(row)
		}
		rows = append(rows, glyph+row)
	}
	return rows
}

// width is that of the first n columns with the glyph before them.
func width(n int) int {
	sum := 2
	for _, c := range layerColumns[:n] {
		sum += max(c.width, -c.width)
	}
	return sum
}

// align sets text in a column: to the right, or to the left if width is negative.
func align(text string, width int) string {
	if width < 0 {
		return pad(text, -width)
	}
	return strings.Repeat(" ", max(1, width-ansi.StringWidth(text))) + text
}

// titleRule is the first line of a pane that is no chart.
func titleRule(title string, f frame) string {
	mark, role := "─ ", theme.Title
	if f.focused {
		mark, role = "▸ ", theme.Focus
	}
	line := f.th.Style(role).Render(f.th.Spell(mark+title)) + " "
	return line + f.th.Style(theme.Axis).Render(strings.Repeat(f.th.Spell("─"), max(0, f.w-ansi.StringWidth(line))))
}

// fit cuts and fills lines to w x h cells.
func fit(f frame, lines []string) string {
	w, h := f.w, f.h
	for len(lines) < h {
		lines = append(lines, "")
	}
	lines = lines[:h]
	for i, l := range lines {
		lines[i] = pad(ansi.Truncate(l, w, f.th.Spell("…")), w)
	}
	return strings.Join(lines, "\n")
}
