package tui

import (
	tea "charm.land/bubbletea/v2"

	"levyscope/tui/screen"
	"levyscope/tui/take"
)

// takeAway does what the keys ask for that take things away from the screen in front.
func (m *root) takeAway(a screen.Action) (cmd tea.Cmd) {
	if a == screen.CopyScenario {
		return m.copyScenario()
	}
	m.notice = "there is nothing to export yet"
	return nil
}

// copyScenario puts the scenario of what is shown on the clipboard, and shows it.
func (m *root) copyScenario() tea.Cmd {
	s, notes := m.shown().Scenario()
	if s.Text == "" {
		m.notice = "this screen has no scenario"
		return nil
	}
	m.shown().Cover(take.NewScenario(s.Command(), notes))
	return take.Copy(s.Command())
}
