package trainscreen

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"levyscope/internal/spec"
	"levyscope/train"
	"levyscope/train/nn"
	"levyscope/tui/picker"
	"levyscope/tui/screen"

	tea "charm.land/bubbletea/v2"
)

// The lists of the chooser, by number.
const (
	modelList = iota
	dataList
	optimiserList
	clipList
	scheduleList
	armList
)

// live is what choosing from the lists does that need no restart.
const live = "from the next step on"

// The names of what is chosen live, beside the schedule.
const (
	optimiserName = "optimiser"
	clipName      = "clip"
)

// chosen are the optimiser and the clipping in force. The parameters of SGD are knobs that it has with any momentum.
func (m *model) chosen() []screen.Chosen {
	c := m.Controls()
	method := "sgd"
	if c.Optimizer != nil {
		method = c.Optimizer.String()
	}
	return []screen.Chosen{{Name: optimiserName, Text: method}, {Name: clipName, Text: c.Clip.String()}}
}

// choice is a system as a user chooses it: two specifications.
type choice struct{ data, model string }

// inFull is the choice with texts that leave nothing to defaults; a wrong text stays as it is.
func (c choice) inFull() choice {
	if text, err := nn.Canonical(c.model); err == nil {
		c.model = text
	}
	c.data = fullData(c.data)
	return c
}

// chooser is what the dialog needs that chooses what runs.
type chooser struct {
	picker  *picker.Picker   // nil before it was opened first
	kinds   []dataKind       // of data sets
	facts   map[string]facts // of data sets, by their texts in full
	marked  choice           // what a restart would run: what runs, or what was chosen and needs a choice beside it
	asked   choice           // whose restart was asked about
	reading choice           // that waits for the facts of its data
	tried   attempt          // the last choice that restarted
}

// attempt is a choice in a list of the chooser.
type attempt struct {
	list int
	text string
}

// choose opens the chooser. What a run could not begin with stands there again, with the reason.
func (m *model) choose() (cmd tea.Cmd, notice string) {
	m.marked, m.asked, m.reading = choice{m.cfg.Data, m.cfg.Model}, choice{}, choice{}
	if m.picker == nil {
		m.facts = map[string]facts{}
		m.picker = picker.New([]picker.List{
			modelList:     m.models(),
			dataList:      m.dataSets(),
			optimiserList: m.optimisers(),
			clipList:      m.clips(),
			scheduleList:  m.schedules(),
			armList:       m.arms(),
		})
	}
	m.Open(m.picker)
	m.picker.Reset()
	if err := m.State().Err; err != nil && m.started == nil && m.tried.text != "" {
		m.picker.Refused(m.tried.list, m.tried.text, err)
	}
	return m.look(), ""
}

// models are the kinds of models.
func (m *model) models() picker.List {
	return picker.List{
		Title: "model", Effect: "restarts", Help: "a name or a text such as mlp:200-200:tanh",
		Entries: func() (out []picker.Entry) {
			for _, k := range nn.Kinds() {
				e := picker.Entry{Name: k.Name, Text: k.Name, Meaning: k.Meaning}
				if e.InForce = picker.Kind(m.cfg.Model) == k.Name; e.InForce {
					e.Text = m.cfg.Model
				}
				if text, err := nn.Canonical(e.Text); err == nil {
					e.Text = text
				}
				var err error
				if e.Gives, err = m.modelGives(e.Text); err != nil {
					e.Off = reason(err)
				}
				out = append(out, e)
			}
			return out
		},
		Judge:  m.modelGives,
		Choose: m.chooseModel,
	}
}

// modelGives says what a model has on the marked data, "" where their shape is not known before they are read. The
// error is a *spec.Error of a wrong text; else the model does not fit the data.
func (m *model) modelGives(text string) (gives string, err error) {
	p, known := m.problemOf(m.marked.data)
	if !known {
		_, err = nn.Canonical(text)
		return "", err
	}
	made, err := nn.Parse(text, p)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s parameters: %s", thousands(made.NumParams()), networkWords(text, made.String())), nil
}

// networkWords are the words of a network as the screen has them. Those of a linear model with classes are in
// recordings the words of a perceptron without hidden layers.
func networkWords(model, words string) string {
	full, err := nn.Canonical(model)
	if widths, is := strings.CutPrefix(words, "MLP "); is && err == nil && picker.Kind(full) == "linear" {
		return "linear " + strings.TrimSuffix(widths, " relu")
	}
	return words
}

// reason is an error without the text that it begins with, which stands beside it.
func reason(err error) string {
	if inner := errors.Unwrap(err); inner != nil {
		return inner.Error()
	}
	return err.Error()
}

// chooseModel restarts with a model, or asks for data that fit it.
func (m *model) chooseModel(text string) picker.Outcome {
	_, err := m.modelGives(text)
	var wrong *spec.Error
	switch {
	case errors.As(err, &wrong):
		return picker.Outcome{Open: true, Err: err, List: modelList}
	case err != nil:
		next := choice{m.marked.data, text}
		if !m.anyDataFor(text) {
			return picker.Outcome{Open: true, Err: err, List: modelList}
		}
		m.marked = next
		return picker.Outcome{Open: true, List: dataList,
			Say: fmt.Sprintf("%s; choose data that fit %s: then both are taken", reason(err), text)}
	}
	if full, err := nn.Canonical(text); err == nil {
		text = full
	}
	return m.settle(attempt{modelList, text}, choice{m.marked.data, text})
}

// settle restarts with a choice that fits, unless it is what runs, or more than seconds of work ask for a second enter.
func (m *model) settle(by attempt, next choice) picker.Outcome {
	if next.inFull() == (choice{m.cfg.Data, m.cfg.Model}).inFull() && m.State().Err == nil {
		return picker.Outcome{Notice: fmt.Sprintf("nothing changes: %s on %s runs already", next.model, next.data)}
	}
	if worked := m.worked(); m.costly > 0 && worked >= m.costly && m.asked != next && m.State().Err == nil {
		m.asked = next
		return picker.Outcome{Open: true, List: by.list, Say: fmt.Sprintf("enter again restarts with %s on %s; "+
			"the run under way, %s of work, waits, and %s goes back to it", next.model, next.data,
			worked.Round(time.Second), screen.BindingOf(screen.PreviousRun).Keys[0])}
	}
	m.tried = by
	cfg, words := m.configured(next)
	cmd := m.Anew(func() train.Controls {
		m.cfg, m.examples, m.layer = cfg, 0, 0
		return cfg.Controls
	})
	return picker.Outcome{Cmd: tea.Batch(cmd, screen.Thaw),
		Notice: fmt.Sprintf("%s on %s from step 0%s; %s goes back", next.model, next.data, words,
			screen.BindingOf(screen.PreviousRun).Keys[0])}
}

// thousands writes a number >= 0 with commas: 61,706.
func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}
