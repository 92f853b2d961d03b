package screen

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"levyscope/tui/look"
	"levyscope/tui/theme"
)

// legend is the dialog in which the series of a pane are hidden and shown again: the chart, and its series below.
type legend struct {
	name   string
	series func() []string // the names of the series, each once
	hidden func() look.Hidden
	toggle func(name string) (notice string)
	at     int // the selected series
	shown  []string
}

// openLegend opens the dialog for the pane with the focus.
func (c *Console[C, E]) openLegend() (notice string) {
	pane := c.focus
	p := c.spec.Panes[pane]
	if why := c.unableLook(Legend); why != "" {
		return why
	}
	d := &legend{name: p.Name, hidden: func() look.Hidden { return p.hidden },
		series: func() []string { return c.seriesOf(pane) },
		toggle: func(name string) string { return c.toggleSeries(pane, name) },
	}
	if d.shown = d.series(); len(d.shown) == 0 {
		return "the pane " + p.Name + " has no series yet"
	}
	c.Cover(d)
	return ""
}

// seriesOf are the names of the series of a pane, each once.
func (c *Console[C, E]) seriesOf(pane int) (names []string) {
	p := c.spec.Panes[pane]
	f := Frame{W: c.area.W, H: c.area.H, Log: p.Log, Theme: c.area.Theme, Look: c.lookOf(pane)}
	for _, s := range p.Chart(f).Series {
		if s.Name != "" && !slices.Contains(names, s.Name) {
			names = append(names, s.Name)
		}
	}
	return names
}

// Type takes a key.
func (d *legend) Type(key tea.KeyPressMsg) (cmd tea.Cmd, notice string, open bool) {
	switch key.String() {
	case "esc", "t", "q":
		return nil, "", false
	case "j", "down":
		d.at = min(d.at+1, len(d.shown)-1)
	case "k", "up":
		d.at--
	case "space", "enter", "x":
		if d.at < len(d.shown) {
			notice = d.toggle(d.shown[d.at])
		}
	case "a":
		notice = "all series are shown"
		for _, name := range d.shown {
			if d.hidden().Has(name) {
				d.toggle(name)
			}
		}
	default:
		notice = "space hides or shows the series, a shows all, esc leaves"
	}
	d.at = max(d.at, 0)
	return nil, notice, true
}

// Paste takes no text.
func (d *legend) Paste(tea.PasteMsg) {}

// Hints are the keys.
func (d *legend) Hints() []Hint {
	return []Hint{{"space", "hide or show"}, {"j", "down"}, {"k", "up"}, {"a", "show all"}, {"esc", "leave"}}
}

// Rows is a line for each series below a title, in half of the area at most.
func (d *legend) Rows(a Area) int { return 1 + max(1, min(len(d.shown), a.H/2)) }

// from is the first series that is listed in n lines.
func (d *legend) from(n int) int { return max(0, min(d.at-n/2, len(d.shown)-n)) }

// View lists the series.
func (d *legend) View(a Area) string {
	if names := d.series(); len(names) > 0 {
		d.shown = names
		d.at = min(d.at, len(names)-1)
	}
	th := a.Theme
	lines := []string{th.Style(theme.Focus).Render(" Series") +
		th.Style(theme.Dim).Render(fmt.Sprintf(" of %s: space hides or shows the selected one", d.name))}
	for i := d.from(a.H - 1); i < len(d.shown); i++ {
		mark, pointer, role := "[x] ", "   ", theme.Text
		if d.hidden().Has(d.shown[i]) {
			mark, role = "[ ] ", theme.Dim
		}
		if i == d.at {
			pointer, role = " ▸ ", theme.Focus
		}
		lines = append(lines, th.Style(role).Render(th.Spell(pointer+mark+d.shown[i])))
	}
	return FitLines(Frame{W: a.W, H: a.H, Theme: th}, lines)
}

// Mouse selects the series under the mouse and hides or shows it; the wheel goes through the list.
func (d *legend) Mouse(a Area, msg tea.MouseMsg, _, y int) (cmd tea.Cmd, notice string, open bool) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		switch msg.Button {
		case tea.MouseWheelUp:
			d.at = max(0, d.at-1)
		case tea.MouseWheelDown:
			d.at = min(d.at+1, max(0, len(d.shown)-1))
		}
	case tea.MouseClickMsg:
		if i := d.from(a.H-1) + y - 1; msg.Button == tea.MouseLeft && y > 0 && i < len(d.shown) {
			d.at = i
			return nil, d.toggle(d.shown[i]), true
		}
	}
	return nil, "", true
}
