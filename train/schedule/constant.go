package schedule

import (
	"math"

	"levyscope/internal/spec"
)

// Constant is eta(k) = Eta0. From changes nothing in it, and is kept so that every kind has one.
type Constant struct {
	Eta0 float64 // > 0
	From int     // steps, >= 0
}

var constantKind = kind{
	Name:    "constant",
	Meaning: "eta(k) = eta0",
	Params:  []spec.Param{eta0Parameter, fromParameter, warmupParameter},
	Payload: func(v spec.Values) Schedule {
		return Constant{Eta0: v.Number("eta0"), From: v.Int("from")}
	},
}

// Eta is Eta0.
func (s Constant) Eta(int) float64 { return s.Eta0 }

// String is "constant:eta0=...", which Parse reads.
func (s Constant) String() string { return s.describe().String() }

func (s Constant) describe() spec.Spec[build] {
	return described(&constantKind, s.Eta0, float64(s.From))
}

func (s Constant) decaySum(float64) float64 { return math.Inf(1) }
