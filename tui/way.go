package tui

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/screen"
	"levyscope/tui/theme"
	"levyscope/tui/tour"
)

// witness is a screen that knows what the way in asks about.
type witness interface{ Witness() tour.Facts }

// firstTime begins the way in for a user who has not seen it.
func (m *root) firstTime() {
	if m.memory.File != nil && !m.memory.now.TourSeen {
		m.tour = tour.New()
	}
}

// observe tells the way in what its screen knows now.
func (m *root) observe() {
	if m.tour == nil {
		return
	}
	for _, t := range m.tabs {
		if w, ok := t.screen.(witness); ok && t.begun {
			m.tour.Observe(w.Witness())
			return
		}
	}
}

// wayIn begins the way in, or leaves it, which is remembered.
func (m *root) wayIn() (notice string) {
	if m.watching.config != nil {
		return "the way in is on the Train screen of a built-in run: levyscope without watch"
	}
	if m.tour != nil {
		m.tour, m.memory.now.TourSeen = nil, true
		return "the way in is left: W shows it again"
	}
	m.tour = tour.New()
	m.observe()
	if _, ok := m.shown().(witness); !ok {
		return "the way in is on the Train screen: press 1"
	}
	return ""
}

// wayLines is the number of lines of the strip of the way in, above the foot.
func (m *root) wayLines() int {
	if m.tour == nil || m.help {
		return 0
	}
	if _, ok := m.shown().(witness); !ok {
		return 0
	}
	switch {
	case screen.SizeOf(m.w, m.h) == screen.TooSmall:
		return 0
	case m.w < 80 || m.h < 24:
		return 1
	}
	_, seen := m.tour.Words()
	return 1 + len(seen)
}

// way are the lines of the strip: what to do, and what has come of it.
func (m *root) way() (lines []string) {
	n := m.wayLines()
	if n == 0 {
		return nil
	}
	th := m.theme
	ask, seen := m.tour.Words()
	lead := fmt.Sprintf(" %d of 3 ", m.tour.Number())
	if m.w >= 80 {
		lead = " Way in" + lead
	}
	end := "esc skips "
	if m.tour.Done() {
		end = "esc ends "
	}
	room := m.w - ansi.StringWidth(lead+end) - 2
	first := th.Style(theme.Focus).Render(lead) + ansi.Truncate(th.Spell(ask), max(0, room), th.Spell("…"))
	lines = append(lines, screen.Bar(th, first, th.Style(theme.Dim).Render(end), m.w))
	for _, line := range seen[:n-1] {
		text := ansi.Truncate(" "+th.Spell(line), m.w, th.Spell("…"))
		lines = append(lines, screen.Pad(th.Style(theme.Marker).Render(text), m.w))
	}
	return lines
}
