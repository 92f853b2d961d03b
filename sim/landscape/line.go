package landscape

import (
	"math"
	"slices"
)

// lineCells is the number of cells in which the sign of U' is looked at.
const lineCells = 8192

// lineScan is what the signs of U' on a grid say: where they turn from - to + is a
// minimum, and a separatrix where they turn back. A pole or an undefined stretch at
// which the force turns counts as a separatrix, and one into which it points from both sides too.
type lineScan struct{ minima, walls []float64 }

func scanLine(u Potential, lo, hi float64) lineScan {
	var s lineScan
	slope := lineSlope(u)
	last, at := 0.0, lo // the last definite sign, and where
	for i := range lineCells + 1 {
		x := lo + (hi-lo)*float64(i)/lineCells
		g := slope(x)
		if g == 0 || !finite(g) {
			continue
		}
		if last != 0 && (last < 0) != (g < 0) {
			root := bisectSlope(slope, at, x)
			v := u.Value([]float64{root})
			if last < 0 && finite(v) {
				s.minima = append(s.minima, root)
			} else {
				s.walls = append(s.walls, root)
			}
		}
		last, at = g, x
	}
	return s
}

func lineSlope(u Potential) func(x float64) float64 {
	var x, g [1]float64
	p, q := x[:], g[:]
	return func(at float64) float64 {
		p[0] = at
		u.Grad(q, p)
		return q[0]
	}
}

// bisectSlope is where the slope changes its sign between a and b.
func bisectSlope(slope func(float64) float64, a, b float64) float64 {
	falling := slope(a) < 0
	for range 200 {
		mid := a + (b-a)/2
		if mid == a || mid == b {
			break
		}
		g := slope(mid)
		switch {
		case g == 0 || math.IsNaN(g):
			return middleOfFlat(slope, a, mid, b)
		case g < 0 == falling:
			a = mid
		default:
			b = mid
		}
	}
	if math.Abs(slope(a)) < math.Abs(slope(b)) {
		return a
	}
	return b
}

// middleOfFlat is the middle of the stretch about mid on which the slope is zero or
// undefined; a and b are beyond it to either side.
func middleOfFlat(slope func(float64) float64, a, mid, b float64) float64 {
	edge := func(in, out float64) float64 {
		for range 200 {
			m := in + (out-in)/2
			if m == in || m == out {
				break
			}
			if g := slope(m); g == 0 || math.IsNaN(g) {
				in = m
			} else {
				out = m
			}
		}
		return in
	}
	left, right := edge(mid, a), edge(mid, b)
	if m := left + (right-left)/2; right-left > 1e-12*max(1, math.Abs(mid)) {
		return m
	}
	return mid
}

// lineBasins are the basins of one coordinate: the stretches between walls.
type lineBasins struct {
	lo, hi float64
	walls  []float64 // ascending
	basin  []int     // of the stretch before each wall, and after the last
}

func newLineBasins(c *Critical, lo, hi float64) *lineBasins {
	b := &lineBasins{lo: lo, hi: hi, walls: c.walls, basin: make([]int, len(c.walls)+1)}
	for i := range b.basin {
		b.basin[i] = -1
	}
	for i, m := range c.Minima {
		k, _ := slices.BinarySearch(b.walls, m[0])
		b.basin[k] = i
	}
	return b
}

// label is the basin of x, at which u has the slope g. Outside the box the slope
// says whether the flow leads in.
func (b *lineBasins) label(x, g float64) int {
	if x < b.lo && !(g < 0) || x > b.hi && !(g > 0) || math.IsNaN(x) || math.IsInf(x, 0) {
		return -1
	}
	k, onWall := slices.BinarySearch(b.walls, x)
	if onWall {
		return -1
	}
	return b.basin[k]
}
