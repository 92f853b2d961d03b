package noise

import "levyscope/internal/spec"

var gaussKind = spec.Kind[family]{
	Name: "gauss", Meaning: "Brownian motion of variance 2 t, whatever alpha is",
	Payload: family{
		kind: Gauss,
		drivers: func(Noise, float64, float64) []Driver {
			return []Driver{{Alpha: 2, Scale: 1, Increments: stableFill(2, 1)}}
		},
		tails: func(Noise, float64, float64) (neg, pos float64) { return 0, 0 },
	},
}
