package schedule

import (
	"math"

	"levyscope/internal/spec"
)

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
	Name:    "step",
	Meaning: "eta(k) = eta0 gamma^min(floor(j/every), drops); drops = 0 is no limit",
	Params: []spec.Param{
		eta0Parameter,
		{Name: "gamma", Default: spec.Number(0.5), Range: spec.Above(0).UpTo(1),
			About: "Factor of one drop, without a unit."},
		{Name: "every", Type: spec.Integer, Default: spec.Number(2000), Range: spec.AtLeast(1),
			About: "Steps between two drops."},
		{Name: "drops", Type: spec.Integer, Range: spec.AtLeast(0), HideZero: true,
			About: "Number of drops after which the learning rate stays; 0 is without end."},
		fromParameter, warmupParameter,
	},
	Payload: func(v spec.Values) Schedule {
		return Step{
			Eta0: v.Number("eta0"), Gamma: v.Number("gamma"),
			Every: v.Int("every"), Drops: v.Int("drops"), From: v.Int("from"),
		}
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
func (s Step) String() string { return s.describe().String() }

func (s Step) describe() spec.Spec[build] {
	return described(&stepKind, s.Eta0, s.Gamma, float64(s.Every), float64(s.Drops), float64(s.From))
}

// decaySum is Every/(1 - Gamma^p), a geometric series of plateaus; a last plateau makes it diverge.
func (s Step) decaySum(p float64) float64 {
	if s.Drops > 0 || s.Gamma == 1 {
		return math.Inf(1)
	}
	return float64(s.Every) / -math.Expm1(p*math.Log(s.Gamma))
}
