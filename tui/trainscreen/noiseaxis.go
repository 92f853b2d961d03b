package trainscreen

import (
	"fmt"

	"levyscope/tui/chart"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// noiseAxis is what a tail index is taken over. The three are other quantities, and no pane mixes them.
type noiseAxis uint8

// The axes, in the order in which a user goes through them.
const (
	perParameter     noiseAxis = iota // each parameter by itself, across minibatches
	pooled                            // all parameters and minibatches as one series (Simsekli et al. 2019)
	acrossParameters                  // the parameters of one gradient (Xie et al. 2021)
	noiseAxes
)

// String names the axis in titles.
func (a noiseAxis) String() string {
	return [...]string{"per parameter", "pooled", "across parameters"}[a]
}

// brief names it where there is little room.
func (a noiseAxis) brief() string { return [...]string{"per param", "pooled", "across"}[a] }

// words say what the axis is.
func (a noiseAxis) words() string {
	return [...]string{
		"each parameter by itself, across minibatches at frozen weights",
		"all parameters and minibatches as one series: unlike scales alone make that look heavy-tailed",
		"the parameters of one gradient: how unlike they are, which says nothing of how one of them varies",
	}[a]
}

// unit stands behind the title of the tail index.
func (a noiseAxis) unit() string {
	return [...]string{"medians, bands 95 %", "all as one series", "of one gradient, median"}[a]
}

// alphaOfAxis are the tail indices over time on an axis other than that per parameter.
func (m *model) alphaOfAxis(f screen.Frame) (out []chart.Series) {
	for i := range m.data.layers {
		d := &m.data.layers[i]
		if !d.weights {
			continue
		}
		s := chart.Series{Name: shortLayer(d.name), Role: theme.Series(d.colour), Glyph: f.Theme.Glyph(d.glyph())}
		if s.Track = d.pooled; m.axis == acrossParameters {
			s.Track = d.across
		}
		out = append(out, s)
	}
	net := chart.Series{Name: "whole net", Role: theme.Now, Glyph: f.Theme.Glyph(5), Track: m.data.netPooled}
	if m.axis == acrossParameters {
		net.Track = m.data.netAcross
	}
	return append(out, net)
}

// nextAxis turns tail index, noise and layers to the next axis.
func (m *model) nextAxis() (notice string) {
	m.axis = (m.axis + 1) % noiseAxes
	notice = fmt.Sprintf("%s: %s", m.axis, m.axis.words())
	if m.axis != perParameter {
		notice += fmt.Sprintf("; map and blocks stay %s", perParameter)
	}
	return notice
}
