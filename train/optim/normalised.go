package optim

import (
	"math"

	"levyscope/internal/spec"
)

// Normalised moves the weights by a vector of the length eta, down their mean gradient:
//
//	m <- Mu m + (1 - Mu) g,   w <- w - eta (m/(||m|| + Eps) + WeightDecay w)
//
// ||m|| is the Euclidean norm over all parameters. Where m = 0 the step is 0, also at Eps = 0. Nesterov 1984, section
// 2, without momentum; Cutkosky and Mehta 2020, algorithm 1, with it.
type Normalised struct {
	Mu          float64 // in [0, 1)
	Eps         float64 // in [0, 1000], gradient units
	WeightDecay float64 // lambda, in [0, 1000]
}

var normalisedKind = kind{
	Name:    "normalised",
	Aliases: []string{"normalized"},
	Meaning: "w <- w - eta m/||m||, m <- mu m + (1 - mu) g: every step has the length eta, and is 0 where m is 0",
	Params: []spec.Param{
		meanParameter,
		{Name: "eps", Range: spec.Between(0, 1e3), HideZero: true, Meaning: "added to ||m||",
			About: "Added to the norm of m, in units of the gradient."},
		decoupledParameter,
	},
	Payload: build{
		source: "Nesterov 1984; Cutkosky and Mehta 2020",
		make: func(v spec.Values) Optimizer {
			return Normalised{v.Number("mu"), v.Number("eps"), v.Number("weight_decay")}
		},
	},
}

// String is "normalised" with what is not at its default.
func (o Normalised) String() string { return o.describe().String() }

func (o Normalised) describe() spec.Spec[build] {
	return normalisedKind.Numbers(o.Mu, o.Eps, o.WeightDecay)
}

// Moments is 1: the mean gradient.
func (o Normalised) Moments() int { return 1 }

// Counts is false.
func (o Normalised) Counts() bool { return false }

// Decay is lambda and 2, beyond which w <- (1 - eta lambda) w grows.
func (o Normalised) Decay() (lambda, bound float64) { return o.WeightDecay, 2 }

// Step is one step: see Normalised.
func (o Normalised) Step(w, g []float32, m *Moments, eta float64) {
	w, mean := w[:len(g)], m.First[:len(g)]
	mu, rest, keep := float32(o.Mu), float32(1-o.Mu), float32(1-eta*o.WeightDecay)
	for i, u := range g {
		mean[i] = mu*mean[i] + rest*u
	}
	scale := 0.0
	if norm := math.Sqrt(sumOfSquares(mean)); norm > 0 {
		scale = eta / (norm + o.Eps)
	}
	for i, a := range mean { // in float64, as the scale of a tiny gradient is beyond float32
		w[i] = keep*w[i] - float32(scale*float64(a))
	}
}

// sumOfSquares is ||x||^2. Squares of float32 are exact in float64, and cannot overflow there. Four sums run beside
// each other, in an order that depends on the length of x alone.
func sumOfSquares(x []float32) float64 {
	var a, b, c, d float64
	for ; len(x) >= 4; x = x[4:] {
		p, q, r, s := float64(x[0]), float64(x[1]), float64(x[2]), float64(x[3])
		a += p * p
		b += q * q
		c += r * r
		d += s * s
	}
	for _, v := range x {
		a += float64(v) * float64(v)
	}
	return a + b + c + d
}
