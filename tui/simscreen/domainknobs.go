package simscreen

import (
	"fmt"
	"math"

	"levyscope/sim/problem"
	"levyscope/tui/screen"
)

// domainKnobs are the walls of a box, lower ones first, or the size of another domain.
// Raising one makes the domain larger.
func (m *model) domainKnobs() []screen.Knob {
	size := screen.Sig4(m.Controls().Domain.Size)
	switch m.Controls().Domain.Kind {
	case problem.InBall:
		return []screen.Knob{{Name: "radius", Value: size, Move: m.moveRadius}}
	case problem.InSublevel:
		return []screen.Knob{{Name: "level", Value: size, Move: m.moveLevel}}
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
		return "the level lies below the minimum"
	}
	c.Domain.Size = floor + screen.Rung(c.Domain.Size-floor, direction)
	return m.change(c)
}

// wallKnob moves the upper wall of coordinate i (sign 1) or the lower one (-1); its distance
// from the start takes the preferred numbers.
func (m *model) wallKnob(i int, sign float64) screen.Knob {
	c := m.Controls()
	at, name := c.Box[i].Lo, fmt.Sprintf("wall%d-", i+1)
	if sign > 0 {
		at, name = c.Box[i].Hi, fmt.Sprintf("wall%d+", i+1)
	}
	move := func(direction int) string {
		if math.IsInf(at, 0) {
			return "there is no wall on this side: it is infinitely far away"
		}
		start := m.terrain().start[i]
		moved := start + sign*screen.Rung(sign*(at-start), direction)
		c.Box = append([]problem.Interval(nil), c.Box...)
		if sign < 0 {
			c.Box[i].Lo = moved
		} else {
			c.Box[i].Hi = moved
		}
		return m.change(c)
	}
	return screen.Knob{Name: name, ID: m.idOf("wall"+name[len(name)-1:], i), Value: screen.Sig4(at), Move: move}
}
