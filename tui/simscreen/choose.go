package simscreen

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"levyscope/sim"
	"levyscope/sim/landscape"
	"levyscope/sim/problem"
	"levyscope/train/schedule"
	"levyscope/tui/picker"
	"levyscope/tui/screen"
)

// live is what choosing from the lists does that need no restart.
const live = "from the next step on"

// kindList is one of the lists of the chooser, each of things that one text names.
type kindList struct {
	title, help string
	now         func(c problem.Controls) string
	kinds       func() []kindEntry
	set         func(c *problem.Controls, text string) error
	preview     bool // a text is drawn ahead of now before it is chosen
}

// kindEntry is a line of a list.
type kindEntry struct{ text, meaning string }

// choose opens the chooser.
func (m *model) choose() (cmd tea.Cmd, notice string) {
	var lists []picker.List
	for number, l := range m.kindLists() {
		lists = append(lists, m.liveList(number, l))
	}
	lists = append(lists, m.methodList(len(lists)))
	m.Open(picker.New(lists))
	return nil, ""
}

// kindLists are what changes live.
func (m *model) kindLists() []kindList {
	return []kindList{
		{"potential", "a name or a text such as multiwell:wells=4", potentialText, potentials,
			fitPotential, false},
		{"domain", "a name or a text such as ball:r=1.5", func(c problem.Controls) string { return c.Domain.String() },
			domainKinds, func(c *problem.Controls, text string) (err error) {
				c.Domain, err = problem.ParseDomain(text)
				return err
			}, false},
		{"noise", "a name or a text such as truncated:cut=3", noiseText, noises, setNoise, false},
		{"integrator", "a name", func(c problem.Controls) string { return c.Integrator.String() }, integratorKinds,
			func(c *problem.Controls, text string) (err error) {
				c.Integrator, err = problem.ParseIntegrator(text)
				return err
			}, false},
		{"schedule", "a name or a text such as cosine:eta0=0.1,steps=5000",
			func(c problem.Controls) string { return c.Schedule.String() }, m.schedules,
			func(c *problem.Controls, text string) (err error) {
				next, err := schedule.Parse(text)
				if err == nil {
					c.Schedule, c.Began = next, m.data.step+1
				}
				return err
			}, true},
		{"arm", "a name", func(c problem.Controls) string { return c.Arm.String() }, arms,
			func(c *problem.Controls, text string) (err error) {
				c.Arm, err = schedule.ParseArm(text)
				return err
			}, false},
	}
}

func potentials() []kindEntry {
	out := []kindEntry{{quadratic, "U = sum theta_i x_i^2/2"}}
	for _, k := range landscape.Kinds() {
		out = append(out, kindEntry{k.Name, k.Meaning})
	}
	return out
}

// domainMeanings say what is inside, by name.
var domainMeanings = map[string]string{"box": "between the walls of each coordinate", "ball:r=1.5": "near the minimum",
	"sublevel:u=0.5": "where U is low", "basin": "the basin of attraction of the start",
	"wells": "everywhere: visits of all basins are counted"}

func domainKinds() (out []kindEntry) {
	for _, text := range []string{"box", "ball:r=1.5", "sublevel:u=0.5", "basin", "wells"} {
		out = append(out, kindEntry{text, domainMeanings[text]})
	}
	return out
}

// noises are the laws but that of a file, which is read at the start only.
func noises() []kindEntry {
	return []kindEntry{{"sas", "symmetric alpha-stable"}, {"gauss", "Gaussian, without jumps"},
		{"sas+gauss", "symmetric alpha-stable with Gaussian noise beside it"},
		{"truncated", "symmetric alpha-stable without the draws beyond cut"},
		{"tempered", "jumps of a stable law that an exponential makes rarer the larger they are"},
		{"poisson", "jumps at times of a Poisson process"}}
}

func integratorKinds() (out []kindEntry) {
	for _, i := range integrators() {
		out = append(out, kindEntry{text: i.String()})
	}
	return out
}

func arms() (out []kindEntry) {
	for a := schedule.Arm(0); a.Valid(); a++ {
		out = append(out, kindEntry{a.String(), screen.ArmMeaning(a)})
	}
	return out
}

// schedules are all kinds at the learning rate in force.
func (m *model) schedules() (out []kindEntry) {
	for _, k := range schedule.Kinds() {
		if s, err := schedule.Default(k, schedule.Reference(m.Controls().Schedule)); err == nil {
			out = append(out, kindEntry{s.String(), schedule.Meaning(k)})
		}
	}
	return out
}

// liveList is a list of what changes live. What each of its lines gives is found once, when it is first looked at.
func (m *model) liveList(number int, l kindList) picker.List {
	var entries []picker.Entry
	list := picker.List{Title: l.title, Effect: live, Help: l.help,
		Entries: func() []picker.Entry {
			if entries == nil {
				entries = m.entriesOf(l)
			}
			return entries
		},
		Judge: func(text string) (gives string, err error) { return m.gives(l, text) },
		Choose: func(text string) picker.Outcome {
			c := m.Controls()
			err := l.set(&c, text)
			notice := ""
			switch {
			case err == nil && c.Dim() != m.Controls().Dim():
				return m.restarted(number, l.title+" "+text, m.cfg, c)
			case err == nil:
				notice, err = m.put(c)
			}
			if err != nil {
				return picker.Outcome{Open: true, Err: err, List: number}
			}
			if notice == "" {
				notice = "nothing changes: " + text + " is in force"
			}
			return picker.Outcome{Notice: notice}
		}}
	if l.preview {
		list.Preview = m.previewOf
	}
	return list
}

// previewOf draws the schedule of a text ahead of now, none where it is not one that the engine takes.
func (m *model) previewOf(text string) {
	s, err := schedule.Parse(text)
	if err != nil || !problem.FromReference(s) { // the reason stands in the dialog
		s = nil
	}
	m.Show(s)
}

// entriesOf are the lines of a list, that of the kind in force with its own text.
func (m *model) entriesOf(l kindList) (out []picker.Entry) {
	now := l.now(m.Controls())
	for _, k := range l.kinds() {
		e := picker.Entry{Name: picker.Kind(k.text), Text: k.text, Meaning: k.meaning}
		if e.InForce = picker.Kind(now) == e.Name; e.InForce {
			e.Text = now
		}
		var err error
		if e.Gives, err = m.gives(l, e.Text); err != nil {
			e.Gives, e.Off = "", screen.Cause(err).Error()
		}
		out = append(out, e)
	}
	return out
}

// gives says what a text of a list would give here: minima and barrier of a potential, ways out of a domain.
func (m *model) gives(l kindList, text string) (gives string, err error) {
	c := m.Controls()
	if err := l.set(&c, strings.TrimSpace(text)); err != nil {
		return "", err
	}
	cfg := m.cfg
	if c.Dim() != m.Controls().Dim() {
		cfg.Start = nil
	}
	if err := sim.Validate(cfg.With(c)); err != nil {
		return "", err
	}
	switch l.title {
	case "potential":
		return landWords(newTerrain(cfg.ExitConfig, c)) + m.otherSize(c), nil
	case "domain":
		return fmt.Sprintf("%d ways out", c.Sides()), nil
	case "schedule":
		return c.Schedule.String(), nil
	}
	return "", nil
}

// landWords are the minima and the barrier of a landscape.
func landWords(t *terrain) string {
	words := fmt.Sprintf("%d minima", len(t.u.Minima()))
	if len(t.u.Minima()) == 1 {
		words = "1 minimum"
	}
	if h := t.barrier(); h == h {
		words += ", barrier " + screen.Sig3(h)
	}
	return words
}
