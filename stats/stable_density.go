package stats

import "math"

// Prob is the density at x, of any law that Validate accepts with Scale > 0; NaN
// otherwise, and where x is NaN. Relative error: below 1e-13 for symmetric laws
// with Alpha >= 0.05 (the power of a far tail, z^(-alpha-1), adds what the
// logarithm of z = |x - Loc|/Scale loses, some 1e-16 |ln z|); see skewedProb for Beta != 0.
// Source of all the formulas behind it: Zolotarev 1986, chapter 2; see contour.
func (s Stable) Prob(x float64) float64 {
	z, ok := s.standard(x)
	switch {
	case !ok:
		return math.NaN()
	case s.Beta != 0 && s.Alpha != 2:
		return skewedProb(s.Alpha, s.Beta, s.shifted(z)) / s.Scale
	}
	z = math.Abs(z)
	switch {
	case math.IsInf(z, 1):
		return 0
	case s.Alpha == 2:
		return gaussianDensity(z) / s.Scale
	case s.Alpha == 1:
		return cauchyDensity(z) / s.Scale
	}
	return kernelOf(s.Alpha).density(z) / s.Scale
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
		return skewedLogProb(s.Alpha, s.Beta, s.shifted(z)) - math.Log(s.Scale)
	}
	z = math.Abs(z)
	if s.Alpha == 2 {
		return -z*z/4 - math.Log(2*math.SqrtPi) - math.Log(s.Scale)
	}
	if z < 1e30 {
		if f := s.Prob(x) * s.Scale; f > 1e-300 {
			return math.Log(f) - math.Log(s.Scale)
		}
	}
	// Only the first term of the tail is left, and (where 2 - alpha is tiny) the Gaussian.
	tail := math.Log(s.Alpha*TailConstant(s.Alpha)) - (s.Alpha+1)*math.Log(z)
	core := -z*z/4 - math.Log(2*math.SqrtPi)
	if s.Alpha > nearGaussian && core > tail {
		tail, core = core, tail
	}
	if s.Alpha > nearGaussian {
		tail += math.Log1p(math.Exp(core - tail))
	}
	return tail - math.Log(s.Scale)
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
	if !(s.Scale > 0) || s.Validate() != nil || math.IsNaN(x) {
		return 0, false
	}
	z = (x - s.Loc) / s.Scale
	if math.IsInf(z, 0) && !math.IsInf(x, 0) {
		z = x/s.Scale - s.Loc/s.Scale
	}
	return z, !math.IsNaN(z)
}

// shifted turns z = (x - Loc)/Scale of a skewed law into the argument of the
// standard S1 law: at alpha = 1 a scale shifts as well.
func (s Stable) shifted(z float64) float64 {
	if s.Alpha == 1 {
		return z - 2/math.Pi*s.Beta*math.Log(s.Scale)
	}
	return z
}
