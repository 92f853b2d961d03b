package schedule

import (
	"math"

	"levyscope/internal/spec"
)

// Power is eta(k) = Eta0 (1 + j/K0)^-Gamma, with j = max(0, k - From). Under alpha-stable noise it traps
// with positive probability where Gamma alpha > 1 (docs/theory.md, section 5).
type Power struct {
	Eta0  float64 // > 0
	K0    float64 // time scale in steps, > 0
	Gamma float64 // exponent, > 0
	From  int     // steps, >= 0
}

var powerKind = kind{
	Name:    "power",
	Meaning: "eta(k) = eta0 (1 + j/k0)^-gamma",
	Params: []spec.Param{
		eta0Parameter,
		{Name: "k0", Default: spec.Number(1000), Range: spec.Above(0),
			About: "Steps after which the decay sets in."},
		{Name: "gamma", Default: spec.Number(0.6), Range: spec.Above(0),
			About: "Exponent of the power of 1 + j/k0, without a unit."},
		fromParameter, warmupParameter,
	},
	Payload: func(v spec.Values) Schedule {
		return Power{Eta0: v.Number("eta0"), K0: v.Number("k0"), Gamma: v.Number("gamma"), From: v.Int("from")}
	},
}

// Eta is the step size at step k >= 0.
func (s Power) Eta(k int) float64 {
	return s.Eta0 * math.Pow(1+float64(after(k, s.From))/s.K0, -s.Gamma)
}

// String is "power:eta0=...,k0=...,gamma=...", which Parse reads.
func (s Power) String() string { return s.describe().String() }

func (s Power) describe() spec.Spec[build] {
	return described(&powerKind, s.Eta0, s.K0, s.Gamma, float64(s.From))
}

// decaySum is K0^(Gamma p) zeta(Gamma p, K0).
func (s Power) decaySum(p float64) float64 { return powerSum(s.Gamma*p, s.K0) }
