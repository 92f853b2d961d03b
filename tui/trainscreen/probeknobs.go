package trainscreen

import (
	"fmt"
	"strings"

	"levyscope/internal/spec"
	"levyscope/train/noise"
	"levyscope/tui/screen"
)

// highestShare is the largest share of the time that probes may have, in percent: that of train.Probe.Share.
const highestShare = 90

// shareKnob is the share of the time for probes.
func (m *model) shareKnob() screen.Knob {
	r := spec.Between(0, highestShare)
	return screen.Knob{Name: "probe share", Value: m.shareWords(), Move: m.moveShare, Range: r.String(),
		What: "Share of the time for probes of the noise, in percent; 0 is none but by " +
			screen.BindingOf(screen.ProbeNow).Keys[0] + ".",
		Set: func(text string) (notice string, err error) {
			x, err := screen.Within("probe share", strings.TrimSuffix(strings.TrimSpace(text), "%"), r)
			if err != nil {
				return "", err
			}
			return m.setShare(x), nil
		}}
}

// drawsKnob is the number of minibatches of a probe, which a restart puts in force.
func (m *model) drawsKnob() screen.Knob {
	draws := fmt.Sprint(m.cfg.Probe.Batches)
	if m.started != nil && m.started.Config.Probe.Batches != m.cfg.Probe.Batches {
		draws += afterRestart
	}
	least := min(m.leastDraws(), mostDraws)
	return screen.Knob{Name: "probe draws", Value: draws, Move: m.moveDraws, Range: screen.WholeRange(least, mostDraws),
		Restarts: true, What: "Minibatches that a probe of the noise draws: the more, the smaller its errors.",
		Set: func(text string) (notice string, err error) {
			n, err := screen.Whole("probe draws", typedNow(text), least, mostDraws)
			if err != nil {
				return "", err
			}
			return m.setDraws(n), nil
		}}
}

// afterRestart stands behind a value that a restart puts in force.
const afterRestart = " after r"

// typedNow is a typed value without these words.
func typedNow(text string) string {
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), afterRestart))
}

// centreKnob is what a probe measures the noise from, which a restart puts in force.
func (m *model) centreKnob() screen.Knob {
	centre := m.cfg.Probe.Centre.String()
	if m.started != nil && m.started.Config.Probe.Centre != m.cfg.Probe.Centre {
		centre += afterRestart
	}
	var all []noise.Centre
	for c := noise.Centre(0); c.Valid(); c++ {
		all = append(all, c)
	}
	return screen.Knob{Name: "probe centre", Value: centre, Move: m.moveCentre, Range: screen.Names(all), Restarts: true,
		What: "What a probe measures the noise from: " + m.cfg.Probe.Centre.Words() + ".",
		Set: func(text string) (notice string, err error) {
			next, err := noise.ParseCentre(typedNow(text))
			if err != nil {
				return "", screen.Cause(err)
			}
			return m.setCentre(next), nil
		}}
}
