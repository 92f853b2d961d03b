package cli

import (
	"errors"
	"fmt"
	"io"

	"levyscope/internal/printable"
	"levyscope/internal/record"
)

// Check compares the events of a run with those of its recording, as they come.
type Check struct {
	Name   string                // of the recording
	Reason func(line int) string // why the run may differ at a line, as far as that is known
	Notes  io.Writer             // for what is to be said at once
	Match  *record.Matcher       // of the events to compare with
	Left   int                   // how many they are
	Rule   record.Thinning       // by which the recording leaves events out
	Script bool                  // the recording says what to run only: its first event alone is compared

	rounded bool // a difference of last digits has been told

	err error // the first difference, or why there is nothing to compare with
}

// Next takes the next event of the run. It says whether the event is one of those that the recording keeps, and
// whether there are more recorded ones behind it. The first difference is told at once.
func (c *Check) Next(e record.Event) (kept, more bool) {
	if _, transient := e.(record.Transient); transient || !c.Rule.Keeps(e) {
		return false, c.Left > 0
	}
	if record.Interrupted(e) { // this run, which says nothing of the recorded one
		return true, c.Left > 0
	}
	c.Left--
	if c.err == nil && !(c.Script && c.Match.Line() > 0) {
		if c.err = c.Match.Next(e); c.err != nil {
			c.tell()
		}
		c.tellRounded()
	}
	return true, c.Left > 0
}

// tell says at which line the run differs, and why.
func (c *Check) tell() {
	var d *record.Differs
	if !errors.As(c.err, &d) {
		return
	}
	fmt.Fprintf(c.Notes, "levyscope: %s %s: %s\n", printable.Line(c.Name), printable.Line(d.Error()),
		printable.Line(c.Reason(d.Line)))
	c.err = fmt.Errorf("%s differs from line %d on: what was computed is not what was recorded", c.Name, d.Line)
}

// tellRounded says once where numbers differ in their last digits.
func (c *Check) tellRounded() {
	if d := c.Match.Rounded; d != nil && !c.rounded {
		c.rounded = true
		fmt.Fprintf(c.Notes, "levyscope: %s %s in last digits only: the build that recorded it rounded sums otherwise, "+
			"or the file was edited\n", printable.Line(c.Name), printable.Line(d.Error()))
	}
}

// Err is the first difference so far.
func (c *Check) Err() error { return c.err }

// End ends the comparison of a run that ended in err. The error is that, or that of the first difference.
func (c *Check) End(err error) error {
	if err == nil && c.err == nil && c.Left > 0 && !c.Script {
		c.err = fmt.Errorf("%s has %d events more than the run, which ends before them: %s", c.Name, c.Left,
			c.Reason(c.Match.Line()+1))
	}
	return errors.Join(err, c.err)
}
