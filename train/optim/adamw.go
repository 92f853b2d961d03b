package optim

import "levyscope/internal/spec"

// AdamW is Adam with a decoupled weight decay: w <- w - eta WeightDecay w before each step, whose d is g alone.
// Loshchilov and Hutter 2019, algorithm 2, with eta for their product of schedule and alpha; torch.optim.AdamW.
type AdamW struct {
	Beta1       float64 // in [0, 1)
	Beta2       float64 // in [0, 1)
	Eps         float64 // in [1e-30, 1000], gradient units
	WeightDecay float64 // lambda, in [0, 1000]
}

var adamwKind = kind{
	Name:    "adamw",
	Meaning: "adam with a decay of its own beside the gradient: w <- w - eta weight_decay w",
	Params:  []spec.Param{beta1Parameter, beta2Parameter, epsParameter, adamwDecay},
	Payload: build{
		source: "Loshchilov and Hutter 2019; torch.optim.AdamW",
		make: func(v spec.Values) Optimizer {
			return AdamW{v.Number("beta1"), v.Number("beta2"), v.Number("eps"), v.Number("weight_decay")}
		},
	},
}

// adamwDecay has torch's default, and is always written.
var adamwDecay = spec.Param{Name: "weight_decay", Default: spec.Number(.01), Range: spec.Between(0, maxDecay),
	Meaning: decoupledParameter.Meaning, About: decoupledParameter.About}

// String is "adamw:beta1=...,beta2=...,eps=...,weight_decay=...", which Parse reads.
func (o AdamW) String() string { return o.describe().String() }

func (o AdamW) describe() spec.Spec[build] {
	return adamwKind.Numbers(o.Beta1, o.Beta2, o.Eps, o.WeightDecay)
}

// Moments is 2: the mean gradient and the mean square.
func (o AdamW) Moments() int { return 2 }

// Counts is true.
func (o AdamW) Counts() bool { return true }

// Decay is lambda and 2, beyond which w <- (1 - eta lambda) w grows.
func (o AdamW) Decay() (lambda, bound float64) { return o.WeightDecay, 2 }

// Step is one step: see AdamW.
func (o AdamW) Step(w, g []float32, m *Moments, eta float64) {
	Adam{o.Beta1, o.Beta2, o.Eps, 0}.step(w, g, m, eta, 0, float32(1-eta*o.WeightDecay))
}
