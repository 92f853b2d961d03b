package problem

import "fmt"

// SideName is "1-", "1+", "2-", ... for 0, 1, 2, ...
func SideName(side int) string { return fmt.Sprintf("%d%c", side/2+1, "-+"[side%2]) }

// sides is the number of ways out.
func (c Controls) Sides() int {
	switch c.Domain.Kind {
	case InBasin:
		return len(c.Landscape().Minima()) + 1
	case InWells:
		return 1
	}
	return 2 * c.Dim()
}

// SideNames names the ways out of the domain.
func (c Controls) SideNames() []string {
	names := make([]string, c.Sides())
	for side := range names {
		names[side] = SideName(side)
		if c.Domain.Kind == InBasin {
			names[side] = fmt.Sprintf("to %d", side+1)
		}
	}
	if c.Domain.Kind >= InBasin {
		names[len(names)-1] = "away"
	}
	return names
}
