package screen

import tea "charm.land/bubbletea/v2"

// Gesture is what the mouse does.
type Gesture uint8

// The gestures. All buttons but the left one leave the crosshair.
const (
	Press       Gesture = iota // the left button goes down
	DoublePress                // a second time at once at the same cell
	Drag                       // the mouse moves with the left button down
	Release                    // the button goes up
	Hover                      // the mouse moves without a button
	WheelUp
	WheelDown
	WheelLeft
	WheelRight
	OtherPress // another button goes down
)

// Pointer is a gesture at a cell of the area that a screen fills, counted from its upper left one; the strip of
// controls is the line above it, -1.
type Pointer struct {
	Gesture Gesture
	X, Y    int
}

// Point takes what the mouse does to the area that the screen fills. changed says that the picture may be another one.
func (c *Console[C, E]) Point(a Area, p Pointer) (cmd tea.Cmd, notice string, changed bool) {
	if p.Y < 0 {
		notice, changed = c.pointStrip(a, p)
		return nil, notice, changed
	}
	if c.spec.Waiting() != "" {
		return nil, "", false
	}
	if c.spec.System != nil {
		a.H--
		p.Y--
	}
	c.area = a
	switch p.Gesture {
	case Press:
		notice, changed = c.press(p), true
	case DoublePress:
		c.grip = grip{}
		if _, _, ok := c.paneAt(p); ok {
			_, notice = c.Act(Expand)
			changed = true
		}
	case Drag:
		notice, changed = c.drag(p)
	case Release:
		notice, changed = c.release(p)
	case Hover:
		changed = c.hover(p)
	case OtherPress:
		notice, changed = c.leaveCursor()
	default:
		notice, changed = c.wheel(p)
	}
	return nil, notice, changed
}

// pointStrip selects the control at a cell of the strip, and turns it with the wheel.
func (c *Console[C, E]) pointStrip(a Area, p Pointer) (notice string, changed bool) {
	direction := 0
	switch p.Gesture {
	case Press, DoublePress:
	case WheelUp:
		direction = 1
	case WheelDown:
		direction = -1
	default:
		return "", false
	}
	i, ok := c.knobAt(a, p.X)
	if !ok {
		return "", false
	}
	c.selected = c.spec.Knobs()[i].key()
	c.version++
	if direction != 0 {
		notice = c.turn(direction)
	}
	return notice, true
}

// paneAt is the pane under a cell, with its place.
func (c *Console[C, E]) paneAt(p Pointer) (at cell, f Frame, ok bool) {
	for _, at := range c.places(c.area) {
		if p.X >= at.at.x && p.X < at.at.x+at.at.w && p.Y >= at.at.y && p.Y < at.at.y+at.at.h {
			return at, c.frame(at), true
		}
	}
	return cell{}, Frame{}, false
}

// timeAt is the time under a cell; ok is false where that is not the plot of a time chart.
func (c *Console[C, E]) timeAt(p Pointer) (t TimeAxis, x float64, ok bool) {
	at, f, ok := c.paneAt(p)
	if !ok || c.spec.Panes[at.pane].Time == NoTime || p.Y == at.at.y {
		return NoTime, 0, false
	}
	pane := c.spec.Panes[at.pane]
	x, ok = pane.Chart(f).XAt(f.W, f.H, f.Theme, p.X-at.at.x)
	return pane.Time, x, ok
}

// Inspecting says that the crosshair follows the mouse.
func (c *Console[C, E]) Inspecting() bool {
	for _, v := range c.views {
		if v.Cursor.On && !v.Cursor.Pinned {
			return c.dialog == nil
		}
	}
	return false
}

// hover moves the crosshair of the chart under the mouse, if it has one that follows the mouse.
func (c *Console[C, E]) hover(p Pointer) (changed bool) {
	if !c.Inspecting() {
		return false
	}
	t, x, ok := c.timeAt(p)
	if !ok || !c.views[t].Cursor.On || c.views[t].Cursor.Pinned {
		return false
	}
	before := c.views[t].Cursor
	c.views[t].Cursor = before.To(c.clock(t), x)
	return c.views[t].Cursor != before
}
