package trainscreen

import (
	"fmt"

	"levyscope/internal/spec"
	dataset "levyscope/train/data"
	"levyscope/train/nn"
	"levyscope/tui/picker"
	"levyscope/tui/screen"

	tea "charm.land/bubbletea/v2"
)

// facts are what a data set gives to a model and a run.
type facts struct {
	problem     nn.Problem
	train, test int // examples; test is 0 where it is not known
}

// factsOf are those of a set that was read.
func factsOf(s *dataset.Set) facts {
	return facts{nn.Problem{Shape: s.Shape, Classes: s.Classes}, s.Train.Len(), s.Test.Len()}
}

// published are the facts of the sets whose files are published, by kind. Files that are there may have other sizes, or
// be damaged: they are read before a run begins with them.
var published = map[string]facts{
	"mnist":         {nn.Problem{Shape: []int{1, 28, 28}, Classes: 10}, 60000, 10000},
	"fashion-mnist": {nn.Problem{Shape: []int{1, 28, 28}, Classes: 10}, 60000, 10000},
	"cifar10":       {nn.Problem{Shape: []int{3, 32, 32}, Classes: 10}, 50000, 10000},
}

// dataKind is a kind of data sets, as the list has it.
type dataKind struct {
	name, meaning string
	text          string // its default; the name alone of a kind that needs more
	expected      *facts // of files that are there and were not read; nil of other kinds
	missing       string // why it cannot be chosen by its name alone; "": it can
}

// lookedMsg brings the kinds of data sets, and the facts of their defaults and of what runs.
type lookedMsg struct {
	kinds []dataKind
	facts map[string]facts // by text in full
}

// look looks for the files of the data sets, and makes those that need none.
func (m *model) look() tea.Cmd {
	o, now := m.dataOptions(), fullData(m.cfg.Data)
	running, known := m.running(now)
	return func() tea.Msg {
		msg := lookedMsg{facts: map[string]facts{}}
		if known {
			msg.facts[now] = running
		}
		for _, e := range dataset.Catalogue(o.Dir) {
			k := dataKind{name: e.Name, meaning: e.Meaning, text: fullData(e.Name)}
			known, fixed := published[e.Name]
			_, err := dataset.Canonical(e.Name)
			switch {
			case err != nil:
				k.missing = remedyOf(err)
			case e.Problem != "":
				k.missing = e.Problem
			case len(e.Files) > 0 && len(e.Found) == 0:
				k.missing = "not found; looked for in " + e.Where + ": levyscope data list"
			case fixed:
				k.expected = &known
			default:
				if s, err := dataset.Load(k.text, o); err != nil {
					k.missing = err.Error()
				} else {
					msg.facts[k.text] = factsOf(s)
				}
			}
			msg.kinds = append(msg.kinds, k)
		}
		if _, known := msg.facts[now]; !known {
			if s, err := dataset.Load(now, o); err == nil {
				msg.facts[now] = factsOf(s)
			}
		}
		return msg
	}
}

// running are the facts of the data that run, as far as they are known without reading large files again.
func (m *model) running(text string) (f facts, known bool) {
	if f, known = m.facts[text]; known || m.started == nil {
		return f, known
	}
	f, known = published[picker.Kind(text)]
	f.train, f.test = m.examples, 0
	return f, known
}

// dataOptions are those of the run.
func (m *model) dataOptions() dataset.Options {
	return dataset.Options{Seed: m.cfg.Seed, Dir: m.cfg.DataDir}
}

// remedyOf is what an error of the grammar advises.
func remedyOf(err error) string {
	if e, ok := err.(*spec.Error); ok {
		return e.Remedy
	}
	return err.Error()
}

// fullData is a text of data with the values that it leaves to their defaults; a wrong text stays as it is.
func fullData(text string) string {
	if full, err := dataset.Canonical(text); err == nil {
		return full
	}
	return text
}

// readMsg brings the facts of data that were chosen and had to be read for them.
type readMsg struct {
	choice // that waits for them
	facts  facts
	err    error
}

// read reads data for their facts, which the choice waits for.
func (m *model) read(next choice) picker.Outcome {
	m.reading = next
	o := m.dataOptions()
	return picker.Outcome{Open: true, List: dataList, Say: "reading " + next.data + " …; esc leaves it",
		Cmd: func() tea.Msg {
			s, err := dataset.Load(next.data, o)
			if err != nil {
				return readMsg{choice: next, err: err}
			}
			return readMsg{choice: next, facts: factsOf(s)}
		}}
}

// Update takes in a message: what the chooser waits for, or what is for every screen.
func (m *model) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case lookedMsg:
		m.kinds = msg.kinds
		for text, f := range msg.facts {
			m.facts[text] = f
		}
		return nil
	case readMsg:
		return m.haveRead(msg)
	}
	return m.Console.Update(msg)
}

// haveRead goes on with the choice that waited for its data, unless the chooser was left.
func (m *model) haveRead(msg readMsg) tea.Cmd {
	if msg.err == nil {
		m.facts[msg.data] = msg.facts
	}
	if !m.Typing() || m.reading != msg.choice {
		return nil
	}
	m.reading = choice{}
	if msg.err != nil {
		m.picker.Refused(dataList, msg.data, msg.err)
		return nil
	}
	out := m.chooseData(msg.data)
	if m.picker.Settle(out) {
		return out.Cmd
	}
	m.Close()
	return tea.Batch(out.Cmd, screen.Notice(out.Notice))
}

// gives says what a data set has.
func (f facts) gives() string {
	shape := ""
	for i, n := range f.problem.Shape {
		if i > 0 {
			shape += "x"
		}
		shape += fmt.Sprint(n)
	}
	answer := "regression"
	if f.problem.Classes > 0 {
		answer = fmt.Sprintf("%d classes", f.problem.Classes)
	}
	size := thousands(f.train)
	if f.test > 0 {
		size += " + " + thousands(f.test)
	}
	return fmt.Sprintf("%s of %s, %s", size, shape, answer)
}
