package landscape

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"
)

// Critical are the critical points of a potential that a search found.
type Critical struct {
	Minima  [][]float64 // ascending in distance from the origin, then by coordinates
	Saddles []Saddle    // of index one; in one dimension the maxima between
	Note    string      // what was not searched; empty: nothing
	walls   []float64   // N = 1: the separatrices, ascending
}

// The bounds of the work of a search.
const (
	searchFullDim   = 8    // coordinates up to which the box is searched
	searchMaxMinima = 256  // minima that are kept apart
	searchMaxStarts = 1024 // of descents
)

// FindCritical searches the box prod [lo_i, hi_i] for minima and saddles of u.
//
// N = 1: the signs of U' on 8192 cells, then bisection. N <= 8: damped Newton descents
// from the origin and from points spread over the box (Halton 1960), up to 1024, fewer once
// a quarter of them in a row have found nothing new; saddles likewise by plain Newton
// steps on the gradient, from these points and from between the minima; their
// basins by following the flow down either side. What is narrower than the spread
// can be missed. N > 8: only the minimum below the origin (L-BFGS), and no saddles;
// Note says so. Minima are polished to a gradient at the level of rounding. A line
// of minima, as of a valley with a level floor, counts as one.
//
// Errors: lo or hi not finite, of another length than u.Dim(), or lo >= hi; no minimum
// in the box; more than 256.
func FindCritical(u Potential, lo, hi []float64) (*Critical, error) {
	n := u.Dim()
	if len(lo) != n || len(hi) != n {
		return nil, fmt.Errorf("the search box has %d and %d bounds, and U %d coordinates: give two bounds for each", len(lo), len(hi), n)
	}
	for i := range lo {
		if !(lo[i] < hi[i]) || !finite(lo[i]) || !finite(hi[i]) || !finite(hi[i]-lo[i]) {
			return nil, fmt.Errorf("the search box has the interval %g:%g for x%d: use a finite one with its lower bound first", lo[i], hi[i], i+1)
		}
	}
	c := &Critical{}
	var err error
	switch {
	case n == 1:
		err = c.searchLine(u, lo[0], hi[0])
	case n <= searchFullDim:
		err = newSearch(u, lo, hi).run(c)
	default:
		c.Note = fmt.Sprintf("in %d coordinates only the minimum below the origin was looked for, no others and no saddles", n)
		c.Minima = lowestFromOrigin(u, lo, hi)
	}
	switch {
	case err != nil:
		return nil, err
	case len(c.Minima) == 0:
		return nil, fmt.Errorf("no minimum was found with %s: U must be finite there and rise on all sides of it; add a confining term such as 0.01*x1^4 for each coordinate, or search a larger box", boxText(lo, hi))
	case len(c.Minima) > searchMaxMinima:
		return nil, fmt.Errorf("more than %d minima with %s: use a smoother U or a smaller box", searchMaxMinima, boxText(lo, hi))
	}
	return c, nil
}

func boxText(lo, hi []float64) string {
	return fmt.Sprintf("x1 in [%g, %g] and so on", lo[0], hi[0])
}

// searchLine is FindCritical in one dimension.
func (c *Critical) searchLine(u Potential, lo, hi float64) error {
	s := scanLine(u, lo, hi)
	c.walls = s.walls
	for _, m := range s.minima {
		c.Minima = append(c.Minima, []float64{m})
	}
	sortMinima(c.Minima)
	b := newLineBasins(c, lo, hi)
	for i, w := range s.walls {
		x := []float64{w}
		if finite(u.Value(x)) {
			c.Saddles = append(c.Saddles, Saddle{X: x, From: b.basin[i], To: b.basin[i+1]})
		}
	}
	return nil
}

// sortMinima orders by distance from the origin, equal to nine digits, then by
// coordinates.
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

// lowestFromOrigin is the minimum below the origin, or the nearest point of the box to it, and below
// a neighbour, lest the start be a saddle itself.
func lowestFromOrigin(u Potential, lo, hi []float64) [][]float64 {
	n := u.Dim()
	extent := boxExtent(lo, hi)
	problem := optimize.Problem{Func: u.Value, Grad: u.Grad}
	settings := &optimize.Settings{GradientThreshold: 1e-11, MajorIterations: 2000, FuncEvaluations: 20000}
	var best []float64
	value := math.Inf(1)
	for _, shift := range [2]float64{0, 1e-3 * extent} {
		x := make([]float64, n)
		for i := range x {
			x[i] = min(max(0, lo[i]), hi[i]) + shift*math.Sin(float64(3*i+1))
		}
		if !finite(u.Value(x)) {
			continue
		}
		// An end short of the threshold is judged by the gradient below.
		if r, _ := optimize.Minimize(problem, x, settings, &optimize.LBFGS{}); r != nil && r.F < value-1e-9*(1+math.Abs(value)) || r != nil && best == nil {
			best, value = r.X, r.F
		}
	}
	g := make([]float64, n)
	if best == nil || !withinBox(best, lo, hi) {
		return nil
	}
	u.Grad(g, best)
	if !(maxAbs(g) <= 1e-6*max(1, math.Abs(value))) {
		return nil
	}
	return [][]float64{best}
}

func withinBox(x, lo, hi []float64) bool {
	for i, v := range x {
		if !(v >= lo[i] && v <= hi[i]) {
			return false
		}
	}
	return true
}

// search is a search of a box in 2 to searchFullDim coordinates.
type search struct {
	u          Potential
	lo, hi     []float64
	extent     float64
	descent    *descent
	minima     [][]float64
	level      []bool // of minima: it lies on a line of minima
	saddles    [][]float64
	directions [][]float64 // of saddles: that of the negative eigenvalue
}

func newSearch(u Potential, lo, hi []float64) *search {
	extent := boxExtent(lo, hi)
	far := max(maxAbs(lo), maxAbs(hi)) + 10*extent
	return &search{u: u, lo: lo, hi: hi, extent: extent, descent: newDescent(u, extent/8, far)}
}

// start is the k-th point from which to search.
func (s *search) start(k int) []float64 {
	x := make([]float64, len(s.lo))
	for i := range x {
		if k > 0 {
			x[i] = s.lo[i] + (s.hi[i]-s.lo[i])*halton(k, [...]int{2, 3, 5, 7, 11, 13, 17, 19}[i])
		} else {
			x[i] = min(max(0, s.lo[i]), s.hi[i])
		}
	}
	return x
}

// halton is the radical inverse of k in a base.
func halton(k, base int) float64 {
	x, unit := 0.0, 1.0
	for ; k > 0; k /= base {
		unit /= float64(base)
		x += unit * float64(k%base)
	}
	return x
}

func (s *search) run(c *Critical) error {
	starts := min(searchMaxStarts, 128<<len(s.lo))
	s.sweep(starts, s.tryMinimum)
	if len(s.minima) == 0 || len(s.minima) > searchMaxMinima {
		c.Minima = s.minima
		return nil
	}
	sortMinima(s.minima)
	for i, a := range s.minima {
		for _, b := range s.minima[:i] {
			if len(s.minima) > 32 && Distance(a, b) > s.extent/4 {
				continue // of many only neighbours are worth it
			}
			x := make([]float64, len(a))
			for k := range x {
				x[k] = (a[k] + b[k]) / 2
			}
			s.trySaddle(x)
		}
	}
	s.sweep(starts, s.trySaddle)
	c.Minima = s.minima
	c.Saddles = s.joined()
	return nil
}

// sweep tries the starts until a quarter of them in a row, or 64, found nothing new.
func (s *search) sweep(starts int, try func(x []float64) (found bool)) {
	idle := 0
	for k := range starts {
		idle++
		if try(s.start(k)) {
			idle = 0
		}
		if idle > max(64, starts/4) || len(s.minima) > searchMaxMinima {
			return
		}
	}
}

// tryMinimum descends from x and keeps the end if it is a new minimum in the box.
func (s *search) tryMinimum(x []float64) bool {
	if !s.descent.minimize(x) {
		return false
	}
	s.descent.polish(x)
	s.snap(x)
	s.descent.u.Grad(s.descent.g, x)
	if !withinBox(x, s.lo, s.hi) || s.known(s.minima, x) {
		return false
	}
	values, vectors, ok := s.eigen(x)
	if !ok {
		return false
	}
	steepest := max(math.Abs(values[0]), math.Abs(values[len(values)-1]))
	if !s.descent.critical(x) && !s.corner(x) || values[0] < -1e-5*steepest {
		return false
	}
	level := false
	if values[0] <= max(1e-5*steepest, 1e-6) && s.sharesFloor(x) {
		return false
	}
	if values[0] <= 1e-5*steepest {
		if level = s.isLevel(x, vectors); level && s.knownLevel(x) {
			return false
		}
	}
	s.minima = append(s.minima, x)
	s.level = append(s.level, level)
	return true
}

// snap sets coordinates to zero that are so but for rounding.
func (s *search) snap(x []float64) {
	for i, v := range x {
		if math.Abs(v) < 1e-13*s.extent {
			x[i] = 0
		}
	}
}

// known tells whether x is one of the points, to 1e-5 of the extent of the box.
func (s *search) known(points [][]float64, x []float64) bool {
	for _, p := range points {
		if Distance(p, x) < 1e-5*s.extent {
			return true
		}
	}
	return false
}

// trySaddle goes to a critical point near x and keeps it if it is a new saddle.
func (s *search) trySaddle(x []float64) bool {
	if !s.descent.newton(x, 60) {
		return false
	}
	s.descent.polish(x)
	s.snap(x)
	if !withinBox(x, s.lo, s.hi) || s.known(s.saddles, x) {
		return false
	}
	values, vectors, ok := s.eigen(x)
	if !ok || !(values[0] < 0 && values[1] > 0) || -values[0] < 1e-6*values[len(values)-1] || values[1] < -1e-6*values[0] {
		return false
	}
	down := make([]float64, len(x))
	for i := range down {
		down[i] = vectors.At(i, 0)
	}
	s.saddles = append(s.saddles, x)
	s.directions = append(s.directions, down)
	return true
}

// eigen are the eigenvalues of the Hessian at x, ascending, and the eigenvectors.
func (s *search) eigen(x []float64) ([]float64, *mat.Dense, bool) {
	s.descent.hessian(x)
	if !AllFinite(s.descent.hess) {
		return nil, nil, false
	}
	n := len(x)
	var eigen mat.EigenSym
	if !eigen.Factorize(mat.NewSymDense(n, slices.Clone(s.descent.hess)), true) {
		return nil, nil, false
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	return eigen.Values(nil), &vectors, true
}

// joined are the saddles with the basins below either side, the smaller index first.
func (s *search) joined() []Saddle {
	list := make([]Saddle, len(s.saddles))
	for i, x := range s.saddles {
		list[i].X = x
	}
	flow := newBasins(s.u, s.minima, list, s.extent/2)
	for i, x := range s.saddles {
		var side [2]int
		for k, sign := range [2]float64{1, -1} {
			y := slices.Clone(x)
			for j, v := range s.directions[i] {
				y[j] += sign * 1e-5 * s.extent * v
			}
			side[k] = flow.label(y, nil, flowFine)
		}
		list[i].From, list[i].To = min(side[0], side[1]), max(side[0], side[1])
		if list[i].From < 0 {
			list[i].From, list[i].To = list[i].To, list[i].From
		}
	}
	slices.SortFunc(list, func(a, b Saddle) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), slices.Compare(a.X, b.X))
	})
	return list
}
