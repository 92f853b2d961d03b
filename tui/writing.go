package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"levyscope/tui/screen"
)

// writing keeps the picture as it is while keys follow each other faster than it could be drawn: a text that a terminal
// pastes as keys is judged once in a while, not once for each of its characters.
type writing struct {
	soon  bool     // a drawMsg comes
	held  bool     // until then the picture stays as it is
	shown tea.View // last
}

// drawMsg asks for a picture of what was written.
type drawMsg struct{}

// drawPeriod is the time between two pictures while a text is written.
const drawPeriod = 50 * time.Millisecond

// write holds the picture after the second of two keys in a short time that a dialog got; the first one is drawn at
// once.
func (m *root) write() tea.Cmd {
	switch {
	case !m.typing() || m.help || m.asked != screen.NoAction:
		m.writing.held = false
		return nil
	case m.writing.soon:
		m.writing.held = true
		return nil
	}
	m.writing.soon = true
	return tea.Tick(drawPeriod, func(time.Time) tea.Msg { return drawMsg{} })
}
