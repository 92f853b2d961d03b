package screen

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/theme"
)

// Pad fills s with spaces up to w cells.
func Pad(s string, w int) string {
	return s + strings.Repeat(" ", max(0, w-ansi.StringWidth(s)))
}

// Bar is a line of w cells with text at both ends; the left one is cut first.
func Bar(th theme.Theme, left, right string, w int) string {
	more := th.Spell("…")
	right = ansi.Truncate(right, w, more)
	room := w - ansi.StringWidth(right)
	return Pad(ansi.Truncate(left, max(0, room-1), more), room) + right
}

// TitleRule is the first line of a pane that is not a chart: its title in a rule.
func TitleRule(title string, f Frame) string {
	mark, role := "─ ", theme.Title
	if f.Focused {
		mark, role = "▸ ", theme.Focus
	}
	line := f.Theme.Style(role).Render(f.Theme.Spell(mark+title)) + " "
	rule := strings.Repeat(f.Theme.Spell("─"), max(0, f.W-ansi.StringWidth(line)))
	return line + f.Theme.Style(theme.Axis).Render(rule)
}

// FitLines cuts and fills lines to the W x H cells of a frame.
func FitLines(f Frame, lines []string) string {
	for len(lines) < f.H {
		lines = append(lines, "")
	}
	lines = lines[:f.H]
	for i, l := range lines {
		lines[i] = Pad(ansi.Truncate(l, f.W, f.Theme.Spell("…")), f.W)
	}
	return strings.Join(lines, "\n")
}

// card is a message in the middle of an empty area.
func card(a Area, role theme.Role, text string) string {
	lines := make([]string, a.H)
	for i := range lines {
		lines[i] = strings.Repeat(" ", max(0, a.W))
	}
	if a.H > 0 {
		lines[a.H/2] = Bar(a.Theme, "  "+a.Theme.Style(role).Render(a.Theme.Spell(text)), "", a.W)
	}
	return strings.Join(lines, "\n")
}
