// Package law holds probability laws, one a file: density, tails, quantiles and
// samplers of alpha-stable laws and of their rivals.
package law

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Stable is the alpha-stable law in Nolan's S1 parametrisation:
//
//	E exp(ikX) = exp(-|Scale k|^Alpha (1 - i Beta sign(k) tan(pi Alpha/2)) + i Loc k),   Alpha != 1
//	E exp(ikX) = exp(-|Scale k| (1 + i Beta (2/pi) sign(k) ln|k|) + i Loc k),            Alpha == 1
//
// Alpha in (0, 2] is the tail index, Beta in [-1, 1] the skewness, Scale > 0
// (called sigma elsewhere), Loc any real number. Beta = 0 is the symmetric law
// SaS(Scale) = exp(-|Scale k|^Alpha): N(0, 2 Scale^2) at Alpha = 2, Cauchy at 1.
// Source: Samorodnitsky and Taqqu 1994, definition 1.1.6; Nolan 2020, section 1.3.
type Stable struct{ Alpha, Beta, Scale, Loc float64 }

// SaS is the symmetric alpha-stable law with the tail index alpha and the scale sigma.
func SaS(alpha, sigma float64) Stable { return Stable{Alpha: alpha, Scale: sigma} }

// String names the law and its parameters.
func (s Stable) String() string {
	name := fmt.Sprintf("SaS alpha=%.4g", s.Alpha)
	if s.Beta != 0 {
		name = fmt.Sprintf("stable alpha=%.4g beta=%.4g", s.Alpha, s.Beta)
	}
	return lawString(fmt.Sprintf("%s scale=%.4g", name, s.Scale), s.Loc)
}

// Validate returns an error that names the first parameter out of its range.
func (s Stable) Validate() error {
	switch {
	case !(s.Alpha > 0 && s.Alpha <= 2):
		return fmt.Errorf("alpha = %g: the tail index of a stable law lies in (0, 2]", s.Alpha)
	case !(s.Beta >= -1 && s.Beta <= 1):
		return fmt.Errorf("beta = %g: the skewness of a stable law lies in [-1, 1]", s.Beta)
	}
	return lawCheck("sigma", s.Scale, s.Loc)
}

// Rand draws one value; many draws from one law are cheaper from a Sampler.
func (s Stable) Rand(r *rand.Rand) float64 {
	m := newChambers(s)
	return m.draw(r)
}

// Mean is E X: Loc for Alpha > 1, NaN where it does not exist.
func (s Stable) Mean() float64 {
	if s.Alpha > 1 {
		return s.Loc
	}
	return math.NaN()
}

// Variance is 2 Scale^2 at Alpha = 2 and infinite below.
func (s Stable) Variance() float64 {
	if s.Alpha == 2 {
		return 2 * s.Scale * s.Scale
	}
	return math.Inf(1)
}

// TailConstant is c_alpha in P(X > x) ~ c_alpha (sigma/x)^alpha for SaS(sigma):
//
//	c_alpha = Gamma(alpha) sin(pi alpha/2) / pi,   alpha in (0, 2]
//
// It is 0 at alpha = 2. Source: Samorodnitsky and Taqqu 1994, property 1.2.15
// (their C_alpha is 2 c_alpha).
func TailConstant(alpha float64) float64 {
	if alpha == 2 {
		return 0
	}
	return math.Gamma(alpha) * alternatingSine(1, alpha) / math.Pi
}
