package simcmd

import (
	"fmt"
	"math"

	"levyscope/internal/record"
	"levyscope/sim"
	"levyscope/sim/path"
	"levyscope/sim/problem"
)

// runText writes the events of one run as lines for people.
type runText struct {
	both     bool // methods are asked for
	compared bool
	names    []string // of the ways out
	controls problem.Controls
	method   problem.Method
	last     *sim.Statistics
}

// Text returns a function that gives the lines of the events of one run, in their
// order; "" for an event without a line.
func Text() func(record.Event) string { return newRunText(false) }

// newRunText is Text; both says that the run is to be compared with an accelerated one.
func newRunText(both bool) func(record.Event) string {
	t := &runText{both: both}
	return t.lines
}

// lines are those of an event. Counts have none: the bar tells how far a run is.
func (t *runText) lines(e record.Event) string {
	switch e := e.(type) {
	case sim.Started:
		t.names, t.controls, t.method = e.SideNames, e.Config.Controls, e.Config.Method
		return fmt.Sprintf("%s, dt %g, horizon %.5g, %d paths, seed %d",
			systemText(e.Config), e.Dt, e.Horizon, e.Config.Paths, e.Config.Seed)
	case sim.Changed:
		t.names, t.controls, t.last = e.SideNames, e.Controls, nil
		return fmt.Sprintf("step %d changed: %s, arm %s, eps %g, alpha %v",
			e.Step, e.Controls.Schedule, e.Controls.Arm, e.Controls.Eps, e.Controls.Alpha)
	case sim.Exited:
		return fmt.Sprintf("path %d: %s at %g%s",
			e.Path, exitText(e.Exit, t.names), e.Time, valueText("position", e.Position))
	case sim.Escape:
		return fmt.Sprintf("step %d: the particle's path %d: %s at %g%s",
			e.Step, e.Path, exitText(e.Exit, t.names), e.Time, valueText("jump", e.Size))
	case comparison:
		t.compared = true
		return e.text()
	case sim.Statistics:
		t.last = &e
	case sim.Done:
		return t.summary(e) + t.statistics(e)
	}
	return ""
}

// valueText is ", name value", or nothing for a value that there is not.
func valueText(name string, v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	return fmt.Sprintf(", %s %g", name, v)
}

// amount writes a number: NaN as unknown, and an infinite time as never.
func amount(format string, v float64) string {
	switch {
	case math.IsNaN(v):
		return "unknown"
	case math.IsInf(v, 1):
		return "never"
	}
	return fmt.Sprintf(format, v)
}

// deviation is " +- se", or nothing where there is none.
func deviation(format string, se float64) string {
	if math.IsNaN(se) || math.IsInf(se, 0) {
		return ""
	}
	return " +- " + fmt.Sprintf(format, se)
}

// meanText is the mean exit time with its standard error.
func meanText(t sim.Totals) string {
	if t.Exited == 0 {
		return "no exit yet, so no mean exit time"
	}
	return "mean exit time " + amount("%.5g", t.MeanTime) + deviation("%.2g", t.MeanTimeSE)
}

// exitText is how a path ended; names are those of the ways out.
func exitText(e path.Exit, names []string) string {
	switch {
	case e.Censored:
		return "still inside"
	case e.Diverged:
		return "could not be followed"
	}
	return "exit through " + sideOf(e.Side, names)
}
