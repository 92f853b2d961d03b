package problem

import "levyscope/sim/landscape"

// basin is the basin of attraction of minimum home. Its side j is the basin of minimum
// j, and side wells stands for points that lead to no minimum.
type basin struct {
	u     landscape.Landscape
	home  int
	wells int // number of minima
}

// Contains says that x leads to minimum home.
func (b basin) Contains(x []float64) bool { return b.u.Basin(x) == b.home }

// sideOrInside is the side of x, or Inside.
func (b basin) sideOrInside(x []float64) int {
	well := b.u.Basin(x)
	switch {
	case well == b.home:
		return Inside
	case well < 0:
		return b.wells
	}
	return well
}

// Side is the basin of x, or wells.
func (b basin) Side(x []float64) int {
	if well := b.u.Basin(x); well >= 0 {
		return well
	}
	return b.wells
}

// basinWithInterval is a basin in one dimension and the interval between the separatrices
// nearest to its minimum.
type basinWithInterval struct {
	basin
	Interval
}

// Contains asks the landscape only about points outside the interval.
func (s basinWithInterval) Contains(x []float64) bool {
	return x[0] > s.Lo && x[0] < s.Hi || s.basin.Contains(x)
}
