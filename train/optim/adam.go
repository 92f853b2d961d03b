package optim

import (
	"math"

	"levyscope/internal/spec"
)

// Adam has a step size for every parameter: its mean gradient over the root of its mean square. At its step
// t = 1, 2, ..., with d = g + WeightDecay w:
//
//	m <- Beta1 m + (1 - Beta1) d,   v <- Beta2 v + (1 - Beta2) d^2
//	w <- w - eta/(1 - Beta1^t) m / (sqrt(v/(1 - Beta2^t)) + Eps)
//
// Kingma and Ba 2015, algorithm 1; torch.optim.Adam. A gradient beyond 1.8e19 has no square in float32: v is infinite
// from then on, and its parameter stands still, as in torch.
type Adam struct {
	Beta1       float64 // in [0, 1)
	Beta2       float64 // in [0, 1)
	Eps         float64 // in [1e-30, 1000], gradient units
	WeightDecay float64 // lambda, in [0, 1000]
}

var adamKind = kind{
	Name:    "adam",
	Meaning: "w <- w - eta m/(sqrt(v) + eps): m is the mean gradient, v its mean square, each corrected for its bias",
	Params:  []spec.Param{beta1Parameter, beta2Parameter, epsParameter, decayParameter},
	Payload: build{
		source: "Kingma and Ba 2015; torch.optim.Adam",
		make: func(v spec.Values) Optimizer {
			return Adam{v.Number("beta1"), v.Number("beta2"), v.Number("eps"), v.Number("weight_decay")}
		},
	},
}

// String is "adam:beta1=...,beta2=...,eps=...", which Parse reads.
func (o Adam) String() string { return o.describe().String() }

func (o Adam) describe() spec.Spec[build] {
	return adamKind.Numbers(o.Beta1, o.Beta2, o.Eps, o.WeightDecay)
}

// Moments is 2: the mean gradient and the mean square.
func (o Adam) Moments() int { return 2 }

// Counts is true.
func (o Adam) Counts() bool { return true }

// Decay is lambda, which never makes the weights grow by itself: it goes through the root like the gradient.
func (o Adam) Decay() (lambda, bound float64) { return o.WeightDecay, math.Inf(1) }

// Step is one step: see Adam.
func (o Adam) Step(w, g []float32, m *Moments, eta float64) {
	o.step(w, g, m, eta, float32(o.WeightDecay), 1)
}

// step is one step with lambda w added to the gradient, after the weights were multiplied by keep.
func (o Adam) step(w, g []float32, m *Moments, eta float64, lambda, keep float32) {
	m.Steps++
	w, first, second := w[:len(g)], m.First[:len(g)], m.Second[:len(g)]
	b1, b2, c1, c2 := float32(o.Beta1), float32(o.Beta2), float32(1-o.Beta1), float32(1-o.Beta2)
	rate := float32(eta / unbiased(o.Beta1, m.Steps))
	root := float32(1 / math.Sqrt(unbiased(o.Beta2, m.Steps)))
	eps := float32(o.Eps)
	for i, u := range g {
		x := w[i]
		d := u + lambda*x
		a := b1*first[i] + c1*d
		v := b2*second[i] + c2*(d*d)
		first[i], second[i] = a, v
		w[i] = keep*x - rate*(a/(float32(math.Sqrt(float64(v)))*root+eps))
	}
}

// unbiased is 1 - beta^t for beta in [0, 1) and t >= 1, without cancellation for a beta near 1.
func unbiased(beta float64, t int) float64 { return -math.Expm1(float64(t) * math.Log(beta)) }
