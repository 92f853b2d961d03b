package screen

import (
	"fmt"
	"slices"

	"levyscope/tui/look"
)

// clock is how far a clock of the screen has come.
func (c *Console[C, E]) clock(t TimeAxis) look.Clock {
	if c.spec.Clock == nil {
		return look.Clock{}
	}
	return c.spec.Clock(t)
}

// lookOf is how a pane is looked at.
func (c *Console[C, E]) lookOf(pane int) look.Look {
	p := c.spec.Panes[pane]
	if p.Line == nil {
		return look.Look{}
	}
	var l look.Look
	if p.Time != NoTime {
		l = c.views[p.Time].On(c.clock(p.Time))
		l.Smooth = c.smooth
	}
	if c.candidate != nil && pane == c.spec.SchedulePane {
		l.Windowed = false // a preview is drawn ahead of now
	}
	l.Hidden = p.hidden
	return l
}

// timePane is the pane whose clock the keys of looking closer are for: the one with the focus, else the first time
// chart that is on the screen. ok is false where there is none.
func (c *Console[C, E]) timePane() (pane int, ok bool) {
	if c.focus < len(c.spec.Panes) && c.spec.Panes[c.focus].Time != NoTime {
		return c.focus, true
	}
	for _, p := range c.places(c.area) {
		if c.spec.Panes[p.pane].Time != NoTime {
			return p.pane, true
		}
	}
	return 0, false
}

// closer does what the keys of looking closer ask for; handled is false for others.
func (c *Console[C, E]) closer(a Action) (notice string, handled bool) {
	switch a {
	case Smooth:
		return c.nextSmoothing(), true
	case ZoomIn, ZoomOut, ZoomAll, LastSteps, PanLeft, PanRight, First, Latest, Crosshair:
	case Back:
		return c.leaveCursor()
	case NextKnob, PreviousKnob:
		pane, ok := c.timePane()
		if !ok || !c.views[c.spec.Panes[pane].Time].Cursor.On {
			return "", false
		}
	default:
		return "", false
	}
	if why := c.unableLook(a); why != "" {
		return why, true
	}
	pane, _ := c.timePane()
	if c.views[c.spec.Panes[pane].Time].Cursor.On {
		if notice, handled = c.moveCursor(a, pane); handled {
			return notice, true
		}
	}
	if a == Crosshair {
		return c.placeCursor(pane), true
	}
	return c.window(a, pane), true
}

// unableLook says why a key of looking closer cannot act now, "" where it can.
func (c *Console[C, E]) unableLook(a Action) (why string) {
	if why = c.spec.Waiting(); why != "" {
		return "there is nothing to look at yet: " + why
	}
	p := c.spec.Panes[c.focus]
	_, timed := c.timePane()
	switch {
	case a == Legend && p.Line == nil:
		return "the pane " + p.Name + " has no series to hide: tab leads to a line chart"
	case a != Legend && !timed:
		return noTimeChart
	}
	return ""
}

const noTimeChart = "no time chart is on the screen: tab leads to one"

// The factor of a zoom, and the part of a window by which it is panned.
const (
	zoomFactor = 2
	panPart    = .25
)

// window changes the window of the clock of a pane.
func (c *Console[C, E]) window(a Action, pane int) (notice string) {
	t := c.spec.Panes[pane].Time
	v, clock := &c.views[t], c.clock(t)
	at, held := v.Cursor.At(clock)
	held = held && !v.Cursor.Latest
	var limit look.Limit
	switch a {
	case ZoomIn:
		v.Window, limit = v.Window.Zoom(clock, 1./zoomFactor, at, held)
	case ZoomOut:
		v.Window, limit = v.Window.Zoom(clock, zoomFactor, at, held)
	case ZoomAll:
		if limit = look.WholeRun; v.Window.All() {
			return "that is the whole run already"
		}
		v.Window = look.Window{}
	case LastSteps:
		if v.Window = v.Window.NextLast(clock); v.Window.All() {
			limit = look.WholeRun
		}
	case PanLeft:
		v.Window, limit = v.Window.Pan(clock, -panPart)
	case PanRight:
		v.Window, limit = v.Window.Pan(clock, panPart)
	case First:
		v.Window, limit = v.Window.First()
	case Latest:
		v.Window, limit = v.Window.Last()
	}
	return c.windowNotice(a, v.Window, clock, limit)
}

// windowNotice says what a window shows now, or why it stays.
func (c *Console[C, E]) windowNotice(a Action, w look.Window, clock look.Clock, limit look.Limit) string {
	words := windowWords(w, clock)
	switch limit {
	case look.WholeRun:
		if a == ZoomOut || a == ZoomAll || a == LastSteps {
			return "that is the whole run"
		}
		return "that is the whole run: " + BindingOf(ZoomIn).Keys[0] + " zooms in"
	case look.Closest:
		return fmt.Sprintf("a window holds %d steps at least", look.Least)
	case look.Beginning:
		return words + ": the beginning of the run"
	case look.LatestStep:
		return words + ", and on with them"
	case look.TheEnd:
		return words + ": nothing lies beyond"
	}
	return words
}

// limitNotice says what a window has come to that the mouse moves; what it shows is said above the panes.
func (c *Console[C, E]) limitNotice(a Action, w look.Window, clock look.Clock, limit look.Limit) string {
	if limit == look.NoLimit {
		return ""
	}
	return c.windowNotice(a, w, clock, limit)
}

// placeCursor shows the crosshair in the middle of what a pane shows.
func (c *Console[C, E]) placeCursor(pane int) (notice string) {
	t := c.spec.Panes[pane].Time
	v, clock := &c.views[t], c.clock(t)
	from, to := v.Window.On(clock)
	v.Cursor = look.Cursor{}.To(clock, min((from+to)/2, max(clock.Now, from)))
	return "crosshair: h l move it, H L by more, the mouse too; esc leaves it"
}

// moveCursor does what the keys ask for that the crosshair takes; handled is false for others.
func (c *Console[C, E]) moveCursor(a Action, pane int) (notice string, handled bool) {
	t := c.spec.Panes[pane].Time
	v, clock := &c.views[t], c.clock(t)
	by := c.columnOf(pane)
	switch a {
	case Crosshair:
		return c.leaveCursor()
	case PreviousKnob:
		by = -by
	case NextKnob:
	case PanLeft:
		by *= -10
	case PanRight:
		by *= 10
	default:
		return "", false
	}
	next, limit := v.Cursor.Move(clock, by)
	x, _ := next.At(clock)
	v.Cursor, v.Window = next, v.Window.Holding(clock, x)
	switch limit {
	case look.Beginning:
		return "that is the beginning of the run", true
	case look.LatestStep:
		return "that is the latest step: the crosshair goes on with it", true
	case look.TheEnd:
		return "nothing lies beyond", true
	}
	return "", true
}

// leaveCursor takes the crosshair away, if there is one.
func (c *Console[C, E]) leaveCursor() (notice string, handled bool) {
	for i := range c.views {
		handled = handled || c.views[i].Cursor.On
		c.views[i].Cursor = look.Cursor{}
	}
	if handled {
		notice = "the crosshair is left"
	}
	return notice, handled
}

// pointed says that there is a crosshair.
func (c *Console[C, E]) pointed() bool {
	return slices.ContainsFunc(c.views[:], func(v look.View) bool { return v.Cursor.On })
}

// columnOf is how much time a column of cells of a pane stands for, where it is on the screen.
func (c *Console[C, E]) columnOf(pane int) float64 {
	for _, p := range c.places(c.area) {
		if p.pane != pane {
			continue
		}
		f := c.frame(p)
		l := c.spec.Panes[pane].Chart(f)
		middle := f.W / 2
		x0, ok0 := l.XAt(f.W, f.H, f.Theme, middle)
		x1, ok1 := l.XAt(f.W, f.H, f.Theme, middle+1)
		if ok0 && ok1 && x1 > x0 {
			return x1 - x0
		}
	}
	from, to := c.views[c.spec.Panes[pane].Time].Window.On(c.clock(c.spec.Panes[pane].Time))
	return (to - from) / 60
}

// nextSmoothing goes to the next mean that is drawn over noisy series, or to none.
func (c *Console[C, E]) nextSmoothing() (notice string) {
	c.smooth = look.Smoothing(c.smooth)
	if c.smooth == 0 {
		return "no means are drawn over the samples"
	}
	return fmt.Sprintf("means over about %.0f steps (weight %g of the past), over the samples", 1/(1-c.smooth), c.smooth)
}
