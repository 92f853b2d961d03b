package screen

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"levyscope/internal/record"
)

// earlier is a run that a restart has put aside, as it stood. It waits until the restart is undone, or gives way to
// the run that the next restart puts aside.
type earlier[C any, E record.Event] struct {
	under[C, E]
	restore func() // gives the screen back what the run has shown
}

// Rewind is the way back from where a run broke down.
type Rewind[C any, E record.Event] struct {
	Steps    int          // taken when its state was last good
	Controls C            // then
	Run      runner[C, E] // the run again up to there, and on with the controls stored in live
}

// drop ends the run that was put aside.
func (e *engine[C, E]) drop() {
	if e.earlier != nil && e.earlier.feed != nil {
		e.earlier.feed.Stop()
	}
	e.earlier = nil
}

// restart begins a run with the controls in force, and puts the one under way aside.
func (c *Console[C, E]) restart() (cmd tea.Cmd, notice string) {
	c.drop()
	old := &earlier[C, E]{under: c.under, restore: c.spec.OnRestart()}
	if old.feed != nil {
		old.feed.Pause(true)
		c.earlier = old
	}
	c.candidate = nil
	c.rate = rate{}
	c.history = history[C]{}
	return c.start(c.spec.Run), "started again from step 0; u goes back to the run before"
}

// undo takes back, of the run under way, where it has broken down the last steps, else the last change of its
// controls, and where there is none the restart that it began with.
func (c *Console[C, E]) undo() (cmd tea.Cmd, notice string) {
	if c.candidate != nil {
		return nil, c.leavePreview()
	}
	if c.err != nil && c.spec.Rewind != nil {
		if back, ok := c.spec.Rewind(); ok {
			return c.rewind(back)
		}
	}
	before := c.settings()
	if old, ok := c.history.undo(c.controls); ok {
		c.put(old)
		return nil, "undone: " + differences(before, c.settings()) + "; ctrl+r does it again"
	}
	if c.earlier == nil {
		return nil, "there is no change to undo"
	}
	if c.feed != nil {
		c.feed.Stop()
	}
	old := c.earlier
	c.earlier, c.under = nil, old.under
	old.restore()
	c.rate = rate{} // the steps of the run before are not those of a second
	if c.feed != nil {
		c.feed.SetPace(c.pace) // which may have changed meanwhile
		c.feed.Pause(c.paused)
	}
	events := c.held
	c.held = nil
	for _, e := range events {
		c.Take(e)
	}
	return c.next(), fmt.Sprintf("the run before the restart goes on after %d steps", c.steps)
}

// redo does an undone change again.
func (c *Console[C, E]) redo() (notice string) {
	before := c.settings()
	next, ok := c.history.redo(c.controls)
	if !ok {
		return "there is no undone change"
	}
	c.put(next)
	return "done again: " + differences(before, c.settings())
}

// rewind repeats the run up to where it was good, and holds it there.
func (c *Console[C, E]) rewind(back Rewind[C, E]) (cmd tea.Cmd, notice string) {
	before, worked := c.settings(), c.work()
	c.spec.OnRestart()
	for !alike(c.controls, back.Controls) {
		old, ok := c.history.undo(c.controls)
		if !ok {
			break
		}
		c.controls = old
	}
	c.controls = back.Controls
	c.paused = true
	c.rate = rate{}
	cmd = c.start(back.Run)
	c.before, c.target = worked, back.Steps
	if c.feed != nil {
		c.feed.Step(back.Steps)
	}
	notice = fmt.Sprintf("back to step %d, paused", back.Steps)
	if changed := differences(before, c.settings()); changed != "" {
		return cmd, notice + ": " + changed
	}
	return cmd, notice + ": change a control before space goes on"
}
