package screen

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"levyscope/internal/record"
)

// Rewind is the way back from where a run broke down.
type Rewind[C any, E record.Event] struct {
	Steps    int          // taken when its state was last good
	Controls C            // then
	First    C            // at step 0
	Changes  []Taken[C]   // of the controls before that step, as the engine took them up
	Run      runner[C, E] // the run again up to there, and on with the controls stored in live
}

// restart begins a run with the controls in force, and puts the one under way aside.
func (c *Console[C, E]) restart() (cmd tea.Cmd, notice string) {
	return c.Anew(nil), "started again from step 0; " + wayBack
}

// wayBack says how a restart is taken back.
const wayBack = "u goes back to the run before"

// Anew begins a run in place of the one under way, which is put aside as it stands: undo and the key of the runs lead
// back to it. change, which may be nil, gives the screen another system, and returns the controls of the new run.
func (c *Console[C, E]) Anew(change func() C) tea.Cmd {
	old := &aside[C, E]{under: c.under, restore: c.spec.OnRestart()}
	if old.feed != nil {
		c.put(old)
	}
	if change != nil {
		c.controls = change()
	}
	c.candidate = nil
	c.rate = rate{}
	c.history, c.inForce = history[C]{}, nil
	c.version++
	c.count()
	return c.start(c.spec.Run)
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
		c.store(old)
		return nil, "undone: " + differences(before, c.settings()) + "; ctrl+r does it again"
	}
	if len(c.others) > 0 && c.others[0].number < c.number {
		cmd, _ = c.previous()
		return cmd, fmt.Sprintf("the run before the restart goes on after %d steps", c.steps) + c.otherRuns()
	}
	return nil, "there is no change to undo"
}

// redo does an undone change again.
func (c *Console[C, E]) redo() (notice string) {
	before := c.settings()
	next, ok := c.history.redo(c.controls)
	if !ok {
		return "there is no undone change"
	}
	c.store(next)
	c.askAgain(len(c.history.past) - 1)
	return "done again: " + differences(before, c.settings()) + c.standstill()
}

// rewind repeats the run up to where it was good, and holds it there.
func (c *Console[C, E]) rewind(back Rewind[C, E]) (cmd tea.Cmd, notice string) {
	before, worked := c.settings(), c.work()
	c.spec.OnRestart()
	c.rewindHistory(back)
	c.inForce = &back.Controls
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
