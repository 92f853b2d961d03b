package screen

// Unable says why an action cannot act now, "" where it can.
func (c *Console[C, E]) Unable(a Action) (why string) {
	switch a {
	case Pause:
		if c.ended || c.feed == nil {
			return endedNotice
		}
	case OneStep:
		if c.ended || c.feed == nil {
			return endedNotice
		}
		if !c.paused {
			return "single steps need a paused engine: press space first"
		}
	case Slower:
		if c.pace == slowestPace {
			return "one step a second is the slowest pace"
		}
	case Faster:
		if c.pace == 0 {
			return "there is no limit to the pace already"
		}
	case Undo:
		if !c.canUndo() {
			return "there is no change to undo"
		}
	case Redo:
		if len(c.history.future) == 0 {
			return "there is no undone change"
		}
	case PreviousRun:
		if len(c.others) == 0 {
			return "there is no other run to go back to"
		}
	case LogAxis:
		if p := c.spec.Panes[c.focus]; !p.AxisFree {
			return "the pane " + p.Name + " has no choice of axis"
		}
	case Back:
		if c.candidate == nil && !c.expanded && !c.pointed() {
			return "nothing is expanded"
		}
	case ZoomIn, ZoomOut, ZoomAll, LastSteps, PanLeft, PanRight, First, Latest, Crosshair, Legend:
		return c.unableLook(a)
	case Wider, Narrower, Taller, Shorter:
		if len(c.places(c.area)) == 1 {
			return c.alone()
		}
	case NextArm, NextMeasure, NextAxis, ProbeNow, Choose, PauseJob:
		return c.unableOwn(a)
	}
	return ""
}

// unableOwn is Unable for what a screen does itself.
func (c *Console[C, E]) unableOwn(a Action) (why string) {
	k := c.key(a)
	switch {
	case k == nil:
		return "this key does nothing on the " + c.title + " screen"
	case a == NextArm && c.candidate != nil:
		return c.PreviewFirst()
	case k.Unable != nil:
		return k.Unable()
	}
	return ""
}

// canUndo says that undo has something to take back.
func (c *Console[C, E]) canUndo() bool {
	if c.candidate != nil || len(c.history.past) > 0 || len(c.others) > 0 && c.others[0].number < c.number {
		return true
	}
	return c.canRewind()
}
