package problem

import "fmt"

// SideName is the name of side 0, 1, 2, ... of a domain with two sides a coordinate:
// "1-", "1+", "2-", ...
func SideName(side int) string { return fmt.Sprintf("%d%c", side/2+1, "-+"[side%2]) }

// Sides is the number of ways out of the domain: two for each coordinate; in a basin one
// for every minimum, and one for points that lead to none; in the domain wells one.
func (c Controls) Sides() int {
	switch c.Domain.Kind {
	case InBasin:
		return len(c.Landscape().Minima()) + 1
	case InWells:
		return 1
	}
	return 2 * c.Dim()
}

// SideNames are the names of the ways out of the domain, by side.
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
