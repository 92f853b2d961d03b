package screen

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// layout is the grid for a size, and the name by which its borders are kept: of several grids the first that has the
// pane that is looked at.
func (c *Console[C, E]) layout(s Size) (g Grid, name string) {
	if s == Full {
		return c.spec.Full, "full"
	}
	wanted := c.focus
	if c.candidate != nil {
		wanted = c.spec.SchedulePane
	}
	for i, g := range c.spec.Compact {
		if g.has(wanted) {
			return g, compactName(i)
		}
	}
	return c.spec.Compact[0], compactName(0)
}

func compactName(i int) string {
	if i == 0 {
		return "compact"
	}
	return fmt.Sprintf("compact%d", i+1)
}

// The columns and rows by which a key moves a border.
const columnsMoved, rowsMoved = 2, 1

// resize moves a border of the pane with the focus; handled is false for other keys.
func (c *Console[C, E]) resize(a Action) (notice string, handled bool) {
	by, upright := rowsMoved, false
	switch a {
	case EqualPanes:
		return c.resetBorders(), true
	case Wider:
		by, upright = columnsMoved, true
	case Narrower:
		by, upright = -columnsMoved, true
	case Taller:
	case Shorter:
		by = -rowsMoved
	default:
		return "", false
	}
	pane := c.spec.Panes[c.focus]
	if len(c.places(c.area)) == 1 {
		return c.alone(), true
	}
	g, name := c.layout(c.area.Size)
	l, sign, ok := g.beside(c.focus, upright)
	if !ok {
		return "the pane " + pane.Name + " fills the screen in this direction", true
	}
	if c.moveBorder(g, name, l, sign*by) {
		return "", true
	}
	grown := "grow"
	if by < 0 {
		grown = "shrink"
	}
	return fmt.Sprintf("the pane %s cannot %s: panes keep %dx%d cells; %s resets sizes", pane.Name, grown, leastPaneW,
		leastPaneH, BindingOf(EqualPanes).Keys[0]), true
}

// alone says why there is no border to move.
func (c *Console[C, E]) alone() string {
	return "the pane " + c.spec.Panes[c.focus].Name + " fills the screen: esc shows all where there is room for them"
}

// moveBorder moves a border of a layout, if it can go there.
func (c *Console[C, E]) moveBorder(g Grid, name string, l line, by int) bool {
	next, ok := g.moved(c.borders[name], c.area.W, c.area.H, l, by)
	if ok {
		c.setBorders(name, next)
	}
	return ok
}

func (c *Console[C, E]) setBorders(name string, b Borders) {
	if c.borders == nil {
		c.borders = map[string]Borders{}
	}
	c.borders[name] = b
}

// resetBorders gives the panes of the layout that is shown their first sizes.
func (c *Console[C, E]) resetBorders() (notice string) {
	_, name := c.layout(c.area.Size)
	if _, moved := c.borders[name]; !moved {
		return "the panes have their first sizes already"
	}
	delete(c.borders, name)
	return "the panes have their first sizes again"
}

// sizesKept are the borders that the user has moved, by layout; nil if there are none.
func (c *Console[C, E]) sizesKept() map[string]Borders {
	if len(c.borders) == 0 {
		return nil
	}
	return maps.Clone(c.borders)
}

// keepSizes takes in borders, those that fit a layout.
func (c *Console[C, E]) keepSizes(sizes map[string]Borders) error {
	grids := map[string]Grid{"full": c.spec.Full}
	for i, g := range c.spec.Compact {
		grids[compactName(i)] = g
	}
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(sizes)) {
		g, known := grids[name]
		switch {
		case !known:
			problems = append(problems, fmt.Errorf("sizes: %q is no layout of %s", name, c.title))
		case !sizes[name].fits(g):
			problems = append(problems, fmt.Errorf("sizes: %q has not %d columns and %d rows, each between 0 and 1", name,
				g.cols-1, g.rows-1))
		default:
			c.setBorders(name, sizes[name])
		}
	}
	return errors.Join(problems...)
}
