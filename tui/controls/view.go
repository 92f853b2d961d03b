package controls

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/picker"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// Lines above the list: the title, and the entry line. Lines below: a rule, and what the selected control is.
const (
	headLines = 2
	footLines = 3
)

// Rows is how many lines the list takes: the foot of a large terminal, so that the charts stay in sight.
func (d *Controls) Rows(a screen.Area) int { return drawer(a) }

// drawer is a third of the lines of a large terminal, and all lines of another one.
func drawer(a screen.Area) int {
	if a.Size != screen.Full {
		return a.H
	}
	return 12 + max(0, a.H-33)/4
}

// View draws the list.
func (d *Controls) View(a screen.Area) string {
	th := a.Theme
	shown := d.shown()
	at := d.list.selected(len(shown))
	lines := []string{screen.Bar(th, th.Style(theme.Focus).Render(" Controls"),
		th.Style(theme.Dim).Render(d.count(shown)), a.W), d.entry(a, shown)}
	widths := widthsOf(a, shown)
	from, to := d.list.window(len(shown), a.H-headLines-footLines)
	for i := from; i < to; i++ {
		lines = append(lines, knobLine(a, shown[i], i == at, widths))
	}
	for len(lines) < a.H-footLines {
		lines = append(lines, "")
	}
	lines = append(lines, th.Style(theme.Axis).Render(strings.Repeat(th.Spell("─"), a.W)))
	text, role := d.about(shown, at)
	lines = append(lines, picker.Wrapped(a, " ", text, role, footLines-1)...)
	return screen.FitLines(screen.Frame{W: a.W, H: a.H, Theme: th}, lines)
}

// entry is the line in which the value or the filter is written.
func (d *Controls) entry(a screen.Area, shown []screen.Knob) string {
	switch {
	case d.mode == writing && len(shown) > 0:
		k := shown[d.list.selected(len(shown))]
		name := a.Theme.Spell(" " + k.Name)
		a.W -= ansi.StringWidth(name)
		return a.Theme.Style(theme.Title).Render(name) + picker.EntryLine(a, d.value, k.Range)
	case d.mode == filtering:
		return picker.EntryLine(a, d.filter, "a part of a name")
	case d.filter.Value() != "":
		return a.Theme.Style(theme.Dim).Render(a.Theme.Spell(" filter: " + d.filter.Value() + "   esc: all controls"))
	}
	return a.Theme.Style(theme.Dim).Render(" a digit writes a value, a letter filters")
}

// about is what came of the last key, else what the selected control is.
func (d *Controls) about(shown []screen.Knob, at int) (text string, role theme.Role) {
	switch {
	case d.err != nil:
		return d.err.Error(), theme.Bad
	case d.say != "":
		return d.say, theme.Marker
	case len(shown) == 0:
		return "no control is like it; esc shows all", theme.Dim
	}
	k := shown[at]
	text = k.What
	if k.Range != "" {
		text += " Takes: " + k.Range + "."
	}
	if k.Restarts {
		text += " A change restarts the run."
	}
	return text, theme.Dim
}

// The widths of the columns of names, values and ranges.
type widths struct{ name, value, bounds int }

func widthsOf(a screen.Area, knobs []screen.Knob) (w widths) {
	for _, k := range knobs {
		w.name = max(w.name, ansi.StringWidth(a.Theme.Spell(k.Name)))
		w.value = max(w.value, ansi.StringWidth(a.Theme.Spell(k.Value)))
		w.bounds = max(w.bounds, ansi.StringWidth(a.Theme.Spell(bounds(k))))
	}
	w.name = min(w.name, a.W/4)
	w.value = min(w.value, a.W/4)
	w.bounds = min(w.bounds, a.W/4)
	return w
}

// bounds are the values that a control takes, with a word on those that begin a run anew.
func bounds(k screen.Knob) string {
	if k.Restarts {
		return strings.TrimSpace("restarts; " + k.Range)
	}
	return k.Range
}

// knobLine is the line of a control.
func knobLine(a screen.Area, k screen.Knob, selected bool, w widths) string {
	th := a.Theme
	pointer, style := "   ", th.Style(theme.Text)
	if selected {
		pointer, style = " ▸ ", th.Style(theme.Focus)
	}
	dim := th.Style(theme.Dim)
	return style.Render(th.Spell(pointer)+cell(th, k.Name, w.name)) + "  " +
		th.Style(theme.Title).Render(cell(th, k.Value, w.value)) + "  " +
		dim.Render(cell(th, bounds(k), w.bounds)) + "  " + dim.Render(th.Spell(k.What))
}

// cell is a text in so many cells.
func cell(th theme.Theme, text string, w int) string {
	return screen.Pad(ansi.Truncate(th.Spell(text), w, th.Spell("…")), w)
}

// Mouse selects a control, writes its value by a second click, and scrolls.
func (d *Controls) Mouse(a screen.Area, msg tea.MouseMsg, _, y int) (cmd tea.Cmd, notice string, open bool) {
	shown := d.shown()
	moved, again := d.list.mouse(msg, y-headLines, a.H-headLines-footLines, len(shown))
	switch {
	case again && d.mode != writing:
		d.say, d.err = "", nil
		d.begin("", shown)
	case moved:
		d.mode, d.err, d.say = moving, nil, ""
	}
	return nil, "", true
}

// mouse selects the line of the room that was clicked on, or scrolls. moved says that another line is selected, again
// that it was the selected one that was clicked on.
func (l *list) mouse(msg tea.MouseMsg, y, room, n int) (moved, again bool) {
	before := l.selected(n)
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		switch msg.Button {
		case tea.MouseWheelUp:
			l.by(-1, n)
		case tea.MouseWheelDown:
			l.by(1, n)
		}
	case tea.MouseClickMsg:
		i := l.from + y
		if msg.Button != tea.MouseLeft || y < 0 || y >= room || i >= n {
			return false, false
		}
		l.at = i
		return i != before, i == before
	}
	return l.selected(n) != before, false
}
