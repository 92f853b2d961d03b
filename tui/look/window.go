package look

import "math"

// Clock is how far a clock has come.
type Clock struct {
	Now  float64 // of the latest sample
	End  float64 // where what can be shown ends: at Now, or later where the future is computed
	Step float64 // of the engine, in units of the clock
	Unit string  // "steps"
}

// sound is a clock whose figures can be computed with: from 0 on, finite, and with a step.
func (c Clock) sound() Clock {
	fit := func(v, otherwise float64) float64 {
		if v > 0 && v <= 1e300 {
			return v
		}
		return otherwise
	}
	c.Now = fit(c.Now, 0)
	c.End = max(fit(c.End, 0), c.Now)
	c.Step = fit(c.Step, 1)
	return c
}

// whole is the number of whole steps that is nearest to a time, as a time; of more steps than can be counted, the time.
func (c Clock) whole(x float64) float64 {
	if n := math.Round(x / c.Step); math.Abs(n) < 1<<53 {
		return n * c.Step
	}
	return x
}

// Window is the stretch of time that charts show. The zero value is all of the run.
type Window struct {
	Span   float64 // its length; 0: all is shown
	From   float64 // its beginning, unless Latest
	Latest bool    // it ends with the latest sample, and goes on with it
}

// All says that all of the run is shown.
func (w Window) All() bool { return w.Span == 0 }

// On is what the window shows on a clock. It begins within the run, whatever run that is. A run that is shorter than
// the window grows into it.
func (w Window) On(c Clock) (from, to float64) {
	c = c.sound()
	switch {
	case w.All():
		return 0, c.End
	case w.Latest:
		from = max(0, c.Now-w.Span)
	default:
		from = max(0, min(w.From, c.End-w.Span))
	}
	return from, from + w.Span
}

// Beyond is how many steps have been taken that lie right of the window.
func (w Window) Beyond(c Clock) float64 {
	c = c.sound()
	if w.All() || w.Latest {
		return 0
	}
	_, to := w.On(c)
	return max(0, math.Round((c.Now-to)/c.Step))
}

// Fresh is the window for another run: the latest samples stay the latest ones, and a place in a run that is no longer
// shown is none in the next.
func (w Window) Fresh() Window {
	if w.Latest {
		return w
	}
	return Window{}
}

// Limit says why a window stays as it is, or what it has come to.
type Limit uint8

// The limits.
const (
	NoLimit    Limit = iota
	WholeRun         // all is shown
	Closest          // a chart shows at least so many steps
	Beginning        // it begins with the run
	LatestStep       // it ends with the latest sample, and goes on with it
	TheEnd           // nothing lies beyond it
)

// Least is the number of steps that a window holds at least.
const Least = 10

// Zoom makes the window by a factor as long. The time at stays where it is; without it (held is false) the middle does,
// or the latest sample where the window ends with it.
func (w Window) Zoom(c Clock, factor, at float64, held bool) (Window, Limit) {
	c = c.sound()
	from, to := w.On(c)
	span := w.Span
	if w.All() {
		span = to
	}
	least := Least * c.Step
	switch {
	case factor < 1 && span <= least*(1+1e-9):
		return w, Closest
	case factor > 1 && w.All():
		return w, WholeRun
	}
	next := max(c.whole(span*factor), least)
	switch {
	case next >= c.End && factor > 1:
		return Window{}, WholeRun
	case w.Latest && !held:
		return Window{Span: next, Latest: true}, NoLimit
	case !held || math.IsNaN(at):
		at = (from + to) / 2
	}
	at = max(from, min(at, to))
	begin := at - (at-from)/span*next
	return Window{Span: next, From: begin}.settled(c), NoLimit
}

// settled is the window within the run, at whole steps. One that ends with the latest sample goes on with it, unless
// the future can be shown too.
func (w Window) settled(c Clock) Window {
	w.From = max(0, min(c.whole(w.From), c.End-w.Span))
	if c.End == c.Now && w.From+w.Span >= c.Now-c.Step/2 {
		return Window{Span: w.Span, Latest: true}
	}
	return w
}

// Pan moves the window by a part of its length: to the left if it is negative.
func (w Window) Pan(c Clock, by float64) (Window, Limit) {
	c = c.sound()
	from, to := w.On(c)
	switch {
	case w.All():
		return w, WholeRun
	case by < 0 && from <= 0:
		return w, Beginning
	case by > 0 && w.Latest:
		return w, LatestStep
	case by > 0 && to >= c.End && c.End > c.Now:
		return w, TheEnd
	}
	step := max(math.Abs(by)*w.Span, c.Step)
	next := Window{Span: w.Span, From: from + math.Copysign(step, by)}.settled(c)
	if next.Latest && by < 0 { // a run that is hardly longer than the window
		next.Latest, next.From = false, max(0, from-step)
	}
	if next.Latest {
		return next, LatestStep
	}
	return next, NoLimit
}

// First is the beginning of the run.
func (w Window) First() (Window, Limit) {
	if w.All() {
		return w, WholeRun
	}
	return Window{Span: w.Span}, NoLimit
}

// Last are the latest samples, and those that follow.
func (w Window) Last() (Window, Limit) {
	if w.All() {
		return w, WholeRun
	}
	return Window{Span: w.Span, Latest: true}, LatestStep
}

// Holding is the window moved so that it holds a time.
func (w Window) Holding(c Clock, x float64) Window {
	c = c.sound()
	from, to := w.On(c)
	switch {
	case w.All() || x >= from && x <= to:
		return w
	case x < from:
		return Window{Span: w.Span, From: max(0, x)}
	}
	return Window{Span: w.Span, From: x - w.Span}.settled(c)
}

// lastSteps are the lengths of the windows of the latest steps, in steps.
var lastSteps = [...]float64{1000, 10_000, 100_000}

// NextLast is the window of the latest steps that follows this one in a circle: 1,000, 10,000, 100,000, all.
func (w Window) NextLast(c Clock) Window {
	c = c.sound()
	for _, n := range lastSteps {
		if span := n * c.Step; !w.Latest || w.Span < span*(1-1e-9) {
			return Window{Span: span, Latest: true}
		}
	}
	return Window{}
}
