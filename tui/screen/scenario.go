package screen

import (
	"context"
	"iter"

	"levyscope/internal/record"
	"levyscope/internal/scenariotext"
	"levyscope/tui/rows"
)

// Scenario is what of the controls in force opens again with levyscope --scenario; notes say what it does not hold.
// Its text is empty on a screen that has none.
func (c *Console[C, E]) Scenario() (s scenariotext.Scenario, notes []string) {
	if c.spec.Scenario == nil {
		return s, nil
	}
	s = c.spec.Scenario(c.controls)
	for _, left := range s.Left {
		notes = append(notes, "It leaves out "+left+".")
	}
	if c.candidate != nil {
		notes = append(notes, "The schedule that is previewed is not in force, and not in it.")
	}
	if len(c.history.past) > 0 {
		history := "x writes the run with them"
		if c.recorder != nil {
			history = "the recording holds them"
		}
		notes = append(notes, "It begins with the controls in force now, which were changed on the way: "+history+".")
	}
	return s, notes
}

// Exports is what can be taken away of a screen.
type Exports struct {
	Engine string // names the files
	Steps  int    // that were shown

	Pane    string       // its name; "" where there is nothing to see yet
	Picture string       // of the pane, in W x H cells
	W, H    int          //
	Tables  []rows.Table // of the pane; nil: there are none

	Rerun Rerun // of the run to the step that is shown; nil before it has begun
}

// Rerun yields the events of a run, computed again: a run is a function of its configuration and its changes.
type Rerun func(context.Context) iter.Seq2[record.Event, error]

// Exports is what can be taken away of the screen, as it stands: the pane with the focus, and the run.
func (c *Console[C, E]) Exports() Exports {
	x := Exports{Engine: c.spec.Engine, Steps: c.steps}
	if c.spec.Rerun != nil && c.steps > 0 {
		x.Rerun = c.spec.Rerun(c.steps)
	}
	if c.spec.Waiting() != "" || c.focus >= len(c.spec.Panes) {
		return x
	}
	p := c.spec.Panes[c.focus]
	x.Pane = p.Name
	for _, at := range c.places(c.area) {
		if at.pane != c.focus {
			continue
		}
		f := c.frame(at)
		x.Picture, x.W, x.H = p.view(f), at.at.w, at.at.h
	}
	switch {
	case p.Line != nil:
		l := p.Line(Frame{W: c.area.W, H: c.area.H, Log: p.Log, Theme: c.area.Theme})
		l.Smooth = c.smooth
		x.Tables = []rows.Table{rows.Line(l)}
	case p.Data != nil:
		x.Tables = p.Data()
	}
	return x
}

// Events are the events of an engine as those of any.
func Events[E record.Event](events iter.Seq2[E, error]) iter.Seq2[record.Event, error] {
	return func(yield func(record.Event, error) bool) {
		for e, err := range events {
			if !yield(e, err) {
				return
			}
		}
	}
}
