package landscape

import (
	"math"
	"slices"
)

// lineCells is the number of cells at whose ends the sign of U' is examined.
const lineCells = 8192

// lineScan holds the points of an interval at which U' changes its sign, ascending: minima
// where it turns from - to +, and separatrices where it turns from + to -. A pole of U and a
// stretch where U is undefined count as a separatrix wherever the sign of U' differs on their
// two sides, also where the force -U' points into them.
type lineScan struct{ minima, separatrices []float64 }

// scanLine finds the changes of sign of U' in [lo, hi]. Two of them within one cell are missed.
func scanLine(u Potential, lo, hi float64) lineScan {
	var s lineScan
	slope := lineSlope(u)
	last, lastX := 0.0, lo // the last slope with a definite sign, and where it was
	for i := range lineCells + 1 {
		x := lo + (hi-lo)*float64(i)/lineCells
		g := slope(x)
		if g == 0 || !finite(g) {
			continue
		}
		if last != 0 && (last < 0) != (g < 0) {
			root := bisectSlope(slope, lastX, x)
			v := u.Value([]float64{root})
			if last < 0 && finite(v) {
				s.minima = append(s.minima, root)
			} else {
				s.separatrices = append(s.separatrices, root)
			}
		}
		last, lastX = g, x
	}
	return s
}

// lineSlope is U' as a function of the one coordinate. It is not safe for concurrent use.
func lineSlope(u Potential) func(x float64) float64 {
	var x, g [1]float64
	p, q := x[:], g[:]
	return func(at float64) float64 {
		p[0] = at
		u.Grad(q, p)
		return q[0]
	}
}

// bisectSlope is the point between a and b at which the slope changes its sign, or the middle
// of the stretch there on which the slope is zero or undefined.
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
// undefined; a and b lie beyond that stretch on its two sides.
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

// lineBasins are the basins of one coordinate: the intervals between separatrices.
type lineBasins struct {
	lo, hi       float64   // the box that was searched
	separatrices []float64 // ascending
	basin        []int     // by interval: before each separatrix, and after the last; -1 for no minimum
}

// newLineBasins assigns each interval between the separatrices of c to the minimum in it.
func newLineBasins(c *criticalPoints, lo, hi float64) *lineBasins {
	b := &lineBasins{lo: lo, hi: hi, separatrices: c.separatrices, basin: make([]int, len(c.separatrices)+1)}
	for i := range b.basin {
		b.basin[i] = -1
	}
	for i, m := range c.minima {
		k, _ := slices.BinarySearch(b.separatrices, m[0])
		b.basin[k] = i
	}
	return b
}

// label is the basin of x, where U' = g, or -1 for none. Outside the box the sign of g
// decides whether the flow leads into the box.
func (b *lineBasins) label(x, g float64) int {
	if x < b.lo && !(g < 0) || x > b.hi && !(g > 0) || math.IsNaN(x) || math.IsInf(x, 0) {
		return -1
	}
	k, onSeparatrix := slices.BinarySearch(b.separatrices, x)
	if onSeparatrix {
		return -1
	}
	return b.basin[k]
}
