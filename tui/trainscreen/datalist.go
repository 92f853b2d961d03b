package trainscreen

import (
	"errors"
	"fmt"
	"slices"

	"levyscope/internal/spec"
	dataset "levyscope/train/data"
	"levyscope/train/nn"
	"levyscope/tui/picker"
)

// dataSets are the kinds of data sets.
func (m *model) dataSets() picker.List {
	return picker.List{
		Title: "data", Effect: "restarts", Help: "a name or a text such as moons:n=500,noise=0.2",
		Entries: func() (out []picker.Entry) {
			for _, k := range m.kinds {
				e := picker.Entry{Name: k.name, Text: k.text, Meaning: k.meaning, Off: k.missing}
				if e.InForce = picker.Kind(m.cfg.Data) == k.name; e.InForce {
					e.Text, e.Off = fullData(m.cfg.Data), ""
				}
				f, known := m.facts[e.Text]
				if known {
					e.Gives = f.gives()
				} else if known = k.expected != nil && e.Text == k.text; known {
					f = *k.expected
					e.Gives = "published size " + f.gives()
				}
				if e.Off != "" {
					e.Gives = ""
				} else if known && !m.fits(f.problem) {
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

// fits says that the marked model can be made for a problem.
func (m *model) fits(p nn.Problem) bool {
	_, err := nn.Parse(m.marked.model, p)
	return err == nil
}

// anyDataFor says that there are data for a model, among those that are known.
func (m *model) anyDataFor(model string) bool {
	for _, f := range m.facts {
		if _, err := nn.Parse(model, f.problem); err == nil {
			return true
		}
	}
	for _, k := range m.kinds {
		if k.expected == nil {
			continue
		}
		if _, err := nn.Parse(model, k.expected.problem); err == nil {
			return true
		}
	}
	return false
}

// dataGives says what data would give, as far as that is known.
func (m *model) dataGives(text string) (gives string, err error) {
	full, err := dataset.Canonical(text)
	if err != nil {
		return "", err
	}
	if f, known := m.facts[full]; known {
		return f.gives(), nil
	}
	i := slices.IndexFunc(m.kinds, func(k dataKind) bool { return k.text == full && k.missing != "" })
	if i >= 0 {
		return "", errors.New(m.kinds[i].missing)
	}
	i = slices.IndexFunc(m.kinds, func(k dataKind) bool { return k.text == full && k.expected != nil })
	if i >= 0 {
		return "published size " + m.kinds[i].expected.gives() + "; enter reads it", nil
	}
	return full + ": enter reads or makes it", nil
}

// chooseData restarts with data, or asks for a model that fits them. Data that are not known yet are read first.
func (m *model) chooseData(text string) picker.Outcome {
	full, err := dataset.Canonical(text)
	if err != nil {
		return picker.Outcome{Open: true, Err: err, List: dataList}
	}
	next := choice{full, m.marked.model}
	f, known := m.facts[full]
	if !known {
		return m.read(next)
	}
	if _, err := nn.Parse(next.model, f.problem); err != nil {
		var wrong *spec.Error
		if errors.As(err, &wrong) {
			return picker.Outcome{Open: true, Err: err, List: dataList}
		}
		m.marked = next
		return picker.Outcome{Open: true, List: modelList,
			Say: fmt.Sprintf("%s; choose a model that fits %s: then both are taken", reason(err), full)}
	}
	return m.settle(attempt{dataList, full}, next)
}

// problemOf is what there is to learn from data; known is false where they were not read yet.
func (m *model) problemOf(text string) (p nn.Problem, known bool) {
	f, known := m.facts[fullData(text)]
	return f.problem, known
}

// examplesOf is the size of a training set, 0 where it is not known.
func (m *model) examplesOf(text string) int { return m.facts[fullData(text)].train }
