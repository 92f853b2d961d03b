package law

import "math"

// Prob is the density at x, of any law that Validate accepts; NaN
// otherwise, and where x is NaN. Relative error: below 1e-13 for symmetric laws with
// Alpha >= 0.001, from the core to the ends of the floats (the power of a far tail,
// z^(-Alpha-1), adds what the logarithm of z = |x - Loc|/Scale loses, some 1e-16 |ln z|);
// see skewedProb for Beta != 0. Below Alpha = 0.0059 f(Loc) = Gamma(1 + 1/Alpha)/(pi Scale)
// overflows to +Inf, and below 0.01 the density is taken as flat over the subnormal z > 0.
// Source of all the formulas behind it: Zolotarev 1986, chapter 2; see contour.
func (s Stable) Prob(x float64) float64 {
	z, ok := s.standard(x)
	switch {
	case !ok:
		return math.NaN()
	case s.Beta != 0 && s.Alpha != 2:
		return skewedProb(s.Alpha, s.Beta, s.shifted(z)) / s.Scale
	}
	f := symmetricDensity(s.Alpha, math.Abs(z))
	if f < 1e-300 && s.Scale < 1 && s.Alpha != 2 { // f/Scale may have all its digits where f has none
		return math.Exp(s.LogProb(x))
	}
	return f / s.Scale
}

// symmetricDensity is f(z) of SaS(1) at z >= 0.
func symmetricDensity(alpha, z float64) float64 {
	switch {
	case math.IsInf(z, 1):
		return 0
	case alpha == 2:
		return gaussianDensity(z)
	case alpha == 1:
		return cauchyDensity(z)
	}
	return kernelOf(alpha).density(z)
}

// cauchyDensity keeps its tail where z^2 overflows.
func cauchyDensity(z float64) float64 {
	if z > 1e10 {
		return 1 / math.Pi / z / z
	}
	return 1 / (math.Pi * (1 + z*z))
}

// LogProb is ln Prob(x), finite wherever the density is positive, however small.
func (s Stable) LogProb(x float64) float64 {
	z, ok := s.standard(x)
	switch {
	case !ok:
		return math.NaN()
	case s.Beta != 0 && s.Alpha != 2:
		return skewedLogProb(s.Alpha, s.Beta, s.shifted(z)) - logOf(s.Scale)
	}
	z = math.Abs(z)
	if s.Alpha == 2 {
		return -z*z/4 - math.Log(2*math.SqrtPi) - logOf(s.Scale)
	}
	if f := symmetricDensity(s.Alpha, z); f > 1e-300 {
		return math.Log(f) - logOf(s.Scale)
	}
	if math.IsInf(x, 0) {
		return math.Inf(-1)
	}
	return s.logTail(x)
}

// logTail is ln f where f(z), z = |x - Loc|/Scale, is below 1e-300: only powers are left, and for
// alpha > 1/2 the first alone. z may overflow.
func (s Stable) logTail(x float64) float64 {
	logScale := logOf(s.Scale)
	logX := logOf(math.Abs(x/2-s.Loc/2)) + math.Ln2
	logZ := logX - logScale
	if s.Alpha > .5 {
		return math.Log(s.Alpha*TailConstant(s.Alpha)) - s.Alpha*logZ - logX
	}
	k := kernelOf(s.Alpha)
	xf, _ := k.tail.sum(math.Exp(-s.Alpha*logZ), k.tailN)
	if xf > 0 {
		return math.Log(xf) - logX
	}
	return math.Log(s.Alpha*TailConstant(s.Alpha)) - s.Alpha*logZ - logX
}

// logOf is ln x; math.Log is off by up to 35 for subnormal x on some machines.
func logOf(x float64) float64 {
	if x < smallestNormal {
		return math.Log(x*0x1p60) - 60*math.Ln2
	}
	return math.Log(x)
}

// CDF is P(X <= x), with the relative accuracy of Prob in both tails.
func (s Stable) CDF(x float64) float64 {
	z, ok := s.standard(x)
	switch {
	case !ok:
		return math.NaN()
	case s.Beta != 0 && s.Alpha != 2:
		p, _ := skewedTails(s.Alpha, s.Beta, s.shifted(z))
		return p
	case z > 0:
		return 1 - symmetricSurvival(s.Alpha, z)
	}
	return symmetricSurvival(s.Alpha, -z)
}

// Survival is P(X > x), with the relative accuracy of Prob in both tails.
func (s Stable) Survival(x float64) float64 {
	z, ok := s.standard(x)
	switch {
	case !ok:
		return math.NaN()
	case s.Beta != 0 && s.Alpha != 2:
		_, q := skewedTails(s.Alpha, s.Beta, s.shifted(z))
		return q
	case z < 0:
		return 1 - symmetricSurvival(s.Alpha, -z)
	}
	return symmetricSurvival(s.Alpha, z)
}

// symmetricSurvival is S(z) of SaS(1) at z >= 0.
func symmetricSurvival(alpha, z float64) float64 {
	switch {
	case math.IsInf(z, 1):
		return 0
	case alpha == 2:
		return gaussianSurvival(z)
	case alpha == 1:
		return math.Atan2(1, z) / math.Pi
	}
	return kernelOf(alpha).survival(z)
}

// standard is (x - Loc)/Scale; ok is false where the law or x is not valid.
func (s Stable) standard(x float64) (z float64, ok bool) {
	if s.Validate() != nil || math.IsNaN(x) {
		return 0, false
	}
	z = (x - s.Loc) / s.Scale
	if math.IsInf(x-s.Loc, 0) && !math.IsInf(x, 0) {
		z = (x/2 - s.Loc/2) / s.Scale * 2
	}
	return z, !math.IsNaN(z)
}

// shifted turns z = (x - Loc)/Scale of a skewed law into the argument of the
// standard S1 law: at alpha = 1 a scale shifts as well.
func (s Stable) shifted(z float64) float64 {
	if s.Alpha == 1 {
		return z - 2/math.Pi*s.Beta*logOf(s.Scale)
	}
	return z
}
