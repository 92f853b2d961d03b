package theory

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Leapover is P(X_tau - d > y) of a free SaS process that starts at a distance d > 0
// from a wall and passes it for the first time at tau, whatever its scale:
//
//	density sin(pi alpha/2)/pi d^(alpha/2)/(y^(alpha/2)(d+y)),   P = I_{d/(d+y)}(alpha/2, 1-alpha/2),
//
// the regularised incomplete beta function. 0 < alpha <= 2 and y >= 0, else NaN; 0
// at alpha = 2, where the path does not leap. Sources: Ray 1958; Koren et al. 2007.
func Leapover(alpha, d, y float64) float64 {
	switch {
	case !(alpha > 0 && alpha <= 2 && d > 0 && y >= 0) || math.IsInf(d, 1):
		return math.NaN()
	case y == 0:
		return 1
	case alpha == 2 || math.IsInf(y, 1):
		return 0
	}
	if b := 1 / (1 + y/d); b < .5 {
		return mathext.RegIncBeta(alpha/2, 1-alpha/2, b)
	}
	return 1 - mathext.RegIncBeta(1-alpha/2, alpha/2, 1/(1+d/y))
}
