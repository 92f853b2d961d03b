package screen

import (
	"fmt"

	tea "charm.land/bubbletea/v2"
)

// history is what undo and redo need: the values before each change, and what the changes were.
type history[T any] struct{ past, future []change[T] }

// change is one change of the controls.
type change[T any] struct {
	value   T      // before it, of one that is undone after it
	what    string // it changed, from what to what
	step    int    // at which it took effect, of one that is not settled at which it was asked for
	settled bool   // the engine has said its step
}

// set records that now gives way to a new value.
func (h *history[T]) set(now T) {
	h.past = append(h.past, change[T]{value: now})
	h.future = nil
}

// name says of the last change what it was and at which step it was asked for.
func (h *history[T]) name(what string, step int) {
	last := &h.past[len(h.past)-1]
	if last.what, last.step = what, step; what == "" {
		last.what = "the schedule begins again"
	}
}

// undo is the value before the last change; ok is false if there is none.
func (h *history[T]) undo(now T) (old T, ok bool) {
	return step(&h.past, &h.future, now)
}

// redo is the value that the last undo left.
func (h *history[T]) redo(now T) (next T, ok bool) {
	return step(&h.future, &h.past, now)
}

// step moves the last change of a list to the end of another one, and gives its value in exchange for now.
func step[T any](from, to *[]change[T], now T) (value T, ok bool) {
	n := len(*from)
	if n == 0 {
		return now, false
	}
	last := (*from)[n-1]
	*from = (*from)[:n-1]
	value, last.value = last.value, now
	*to = append(*to, last)
	return value, true
}

// Change is a change of the controls of the run under way.
type Change struct {
	Step   int    // at which it took effect
	What   string // it changed, from what to what
	Asked  bool   // the engine has not taken it up yet; Step is that at which it was asked for
	Undone bool   // it was undone, and can be done again
}

// Changes are those of the run under way, the first one first; those that were undone are the last ones.
func (c *Console[C, E]) Changes() (out []Change) {
	for _, x := range c.history.past {
		out = append(out, Change{Step: x.step, What: x.what, Asked: !x.settled})
	}
	for i := range c.history.future {
		x := c.history.future[len(c.history.future)-1-i]
		out = append(out, Change{Step: x.step, What: x.what, Asked: !x.settled, Undone: true})
	}
	return out
}

// GoTo undoes changes or does them again until the first n of them are in force, from the next step on.
func (c *Console[C, E]) GoTo(n int) (cmd tea.Cmd, notice string) {
	c.candidate = nil
	before, was, now := c.settings(), len(c.history.past), c.controls
	for ok := true; ok && len(c.history.past) > n; {
		now, ok = c.history.undo(now)
	}
	for ok := true; ok && len(c.history.past) < n; {
		now, ok = c.history.redo(now)
	}
	c.version++
	if len(c.history.past) == was {
		return nil, "this is in force"
	}
	c.store(now)
	c.askAgain(was)
	return nil, fmt.Sprintf("%d of %d changes in force: %s", len(c.history.past),
		len(c.history.past)+len(c.history.future), differences(before, c.settings()))
}
