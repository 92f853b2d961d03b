package landscape

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// corner tells whether x is a minimum at which the gradient jumps, as that of abs does at 0:
// U rises from x along every axis in both directions.
func (s *search) corner(x []float64) bool {
	value := s.u.Value(x)
	y := slices.Clone(x)
	for i := range x {
		for _, h := range [2]float64{1e-6 * s.extent, -1e-6 * s.extent} {
			y[i] = x[i] + h
			if !(s.u.Value(y) > value) {
				return false
			}
		}
		y[i] = x[i]
	}
	return true
}

// isLevel tells whether the minimum x belongs to a line of minima: a descent from a point
// beside x, in the direction of the least curvature, ends elsewhere at the same height.
// vectors are the eigenvectors of the Hessian at x.
func (s *search) isLevel(x []float64, vectors *mat.Dense) bool {
	h := 2e-3 * s.extent
	y := make([]float64, len(x))
	for i := range y {
		y[i] = x[i] + h*vectors.At(i, 0)
	}
	return s.descent.minimize(y) && Distance(x, y) > h/2 && s.sameHeight(x, y)
}

// sharesFloor tells whether U does not rise on the straight line between x and one of the
// known minima. Descents to a level floor end anywhere on it, and the floor is one minimum.
func (s *search) sharesFloor(x []float64) bool {
	y := make([]float64, len(x))
	for _, m := range s.minima {
		top := max(s.u.Value(x), s.u.Value(m))
		top += 1e-9 * (1 + math.Abs(top))
		rises := false
		for k := 1; k < 8 && !rises; k++ {
			for i := range y {
				y[i] = m[i] + (x[i]-m[i])*float64(k)/8
			}
			rises = !(s.u.Value(y) <= top)
		}
		if !rises {
			return true
		}
	}
	return false
}

// sameHeight tells whether U(x) and U(y) agree to nine digits.
func (s *search) sameHeight(x, y []float64) bool {
	a, b := s.u.Value(x), s.u.Value(y)
	return math.Abs(a-b) <= 1e-9*(1+math.Abs(a))
}

// knownLevel tells whether x has the height of a known line of minima.
func (s *search) knownLevel(x []float64) bool {
	for i, m := range s.minima {
		if s.onLine[i] && s.sameHeight(x, m) {
			return true
		}
	}
	return false
}
