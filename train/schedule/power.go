package schedule

import "math"

// Power is eta(k) = Eta0 (1 + j/K0)^-Gamma, with j = max(0, k - From). Under alpha-stable noise it traps
// with positive probability where Gamma alpha > 1 (theory, section 5).
type Power struct {
	Eta0  float64 // > 0
	K0    float64 // time scale in steps, > 0
	Gamma float64 // exponent, > 0
	From  int     // steps, >= 0
}

var powerKind = kind{
	name: "power",
	params: []parameter{
		eta0Parameter,
		{name: "k0", byDefault: 1000, above: true, high: math.MaxFloat64},
		{name: "gamma", byDefault: 0.6, above: true, high: math.MaxFloat64},
		fromParameter,
	},
	build: func(v []float64) Schedule {
		return Power{Eta0: v[0], K0: v[1], Gamma: v[2], From: int(v[3])}
	},
}

// Eta is the step size at step k >= 0.
func (s Power) Eta(k int) float64 {
	return s.Eta0 * math.Pow(1+float64(after(k, s.From))/s.K0, -s.Gamma)
}

// String is "power:eta0=...,k0=...,gamma=...", which Parse reads.
func (s Power) String() string { return spell(s) }

func (s Power) describe() (*kind, []float64) {
	return &powerKind, []float64{s.Eta0, s.K0, s.Gamma, float64(s.From)}
}

// decaySum is K0^(Gamma p) zeta(Gamma p, K0).
func (s Power) decaySum(p float64) float64 { return powerSum(s.Gamma*p, s.K0) }
