package landscape

import "math"

// stiffStep replaces step where the flow is stiff: along the floor of a narrow valley an
// explicit method can only take steps of about the width of the valley. It is the linearly
// implicit method ROS2 of Verwer, Spee, Blom and Hundsdorfer (1999), which has order two and
// is L-stable for gamma = 1 - 1/sqrt2,
//
//	(I - gamma h J) k1 = f(x),   (I - gamma h J) k2 = f(x + h k1) - 2 k1,
//	x' = x + h (3 k1 + k2)/2,
//
// with f the direction and J its Jacobian by differences. The error is estimated by the
// distance from x + h k1. It needs at most searchFullDim coordinates.
func (b *basins) stiffStep(s *flowScratch, h float64) (e float64, ok bool) {
	const gamma = 1 - math.Sqrt2/2
	n := len(s.x)
	delta := 1e-8 * (b.scale + maxAbs(s.x))
	copy(s.y, s.x)
	for j := range n {
		s.y[j] = s.x[j] + delta
		width := s.y[j] - s.x[j]
		if !b.direction(s.k2, s.y) {
			return 0, false
		}
		s.y[j] = s.x[j]
		for i := range n {
			s.matrix[i*n+j] = -gamma * h * (s.k2[i] - s.k1[i]) / width
		}
		s.matrix[j*n+j]++
	}
	copy(s.k2, s.k1)
	copy(s.factor, s.matrix)
	if !solveInPlace(s.factor, s.k2) {
		return 0, false
	}
	for i := range n {
		s.y[i] = s.x[i] + h*s.k2[i]
	}
	if !b.direction(s.k3, s.y) {
		return 0, false
	}
	for i := range n {
		s.k3[i] -= 2 * s.k2[i]
	}
	copy(s.factor, s.matrix)
	if !solveInPlace(s.factor, s.k3) {
		return 0, false
	}
	for i := range n {
		s.y[i] = s.x[i] + h*(1.5*s.k2[i]+.5*s.k3[i])
		e = max(e, math.Abs(h*(s.k2[i]+s.k3[i])/2))
	}
	return e, e-e == 0 && b.direction(s.k4, s.y)
}

// solveInPlace sets p = A^-1 p by Gaussian elimination with row pivots. It overwrites a and
// returns false where A is singular.
func solveInPlace(
	a []float64, // (n, n), row-major
	p []float64, // (n)
) bool {
	n := len(p)
	for k := range n {
		pivot := k
		for i := k + 1; i < n; i++ {
			if math.Abs(a[i*n+k]) > math.Abs(a[pivot*n+k]) {
				pivot = i
			}
		}
		if a[pivot*n+k] == 0 {
			return false
		}
		for j := range n {
			a[k*n+j], a[pivot*n+j] = a[pivot*n+j], a[k*n+j]
		}
		p[k], p[pivot] = p[pivot], p[k]
		for i := k + 1; i < n; i++ {
			m := a[i*n+k] / a[k*n+k]
			for j := k; j < n; j++ {
				a[i*n+j] -= m * a[k*n+j]
			}
			p[i] -= m * p[k]
		}
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			p[i] -= a[i*n+k] * p[k]
		}
		p[i] /= a[i*n+i]
	}
	return AllFinite(p)
}
