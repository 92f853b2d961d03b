package schedule

import "math"

// Inverse is inverse-time decay, eta(k) = Eta0/(1 + j/K0), with j = max(0, k - From).
type Inverse struct {
	Eta0 float64 // > 0
	K0   float64 // steps after which eta has halved, > 0
	From int     // steps, >= 0
}

var inverseKind = kind{
	name:  "inverse",
	alias: "inverse-time",
	params: []parameter{
		eta0Parameter,
		{name: "k0", byDefault: 1000, above: true, high: math.MaxFloat64},
		fromParameter,
	},
	build: func(v []float64) Schedule {
		return Inverse{Eta0: v[0], K0: v[1], From: int(v[2])}
	},
}

// Eta is the step size at step k >= 0.
func (s Inverse) Eta(k int) float64 {
	return s.Eta0 / (1 + float64(after(k, s.From))/s.K0)
}

// String is "inverse:eta0=...,k0=...", which Parse reads.
func (s Inverse) String() string { return spell(s) }

func (s Inverse) describe() (*kind, []float64) {
	return &inverseKind, []float64{s.Eta0, s.K0, float64(s.From)}
}

// decaySum is K0^p zeta(p, K0).
func (s Inverse) decaySum(p float64) float64 { return powerSum(p, s.K0) }
