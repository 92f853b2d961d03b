package screen

import "slices"

// Taken is a change of the controls as the engine has taken it up.
type Taken[C any] struct {
	Step     int // from which it is in force
	Controls C   // after it
}

// same says that controls have the same effect on what the list of changes tells.
func (c *Console[C, E]) same(a, b C) bool {
	if c.spec.Bare != nil {
		a, b = c.spec.Bare(a), c.spec.Bare(b)
	}
	return alike(a, b)
}

// settleChanges notes the step at which the engine has taken up changes: those up to the last one that led to its
// controls.
func (c *Console[C, E]) settleChanges(step int, controls C) {
	c.inForce = &controls
	past := c.history.past
	for i := len(past) - 1; i >= 0 && !past[i].settled; i-- {
		after := c.controls
		if i+1 < len(past) {
			after = past[i+1].value
		}
		if !c.same(after, controls) {
			continue
		}
		for ; i >= 0 && !past[i].settled; i-- {
			past[i].step, past[i].settled = step, true
		}
		return
	}
}

// askAgain has the changes from number n on, which are done again, wait for the engine to take them up. If it has
// never left the controls in force, they keep their steps.
func (c *Console[C, E]) askAgain(n int) {
	if c.inForce != nil && c.same(*c.inForce, c.controls) {
		return
	}
	for i := n; i < len(c.history.past); i++ {
		c.history.past[i].step, c.history.past[i].settled = c.steps, false
	}
}

// rewindHistory makes the list of changes that of the repeated run, and puts its controls in force. The changes that
// came after the step it goes back to, and those that the engine has never taken up, are undone: they can be done
// again.
func (c *Console[C, E]) rewindHistory(back Rewind[C, E]) {
	lost := func(x change[C]) bool { return !x.settled || x.step >= back.Steps }
	for n := len(c.history.past); n > 0 && lost(c.history.past[n-1]); n-- {
		c.controls, _ = c.history.undo(c.controls)
	}
	future := slices.DeleteFunc(c.history.future, func(x change[C]) bool { return !lost(x) })
	c.history = history[C]{future: future}
	c.controls = back.First
	for _, taken := range back.Changes {
		before := c.settings()
		if c.same(c.controls, taken.Controls) {
			c.controls = taken.Controls
			continue
		}
		past := append(c.history.past, change[C]{value: c.controls, step: taken.Step, settled: true})
		c.controls = taken.Controls
		c.history.past = past
		c.history.name(differences(before, c.settings()), taken.Step)
	}
	c.controls = back.Controls
}

// standstill says that a change is not in force because the run under way has come to its end, "" if it goes on.
func (c *Console[C, E]) standstill() (notice string) {
	switch {
	case !c.ended:
		return ""
	case c.err != nil && c.canRewind():
		return "; the run has diverged: u goes back, r restarts with this"
	case c.err != nil:
		return "; the run has stopped: r restarts with this"
	}
	return "; the run has ended: r restarts with this"
}

// canRewind says that there is a way back from the error that has ended the run.
func (c *Console[C, E]) canRewind() bool {
	if c.err == nil || c.spec.Rewind == nil {
		return false
	}
	_, ok := c.spec.Rewind()
	return ok
}
