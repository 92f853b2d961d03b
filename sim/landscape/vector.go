package landscape

import "math"

// Distance is the Euclidean distance |x - y| of two points with the same number of coordinates.
func Distance(x, y []float64) float64 {
	sum := 0.0
	for i := range x {
		sum += (x[i] - y[i]) * (x[i] - y[i])
	}
	return math.Sqrt(sum)
}

// dot is the inner product x.y.
func dot(x, y []float64) float64 {
	sum := 0.0
	for i := range x {
		sum += x[i] * y[i]
	}
	return sum
}

// maxAbs is the largest |x_i|, and NaN if some x_i is NaN.
func maxAbs(x []float64) float64 {
	m := 0.0
	for _, v := range x {
		m = max(m, math.Abs(v))
	}
	return m
}

// finite tells whether v is neither infinite nor NaN.
func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// AllFinite tells whether no element of x is infinite or NaN.
func AllFinite(x []float64) bool {
	for _, v := range x {
		if v-v != 0 { // NaN for an infinity and for NaN
			return false
		}
	}
	return true
}
