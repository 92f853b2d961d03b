package screen

import "levyscope/tui/look"

// grip is what the left button holds.
type grip struct {
	held   bool
	moved  bool // it is not a click any more
	x, y   int  // the cell up to which it was taken along
	border line // between panes, if onLine
	onLine bool
	time   TimeAxis // of the chart that it holds; NoTime: none
	column float64  // of that chart, in units of its clock
}

// press gives the pane under a cell the focus, points to what lies there, and takes hold of it.
func (c *Console[C, E]) press(p Pointer) (notice string) {
	c.grip = grip{held: true, x: p.X, y: p.Y}
	if places := c.places(c.area); len(places) > 1 {
		g, name := c.layout(c.area.Size)
		c.grip.border, c.grip.onLine = g.lineAt(c.borders[name], c.area.W, c.area.H, p.X, p.Y)
	}
	at, f, ok := c.paneAt(p)
	if !ok {
		return ""
	}
	pane := c.spec.Panes[at.pane]
	c.version++
	if pane.Time != NoTime && p.Y > at.at.y {
		c.grip.time = pane.Time
		c.grip.column = c.columnOf(at.pane)
	}
	c.focus = at.pane
	f.Focused = true
	switch {
	case pane.Click != nil:
		return pane.Click(f, p.X-at.at.x, p.Y-at.at.y)
	case pane.Line != nil:
		l := pane.Chart(f)
		if i, ok := l.LegendAt(f.W, f.H, f.Theme, p.X-at.at.x, p.Y-at.at.y); ok {
			c.grip = grip{}
			return c.toggleSeries(at.pane, l.Series[i].Name)
		}
	}
	return ""
}

// drag takes what the button holds along: a border between panes, or the window of a time chart.
func (c *Console[C, E]) drag(p Pointer) (notice string, changed bool) {
	g := &c.grip
	dx, dy := p.X-g.x, p.Y-g.y
	if !g.held || dx == 0 && dy == 0 {
		return "", false
	}
	g.moved = true
	switch {
	case g.onLine:
		by := dy
		if g.border.upright {
			by = dx
		}
		grid, name := c.layout(c.area.Size)
		for ; by != 0; by -= sign(by) { // as far as it can go
			if c.moveBorder(grid, name, g.border, by) {
				if g.border.upright {
					g.x += by
				} else {
					g.y += by
				}
				return "", true
			}
		}
		return "", false
	case g.time != NoTime && dx != 0:
		v := &c.views[g.time]
		g.x = p.X
		if v.Window.All() {
			return c.windowNotice(PanLeft, v.Window, c.clock(g.time), look.WholeRun), true
		}
		clock := c.clock(g.time)
		var limit look.Limit
		v.Window, limit = v.Window.Pan(clock, -float64(dx)*g.column/v.Window.Span)
		return c.limitNotice(PanLeft, v.Window, clock, limit), true
	}
	return "", false
}

func sign(n int) int {
	if n < 0 {
		return -1
	}
	return 1
}

// release lets go. A click on the plot of a time chart puts the crosshair there, where it stays.
func (c *Console[C, E]) release(p Pointer) (notice string, changed bool) {
	g := c.grip
	c.grip = grip{}
	if !g.held || g.moved || g.time == NoTime {
		return "", false
	}
	t, x, ok := c.timeAt(p)
	if !ok || t != g.time {
		return "", false
	}
	v := &c.views[t]
	v.Cursor = v.Cursor.To(c.clock(t), x)
	v.Cursor.Pinned = true
	return "", true
}

// The factor by which the wheel zooms, and the part of a window by which it pans sideways.
const (
	wheelFactor = 1.25
	wheelPart   = .1
)

// wheel zooms a time chart at the mouse; in other panes it scrolls.
func (c *Console[C, E]) wheel(p Pointer) (notice string, changed bool) {
	at, _, ok := c.paneAt(p)
	if !ok {
		return "", false
	}
	pane := c.spec.Panes[at.pane]
	if pane.Time == NoTime {
		return c.scroll(pane, p.Gesture)
	}
	v, clock := &c.views[pane.Time], c.clock(pane.Time)
	_, x, held := c.timeAt(p)
	var limit look.Limit
	a := ZoomIn
	switch p.Gesture {
	case WheelUp:
		v.Window, limit = v.Window.Zoom(clock, 1/wheelFactor, x, held)
	case WheelDown:
		a = ZoomOut
		v.Window, limit = v.Window.Zoom(clock, wheelFactor, x, held)
	case WheelLeft:
		v.Window, limit = v.Window.Pan(clock, -wheelPart)
	case WheelRight:
		v.Window, limit = v.Window.Pan(clock, wheelPart)
	}
	return c.limitNotice(a, v.Window, clock, limit), true
}

// scroll goes on to the next row of a pane that has rows, or to the one before.
func (c *Console[C, E]) scroll(pane *Pane, g Gesture) (notice string, changed bool) {
	down, right := 0, 0
	switch g {
	case WheelUp:
		down = -1
	case WheelDown:
		down = 1
	case WheelLeft:
		right = -1
	case WheelRight:
		right = 1
	}
	switch {
	case pane.Scroll != nil && down != 0:
		notice = pane.Scroll(down)
	case pane.Move != nil:
		notice = pane.Move(right, down)
	case pane.Line != nil:
		return "the x axis of " + pane.Name + " is no time: there is nothing to zoom", true
	default:
		return "", false
	}
	c.version++
	return notice, true
}

// toggleSeries hides a series of a pane, or shows it again.
func (c *Console[C, E]) toggleSeries(pane int, name string) (notice string) {
	p := c.spec.Panes[pane]
	p.hidden = p.hidden.Toggled(name)
	c.version++
	if p.hidden.Has(name) {
		return name + " is hidden"
	}
	return name + " is shown again"
}
