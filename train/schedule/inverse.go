package schedule

import "levyscope/internal/spec"

// Inverse is inverse-time decay, eta(k) = Eta0/(1 + j/K0), with j = max(0, k - From).
type Inverse struct {
	Eta0 float64 // > 0
	K0   float64 // steps after which eta has halved, > 0
	From int     // steps, >= 0
}

var inverseKind = kind{
	Name:    "inverse",
	Aliases: []string{"inverse-time"},
	Meaning: "eta(k) = eta0/(1 + j/k0)",
	Params: []spec.Param{
		eta0Parameter,
		{Name: "k0", Default: spec.Number(1000), Range: spec.Above(0),
			About: "Steps after which the learning rate has halved."},
		fromParameter, warmupParameter,
	},
	Payload: func(v spec.Values) Schedule {
		return Inverse{Eta0: v.Number("eta0"), K0: v.Number("k0"), From: v.Int("from")}
	},
}

// Eta is the step size at step k >= 0.
func (s Inverse) Eta(k int) float64 {
	return s.Eta0 / (1 + float64(after(k, s.From))/s.K0)
}

// String is "inverse:eta0=...,k0=...", which Parse reads.
func (s Inverse) String() string { return s.describe().String() }

func (s Inverse) describe() spec.Spec[build] {
	return described(&inverseKind, s.Eta0, s.K0, float64(s.From))
}

// decaySum is K0^p zeta(p, K0).
func (s Inverse) decaySum(p float64) float64 { return powerSum(p, s.K0) }
