package simscreen

import (
	"fmt"
	"strings"

	"levyscope/internal/spec"
	"levyscope/sim"
	"levyscope/sim/clock"
	"levyscope/sim/landscape"
	"levyscope/sim/noise"
	"levyscope/sim/problem"
	"levyscope/tui/screen"
)

// more are the controls that only the list of all controls has: potential, domain and noise, which change live, and
// those that begin a run anew.
func (m *model) more() []screen.Knob {
	c := m.Controls()
	n := c.Dim()
	knobs := []screen.Knob{
		m.textKnob("potential", potentialText(c), "Potential U, whose slope pulls the particle.",
			func(c *problem.Controls, text string) error { return setPotential(c, text, n) }),
		m.textKnob("domain", c.Domain.String(), "Where a path is inside: its first step outside is its exit.",
			func(c *problem.Controls, text string) (err error) {
				c.Domain, err = problem.ParseDomain(text)
				return err
			}),
		m.textKnob("noise", noiseText(c), "Law of the noise, the same of every coordinate.", setNoise),
		m.seedKnob(), m.pathsKnob(), m.methodKnob(), m.horizonKnob(),
	}
	return knobs
}

// quadratic is the name of the potential that the curvatures theta make.
const quadratic = "quadratic"

// potentialText is the potential as a user writes it.
func potentialText(c problem.Controls) string {
	if c.Potential == nil {
		return quadratic
	}
	return c.Potential.String()
}

// setPotential gives controls of n coordinates a potential.
func setPotential(c *problem.Controls, text string, n int) error {
	if text == quadratic {
		c.Potential = nil
		return nil
	}
	u, err := landscape.Parse(text, n)
	if err == nil {
		c.Potential = u
	}
	return err
}

// noiseText is the law of the noise as a user writes it, that of the first coordinate where they differ.
func noiseText(c problem.Controls) string { return c.NoiseOf(0).String() }

// setNoise gives every coordinate a law.
func setNoise(c *problem.Controls, text string) error {
	law, err := noise.Parse(text, nil)
	if err != nil {
		return err
	}
	if law.Kind == noise.Empirical {
		return fmt.Errorf("a noise from a file is read at the start only: levyscope --scenario \"sim --noise %s\"", text)
	}
	c.Noise = make([]noise.Noise, c.Dim())
	for i := range c.Noise {
		c.Noise[i] = law
	}
	return nil
}

// textKnob is a knob of what a text names, which changes live.
func (m *model) textKnob(name, value, what string, set func(c *problem.Controls, text string) error) screen.Knob {
	return screen.Knob{Name: name, Value: value, What: what, Range: "a name, or kind:name=value",
		Move: func(int) string { return "c lists them, and enter writes one" },
		Set: func(text string) (notice string, err error) {
			c := m.Controls()
			if text = strings.TrimSpace(text); text == value {
				return "", nil
			}
			if err := set(&c, text); err != nil {
				return "", screen.Cause(err)
			}
			return m.put(c)
		}}
}

// anew gives the screen a configuration with the controls in force, unless that cannot be run.
func (m *model) anew(cfg sim.Config) (func() problem.Controls, error) {
	cfg.Script, cfg.Controls = nil, m.Controls()
	if err := sim.Validate(cfg.With(cfg.Controls)); err != nil {
		return nil, err
	}
	return func() problem.Controls {
		m.cfg = cfg
		return cfg.Controls
	}, nil
}

func (m *model) seedKnob() screen.Knob {
	return m.RestartKnob(screen.Knob{Name: "seed", Value: fmt.Sprint(m.cfg.Seed), Range: "an integer from 0",
		What: "Seed of all random numbers of the run."},
		func(text string) (func() problem.Controls, error) {
			seed, err := screen.Seed(text)
			if err != nil || seed == m.cfg.Seed {
				return nil, err
			}
			cfg := m.cfg
			cfg.Seed = seed
			return m.anew(cfg)
		})
}

// mostPaths is the largest ensemble that the list gives.
const mostPaths = 1e9

func (m *model) pathsKnob() screen.Knob {
	return m.RestartKnob(screen.Knob{Name: "paths", Value: fmt.Sprint(m.cfg.Paths), Range: screen.WholeRange(1, mostPaths),
		What: "Paths of the ensemble: the more, the smaller its errors."},
		func(text string) (func() problem.Controls, error) {
			n, err := screen.Whole("paths", text, 1, mostPaths)
			if err != nil || n == m.cfg.Paths {
				return nil, err
			}
			cfg := m.cfg
			cfg.Paths = n
			return m.anew(cfg)
		})
}

func (m *model) methodKnob() screen.Knob {
	return m.RestartKnob(screen.Knob{Name: "method", Value: m.cfg.Method.String(),
		Range: screen.Names([]problem.Method{problem.Direct, problem.Accelerated}),
		What:  "How the ensemble is computed: step by step, or from big jump to big jump."},
		func(text string) (func() problem.Controls, error) {
			next, err := problem.ParseMethod(text)
			if err != nil || next == m.cfg.Method {
				return nil, screen.Cause(err)
			}
			cfg := m.cfg
			cfg.Method = next
			return m.anew(cfg)
		})
}

func (m *model) horizonKnob() screen.Knob {
	what := "SDE time after which a path is given up; 0 has one chosen."
	if m.cfg.Time == clock.Iteration {
		what = "Iterations after which a path is given up; 0 has as many chosen as theory asks for."
	}
	r := spec.AtLeast(0)
	return m.RestartKnob(screen.Knob{Name: "horizon", Value: screen.Sig4(m.cfg.Horizon), Range: r.String(), What: what},
		func(text string) (func() problem.Controls, error) {
			x, err := screen.Within("horizon", text, r)
			if err != nil || x == m.cfg.Horizon {
				return nil, err
			}
			cfg := m.cfg
			cfg.Horizon = x
			return m.anew(cfg)
		})
}
