package law

import "math"

// StandardSurvival returns the survival function S(x) = P(X > x) of the standard symmetric stable law SaS(1) with the
// tail index alpha in (0, 2], for x >= 0. It is what SaS(alpha, 1).Survival computes, without the checks of the
// parameters; the tables behind it belong to the function returned, and are filled as it is called. Several goroutines
// may call it. For whoever evaluates many tail indices, many times each.
func StandardSurvival(alpha float64) func(x float64) float64 {
	if alpha == 1 || alpha == 2 {
		at := standardLaw(alpha)
		return func(x float64) float64 { _, s := at(x); return s }
	}
	return newKernel(alpha).survival
}

// StandardDensity returns the density f(x) of SaS(1) with the tail index alpha in (0, 2] and its derivative f'(x), for
// x >= 0. Its tables are its own, like those of StandardSurvival; f' is the derivative of the polynomials and
// series by which f is computed. For likelihoods, whose score needs both.
func StandardDensity(alpha float64) func(x float64) (f, slope float64) {
	switch alpha {
	case 1:
		return func(x float64) (f, slope float64) { f = cauchyDensity(x); return f, -2 * x / (1 + x*x) * f }
	case 2:
		return func(x float64) (f, slope float64) { f = gaussianDensity(x); return f, -x / 2 * f }
	}
	return newKernel(alpha).densityAndSlope
}

// standardLaw returns the density and the survival function of SaS(1) at x >= 0, from the kernel that all laws with
// this tail index share.
func standardLaw(alpha float64) func(x float64) (f, s float64) {
	switch alpha {
	case 1:
		return func(x float64) (f, s float64) { return cauchyDensity(x), math.Atan2(1, x) / math.Pi }
	case 2:
		return func(x float64) (f, s float64) { return gaussianDensity(x), gaussianSurvival(x) }
	}
	return kernelOf(alpha).densityAndSurvival
}
