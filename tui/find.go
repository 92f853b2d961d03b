package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"levyscope/tui/palette"
	"levyscope/tui/screen"
)

// finder is the palette over all screens.
type finder struct {
	palette *palette.Palette // nil before it was opened first
	open    bool
	more    []func() []screen.Row // rows that other parts add, as settings do
}

// find opens the palette.
func (m *root) find() {
	if m.finder.palette == nil {
		m.finder.palette = palette.New(m.actions)
	}
	m.finder.palette.Reset()
	m.finder.open = true
}

// typing says that keys are text: for the palette, or for a dialog of the screen in front.
func (m *root) typing() bool { return m.finder.open || m.shown().Typing() }

// typed gives a key to the palette or to the dialog that is open.
func (m *root) typed(key tea.KeyPressMsg) (cmd tea.Cmd) {
	if !m.finder.open {
		cmd, m.notice = m.shown().Type(key)
		return cmd
	}
	cmd, notice, open := m.finder.palette.Type(key)
	return m.foundOut(cmd, notice, open)
}

// foundOut takes in what came of the palette.
func (m *root) foundOut(cmd tea.Cmd, notice string, open bool) tea.Cmd {
	m.notice, m.finder.open = notice, open
	return cmd
}

// actions are the rows of the palette: the keys of the table, the screens, and what the screen in front and other
// parts add.
func (m *root) actions() (rows []screen.Row) {
	for _, b := range screen.Bindings {
		if b.Action != screen.Palette {
			rows = append(rows, screen.Row{Name: m.meaning(b), Keys: strings.Join(b.Keys, " "),
				What: m.meaning(b), Unable: m.unable(b.Action), Do: m.pressed(b.Keys[0])})
		}
	}
	for i, t := range m.tabs {
		r := screen.Row{Name: "screen " + t.title, Keys: t.key, What: t.about, Do: m.pressed(t.key)}
		if i == m.front {
			r.Unable = "it is in front"
		}
		rows = append(rows, r)
	}
	rows = append(rows, m.shown().Rows()...)
	for _, more := range m.finder.more {
		rows = append(rows, more()...)
	}
	return rows
}

// pressed does what a key does.
func (m *root) pressed(key string) func() (tea.Cmd, string) {
	return func() (tea.Cmd, string) {
		m.finder.open = false
		cmd := m.key(key)
		return cmd, m.notice
	}
}

// unable says why an action cannot act now, "" where it can.
func (m *root) unable(a screen.Action) string {
	switch a {
	case screen.Help, screen.Quit, screen.Interrupt, screen.Suspend, screen.Freeze, screen.OtherTheme, screen.Settings,
		screen.Tour, screen.Export, screen.CopyScenario, screen.AllControls, screen.Changes,
		screen.Points:
		return ""
	}
	return m.shown().Unable(a)
}

// paste gives pasted text to the palette, or to the screens, whose dialogs take it.
func (m *root) paste(msg tea.PasteMsg) tea.Cmd {
	if m.finder.open && !m.help {
		m.finder.palette.Paste(msg)
		return nil
	}
	return m.deliver(msg)
}

// pointed gives clicks and turns of the wheel to the palette, or to the dialog that is open.
func (m *root) pointed(msg tea.MouseMsg) tea.Cmd {
	a, at := m.area(), msg.Mouse()
	y := at.Y - bodyTop
	if y < 0 || y >= a.H {
		return nil
	}
	if m.finder.open {
		cmd, notice, open := m.finder.palette.Mouse(a, msg, at.X, y)
		return m.foundOut(cmd, notice, open)
	}
	cmd, notice := m.shown().PointDialog(a, msg, at.X, y)
	m.notice = notice
	return cmd
}
