package schedule

import "math"

// Linear goes straight from Eta0 to Floor in Steps steps and stays there, with j = max(0, k - From):
//
//	eta(k) = Floor + (Eta0 - Floor) (1 - j/Steps)   for j < Steps,   Floor after
type Linear struct {
	Eta0  float64 // > 0
	Steps int     // length of the decay, >= 1
	Floor float64 // in [0, Eta0]
	From  int     // steps, >= 0
}

var linearKind = kind{
	name: "linear",
	params: []parameter{
		eta0Parameter,
		{name: "steps", byDefault: 8000, low: 1, high: maxInteger, integer: true},
		floorParameter,
		fromParameter,
	},
	build: func(v []float64) Schedule {
		return Linear{Eta0: v[0], Steps: int(v[1]), Floor: v[2], From: int(v[3])}
	},
	relate: floorAtMostEta0(2),
}

// Eta is the step size at step k >= 0.
func (s Linear) Eta(k int) float64 {
	left := s.Steps - min(after(k, s.From), s.Steps)
	return between(s.Eta0, s.Floor, float64(left)/float64(s.Steps))
}

// String is "linear:eta0=...,steps=...", which Parse reads.
func (s Linear) String() string { return spell(s) }

func (s Linear) describe() (*kind, []float64) {
	return &linearKind, []float64{s.Eta0, float64(s.Steps), s.Floor, float64(s.From)}
}

func (s Linear) decaySum(p float64) float64 {
	if s.Floor > 0 {
		return math.Inf(1)
	}
	return linearSum(s.Steps, p)
}
