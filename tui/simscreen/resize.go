package simscreen

import (
	"fmt"
	"math"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"levyscope/sim"
	"levyscope/sim/landscape"
	"levyscope/sim/problem"
	"levyscope/tui/picker"
	"levyscope/tui/screen"
)

// fitPotential gives controls a potential. One of another number of coordinates gives them as many: what each
// coordinate has is cut, or the last one's repeated.
func fitPotential(c *problem.Controls, text string) error {
	err := setPotential(c, text, c.Dim())
	if err == nil {
		return nil
	}
	u, errAny := landscape.Parse(text, 0)
	if errAny != nil || u.Dim() == c.Dim() || u.Dim() < 1 {
		return err
	}
	n := u.Dim()
	c.Potential = u
	c.Theta, c.Alpha, c.Sigma, c.Box = resized(c.Theta, n), resized(c.Alpha, n), resized(c.Sigma, n), resized(c.Box, n)
	c.Noise, c.Multiplicative = resized(c.Noise, n), resized(c.Multiplicative, n)
	if minima := u.Minima(); len(minima) > 0 {
		c.Box = around(c.Box, minima[0])
	}
	return nil
}

// around are walls between which a path starts: a wall that would leave its start outside moves beyond it, by half the
// distance of the walls.
func around(box []problem.Interval, start []float64) []problem.Interval {
	for i, x := range start[:min(len(start), len(box))] {
		half := (box[i].Hi - box[i].Lo) / 2
		if math.IsInf(half, 0) {
			half = 1
		}
		if x <= box[i].Lo {
			box[i].Lo = x - half
		} else if x >= box[i].Hi {
			box[i].Hi = x + half
		}
	}
	return box
}

// resized is a list of n values: the first ones, or all and the last one repeated. A list without values stays so.
func resized[T any](list []T, n int) []T {
	if len(list) == 0 {
		return nil
	}
	out := slices.Clone(list[:min(n, len(list))])
	for len(out) < n {
		out = append(out, list[len(list)-1])
	}
	return out
}

// otherSize says what controls of another number of coordinates than those in force mean, "" of as many.
func (m *model) otherSize(c problem.Controls) string {
	if c.Dim() == m.Controls().Dim() {
		return ""
	}
	values := func(all []float64) string {
		const most = 4
		var out []string
		for _, x := range all[:min(most, len(all))] {
			out = append(out, screen.Sig3(x))
		}
		if len(all) > most {
			out = append(out, "...")
		}
		return strings.Join(out, ",")
	}
	noun := "coordinates"
	if c.Dim() == 1 {
		noun = "coordinate"
	}
	moved := ""
	for i, b := range resized(m.Controls().Box, c.Dim()) {
		if b != c.Box[i] {
			moved = ", walls moved beyond the start"
		}
	}
	return fmt.Sprintf("; restarts: %d %s, alpha %s, sigma %s%s", c.Dim(), noun, values(c.Alpha), values(c.Sigma), moved)
}

// restarted begins a run of a configuration and controls in place of the one under way, after a question where that has
// taken more than seconds of work. what names the choice.
func (m *model) restarted(list int, what string, cfg sim.Config, c problem.Controls) picker.Outcome {
	cfg.Script, cfg.Controls = nil, c
	if c.Dim() != m.Controls().Dim() {
		cfg.Start, cfg.Controls.Began = nil, 0
	}
	if err := sim.Validate(cfg.With(c)); err != nil {
		return picker.Outcome{Open: true, Err: screen.Cause(err), List: list}
	}
	if ask := m.AskRestart(what); ask != nil {
		return picker.Outcome{Open: true, Say: ask.Error(), List: list}
	}
	words := m.otherSize(c)
	cmd := m.Anew(func() problem.Controls {
		m.cfg, m.row = cfg, 0
		m.empty(cfg.Controls)
		return cfg.Controls
	})
	return picker.Outcome{Cmd: tea.Batch(cmd, screen.Thaw), Notice: fmt.Sprintf(
		"%s from step 0%s; u goes back to the run before", what, strings.Replace(words, "; restarts:", ":", 1))}
}

// methodMeanings say how each method computes the ensemble.
var methodMeanings = map[problem.Method]string{
	problem.Direct:      "the ensemble is computed step by step",
	problem.Accelerated: "the ensemble goes from big jump to big jump",
}

// methodList are the ways to compute the ensemble; another one begins a run anew.
func (m *model) methodList(number int) picker.List {
	with := func(text string) (cfg sim.Config, err error) {
		cfg = m.cfg
		if cfg.Method, err = problem.ParseMethod(strings.TrimSpace(text)); err != nil {
			return cfg, err
		}
		return cfg, sim.Validate(cfg.With(m.Controls()))
	}
	return picker.List{Title: "method", Effect: "restarts", Help: "a name",
		Entries: func() (out []picker.Entry) {
			for _, k := range []problem.Method{problem.Direct, problem.Accelerated} {
				e := picker.Entry{Name: k.String(), Text: k.String(), Meaning: methodMeanings[k], InForce: k == m.cfg.Method}
				if _, err := with(e.Text); err != nil {
					e.Off = screen.Cause(err).Error()
				}
				out = append(out, e)
			}
			return out
		},
		Judge: func(text string) (gives string, err error) {
			_, err = with(text)
			return "restarts", err
		},
		Choose: func(text string) picker.Outcome {
			cfg, err := with(text)
			switch {
			case err != nil:
				return picker.Outcome{Open: true, Err: screen.Cause(err), List: number}
			case cfg.Method == m.cfg.Method:
				return picker.Outcome{Notice: "nothing changes: " + text + " is in force"}
			}
			return m.restarted(number, "method "+text, cfg, m.Controls())
		}}
}
