package trainscreen

import (
	"errors"
	"fmt"

	"levyscope/internal/spec"
	dataset "levyscope/train/data"
	"levyscope/train/nn"
	"levyscope/tui/picker"

	tea "charm.land/bubbletea/v2"
)

// dataKind is a kind of data sets, as the list has it.
type dataKind struct {
	name, meaning, text string
	problem             nn.Problem // nil shape: known when it was read
	train, test         int        // examples; 0: known when they were read
	missing             string     // why its files cannot be read; "": they were found, or it has none
}

// lookedMsg brings the kinds of data sets, with what of their files was found.
type lookedMsg []dataKind

// look looks for the files of the data sets.
func (m *model) look() tea.Cmd {
	return func() tea.Msg { return lookedMsg(dataKinds()) }
}

// Update takes in a message.
func (m *model) Update(msg tea.Msg) tea.Cmd {
	if kinds, ok := msg.(lookedMsg); ok {
		m.kinds = kinds
		return nil
	}
	return m.Console.Update(msg)
}

// dataSets are the kinds of data sets.
func (m *model) dataSets() picker.List {
	return picker.List{
		Title: "data", Effect: "restarts", Help: "a name or a text such as mnist1d",
		Entries: func() (out []picker.Entry) {
			for _, k := range m.kinds {
				e := picker.Entry{Name: k.name, Text: k.text, Meaning: k.meaning, Gives: k.gives(), Off: k.missing}
				if e.InForce = kindOf(m.cfg.Data) == k.name; e.InForce {
					e.Text = m.cfg.Data
				}
				if e.Off == "" && !m.fits(k.problem) {
					e.Gives += "; needs another model"
				}
				out = append(out, e)
			}
			return out
		},
		Judge:  m.dataGives,
		Choose: m.chooseData,
	}
}

// gives says what a data set has.
func (k dataKind) gives() string {
	out := ""
	if k.train > 0 {
		out = fmt.Sprintf("%s + %s examples, ", thousands(k.train), thousands(k.test))
	}
	if k.problem.Shape == nil {
		return out + "shape as in the file"
	}
	for i, n := range k.problem.Shape {
		if i > 0 {
			out += "x"
		}
		out += fmt.Sprint(n)
	}
	if k.problem.Classes == 0 {
		return out + ", regression"
	}
	return fmt.Sprintf("%s, %d classes", out, k.problem.Classes)
}

// fits says that the marked model can be made for a problem, as far as that is known before the data are read.
func (m *model) fits(p nn.Problem) bool {
	if p.Shape == nil {
		return true
	}
	_, err := nn.Parse(m.marked.model, p)
	return err == nil
}

// anyDataFor says that there are data for a model.
func (m *model) anyDataFor(model string) bool {
	for _, k := range m.kinds {
		if k.missing != "" || k.problem.Shape == nil {
			continue
		}
		if _, err := nn.Parse(model, k.problem); err == nil {
			return true
		}
	}
	return false
}

// dataGives says what data would give.
func (m *model) dataGives(text string) (gives string, err error) {
	if _, err := dataset.Canonical(text); err != nil {
		return "", err
	}
	for _, k := range m.kinds {
		if k.name == kindOf(text) {
			if k.missing != "" {
				return "", errors.New(k.missing)
			}
			return k.gives(), nil
		}
	}
	return "", nil
}

// chooseData restarts with data, or asks for a model that fits them.
func (m *model) chooseData(text string) picker.Outcome {
	_, err := m.dataGives(text)
	if err != nil {
		return picker.Outcome{Open: true, Err: err, List: dataList}
	}
	if full, err := dataset.Canonical(text); err == nil {
		text = full
	}
	next := choice{text, m.marked.model}
	if p, known := m.problemOf(text); known {
		if _, err := nn.Parse(next.model, p); err != nil {
			var wrong *spec.Error
			if errors.As(err, &wrong) {
				return picker.Outcome{Open: true, Err: err, List: dataList}
			}
			m.marked = next
			return picker.Outcome{Open: true, List: modelList,
				Say: fmt.Sprintf("%s; choose a model that fits %s: then both are taken", reason(err), text)}
		}
	}
	return m.settle(attempt{dataList, text}, next)
}

// problemOf is what there is to learn from data, as far as that is known before they are read.
func (m *model) problemOf(text string) (p nn.Problem, known bool) {
	for _, k := range m.kinds {
		if k.name == kindOf(text) {
			return k.problem, k.problem.Shape != nil
		}
	}
	return p, false
}

// examplesOf is the size of a training set, 0 where it is not known before it is read.
func (m *model) examplesOf(text string) int {
	for _, k := range m.kinds {
		if k.name == kindOf(text) && k.text == text {
			return k.train
		}
	}
	return 0
}
