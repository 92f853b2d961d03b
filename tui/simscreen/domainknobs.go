package simscreen

import (
	"fmt"
	"math"

	"levyscope/internal/spec"
	"levyscope/sim/problem"
	"levyscope/tui/screen"
)

// domainKnobs are the walls of a box, lower ones first, or the size of another domain.
// Raising one makes the domain larger.
func (m *model) domainKnobs() []screen.Knob {
	size := m.Controls().Domain.Size
	store := func(c *problem.Controls, x float64) { c.Domain.Size = x }
	switch m.Controls().Domain.Kind {
	case problem.InBall:
		return []screen.Knob{m.numberKnob(screen.Knob{Name: "radius", Move: m.moveRadius,
			What: "Radius of the ball around the minimum, in units of the coordinates."}, size, spec.Above(0), store)}
	case problem.InSublevel:
		k := m.numberKnob(screen.Knob{Name: "level", Move: m.moveLevel,
			What: "Paths exit where the potential U is this high, in units of U."}, size, spec.Range{}, store)
		k.Range = "above U at the minimum"
		return []screen.Knob{k}
	case problem.InBox:
		lower := m.appendEach(nil, func(i int) screen.Knob { return m.wallKnob(i, -1) })
		return m.appendEach(lower, func(i int) screen.Knob { return m.wallKnob(i, 1) })
	}
	return nil
}

func (m *model) moveRadius(direction int) (notice string) {
	c := m.Controls()
	c.Domain.Size = screen.Rung(c.Domain.Size, direction)
	return m.change(c)
}

// moveLevel moves the level of a sub-level set; its height above the minimum takes the
// preferred numbers.
func (m *model) moveLevel(direction int) (notice string) {
	c := m.Controls()
	land := m.terrain()
	floor := land.u.Value(land.anchor)
	if !(c.Domain.Size > floor) {
		return errLevelBelow.Error()
	}
	c.Domain.Size = floor + screen.Rung(c.Domain.Size-floor, direction)
	return m.change(c)
}

// wallKnob moves the upper wall of coordinate i (sign 1) or the lower one (-1); its distance
// from the start takes the preferred numbers.
func (m *model) wallKnob(i int, sign float64) screen.Knob {
	c := m.Controls()
	at, name, side := c.Box[i].Lo, fmt.Sprintf("wall%d-", i+1), "below"
	if sign > 0 {
		at, name, side = c.Box[i].Hi, fmt.Sprintf("wall%d+", i+1), "above"
	}
	store := func(c *problem.Controls, x float64) {
		c.Box = append([]problem.Interval(nil), c.Box...)
		if sign < 0 {
			c.Box[i].Lo = x
		} else {
			c.Box[i].Hi = x
		}
	}
	move := func(direction int) string {
		start := m.terrain().start[i]
		c := m.Controls()
		store(&c, start+sign*screen.Rung(sign*(at-start), direction))
		return m.change(c)
	}
	k := m.numberKnob(screen.Knob{Name: name, ID: m.idOf("wall"+name[len(name)-1:], i), Move: move,
		What: fmt.Sprintf("Wall of coordinate %d %s the start, in units of the coordinate.", i+1, side)},
		at, spec.Range{}, store)
	k.Range = side + " the start"
	return unless(k, math.IsInf(at, 0), errNoWall)
}
