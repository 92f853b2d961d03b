package trainscreen

import (
	"levyscope/stats/series"
	"levyscope/train"
	"levyscope/tui/chart"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// stillKey is all that the picture of a pane depends on that shows a probe, and nothing of the steps since.
type stillKey struct {
	noise        *train.NoiseEstimate
	bank         *series.Bank
	started      *train.Started
	layer        int
	at           chart.HeatCell
	points       bool
	blockView    blockView
	focused, log bool
	w, h         int
	axis         noiseAxis
	view         noiseView
	mapMeasure   mapMeasure
	theme        theme.Theme
}

// still keeps the picture of a pane that shows a probe for as long as it would be drawn alike: steps come often, and
// probes seldom.
func (m *model) still(draw func(screen.Frame) string) func(screen.Frame) string {
	var key stillKey
	text := ""
	return func(f screen.Frame) string {
		now := stillKey{noise: m.data.noise, bank: m.data.bank, started: m.started, layer: m.layer, points: m.points,
			blockView: m.blockView, focused: f.Focused, log: f.Log, w: f.W, h: f.H, axis: m.axis, view: m.noiseView,
			mapMeasure: m.mapMeasure, theme: f.Theme}
		if m.layer < len(m.cursors) {
			now.at = m.cursors[m.layer]
		}
		if text == "" || now != key {
			text, key = draw(f), now
		}
		return text
	}
}
