package tui

import (
	tea "charm.land/bubbletea/v2"

	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// bodyTop is the number of lines above what a screen fills: the head and the strip of controls.
const bodyTop = 2

// area is the place that a screen fills.
func (m *root) area() screen.Area {
	return screen.Area{W: m.w, H: m.h - 3 - m.wayLines(), Size: screen.SizeOf(m.w, m.h), Theme: m.theme}
}

// click points to what lies under the left button. Nothing is done by the mouse alone.
func (m *root) click(msg tea.MouseMsg) {
	c, ok := msg.(tea.MouseClickMsg)
	if !ok || c.Button != tea.MouseLeft || m.help || m.asked != screen.NoAction || m.shown().Typing() {
		return
	}
	if a := m.area(); a.Size != screen.TooSmall && c.Y >= bodyTop && c.Y < bodyTop+a.H {
		m.notice = m.shown().Click(a, c.X, c.Y-bodyTop)
	}
}

// themeNow is the theme for what is known of the terminal.
func (m *root) themeNow() theme.Theme {
	th := theme.New(m.memory.choice.OnDark(m.dark), m.memory.glyphs)
	if m.fewColours {
		return th.WithoutHeat()
	}
	return th
}
