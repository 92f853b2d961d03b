package look

import "math"

// Cursor is a crosshair: a time that the charts of a clock point out.
type Cursor struct {
	On     bool
	Pinned bool    // the mouse does not move it unless it clicks
	Latest bool    // it stands at the latest sample, and goes on with it
	X      float64 // where it stands, unless Latest
}

// At is where it stands on a clock; ok is false where there is none.
func (p Cursor) At(c Clock) (x float64, ok bool) {
	c = c.sound()
	if p.Latest {
		return c.Now, p.On
	}
	return max(0, min(p.X, c.End)), p.On
}

// To is the crosshair at the whole step that is nearest to a time. At the latest sample it goes on with that, unless
// the future can be shown too.
func (p Cursor) To(c Clock, x float64) Cursor {
	c = c.sound()
	if math.IsNaN(x) {
		return p
	}
	x = max(0, min(c.whole(x), c.End))
	return Cursor{On: true, Pinned: p.Pinned, X: x, Latest: x >= c.Now && c.End == c.Now}
}

// Move moves it by a length, by one step at least.
func (p Cursor) Move(c Clock, by float64) (next Cursor, limit Limit) {
	c = c.sound()
	x, _ := p.At(c)
	next = p.To(c, x+math.Copysign(max(math.Abs(by), c.Step), by))
	switch {
	case by < 0 && x <= 0:
		return next, Beginning
	case by > 0 && x >= c.End && c.End > c.Now:
		return next, TheEnd
	case by > 0 && next.Latest:
		return next, LatestStep
	}
	return next, NoLimit
}

// View is how the charts of one clock are looked at.
type View struct {
	Window Window
	Cursor Cursor
}

// Fresh is the view for another run.
func (v View) Fresh() View {
	v.Cursor.Latest = v.Cursor.Latest || v.Cursor.On
	v.Cursor.Pinned = false
	return View{Window: v.Window.Fresh(), Cursor: v.Cursor}
}

// On is the look of a view on a clock.
func (v View) On(c Clock) (l Look) {
	if l.Windowed = !v.Window.All(); l.Windowed {
		l.From, l.To = v.Window.On(c)
	}
	if x, ok := v.Cursor.At(c); ok {
		l.Pointed, l.Cursor = true, x
	}
	return l
}

// Smoothing is the weight after one of those that a user goes through, in a circle: none, and means over about 10, 100
// and 1,000 steps.
func Smoothing(weight float64) float64 {
	for _, next := range [...]float64{.9, .99, .999} {
		if weight < next {
			return next
		}
	}
	return 0
}
