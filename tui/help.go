package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/theme"
)

// helpText lists the keys from their table, in as many columns as fit.
func helpText(w, h int, th theme.Theme) string {
	columns := 1
	if len(bindings) > h-6 {
		columns = 2
	}
	column := w / columns
	var rows []string
	for _, b := range bindings {
		keys := pad(strings.Join(b.keys, " "), 10)
		rows = append(rows, pad(ansi.Truncate(" "+th.Style(theme.Title).Render(keys)+" "+b.what, column, th.Spell("…")), column))
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
	for len(lines) < h {
		lines = append(lines, "")
	}
	for i := range lines {
		lines[i] = pad(ansi.Truncate(lines[i], w, th.Spell("…")), w)
	}
	return strings.Join(lines[:h], "\n")
}
