package series

import "math"

// controls are what block log-moments give for independent draws of Laplace's law and of Student-t with 3 degrees of
// freedom, at each of BlockSizes, however many draws there are. For a symmetric law with the characteristic function f
// the sum of K draws has f^K, and since E ln|X| = -gamma_E + integral over t > 0 of (1{t < 1} - f(t))/t dt,
//
//	1/alpha(K) = (E ln|S_K| - E ln|X|)/ln K = 1/ln K integral (f(t) - f(t)^K)/t dt.
//
// With f = 1/(1 + t^2) that is (1 + 1/2 + ... + 1/(K-1))/(2 ln K).
func controls(k int) (laplace, student float64) {
	for i := 1; i < k; i++ {
		laplace += 1 / float64(2*i)
	}
	const step, low, high = .005, -40, 8 // in ln t; t: scale of Student-t
	for i := 0; i <= (high-low)/step; i++ {
		t := math.Exp(low + step*float64(i))
		f := (1 + math.Sqrt(3)*t) * math.Exp(-math.Sqrt(3)*t)
		student += step * (f - math.Pow(f, float64(k)))
	}
	width := math.Log(float64(k))
	return width / laplace, width / student
}
