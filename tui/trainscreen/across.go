package trainscreen

import (
	"fmt"

	"levyscope/train"
	"levyscope/tui/chart"
	"levyscope/tui/screen"
)

// acrossColumns are the table of the axis across the parameters of one gradient.
var acrossColumns = []column{
	layerName,
	{"α", 9, func(train.LayerNoise, *layerData) string { return screen.Unknown }},
}

// acrossNotes say what they hold.
func acrossNotes(*train.NoiseEstimate) []string {
	return []string{"this probe has no tail across parameters"}
}

// drawAcross is the noise of a layer on the axis across parameters.
func (m *model) drawAcross(f screen.Frame, l train.LayerNoise) string {
	g := chart.Histogram{Title: fmt.Sprintf("gradient noise, %s, %s", m.axis, shortLayer(l.Name)),
		Brief: fmt.Sprintf("noise %s, %s", m.axis.brief(), shortLayer(l.Name)), Focused: f.Focused,
		Empty: "this probe has no tail across parameters"}
	return g.Render(f.W, f.H, f.Theme)
}
