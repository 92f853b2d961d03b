package schedule

import "math"

// Exponential is eta(k) = Eta0 exp(-Kappa j), with j = max(0, k - From).
type Exponential struct {
	Eta0  float64 // > 0
	Kappa float64 // decay rate per step, >= 0
	From  int     // steps, >= 0
}

var exponentialKind = kind{
	name:  "exponential",
	alias: "exp",
	params: []parameter{
		eta0Parameter,
		{name: "kappa", byDefault: 0.0005, high: math.MaxFloat64},
		fromParameter,
	},
	build: func(v []float64) Schedule {
		return Exponential{Eta0: v[0], Kappa: v[1], From: int(v[2])}
	},
}

// Eta is the step size at step k >= 0.
func (s Exponential) Eta(k int) float64 {
	return s.Eta0 * math.Exp(-s.Kappa*float64(after(k, s.From)))
}

// String is "exponential:eta0=...,kappa=...", which Parse reads.
func (s Exponential) String() string { return spell(s) }

func (s Exponential) describe() (*kind, []float64) {
	return &exponentialKind, []float64{s.Eta0, s.Kappa, float64(s.From)}
}

// decaySum is the geometric series 1/(1 - exp(-Kappa p)).
func (s Exponential) decaySum(p float64) float64 {
	if s.Kappa*p == 0 {
		return math.Inf(1)
	}
	return 1 / -math.Expm1(-s.Kappa*p)
}
