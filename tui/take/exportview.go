package take

import (
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// Hints are the keys.
func (e *Export) Hints() []screen.Hint {
	return []screen.Hint{{Keys: "enter", Word: "write"}, {Keys: "↑ ↓", Word: "what"}, {Keys: "esc", Word: "close"}}
}

// View is the choices, and below them the name of the file.
func (e *Export) View(a screen.Area) string {
	th := a.Theme
	f := screen.Frame{W: a.W, H: a.H, Focused: true, Theme: th}
	lines := []string{screen.TitleRule("export", f)}
	for i, c := range e.choices {
		lines = append(lines, e.choiceLine(th, i, c))
	}
	lines = append(lines, e.nameLine(a))
	say := e.say
	if say == "" {
		say = "A file that is there is never replaced without asking. The picture and the data are of the moment when x " +
			"was pressed."
	}
	role := theme.Dim
	if e.say != "" {
		role = theme.Warn
	}
	for _, l := range wrapped(th, say, a.W-2) {
		lines = append(lines, " "+th.Style(role).Render(l))
	}
	return screen.FitLines(f, lines)
}

// choiceLine is one of the choices.
func (e *Export) choiceLine(th theme.Theme, i int, c choice) string {
	of := c.of
	if of == thePane && e.what.Pane != "" {
		of += " " + e.what.Pane
	}
	mark, role := "  ", theme.Text
	if i == e.at {
		mark, role = "▸ ", theme.Focus
	}
	text := screen.Pad(th.Spell(of), 26) + th.Spell(c.as)
	if c.why != "" {
		text += th.Spell(" (" + c.why + ")")
		role = theme.Dim
	}
	return " " + th.Style(role).Render(th.Spell(mark)+text)
}

// nameLine is the name of the file, with its cursor.
func (e *Export) nameLine(a screen.Area) string {
	th := a.Theme
	const label = " file "
	if e.choices[e.at].ending == "" {
		return th.Style(theme.Dim).Render(label + "none")
	}
	text := []rune(e.line.Value())
	at := min(e.line.Position(), len(text))
	before, under, after := th.Spell(string(text[:at])), " ", ""
	if at < len(text) {
		under, after = th.Spell(string(text[at:at+1])), th.Spell(string(text[at+1:]))
	}
	if over := len(label) + ansi.StringWidth(before) + 2 - a.W; over > 0 {
		before = ansi.TruncateLeft(before, over+1, th.Spell("…"))
	}
	return th.Style(theme.Title).Render(label) + before + lipgloss.NewStyle().Reverse(true).Render(under) + after
}
