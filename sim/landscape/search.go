package landscape

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// search looks for critical points in a box of 2 to searchFullDim coordinates.
type search struct {
	u          Potential
	lo, hi     []float64
	extent     float64 // longest side of the box
	descent    *descent
	minima     [][]float64
	onLine     []bool // by minimum: whether it lies on a line of minima
	saddles    [][]float64
	directions [][]float64 // by saddle: the eigenvector of the negative eigenvalue
}

// newSearch prepares the search of the box prod [lo_i, hi_i].
func newSearch(u Potential, lo, hi []float64) *search {
	extent := boxExtent(lo, hi)
	far := max(maxAbs(lo), maxAbs(hi)) + 10*extent
	return &search{u: u, lo: lo, hi: hi, extent: extent, descent: newDescent(u, extent/8, far)}
}

// start is the k-th point from which to search: point 0 is the point of the box nearest to
// the origin, and the others follow Halton's sequence.
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

// halton is the radical inverse of k in a prime base: its digits mirrored at the point.
func halton(k, base int) float64 {
	x, unit := 0.0, 1.0
	for ; k > 0; k /= base {
		unit /= float64(base)
		x += unit * float64(k%base)
	}
	return x
}

// run searches for minima and then for saddles, and leaves them in c. It looks for no
// saddles if there are no minima, or too many.
func (s *search) run(c *criticalPoints) {
	starts := min(searchMaxStarts, 128<<len(s.lo))
	s.sweep(starts, s.tryMinimum)
	if len(s.minima) == 0 || len(s.minima) > searchMaxMinima {
		c.minima = s.minima
		return
	}
	sortMinima(s.minima)
	for i, a := range s.minima {
		for _, b := range s.minima[:i] {
			if len(s.minima) > 32 && Distance(a, b) > s.extent/4 {
				continue // among many minima only neighbours are likely to share a saddle
			}
			x := make([]float64, len(a))
			for k := range x {
				x[k] = (a[k] + b[k]) / 2
			}
			s.trySaddle(x)
		}
	}
	s.sweep(starts, s.trySaddle)
	c.minima = s.minima
	c.saddles = s.connected()
}

// sweep calls try at each start. It ends early when more than max(64, starts/4) of them
// in a row have found nothing new.
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

// tryMinimum descends from x, which it changes, and keeps the end if it is a new minimum in
// the box. It tells whether it kept it.
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
	s.onLine = append(s.onLine, level)
	return true
}

// snap sets those coordinates to zero that differ from it by rounding only.
func (s *search) snap(x []float64) {
	for i, v := range x {
		if math.Abs(v) < 1e-13*s.extent {
			x[i] = 0
		}
	}
}

// known tells whether x is within 1e-5 of the extent of the box of one of the points.
func (s *search) known(points [][]float64, x []float64) bool {
	for _, p := range points {
		if Distance(p, x) < 1e-5*s.extent {
			return true
		}
	}
	return false
}

// eigen returns the eigenvalues of the Hessian at x, ascending, and its eigenvectors in the
// columns of a matrix; ok is false where the Hessian is not finite.
func (s *search) eigen(x []float64) (values []float64, vectors *mat.Dense, ok bool) {
	s.descent.hessian(x)
	if !AllFinite(s.descent.hess) {
		return nil, nil, false
	}
	n := len(x)
	var eigen mat.EigenSym
	if !eigen.Factorize(mat.NewSymDense(n, slices.Clone(s.descent.hess)), true) {
		return nil, nil, false
	}
	vectors = &mat.Dense{}
	eigen.VectorsTo(vectors)
	return eigen.Values(nil), vectors, true
}
