package screen

import (
	"math"

	tea "charm.land/bubbletea/v2"
)

// Sketcher is a Drawer whose schedule is drawn with the mouse, too, in the pane above it.
type Sketcher interface {
	// Sketch takes a press of the left button (drag false) or its move (drag true): at so many steps from now, each
	// column stride steps wide, and at a learning rate, NaN where the mouse is at none. notice says what came of it.
	Sketch(steps, stride int, rate float64, drag bool) (notice string)
}

// pointAbove gives what the mouse does to the panes above a dialog, of so many lines: the wheel zooms, and a dialog
// that draws a schedule has the button in the pane of the learning rate.
func (c *Console[C, E]) pointAbove(a Area, lines int, msg tea.MouseMsg, x, y int) (notice string) {
	if c.spec.Waiting() != "" {
		return ""
	}
	c.area = aboveOf(a, lines)
	p := Pointer{X: x, Y: y}
	drag := false
	switch mouse := msg.Mouse(); msg.(type) {
	case tea.MouseWheelMsg:
		p.Gesture = WheelUp
		if mouse.Button == tea.MouseWheelDown {
			p.Gesture = WheelDown
		} else if mouse.Button != tea.MouseWheelUp {
			return ""
		}
		c.version++
		notice, _ = c.wheel(p)
		return notice
	case tea.MouseMotionMsg:
		drag = true
		if mouse.Button != tea.MouseLeft {
			return ""
		}
	case tea.MouseClickMsg:
		if mouse.Button != tea.MouseLeft {
			return ""
		}
	default:
		return ""
	}
	if d, ok := c.dialog.(Sketcher); ok {
		c.version++
		return c.sketch(d, p, drag)
	}
	return ""
}

// sketch gives a dialog the steps and the learning rate under a cell of the pane of the schedule.
func (c *Console[C, E]) sketch(d Sketcher, p Pointer, drag bool) (notice string) {
	at, f, ok := c.paneAt(p)
	if !ok || at.pane != c.spec.SchedulePane {
		return d.Sketch(0, 1, math.NaN(), drag)
	}
	pane := c.spec.Panes[at.pane]
	l := pane.Chart(f)
	x, inColumns := l.XAt(f.W, f.H, f.Theme, p.X-at.at.x)
	next, ok := l.XAt(f.W, f.H, f.Theme, p.X-at.at.x-1)
	if !ok { // the first column
		next, _ = l.XAt(f.W, f.H, f.Theme, p.X-at.at.x+1)
	}
	rate, inRows := l.YAt(f.W, f.H, f.Theme, p.Y-at.at.y)
	clock := c.clock(pane.Time)
	if !inColumns || !inRows || !(clock.Step > 0) {
		return d.Sketch(0, 1, math.NaN(), drag)
	}
	const most = 1 << 30
	steps := math.Round((x - clock.Now) / clock.Step)
	if steps < 0 && !drag {
		d.Sketch(0, 1, math.NaN(), drag)
		return "a point lies ahead of now, which this is before"
	}
	if pane.Time == PathTime { // where the learning rate is drawn in units of its beginning
		rate *= c.EtaNow()
	}
	stride := math.Abs(next-x) / clock.Step
	return d.Sketch(int(max(0, min(steps, most))), int(max(1, min(stride, most))), rate, drag)
}
