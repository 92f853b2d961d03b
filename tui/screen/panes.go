package screen

import "levyscope/tui/theme"

// View draws the panes that the size allows, or the expanded one; before the first
// event it says what is awaited, or why nothing will come.
func (c *Console[C, E]) View(a Area) string {
	if c.dialog != nil {
		return c.covered(a)
	}
	if text := c.spec.Waiting(); text != "" {
		if c.err != nil {
			return card(a, theme.Bad, c.err.Error())
		}
		return card(a, theme.Dim, text)
	}
	if c.spec.System == nil {
		return c.panes(a)
	}
	a.H--
	panes := c.panes(a)
	return c.about(a.W, a.Theme) + "\n" + panes
}

// panes are those that the size allows, or the expanded one.
func (c *Console[C, E]) panes(a Area) string {
	c.area = a
	places := c.places(a)
	parts := make([]placed, len(places))
	for i, p := range places {
		f := c.frame(p)
		f.Focused = f.Focused || len(places) == 1
		parts[i] = placed{p.at, c.spec.Panes[p.pane].view(f)}
	}
	if len(parts) == 1 && parts[0].at == (rect{0, 0, a.W, a.H}) {
		return parts[0].text
	}
	return compose(a.W, a.H, parts)
}

// frame is what the picture of a pane in its place depends on.
func (c *Console[C, E]) frame(p cell) Frame {
	return Frame{W: p.at.w, H: p.at.h, Focused: p.pane == c.focus, Log: c.spec.Panes[p.pane].Log, Theme: c.area.Theme,
		Look: c.lookOf(p.pane), version: c.version}
}

// places are the panes that the size allows, or the expanded one, with where they stand.
func (c *Console[C, E]) places(a Area) []cell {
	g, name := c.layout(a.Size)
	alone := c.expanded || a.Size == Single
	pane := c.focus
	if c.candidate != nil && (alone || !g.has(c.spec.SchedulePane)) {
		alone, pane = true, c.spec.SchedulePane // a preview is nothing without its picture
	}
	if alone {
		return []cell{{pane, rect{0, 0, a.W, a.H}}}
	}
	rects := g.place(a.W, a.H, c.borders[name])
	out := make([]cell, len(rects))
	for i, r := range rects {
		out[i] = cell{g.cells[i].pane, r}
	}
	return out
}

// Focus is the number of the pane with the focus.
func (c *Console[C, E]) Focus() int { return c.focus }

// move points to another place in the pane with the focus; handled is false for other keys, and where the pane has no
// places or a preview has the keys.
func (c *Console[C, E]) move(a Action) (notice string, handled bool) {
	if c.focus >= len(c.spec.Panes) || c.candidate != nil {
		return "", false
	}
	move := c.spec.Panes[c.focus].Move
	if move == nil {
		return "", false
	}
	switch a {
	case NextRow:
		return move(0, 1), true
	case PreviousRow:
		return move(0, -1), true
	case NextKnob:
		return move(1, 0), true
	case PreviousKnob:
		return move(-1, 0), true
	}
	return "", false
}
