package screen

import (
	"strings"

	"levyscope/tui/theme"
)

// Frame is all that the picture of a pane depends on beside its data.
type Frame struct {
	W, H    int         // in cells
	Focused bool        // the pane has the focus
	Log     bool        // its axis is to be logarithmic
	Theme   theme.Theme // colours and glyphs
	version int         // of the data
}

// Pane is a part of a screen. Its picture is drawn anew only when its frame changes.
type Pane struct {
	Name     string             // names the pane in the focus and in the help
	Draw     func(Frame) string // H lines of W cells
	AxisFree bool               // the user may choose between a linear and a logarithmic axis
	Log      bool               // the axis is logarithmic

	// Move moves what the pane points to by so many places to the right and down, by the keys that else choose controls
	// and rows; notice says where it is then, or why it stays. nil: the keys keep their meaning.
	Move func(right, down int) (notice string)
	// Click points to a cell of the pane, as its frame draws it. nil: a click only gives the pane the focus.
	Click func(f Frame, x, y int) (notice string)

	drawn Frame
	text  string
}

func (p *Pane) view(f Frame) string {
	f.Log = p.Log
	if p.text == "" || p.drawn != f {
		p.text, p.drawn = p.Draw(f), f
	}
	return p.text
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
