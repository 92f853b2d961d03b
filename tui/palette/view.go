package palette

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/picker"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// headLines stand above the rows: the title and the entry line.
const headLines = 2

// footLines stand below the rows: a rule, and what the selected row does.
const footLines = 3

// room is how many rows an area shows.
func room(a screen.Area) int { return max(0, a.H-headLines-footLines) }

// View draws the entry line, the rows that it leaves, and what the selected one does.
func (p *Palette) View(a screen.Area) string {
	th := a.Theme
	rows := p.found()
	count := fmt.Sprintf("%d of %d ", len(rows), len(p.rows))
	lines := []string{
		screen.Bar(th, th.Style(theme.Focus).Render(" Find an action"), th.Style(theme.Dim).Render(count), a.W),
		picker.EntryLine(a, p.line, "a part of its name, or a control and its value: batch 32"),
	}
	n := room(a)
	at := p.selected(rows)
	p.from = max(0, min(p.from, at, len(rows)-n))
	p.from = max(p.from, at-n+1)
	for i := p.from; i < min(p.from+n, len(rows)); i++ {
		lines = append(lines, p.rowLine(a, rows[i], i == at))
	}
	for len(lines) < a.H-footLines {
		lines = append(lines, "")
	}
	lines = append(lines, th.Style(theme.Axis).Render(strings.Repeat(th.Spell("─"), a.W)))
	text, role := p.about(rows)
	lines = append(lines, picker.Wrapped(a, " ", text, role, footLines-1)...)
	return screen.FitLines(screen.Frame{W: a.W, H: a.H, Theme: th}, lines)
}

// about is what is to be said below the rows: why enter did nothing, else what the selected row does or why it cannot.
func (p *Palette) about(rows []found) (text string, role theme.Role) {
	switch {
	case p.say != "":
		return p.say, theme.Warn
	case len(rows) == 0:
		return "nothing is like it; backspace goes back", theme.Dim
	}
	r := rows[p.selected(rows)].row
	if r.Unable != "" {
		return r.Unable, theme.Warn
	}
	return r.What, theme.Dim
}

// rowLine is the line of one row: its name with the letters that were written, its value, or why it cannot act, and
// its keys.
func (p *Palette) rowLine(a screen.Area, f found, selected bool) string {
	th := a.Theme
	pointer, style := "   ", th.Style(theme.Text)
	switch {
	case selected:
		pointer, style = " ▸ ", th.Style(theme.Focus)
	case f.row.Unable != "":
		style = th.Style(theme.Dim)
	}
	left := style.Render(th.Spell(pointer))
	for i, r := range f.row.Name {
		letter := th.Spell(string(r))
		if slices.Contains(f.letters, i) {
			left += th.Style(theme.Marker).Underline(true).Render(letter)
		} else {
			left += style.Render(letter)
		}
	}
	dim := th.Style(theme.Dim)
	switch {
	case f.value != "":
		left += dim.Render(th.Spell("  " + f.row.Now + " → "))
		if f.row.Unable != "" {
			left += th.Style(theme.Warn).Render(th.Spell(f.value + "  (" + f.row.Unable + ")"))
		} else {
			left += th.Style(theme.Good).Render(th.Spell(f.value))
		}
	case f.row.Unable != "":
		left += dim.Render(th.Spell("  (" + f.row.Unable + ")"))
	case f.row.Set != nil:
		left += dim.Render(th.Spell("  " + f.row.Now))
	}
	return screen.Bar(th, ansi.Truncate(left, a.W, ""), th.Style(theme.Title).Render(th.Spell(f.row.Keys))+" ", a.W)
}

// Mouse selects a row, acts by a second click on it, and scrolls.
func (p *Palette) Mouse(a screen.Area, msg tea.MouseMsg, _, y int) (cmd tea.Cmd, notice string, open bool) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		switch msg.Button {
		case tea.MouseWheelUp:
			p.move(-1)
		case tea.MouseWheelDown:
			p.move(1)
		}
	case tea.MouseClickMsg:
		i := p.from + y - headLines
		if y < headLines || y >= headLines+room(a) || i >= len(p.found()) || msg.Button != tea.MouseLeft {
			return nil, "", true
		}
		if i == p.at {
			return p.act()
		}
		p.at = i
	}
	return nil, "", true
}
