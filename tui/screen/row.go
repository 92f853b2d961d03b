package screen

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"levyscope/train/schedule"
)

// Row is an action that the palette finds by its name.
type Row struct {
	Name   string // by which it is found and remembered
	Keys   string // that do the same; "": there are none
	What   string // what it does, in a sentence
	Unable string // why it cannot act now; "": it can
	// Do acts; notice says what came of it.
	Do func() (cmd tea.Cmd, notice string)
	// Set is in place of Do for an action that takes a typed value: that of the control Value, which is Now.
	Set   func(text string) (cmd tea.Cmd, notice string, err error)
	Check func(text string) error // what is wrong with a value, before it is set
	Value string                  // the name of the control
	Now   string                  // its value
}

// Rows are the actions of this screen that have no key of their own: previews of schedules, the arms, and values of
// controls.
func (c *Console[C, E]) Rows() (rows []Row) {
	for _, kind := range schedule.Kinds() {
		rows = append(rows, c.scheduleRow(kind))
	}
	if c.spec.PutArm != nil {
		for arm := schedule.Arm(0); arm.Valid(); arm++ {
			rows = append(rows, c.armRow(arm))
		}
	}
	for _, k := range c.AllKnobs() {
		what := k.What + " " + k.Range
		if k.Restarts {
			what += "; restarts"
		}
		rows = append(rows, Row{Name: "set " + k.Name, Value: k.Name, Now: k.Value, What: what, Check: k.Refuses,
			Set: func(text string) (tea.Cmd, string, error) { return c.SetKnob(k, text) }})
	}
	return rows
}

// scheduleRow previews the schedule of a kind.
func (c *Console[C, E]) scheduleRow(kind string) Row {
	r := Row{Name: "schedule " + kind, What: "Preview from now on: " + schedule.Meaning(kind) + "."}
	next, err := schedule.Default(kind, schedule.Reference(c.Schedule()))
	switch {
	case err != nil:
		r.Unable = Cause(err).Error()
	case c.spec.Offers != nil && !c.spec.Offers(next):
		r.Unable = fmt.Sprintf("the %s screen takes schedules only that begin at their largest rate", c.title)
	}
	r.Do = func() (tea.Cmd, string) { return nil, c.Preview(next) }
	return r
}

// Preview draws a schedule ahead of now, whose decay begins now.
func (c *Console[C, E]) Preview(s schedule.Schedule) (notice string) {
	c.candidate, c.asIs = s, false
	c.version++
	return previewWords(c.Candidate())
}

// armRow puts an arm in force.
func (c *Console[C, E]) armRow(arm schedule.Arm) Row {
	r := Row{Name: "arm " + arm.String(), What: "Learning-rate decay acts on " + armMeanings[arm] + "."}
	_, now := c.spec.Decay()
	switch {
	case now == arm:
		r.Unable = "this arm is in force"
	case c.candidate != nil:
		r.Unable = c.PreviewFirst()
	case c.spec.ArmOff != nil:
		r.Unable = c.spec.ArmOff(arm)
	}
	r.Do = func() (tea.Cmd, string) {
		notice, err := c.spec.PutArm(arm)
		if err != nil {
			return nil, err.Error()
		}
		return nil, notice
	}
	return r
}

// armMeanings say what the decay acts on, by arm.
var armMeanings = [...]string{
	schedule.Both:      "the step and its noise: ordinary SGD",
	schedule.NoiseOnly: "the noise only, the step keeps its size",
	schedule.StepOnly:  "the step only, the noise keeps its size",
	schedule.GrowBatch: "the batch, which grows as the learning rate would fall",
}

// ArmMeaning says what an arm lets the decay act on.
func ArmMeaning(arm schedule.Arm) string { return armMeanings[arm] }

// SetKnob gives a control a typed value; cmd is what a control asks for that begins a run anew.
func (c *Console[C, E]) SetKnob(k Knob, text string) (cmd tea.Cmd, notice string, err error) {
	if strings.TrimSpace(text) != k.Value {
		notice, err = k.Set(text)
	}
	c.version++
	if err == nil && notice == "" {
		notice = k.Name + " stays at " + c.valueOf(k)
	}
	return c.takeLater(), notice, err
}

// MoveKnob raises a control (direction 1) or lowers it (-1), and says why where that changes nothing.
func (c *Console[C, E]) MoveKnob(k Knob, direction int) (cmd tea.Cmd, notice string) {
	notice = c.turnKnob(k, direction)
	return c.takeLater(), notice
}

// Later has a command run with what comes of the key that is being handled.
func (c *Console[C, E]) Later(cmd tea.Cmd) { c.later = tea.Batch(c.later, cmd) }

// takeLater is the command that waits.
func (c *Console[C, E]) takeLater() (cmd tea.Cmd) {
	cmd, c.later = c.later, nil
	return cmd
}
