package theory

import (
	"math"
)

// Kramers is the mean time that dX = -U' dt + sqrt2 eps dB takes from a minimum over
// a saddle to the next minimum, as eps -> 0:
//
//	2 pi/sqrt(|U''(min) U''(saddle)|) exp(barrier/eps^2),   barrier = U(saddle) - U(min).
//
// To the top of the saddle it takes half of that. The error is a factor 1 + O(eps^2). It
// needs curvatures other than 0, and a barrier and an eps above 0, and is NaN elsewhere.
// Source: Kramers 1940; Gardiner 2009, section 5.5.
func Kramers(curvatureMin, curvatureSaddle, barrier, eps float64) float64 {
	c := math.Sqrt(math.Abs(curvatureMin)) * math.Sqrt(math.Abs(curvatureSaddle))
	if !(c > 0 && barrier > 0 && eps > 0) {
		return math.NaN()
	}
	return math.Exp(math.Log(2*math.Pi/c) + barrier/eps/eps)
}
