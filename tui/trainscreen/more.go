package trainscreen

import (
	"fmt"
	"strconv"
	"strings"

	"levyscope/internal/spec"
	"levyscope/train"
	dataset "levyscope/train/data"
	"levyscope/train/nn"
	"levyscope/tui/screen"
)

// more are the controls that only the list of all controls has, all of which begin a run anew.
func (m *model) more() []screen.Knob {
	return []screen.Knob{
		m.seedKnob(),
		m.chosenKnob("data", m.cfg.Data, "The data set that is learnt: c lists them.", dataList, dataset.Canonical),
		m.chosenKnob("model", m.cfg.Model, "The network that learns: c lists them.", modelList, nn.Canonical),
		m.everyKnob("evaluate every", "Steps between evaluations on all data; 0 is at the end only.",
			func(cfg *train.Config) *int { return &cfg.EvaluateEvery }),
		m.everyKnob("probe every", "Steps between probes of the noise, where they have no share of the time; 0 is none.",
			func(cfg *train.Config) *int { return &cfg.Probe.Every }),
		m.thresholdKnob(),
	}
}

// anew gives the screen a configuration with the controls in force.
func (m *model) anew(cfg train.Config) func() train.Controls {
	cfg.Script, cfg.Controls = nil, m.Controls()
	return func() train.Controls {
		m.cfg, m.examples, m.layer = cfg, 0, 0
		m.asFirst.Probe.Every, m.asFirst.EvaluateEvery = cfg.Probe.Every, cfg.EvaluateEvery
		return cfg.Controls
	}
}

func (m *model) seedKnob() screen.Knob {
	return m.RestartKnob(screen.Knob{Name: "seed", Value: fmt.Sprint(m.cfg.Seed), Range: "an integer from 0",
		What: "Seed of all random numbers of the run."},
		func(text string) (func() train.Controls, error) {
			seed, err := screen.Seed(text)
			if err != nil || seed == m.cfg.Seed {
				return nil, err
			}
			cfg := m.cfg
			cfg.Seed = seed
			return m.anew(cfg), nil
		})
}

// mostEvery is the longest interval in steps.
const mostEvery = 1 << 30

func (m *model) everyKnob(name, what string, field func(*train.Config) *int) screen.Knob {
	return m.RestartKnob(screen.Knob{Name: name, Value: strconv.Itoa(*field(&m.cfg)), What: what,
		Range: screen.WholeRange(0, mostEvery)},
		func(text string) (func() train.Controls, error) {
			n, err := screen.Whole(name, text, 0, mostEvery)
			if err != nil || n == *field(&m.cfg) {
				return nil, err
			}
			cfg := m.cfg
			*field(&cfg) = n
			return m.anew(cfg), nil
		})
}

func (m *model) thresholdKnob() screen.Knob {
	r := spec.Between(.01, 1e6)
	return m.RestartKnob(screen.Knob{Name: "jump threshold", Value: screen.Sig4(m.cfg.JumpThreshold), Range: r.String(),
		What: "Size from which on an update is a jump, in scales of the noise of its parameter."},
		func(text string) (func() train.Controls, error) {
			x, err := screen.Within("jump threshold", text, r)
			if err != nil || x == m.cfg.JumpThreshold {
				return nil, err
			}
			cfg := m.cfg
			cfg.JumpThreshold = x
			return m.anew(cfg), nil
		})
}

// chosenKnob is a knob of what the chooser has a list of, a text in its grammar, with which it opens.
func (m *model) chosenKnob(name, value, what string, list int, full func(text string) (string, error)) screen.Knob {
	return screen.Knob{Name: name, Value: value, What: what, Range: "a name, or kind:parameters", Restarts: true,
		Move: func(int) string { return "c lists them, and enter writes one" },
		Set: func(text string) (notice string, err error) {
			next, err := full(strings.TrimSpace(text))
			if err != nil {
				return "", screen.Cause(err)
			}
			if now, err := full(value); err == nil && now == next {
				return "", nil
			}
			cmd, _ := m.choose()
			m.Later(cmd)
			m.picker.Bring(list, next)
			return "enter chooses it", nil
		}}
}
