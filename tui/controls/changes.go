package controls

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"levyscope/tui/picker"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// History is the screen whose changes are listed.
type History interface {
	Changes() []screen.Change
	GoTo(n int) (cmd tea.Cmd, notice string)
}

// Changes is the list of the changes of a run with their steps.
type Changes struct {
	of   History
	list list
	say  string
}

// NewChanges returns the list of the changes of the run of a screen, at the last one that is in force.
func NewChanges(of History) *Changes {
	d := &Changes{of: of}
	d.list.at = inForce(of.Changes())
	return d
}

// inForce is how many of the changes are in force, which is the number of the line of the last one: the first line is
// the beginning.
func inForce(all []screen.Change) (n int) {
	for _, c := range all {
		if !c.Undone {
			n++
		}
	}
	return n
}

// Type takes a key.
func (d *Changes) Type(key tea.KeyPressMsg) (cmd tea.Cmd, notice string, open bool) {
	all := d.of.Changes()
	d.say = ""
	if d.list.move(key.String(), len(all)+1) {
		return nil, "", true
	}
	switch key.String() {
	case "esc", "q", "U":
		return nil, "", false
	case "enter", "space":
		cmd, d.say = d.of.GoTo(d.list.selected(len(all) + 1))
	case "u":
		cmd, d.say = d.goBy(-1, all)
	case "ctrl+r":
		cmd, d.say = d.goBy(1, all)
	default:
		d.say = "j k move, enter goes there, esc closes"
	}
	return cmd, "", true
}

// goBy undoes a change (direction -1) or does one again (1).
func (d *Changes) goBy(direction int, all []screen.Change) (cmd tea.Cmd, notice string) {
	n := inForce(all) + direction
	if n < 0 || n > len(all) {
		return nil, "there is none"
	}
	d.list.at = n
	return d.of.GoTo(n)
}

// Paste does nothing: there is nothing to write here.
func (d *Changes) Paste(tea.PasteMsg) {}

// Hints are the keys.
func (d *Changes) Hints() []screen.Hint {
	return []screen.Hint{{Keys: "enter", Word: "go there"}, {Keys: "j k", Word: "move"},
		{Keys: "u ctrl+r", Word: "by one"}, {Keys: "esc", Word: "close"}}
}

// Rows is how many lines the list takes.
func (d *Changes) Rows(a screen.Area) int { return drawer(a) }

// View draws the list.
func (d *Changes) View(a screen.Area) string {
	th := a.Theme
	all := d.of.Changes()
	now, at := inForce(all), d.list.selected(len(all)+1)
	lines := []string{screen.Bar(th, th.Style(theme.Focus).Render(" Changes"),
		th.Style(theme.Dim).Render(fmt.Sprintf("%d in force, %d undone ", now, len(all)-now)), a.W)}
	from, to := d.list.window(len(all)+1, a.H-1-footLines)
	for i := from; i < to; i++ {
		lines = append(lines, changeLine(a, all, i, now, i == at))
	}
	for len(lines) < a.H-footLines {
		lines = append(lines, "")
	}
	lines = append(lines, th.Style(theme.Axis).Render(strings.Repeat(th.Spell("─"), a.W)))
	text, role := d.about(all, at, now)
	lines = append(lines, picker.Wrapped(a, " ", text, role, footLines-1)...)
	return screen.FitLines(screen.Frame{W: a.W, H: a.H, Theme: th}, lines)
}

// about is what came of the last key, else what enter would do.
func (d *Changes) about(all []screen.Change, at, now int) (text string, role theme.Role) {
	switch {
	case d.say != "":
		return d.say, theme.Marker
	case len(all) == 0:
		return "nothing has been changed in this run yet", theme.Dim
	case at == now:
		return "this is in force", theme.Dim
	case at < now:
		return fmt.Sprintf("enter undoes %d of %d changes from the next step on", now-at, now), theme.Dim
	}
	return fmt.Sprintf("enter does %d undone changes again from the next step on", at-now), theme.Dim
}

// changeLine is line i: the beginning, or the change before which i-1 others came.
func changeLine(a screen.Area, all []screen.Change, i, now int, selected bool) string {
	th := a.Theme
	pointer, mark, style := " ", "  ", th.Style(theme.Text)
	if i == now {
		mark = "● "
	}
	if i > now {
		style = th.Style(theme.Dim)
	}
	if selected {
		pointer, style = "▸", th.Style(theme.Focus)
	}
	step, what := "", "as the run began"
	if i > 0 {
		c := all[i-1]
		step, what = fmt.Sprintf("step %d", c.Step), c.What
		if c.Asked {
			step = fmt.Sprintf("asked at %d", c.Step)
		}
		if c.Undone {
			what += "  (undone)"
		}
	}
	return style.Render(th.Spell(" " + pointer + " " + mark + screen.Pad(step, 16) + what))
}

// Mouse selects a line, goes there by a second click, and scrolls.
func (d *Changes) Mouse(a screen.Area, msg tea.MouseMsg, _, y int) (cmd tea.Cmd, notice string, open bool) {
	n := len(d.of.Changes()) + 1
	if _, again := d.list.mouse(msg, y-1, a.H-1-footLines, n); again {
		cmd, d.say = d.of.GoTo(d.list.selected(n))
	}
	return cmd, "", true
}
