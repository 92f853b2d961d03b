package settings

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// Row is a setting in the dialog.
type Row struct {
	Name, Value string
	What        string // in a sentence
	// Move goes to the next value (direction 1) or the previous one (-1), and says what came of it.
	Move func(direction int) (cmd tea.Cmd, notice string)
}

// Dialog lists the settings, which keys and mouse change.
type Dialog struct {
	rows     func() []Row
	notes    func() []string
	selected int
}

// NewDialog returns the dialog of rows, below which notes stand. Both are asked for whenever it is drawn.
func NewDialog(rows func() []Row, notes func() []string) *Dialog {
	return &Dialog{rows: rows, notes: notes}
}

// top is the line of the first row.
const top = 2

// Type moves the selection, changes the selected setting or closes.
func (d *Dialog) Type(key tea.KeyPressMsg) (cmd tea.Cmd, notice string, open bool) {
	rows := d.rows()
	switch key.String() {
	case "esc", "q", "O":
		return nil, "", false
	case "j", "down", "tab":
		d.selected = min(d.selected+1, len(rows)-1)
	case "k", "up", "shift+tab":
		d.selected = max(d.selected-1, 0)
	case "l", "right", "]", "shift+right", "enter", "space", "+":
		cmd, notice = rows[d.selected].Move(1)
	case "h", "left", "[", "shift+left", "-":
		cmd, notice = rows[d.selected].Move(-1)
	default:
		notice = "j k select a setting, h l change it, esc closes"
	}
	return cmd, notice, true
}

// Paste does nothing: there is nothing to write here.
func (d *Dialog) Paste(tea.PasteMsg) {}

// Hints are the keys.
func (d *Dialog) Hints() []screen.Hint {
	return []screen.Hint{{Keys: "j k", Word: "select"}, {Keys: "h l", Word: "change"}, {Keys: "esc", Word: "close"}}
}

// Mouse selects the setting under a click, changes it if it is selected (the right button goes back), and moves the
// selection with the wheel.
func (d *Dialog) Mouse(_ screen.Area, msg tea.MouseMsg, _, y int) (cmd tea.Cmd, notice string, open bool) {
	rows := d.rows()
	switch m := msg.(type) {
	case tea.MouseWheelMsg:
		if m.Button == tea.MouseWheelDown {
			d.selected = min(d.selected+1, len(rows)-1)
		} else if m.Button == tea.MouseWheelUp {
			d.selected = max(d.selected-1, 0)
		}
	case tea.MouseClickMsg:
		i := y - top
		switch {
		case i < 0 || i >= len(rows):
		case i != d.selected:
			d.selected = i
		case m.Button == tea.MouseRight:
			cmd, notice = rows[i].Move(-1)
		case m.Button == tea.MouseLeft:
			cmd, notice = rows[i].Move(1)
		}
	}
	return cmd, notice, true
}

// View is a line for each setting, and the notes.
func (d *Dialog) View(a screen.Area) string {
	th := a.Theme
	f := screen.Frame{W: a.W, H: a.H, Focused: true, Theme: th}
	lines := []string{screen.TitleRule("settings, kept for the next start", f), ""}
	rows := d.rows()
	names, values := 0, 0
	for _, r := range rows {
		names, values = max(names, len(r.Name)), max(values, ansi.StringWidth(r.Value))
	}
	for i, r := range rows {
		name, value := "   "+screen.Pad(r.Name, names+2), screen.Pad(th.Spell(r.Value), values)
		if i == d.selected {
			name = th.Style(theme.Focus).Render(th.Spell(" ▸ ") + screen.Pad(r.Name, names+2))
			value = th.Style(theme.Focus).Render("[" + value + "]")
		} else {
			value = " " + value + " "
		}
		lines = append(lines, ansi.Truncate(name+value+"  "+th.Style(theme.Dim).Render(th.Spell(r.What)), a.W, ""))
	}
	lines = append(lines, "")
	for _, note := range d.notes() {
		for line := range strings.SplitSeq(ansi.Wrap(th.Spell(note), max(1, a.W-4), " "), "\n") {
			lines = append(lines, "   "+th.Style(theme.Dim).Render(line))
		}
	}
	return screen.FitLines(f, lines)
}
