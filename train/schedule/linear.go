package schedule

import (
	"math"

	"levyscope/internal/spec"
)

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
	Name:    "linear",
	Meaning: "eta(k) = floor + (eta0 - floor) (1 - j/steps), then floor",
	Params: []spec.Param{
		eta0Parameter,
		{Name: "steps", Type: spec.Integer, Default: spec.Number(8000), Range: spec.AtLeast(1),
			About: "Length of the decay in steps; from its end on the learning rate is floor."},
		floorParameter,
		fromParameter, warmupParameter,
	},
	Payload: func(v spec.Values) Schedule {
		return Linear{Eta0: v.Number("eta0"), Steps: v.Int("steps"), Floor: v.Number("floor") + 0, From: v.Int("from")}
	},
	Relate: floorAtMostEta0,
}

// Eta is the step size at step k >= 0.
func (s Linear) Eta(k int) float64 {
	left := s.Steps - min(after(k, s.From), s.Steps)
	return between(s.Eta0, s.Floor, float64(left)/float64(s.Steps))
}

// String is "linear:eta0=...,steps=...", which Parse reads.
func (s Linear) String() string { return s.describe().String() }

func (s Linear) describe() spec.Spec[build] {
	return described(&linearKind, s.Eta0, float64(s.Steps), s.Floor, float64(s.From))
}

func (s Linear) decaySum(p float64) float64 {
	if s.Floor > 0 {
		return math.Inf(1)
	}
	return linearSum(s.Steps, p)
}
