package tui

import (
	"strings"

	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// keyHelp is a line of the help: keys and what they do.
type keyHelp struct {
	keys []string
	what string
}

// keyTable lists all keys: those that show a screen, then those of the key table.
func (m *root) keyTable() []keyHelp {
	var out []keyHelp
	for _, t := range m.tabs {
		out = append(out, keyHelp{[]string{t.key}, t.title + ": " + t.about})
	}
	for _, b := range screen.Bindings {
		out = append(out, keyHelp{b.Keys, m.meaning(b)})
	}
	return out
}

// meaning is what a key does on the screen in front, else on the first screen that gives it
// a meaning of its own, else on all screens.
func (m *root) meaning(b screen.Binding) string {
	if what := m.shown().Meaning(b.Action); what != "" {
		return what
	}
	for _, t := range m.tabs {
		if what := t.screen.Meaning(b.Action); what != "" {
			return what
		}
	}
	return b.What
}

// helpText lists the keys in one column, or in two where they do not fit.
func (m *root) helpText(a screen.Area) string {
	th := a.Theme
	table := m.keyTable()
	columns := 1
	if len(table) > a.H-6 {
		columns = 2
	}
	column := screen.Frame{W: a.W / columns, H: 1, Theme: th}
	var rows []string
	for _, k := range table {
		keys := screen.Pad(strings.Join(k.keys, " "), 10)
		rows = append(rows, screen.FitLines(column, []string{" " + th.Style(theme.Title).Render(keys) + " " + k.what}))
	}
	height := (len(rows) + columns - 1) / columns
	lines := []string{th.Style(theme.Focus).Render(" Keys") + th.Style(theme.Dim).Render("   any key closes this"), ""}
	for i := range height {
		line := ""
		for c := range columns {
			if j := c*height + i; j < len(rows) {
				line += rows[j]
			}
		}
		lines = append(lines, line)
	}
	lines = append(lines, "",
		" theory: a formula, asymptotic where it says so.  fit: a law fitted to what was measured.",
		" All else is measured by the engine behind the screen.")
	return screen.FitLines(screen.Frame{W: a.W, H: a.H, Theme: th}, lines)
}
