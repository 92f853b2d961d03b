package noise

import "levyscope/internal/spec"

var sasGaussKind = spec.Kind[family]{
	Name: "sas+gauss", Meaning: "the sum of the two",
	Params: []spec.Param{
		{Name: "gauss", Default: spec.Number(.5), Range: spec.Above(0), Meaning: "scale of the Gaussian part"},
	},
	Payload: family{
		kind: SaSGauss,
		get:  func(n *Noise) []spec.Value { return []spec.Value{spec.Number(n.Gauss)} },
		set:  func(n *Noise, v spec.Values) { n.Gauss = v.Number("gauss") },
		drivers: func(n Noise, alpha, _ float64) []Driver {
			return []Driver{
				{Alpha: alpha, Scale: 1, Increments: stableFill(alpha, 1)},
				{Alpha: 2, Scale: n.Gauss, Increments: stableFill(2, 1)},
			}
		},
		tails: sasKind.Payload.tails, // the Gaussian part has no jumps
	},
}
