package screen

import "math"

// The paces that a user can set, in steps a second; twice the fastest one is no limit.
const (
	slowestPace = 1
	fastestPace = 1 << 16
)

const endedNotice = "the run has ended: r starts it again"

// togglePause holds the engine after the step under way, or lets it go on.
func (e *engine[C, E]) togglePause() (notice string) {
	if e.ended || e.feed == nil {
		return endedNotice
	}
	e.paused = !e.paused
	e.feed.Pause(e.paused)
	if e.paused {
		return "paused: . takes one step, space goes on"
	}
	return "running"
}

// oneStep lets a paused engine take one step.
func (e *engine[C, E]) oneStep() (notice string) {
	switch {
	case e.ended || e.feed == nil:
		return endedNotice
	case !e.paused:
		return "single steps need a paused engine: press space first"
	}
	e.feed.Step(1)
	return "one step"
}

// Paused says that the user holds the engine.
func (c *Console[C, E]) Paused() bool { return c.paused }

// StepHeld lets a held engine take one step, at which it takes up what was asked of it; took is false where it is not
// held, or has ended.
func (c *Console[C, E]) StepHeld() (took bool) {
	if !c.paused || c.ended || c.feed == nil {
		return false
	}
	c.oneStep()
	return true
}

// Number is that of the run among those of this screen, from 1; 0 before the first one.
func (c *Console[C, E]) Number() int { return c.number }

// setPace doubles the pace (direction 1) or halves it (-1).
func (e *engine[C, E]) setPace(direction int) (notice string) {
	switch {
	case direction > 0 && e.pace == 0:
		return "there is no limit to the pace already"
	case direction > 0 && e.pace*2 > fastestPace:
		e.pace = 0
	case direction > 0:
		e.pace *= 2
	case e.pace == 0:
		e.pace = fastestPace
	case e.pace <= slowestPace:
		return "one step a second is the slowest pace"
	default:
		e.pace = math.Max(slowestPace, e.pace/2)
	}
	if e.feed != nil {
		e.feed.SetPace(e.pace)
	}
	return "pace: " + e.paceText()
}

func (e *engine[C, E]) paceText() string {
	if e.pace == 0 {
		return "no limit"
	}
	return "at most " + Sig4(e.pace) + " steps/s"
}
