package schedule

import (
	"math"

	"levyscope/internal/spec"
)

// Exponential is eta(k) = Eta0 exp(-Kappa j), with j = max(0, k - From).
type Exponential struct {
	Eta0  float64 // > 0
	Kappa float64 // decay rate per step, >= 0
	From  int     // steps, >= 0
}

var exponentialKind = kind{
	Name:    "exponential",
	Aliases: []string{"exp"},
	Meaning: "eta(k) = eta0 exp(-kappa j)",
	Params: []spec.Param{
		eta0Parameter,
		{Name: "kappa", Default: spec.Number(0.0005), Range: spec.AtLeast(0),
			About: "Rate of the decay per step: 1/kappa steps divide the learning rate by e."},
		fromParameter, warmupParameter,
	},
	Payload: func(v spec.Values) Schedule {
		return Exponential{Eta0: v.Number("eta0"), Kappa: v.Number("kappa") + 0, From: v.Int("from")}
	},
}

// Eta is the step size at step k >= 0.
func (s Exponential) Eta(k int) float64 {
	return s.Eta0 * math.Exp(-s.Kappa*float64(after(k, s.From)))
}

// String is "exponential:eta0=...,kappa=...", which Parse reads.
func (s Exponential) String() string { return s.describe().String() }

func (s Exponential) describe() spec.Spec[build] {
	return described(&exponentialKind, s.Eta0, s.Kappa, float64(s.From))
}

// decaySum is the geometric series 1/(1 - exp(-Kappa p)).
func (s Exponential) decaySum(p float64) float64 {
	if s.Kappa*p == 0 {
		return math.Inf(1)
	}
	return 1 / -math.Expm1(-s.Kappa*p)
}
