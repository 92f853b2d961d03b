package schedule

import "math"

// Constant is eta(k) = Eta0. From changes nothing in it, and is kept so that every kind has one.
type Constant struct {
	Eta0 float64 // > 0
	From int     // steps, >= 0
}

var constantKind = kind{
	name:   "constant",
	params: []parameter{eta0Parameter, fromParameter},
	build: func(v []float64) Schedule {
		return Constant{Eta0: v[0], From: int(v[1])}
	},
}

// Eta is Eta0.
func (s Constant) Eta(int) float64 { return s.Eta0 }

// String is "constant:eta0=...", which Parse reads.
func (s Constant) String() string { return spell(s) }

func (s Constant) describe() (*kind, []float64) {
	return &constantKind, []float64{s.Eta0, float64(s.From)}
}

func (s Constant) decaySum(float64) float64 { return math.Inf(1) }
