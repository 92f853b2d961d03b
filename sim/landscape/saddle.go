package landscape

import (
	"cmp"
	"slices"
)

// trySaddle moves x to a critical point near by and keeps it if it is a new saddle in the
// box: a point whose Hessian has exactly one negative eigenvalue. It tells whether it kept it.
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
	if !ok || !(values[0] < 0 && values[1] > 0) {
		return false
	}
	if -values[0] < 1e-6*values[len(values)-1] || values[1] < -1e-6*values[0] {
		return false // an eigenvalue is zero within its error
	}
	down := make([]float64, len(x))
	for i := range down {
		down[i] = vectors.At(i, 0)
	}
	s.saddles = append(s.saddles, x)
	s.directions = append(s.directions, down)
	return true
}

// connected are the saddles with the basins to which the flow leads on their two sides, the
// smaller index first, and -1 last.
func (s *search) connected() []Saddle {
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
