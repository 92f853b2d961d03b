package trainscreen

import (
	"math"

	"levyscope/stats/series"
	"levyscope/train"
	"levyscope/tui/chart"
	"levyscope/tui/probetables"
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

// noiseData is what the noise pane knows: of the selected weight, else the histogram of the array.
func (m *model) noiseData() probetables.Tables {
	if p, _ := m.pick(); p != nil && m.axis == perParameter && m.noiseView != arrayHistogram {
		w, _ := m.pointed()
		return probetables.Weight(w.name, p.parameter, p.histogram, p.fits)
	}
	if m.data.noise == nil || m.layer >= len(m.data.noise.Layers) {
		return nil
	}
	l := m.data.noise.Layers[m.layer]
	total := float64(l.Histogram.Under + l.Histogram.Over)
	for _, n := range l.Histogram.Counts {
		total += float64(n)
	}
	var fit fits
	if !math.IsNaN(l.Alpha) {
		fit = m.fitted(total, l.Alpha)
	}
	return probetables.Histogram("gradient noise of "+l.Name, l.Histogram, fit.gauss, fit.stable)
}

// mapData is the map of the selected array.
func (m *model) mapData() probetables.Tables {
	g, _ := m.grid()
	if g == nil {
		return nil
	}
	return probetables.Map("map of "+m.data.layers[m.layer].name, g)
}

// blocksData are the tail indices of the selected array by block and batch size.
func (m *model) blocksData() probetables.Tables {
	laws, _ := m.laws()
	return probetables.Blocks(laws)
}

// layersData are the estimates of all arrays.
func (m *model) layersData() probetables.Tables { return probetables.Layers(m.data.noise) }
