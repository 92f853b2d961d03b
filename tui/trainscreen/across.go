package trainscreen

import (
	"fmt"
	"math"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"levyscope/train"
	"levyscope/train/noise"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// noteAcross takes in the tail across parameters of a probe, which may have none.
func (d *data) noteAcross(x float64, a *noise.Across) {
	for i := range d.layers {
		d.layers[i].lastAcross = nil
	}
	if a == nil {
		return
	}
	for i := range min(len(a.Arrays), len(d.layers)) {
		d.layers[i].lastAcross = &a.Arrays[i]
		if alpha := a.Arrays[i].Alpha; !math.IsNaN(alpha) {
			d.layers[i].across.Append(x, alpha)
		}
	}
	if !math.IsNaN(a.WholeNet.Alpha) {
		d.netAcross.Append(x, a.WholeNet.Alpha)
	}
}

// ofAcross is a column of the tail across the parameters of an array.
func ofAcross(head string, width int, text func(*noise.AcrossArray) string) column {
	return column{head, width, func(_ train.LayerNoise, d *layerData) string {
		if d.lastAcross == nil {
			return screen.Unknown
		}
		return text(d.lastAcross)
	}}
}

// acrossColumns are the table of the axis across the parameters of one gradient.
var acrossColumns = []column{
	layerName,
	ofAcross("α, spread", 14, func(a *noise.AcrossArray) string { return spreadWords(a.Alpha, a.AlphaSpread) }),
	ofAcross("Hill, top 5 %", 15, func(a *noise.AcrossArray) string { return spreadWords(a.Hill, a.HillSpread) }),
	ofAcross("nonzero", 9, func(a *noise.AcrossArray) string { return fmt.Sprintf("%.0f", a.Nonzero) }),
	{"n", 7, func(l train.LayerNoise, _ *layerData) string { return fmt.Sprint(l.Params) }},
}

// spreadWords are a mean over gradients with their standard deviation.
func spreadWords(mean, spread float64) string {
	if text := twoDecimals(spread); text != screen.Unknown {
		return twoDecimals(mean) + ", " + text
	}
	return twoDecimals(mean)
}

// acrossNotes say what the columns hold.
func acrossNotes(n *train.NoiseEstimate) []string {
	if n.Across == nil {
		return []string{"this probe has no tail across parameters"}
	}
	w := n.Across.WholeNet
	return []string{
		fmt.Sprintf("whole net: α %s, Hill %s", spreadWords(w.Alpha, w.AlphaSpread), spreadWords(w.Hill, w.HillSpread)),
		fmt.Sprintf("mean over %d gradients of one minibatch each, and the standard deviation between them (spread)",
			n.Across.Gradients),
		"of |g_i| over the parameters i, zeros left out (Xie et al. 2021): Gaussians of unlike scales have such a tail too",
		"Hill: of the largest 5 %, which need 200 parameters",
	}
}

// drawAcross says what is known of the selected array on the axis across parameters, of which there is no histogram.
func (m *model) drawAcross(f screen.Frame) string {
	name := ""
	if m.layer < len(m.data.layers) {
		name = ", " + shortLayer(m.data.layers[m.layer].name)
	}
	var facts []string
	switch a := m.acrossOf(); {
	case a == nil:
		facts = []string{"this probe has no tail across parameters"}
	default:
		facts = []string{
			"α " + spreadWords(a.Alpha, a.AlphaSpread) + " (mean over gradients, spread between them)",
			"Hill of the largest 5 %: " + spreadWords(a.Hill, a.HillSpread),
			fmt.Sprintf("%.0f of %d parameters are not 0", a.Nonzero, a.Params),
			"It says how unlike the parameters of one gradient are: no law of any one's noise.",
		}
	}
	return drawWords(f, []string{"noise " + m.axis.String() + name, "noise " + m.axis.brief() + name}, facts)
}

// drawWords is a pane of words below the first of some titles that fits.
func drawWords(f screen.Frame, titles, facts []string) string {
	lines := []string{screen.TitleRule(firstFitting(f.W-3, titles), f)}
	for _, fact := range facts {
		for line := range strings.SplitSeq(ansi.Wordwrap(fact, max(f.W, 1), ""), "\n") {
			lines = append(lines, f.Theme.Style(theme.Text).Render(f.Theme.Spell(line)))
		}
	}
	return screen.FitLines(f, lines)
}

// acrossOf are the figures of the selected array, nil where there are none.
func (m *model) acrossOf() *noise.AcrossArray {
	if m.layer >= len(m.data.layers) {
		return nil
	}
	return m.data.layers[m.layer].lastAcross
}
