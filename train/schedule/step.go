package schedule

import "math"

// Step is step decay, with j = max(0, k - From):
//
//	eta(k) = Eta0 Gamma^min(floor(j/Every), Drops),   Drops = 0 for no limit
type Step struct {
	Eta0  float64 // > 0
	Gamma float64 // factor of one drop, in (0, 1]
	Every int     // steps between drops, >= 1
	Drops int     // at most so many drops, >= 0; 0: unlimited
	From  int     // steps, >= 0
}

var stepKind = kind{
	name: "step",
	params: []parameter{
		eta0Parameter,
		{name: "gamma", byDefault: 0.5, above: true, high: 1},
		{name: "every", byDefault: 2000, low: 1, high: maxInteger, integer: true},
		{name: "drops", high: maxInteger, integer: true, hideZero: true},
		fromParameter,
	},
	build: func(v []float64) Schedule {
		return Step{Eta0: v[0], Gamma: v[1], Every: int(v[2]), Drops: int(v[3]), From: int(v[4])}
	},
}

// Eta is the step size at step k >= 0.
func (s Step) Eta(k int) float64 {
	drops := after(k, s.From) / s.Every
	if s.Drops > 0 {
		drops = min(drops, s.Drops)
	}
	return s.Eta0 * math.Pow(s.Gamma, float64(drops))
}

// String is "step:eta0=...,gamma=...,every=...", which Parse reads.
func (s Step) String() string { return spell(s) }

func (s Step) describe() (*kind, []float64) {
	return &stepKind, []float64{s.Eta0, s.Gamma, float64(s.Every), float64(s.Drops), float64(s.From)}
}

// decaySum is Every/(1 - Gamma^p), a geometric series of plateaus; a last plateau makes it diverge.
func (s Step) decaySum(p float64) float64 {
	if s.Drops > 0 || s.Gamma == 1 {
		return math.Inf(1)
	}
	return float64(s.Every) / -math.Expm1(p*math.Log(s.Gamma))
}
