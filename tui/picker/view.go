package picker

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// The least lines that the verdict below the entry line and the words on the selected entry have.
const (
	verdictLines = 2
	aboutLines   = 3 // one more for every 12 lines of the area beyond 21
)

// View draws the dialog: the names of the lists, the entry line with what is to be said of it, the list in front, and
// what the selected entry is.
func (p *Picker) View(a screen.Area) string {
	lines := []string{p.titles(a), EntryLine(a, p.line, p.list().Help)}
	verdict, role := p.verdict()
	said := Wrapped(a, "   ", verdict, role, max(verdictLines, a.H-12))
	for len(said) < verdictLines {
		said = append(said, "")
	}
	lines = append(lines, said...)
	shown := p.shown()
	about := p.about(a, shown)
	room := a.H - len(lines) - len(about)
	lines = append(lines, p.rows(a, shown, room)...)
	for len(lines) < a.H-len(about) {
		lines = append(lines, "")
	}
	return screen.FitLines(screen.Frame{W: a.W, H: a.H, Theme: a.Theme}, append(lines, about...))
}

// titles is the line of the lists, the one in front marked.
func (p *Picker) titles(a screen.Area) string {
	th := a.Theme
	line := th.Style(theme.Title).Render(" Choose ")
	for i, l := range p.lists {
		if i == p.front {
			line += th.Style(theme.Focus).Render("[" + l.Title + "]")
		} else {
			line += " " + l.Title + " "
		}
	}
	return screen.Bar(th, line, th.Style(theme.Dim).Render(th.Spell("enter: "+p.list().Effect+" ")), a.W)
}

// EntryLine is the line in which is written, with its cursor; help stands there while it is empty.
func EntryLine(a screen.Area, line textinput.Model, help string) string {
	th := a.Theme
	text := []rune(line.Value())
	if len(text) == 0 {
		return " " + th.Style(theme.Focus).Render(th.Spell("▸ ")) + reversed("_") +
			th.Style(theme.Dim).Render(th.Spell(" "+help))
	}
	at := min(line.Position(), len(text))
	before, under, after := th.Spell(string(text[:at])), "_", ""
	if at < len(text) {
		under, after = th.Spell(string(text[at:at+1])), th.Spell(string(text[at+1:]))
	}
	if under == "" || ansi.StringWidth(under) == 0 {
		under = " "
	}
	room := max(1, a.W-4-ansi.StringWidth(under)-min(8, ansi.StringWidth(after)))
	if over := ansi.StringWidth(before) - room; over > 0 {
		before = ansi.TruncateLeft(before, over+1, th.Spell("…"))
	}
	return " " + th.Style(theme.Focus).Render(th.Spell("▸ ")) + before + reversed(under) + after
}

// reversed is a character in reverse video.
func reversed(s string) string { return lipgloss.NewStyle().Reverse(true).Render(s) }

// verdict is what is to be said of the entry line: what came of the last choice, else what its text would give.
func (p *Picker) verdict() (text string, role theme.Role) {
	switch {
	case p.err != nil:
		return p.err.Error(), theme.Bad
	case p.say != "":
		return p.say, theme.Marker
	}
	text, written := p.chosen()
	if !written {
		return "", theme.Dim
	}
	gives, err := p.list().Judge(text)
	if err != nil {
		return err.Error(), theme.Warn
	}
	return gives, theme.Good
}

// rows are the lines of the list that n lines hold, the selected one among them.
func (p *Picker) rows(a screen.Area, shown []Entry, n int) []string {
	if n <= 0 {
		return nil
	}
	if len(shown) == 0 {
		return []string{a.Theme.Style(theme.Dim).Render(" nothing is like it; backspace goes back")}
	}
	name, meaning, gives := 0, 0, 0
	for _, e := range shown {
		name = max(name, ansi.StringWidth(a.Theme.Spell(e.Name)))
		meaning = max(meaning, ansi.StringWidth(a.Theme.Spell(e.Meaning)))
		gives = max(gives, ansi.StringWidth(a.Theme.Spell(e.Gives)))
	}
	name = min(name, a.W/3)
	room := max(0, a.W-name-9) // for the other two columns
	meaning = min(meaning, max(room-gives, room/3))
	from := max(0, min(p.selected(shown)-n/2, len(shown)-n))
	var out []string
	for i := from; i < min(from+n, len(shown)); i++ {
		out = append(out, row(a, shown[i], i == p.selected(shown), name, meaning))
	}
	return out
}

// row is one line of the list: its name, what it is, and what it would give or why it cannot be chosen.
func row(a screen.Area, e Entry, selected bool, name, meaning int) string {
	th := a.Theme
	mark, style := "  ", th.Style(theme.Text)
	if e.InForce {
		mark = "● "
	}
	gives, role := e.Gives, theme.Good
	if e.Off != "" {
		gives, role, style = e.Off, theme.Warn, th.Style(theme.Dim)
	}
	pointer := "  "
	if selected {
		pointer, style = "▸ ", th.Style(theme.Focus)
	}
	line := style.Render(th.Spell(pointer+mark) + cell(th, e.Name, name))
	return line + "  " + th.Style(theme.Dim).Render(cell(th, e.Meaning, meaning)) + "  " +
		th.Style(role).Render(th.Spell(gives))
}

// cell is a text in so many cells.
func cell(th theme.Theme, text string, w int) string {
	return screen.Pad(ansi.Truncate(th.Spell(text), w, th.Spell("…")), w)
}

// about says in full what the selected entry is.
func (p *Picker) about(a screen.Area, shown []Entry) []string {
	if a.H < verdictLines+aboutLines+5 {
		return nil
	}
	most := aboutLines + max(0, a.H-21)/12
	rule := a.Theme.Style(theme.Axis).Render(strings.Repeat(a.Theme.Spell("─"), a.W))
	out := []string{rule}
	if len(shown) > 0 {
		e := shown[p.selected(shown)]
		text, role := e.Text+": "+e.Meaning, theme.Dim
		if e.Gives != "" {
			text += "; " + e.Gives
		}
		if e.Off != "" {
			text, role = text+"; "+e.Off, theme.Warn
		}
		out = append(out, Wrapped(a, " ", text, role, most)...)
	}
	for len(out) < 1+most {
		out = append(out, "")
	}
	return out
}

// Wrapped is a text in lines of the area, at most so many of them.
func Wrapped(a screen.Area, indent, text string, role theme.Role, most int) []string {
	if text == "" {
		return nil
	}
	th := a.Theme
	lines := strings.Split(ansi.Wrap(th.Spell(text), max(1, a.W-len(indent)-1), ""), "\n")
	if len(lines) > most {
		lines = lines[:most]
		lines[most-1] += th.Spell(" …")
	}
	for i, l := range lines {
		lines[i] = indent + th.Style(role).Render(l)
	}
	return lines
}
