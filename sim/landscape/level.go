package landscape

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// corner tells a minimum at which the gradient jumps, as that of abs does at 0.
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

// isLevel tells whether a descent from beside x, along a direction without
// curvature, ends elsewhere at the same height.
func (s *search) isLevel(x []float64, vectors *mat.Dense) bool {
	h := 2e-3 * s.extent
	y := make([]float64, len(x))
	for i := range y {
		y[i] = x[i] + h*vectors.At(i, 0)
	}
	return s.descent.minimize(y) && Distance(x, y) > h/2 && s.sameHeight(x, y)
}

// sharesFloor tells whether U does not rise between x and one of the minima: the
// descent to a floor without curvature ends somewhere on it.
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

func (s *search) sameHeight(x, y []float64) bool {
	a, b := s.u.Value(x), s.u.Value(y)
	return math.Abs(a-b) <= 1e-9*(1+math.Abs(a))
}

func (s *search) knownLevel(x []float64) bool {
	for i, m := range s.minima {
		if s.level[i] && s.sameHeight(x, m) {
			return true
		}
	}
	return false
}
