package schedule

import (
	"math"

	"levyscope/internal/spec"
)

// Cosine is half a cosine from Eta0 to Floor in Steps steps (one cycle of Loshchilov and Hutter 2017,
// equation 5, without restarts), with j = max(0, k - From):
//
//	eta(k) = Floor + (Eta0 - Floor) (1 + cos(pi j/Steps))/2   for j < Steps,   Floor after
type Cosine struct {
	Eta0  float64 // > 0
	Steps int     // length of the decay, >= 1
	Floor float64 // in [0, Eta0]
	From  int     // steps, >= 0
}

var cosineKind = kind{
	Name:    "cosine",
	Meaning: "eta(k) = floor + (eta0 - floor) (1 + cos(pi j/steps))/2, then floor",
	Params: []spec.Param{
		eta0Parameter,
		{Name: "steps", Type: spec.Integer, Default: spec.Number(8000), Range: spec.AtLeast(1),
			About: "Length of the decay in steps; from its end on the learning rate is floor."},
		floorParameter,
		fromParameter, warmupParameter,
	},
	Payload: func(v spec.Values) Schedule {
		return Cosine{Eta0: v.Number("eta0"), Steps: v.Int("steps"), Floor: v.Number("floor") + 0, From: v.Int("from")}
	},
	Relate: floorAtMostEta0,
}

// Eta is the step size at step k >= 0.
func (s Cosine) Eta(k int) float64 {
	left := s.Steps - min(after(k, s.From), s.Steps)
	return between(s.Eta0, s.Floor, halfCosine(left, s.Steps))
}

// String is "cosine:eta0=...,steps=...", which Parse reads.
func (s Cosine) String() string { return s.describe().String() }

func (s Cosine) describe() spec.Spec[build] {
	return described(&cosineKind, s.Eta0, float64(s.Steps), s.Floor, float64(s.From))
}

func (s Cosine) decaySum(p float64) float64 {
	if s.Floor > 0 {
		return math.Inf(1)
	}
	return cosineSum(s.Steps, p)
}

// halfCosine is (1 + cos(pi (steps-left)/steps))/2, written as a square of a sine because the sum would
// lose all its digits near the end of the decay.
func halfCosine(left, steps int) float64 {
	root := math.Sin(math.Pi / 2 * (float64(left) / float64(steps)))
	return root * root
}
