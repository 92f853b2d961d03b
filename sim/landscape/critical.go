package landscape

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// criticalPoints are the critical points of a potential that a search found.
type criticalPoints struct {
	minima       [][]float64 // ascending in distance from the origin, then by coordinates
	saddles      []Saddle    // of index one; in one dimension the maxima between minima
	note         string      // what the search left out; empty if it left nothing out
	separatrices []float64   // between basins, ascending; in one dimension only
}

// These constants bound the work of a search.
const (
	searchFullDim   = 8    // number of coordinates up to which the whole box is searched
	searchMaxMinima = 256  // number of minima beyond which a search is refused
	searchMaxStarts = 1024 // number of points from which descents start
)

// findCritical searches the box prod [lo_i, hi_i] for minima and saddles of u. The
// method depends on the number of coordinates N:
//
//   - N = 1: it looks for changes of sign of U' between 8192 cells and bisects them.
//   - N <= 8: damped Newton descents start from the origin and from a sequence of points
//     spread over the box (Halton 1960). There are at most 1024 starts, and fewer once a
//     quarter of them in a row have found nothing new. Saddles are found by plain Newton
//     steps on the gradient, from the same points and from the midpoints between minima;
//     their basins by following the flow down both sides. A well narrower than the
//     spacing of the starting points can be missed.
//   - N > 8: it finds only the minimum below the origin, by L-BFGS, and no saddles. The
//     note of the result says so.
//
// Minima are polished until the gradient is at the level of rounding. A line of minima,
// as of a valley with a level floor, counts as one minimum.
//
// It is an error if lo or hi is not finite or has another length than u.Dim(), if
// lo_i >= hi_i, and if the box holds no minimum or more than 256.
func findCritical(u Potential, lo, hi []float64) (*criticalPoints, error) {
	n := u.Dim()
	if len(lo) != n || len(hi) != n {
		return nil, fmt.Errorf("the search box has %d and %d bounds, and U %d coordinates: give two bounds for each",
			len(lo), len(hi), n)
	}
	for i := range lo {
		if !(lo[i] < hi[i]) || !finite(lo[i]) || !finite(hi[i]) || !finite(hi[i]-lo[i]) {
			return nil, fmt.Errorf("the search box has the interval %g:%g for x%d: "+
				"use a finite one with its lower bound first", lo[i], hi[i], i+1)
		}
	}
	c := &criticalPoints{}
	switch {
	case n == 1:
		c.searchLine(u, lo[0], hi[0])
	case n <= searchFullDim:
		newSearch(u, lo, hi).run(c)
	default:
		c.note = fmt.Sprintf("in %d coordinates only the minimum below the origin was looked for, "+
			"no others and no saddles", n)
		c.minima = lowestFromOrigin(u, lo, hi)
	}
	switch {
	case len(c.minima) == 0:
		return nil, noMinimumError{lo, hi}
	case len(c.minima) > searchMaxMinima:
		return nil, fmt.Errorf("more than %d minima with %s: use a smoother U or a smaller box",
			searchMaxMinima, boxText(lo, hi))
	}
	return c, nil
}

// noMinimumError says that a box [lo, hi] holds no minimum.
type noMinimumError struct{ lo, hi []float64 }

func (e noMinimumError) Error() string {
	return fmt.Sprintf("no minimum was found with %s: there U must be finite and rise on all sides of a minimum; give "+
		"the start and a domain that needs none, as --start 0 --box=-1:1, or add a confining term such as 0.01*x1^4 for "+
		"each coordinate", boxText(e.lo, e.hi))
}

// boxText describes a box in an error by its first interval.
func boxText(lo, hi []float64) string {
	return fmt.Sprintf("x1 in [%g, %g] and so on", lo[0], hi[0])
}

// searchLine is findCritical in one dimension.
func (c *criticalPoints) searchLine(u Potential, lo, hi float64) {
	s := scanLine(u, lo, hi)
	c.separatrices = s.separatrices
	for _, m := range s.minima {
		c.minima = append(c.minima, []float64{m})
	}
	sortMinima(c.minima)
	b := newLineBasins(c, lo, hi)
	for i, w := range s.separatrices {
		x := []float64{w}
		if finite(u.Value(x)) {
			c.saddles = append(c.saddles, Saddle{X: x, From: b.basin[i], To: b.basin[i+1]})
		}
	}
}

// sortMinima sorts minima by their distance from the origin and, where nine digits of
// that distance agree, by their coordinates.
func sortMinima(minima [][]float64) {
	zero := make([]float64, 0)
	if len(minima) > 0 {
		zero = make([]float64, len(minima[0]))
	}
	slices.SortFunc(minima, func(a, b []float64) int {
		p, q := Distance(a, zero), Distance(b, zero)
		if math.Abs(p-q) > 1e-9*(p+q) {
			return cmp.Compare(p, q)
		}
		return slices.Compare(a, b)
	})
}

// withinBox tells whether lo_i <= x_i <= hi_i for every i. NaN is never within.
func withinBox(x, lo, hi []float64) bool {
	for i, v := range x {
		if !(v >= lo[i] && v <= hi[i]) {
			return false
		}
	}
	return true
}
