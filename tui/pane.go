package tui

import (
	"strings"

	"levyscope/tui/theme"
)

// frame is everything beside its data that a pane's picture depends on.
type frame struct {
	w, h    int
	focused bool
	log     bool
	version int // of the data
	th      theme.Theme
}

// pane is a part of a screen. Its picture is drawn anew only when the frame changes.
type pane struct {
	name string
	draw func(frame) string
	// log: 0 if the pane has no choice of axis.
	logable bool
	log     bool

	drawn frame
	text  string
}

// view is the picture: h lines of w cells.
func (p *pane) view(f frame) string {
	f.log = p.log
	if p.text == "" || p.drawn != f {
		p.text, p.drawn = p.draw(f), f
	}
	return p.text
}

// placed is a picture with its place.
type placed struct {
	at   rect
	text string
}

// compose lays pictures side by side on a w x h screen; they may not overlap.
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
			next, best := w, -1
			for i, p := range parts {
				if y < p.at.y || y >= p.at.y+p.at.h {
					continue
				}
				if p.at.x == x {
					best = i
				} else if p.at.x > x {
					next = min(next, p.at.x)
				}
			}
			if best >= 0 {
				if row := y - parts[best].at.y; row < len(lines[best]) {
					b.WriteString(lines[best][row])
					x += parts[best].at.w
					continue
				}
			}
			b.WriteString(strings.Repeat(" ", next-x))
			x = next
		}
	}
	return b.String()
}
