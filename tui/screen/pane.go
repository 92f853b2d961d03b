package screen

import (
	"strings"

	"levyscope/tui/chart"
	"levyscope/tui/look"
	"levyscope/tui/rows"
	"levyscope/tui/theme"
)

// Frame is all that the picture of a pane depends on beside its data.
type Frame struct {
	W, H    int         // in cells
	Focused bool        // the pane has the focus
	Log     bool        // its axis is to be logarithmic
	Theme   theme.Theme // colours and glyphs
	Look    look.Look   // the window of time, the crosshair and what is hidden
	version int         // of the data
}

// TimeAxis is the clock of a time chart. The charts of one clock of a screen have one window of time and one crosshair.
type TimeAxis uint8

// The clocks.
const (
	NoTime   TimeAxis = iota // x is no time, or a time of its own
	StepTime                 // steps of the engine
	PathTime                 // SDE time, or iterations, since the beginning of a path

	clocks
)

// Pane is a part of a screen. Its picture is drawn anew only when its frame changes.
type Pane struct {
	Name string // names the pane in the focus and in the help

	// Draw is the picture: H lines of W cells. A pane that is one line chart has Line in its place, and leaves the
	// focus and the look to the console; see Chart.
	Draw func(Frame) string
	Line func(Frame) chart.Line

	Time     TimeAxis // the clock of the x axis of Line
	AxisFree bool     // the user may choose between a linear and a logarithmic axis
	Log      bool     // the axis is logarithmic

	// Move moves what the pane points to by so many places to the right and down, by the keys that else choose controls
	// and rows; notice says where it is then, or why it stays. nil: the keys keep their meaning.
	Move func(right, down int) (notice string)
	// Click points to a cell of the pane, as its frame draws it. nil: a click only gives the pane the focus.
	Click func(f Frame, x, y int) (notice string)

	// Scroll goes by so many rows down, by the wheel. nil: the wheel moves as Move does.
	Scroll func(down int) (notice string)

	// Data is what a pane without Line knows, as tables; nil: nothing but its picture.
	Data func() []rows.Table

	hidden look.Hidden // series of Line
	drawn  Frame
	text   string
}

func (p *Pane) view(f Frame) string {
	f.Log = p.Log
	if p.text == "" || p.drawn != f {
		p.text, p.drawn = p.draw(f), f
	}
	return p.text
}

func (p *Pane) draw(f Frame) string {
	if p.Line == nil {
		return p.Draw(f)
	}
	return p.Chart(f).Render(f.W, f.H, f.Theme)
}

// Chart is the Line of a pane with the focus and the look of its frame.
func (p *Pane) Chart(f Frame) chart.Line {
	l := p.Line(f)
	l.Focused, l.Smooth = f.Focused, f.Look.Smooth
	for i := range l.Series {
		l.Series[i].Hidden = f.Look.Hidden.Has(l.Series[i].Name)
	}
	if f.Look.Windowed {
		l.XMin, l.XMax = &f.Look.From, &f.Look.To
	}
	if f.Look.Pointed {
		l.Cursor = &f.Look.Cursor
	}
	return l
}

func (p *Pane) toggleLog() (notice string) {
	if !p.AxisFree {
		return "the pane " + p.Name + " has no choice of axis"
	}
	p.Log = !p.Log
	return ""
}

// placed is a picture with its place.
type placed struct {
	at   rect
	text string
}

// compose lays pictures side by side on w x h cells, blank where there is none. They
// must not overlap.
func compose(w, h int, parts []placed) string {
	lines := make([][]string, len(parts))
	for i, p := range parts {
		lines[i] = strings.Split(p.text, "\n")
	}
	var b strings.Builder
	for y := range h {
		if y > 0 {
			b.WriteByte('\n')
		}
		for x := 0; x < w; {
			part, next := partAt(parts, x, y, w)
			if part >= 0 {
				if row := y - parts[part].at.y; row < len(lines[part]) {
					b.WriteString(lines[part][row])
					x += parts[part].at.w
					continue
				}
			}
			b.WriteString(strings.Repeat(" ", next-x))
			x = next
		}
	}
	return b.String()
}

// partAt returns the picture whose left edge is at x on line y, -1 if there is none, and
// where on that line the next one begins, w if none does.
func partAt(parts []placed, x, y, w int) (part, next int) {
	part, next = -1, w
	for i, p := range parts {
		switch {
		case y < p.at.y || y >= p.at.y+p.at.h:
		case p.at.x == x:
			part = i
		case p.at.x > x:
			next = min(next, p.at.x)
		}
	}
	return part, next
}
