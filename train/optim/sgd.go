package optim

import "levyscope/internal/spec"

// SGD is w <- w - eta (g + WeightDecay w), Robbins and Monro 1951; torch.optim.SGD.
type SGD struct {
	WeightDecay float64 // lambda, in [0, 1000]
}

var sgdKind = kind{
	Name:    "sgd",
	Meaning: "w <- w - eta g",
	Params:  []spec.Param{decayParameter},
	Payload: build{
		source: "Robbins and Monro 1951; torch.optim.SGD",
		make:   func(v spec.Values) Optimizer { return SGD{v.Number("weight_decay")} },
	},
}

// String is "sgd" with what is not at its default.
func (o SGD) String() string { return o.describe().String() }

func (o SGD) describe() spec.Spec[build] { return sgdKind.Numbers(o.WeightDecay) }
