package take

import (
	tea "charm.land/bubbletea/v2"

	"levyscope/tui/screen"
)

// Mouse selects the choice under a click, and with the wheel the one before or after; the words at the foot of the
// terminal are keys, too.
func (e *Export) Mouse(_ screen.Area, msg tea.MouseMsg, _, y int) (cmd tea.Cmd, notice string, open bool) {
	const title = 1 // line above the choices
	by := 0
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		switch msg.Button {
		case tea.MouseWheelUp:
			by = max(-1, -e.at)
		case tea.MouseWheelDown:
			by = min(1, len(e.choices)-1-e.at)
		}
	case tea.MouseClickMsg:
		if i := y - title; msg.Button == tea.MouseLeft && i >= 0 && i < len(e.choices) {
			by = i - e.at
		}
	}
	if by != 0 {
		e.say, e.asked = "", ""
		e.turn(by)
	}
	return nil, "", true
}

// Mouse copies the command again where it is clicked on.
func (d *Scenario) Mouse(a screen.Area, msg tea.MouseMsg, _, y int) (cmd tea.Cmd, notice string, open bool) {
	const title = 2 // lines above the command
	click, ok := msg.(tea.MouseClickMsg)
	if ok && click.Button == tea.MouseLeft && y >= title && y < title+len(broken(d.command, a.W)) {
		return Copy(d.command), "sent to the clipboard again", true
	}
	return nil, "", true
}
