package screen

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"levyscope/internal/record"
)

// mostAside is how many runs wait beside the one under way. Each holds its data set and its last probe in memory.
const mostAside = 3

// aside is a run that was put aside, as it stood: its engine waits. It waits until the user comes back to it, or gives
// way because there are too many of them.
type aside[C any, E record.Event] struct {
	under[C, E]
	restore func() // gives the screen back what the run has shown
}

// put holds a run and sets it aside, in its place among the others.
func (e *engine[C, E]) put(old *aside[C, E]) {
	if old.feed != nil {
		old.feed.Pause(true)
	}
	at, _ := slices.BinarySearchFunc(e.others, old.number, func(o *aside[C, E], n int) int { return o.number - n })
	e.others = slices.Insert(e.others, at, old)
	if len(e.others) > mostAside {
		e.drop()
	}
}

// drop ends the oldest run that was put aside.
func (e *engine[C, E]) drop() {
	if feed := e.others[0].feed; feed != nil {
		feed.Stop()
	}
	e.others = slices.Delete(e.others, 0, 1)
}

// Aside is how long the runs that were put aside have worked, without their pauses.
func (c *Console[C, E]) Aside() time.Duration {
	var sum time.Duration
	for _, old := range c.others {
		sum += old.work()
	}
	return sum
}

// previous goes to the run before the one under way, in a circle. The one under way is put aside as it stands.
func (c *Console[C, E]) previous() (cmd tea.Cmd, notice string) {
	if len(c.others) == 0 {
		return nil, "there is no other run to go back to"
	}
	at := len(c.others) - 1
	for i, o := range c.others {
		if o.number < c.number {
			at = i
		}
	}
	old := c.others[at]
	c.others = slices.Delete(c.others, at, at+1)
	left := &aside[C, E]{under: c.under, restore: c.spec.OnRestart()}
	if c.err == nil || c.steps > 0 { // a run that could not begin has nothing to show
		c.put(left)
	}
	c.under = old.under
	old.restore()
	c.candidate = nil
	c.rate = rate{} // the steps of another run are not those of a second
	if c.feed != nil {
		c.feed.SetPace(c.pace) // which may have changed meanwhile
		c.feed.Pause(c.paused)
	}
	events := c.held
	c.held = nil
	for _, e := range events {
		c.Take(e)
	}
	c.version++
	return c.next(), fmt.Sprintf("run %d of %d goes on after %d steps", c.number, c.runs, c.steps) + c.otherRuns()
}

// otherRuns says how the runs that are put aside are reached.
func (c *Console[C, E]) otherRuns() string {
	if len(c.others) == 0 {
		return ""
	}
	numbers := make([]string, len(c.others))
	for i, o := range c.others {
		numbers[i] = fmt.Sprint(o.number)
	}
	return fmt.Sprintf("; %s leads to run %s", BindingOf(PreviousRun).Keys[0], strings.Join(numbers, ", "))
}
