package noise

import (
	"math"

	"levyscope/internal/spec"
	"levyscope/stats/law"
)

var sasKind = spec.Kind[family]{
	Name: "sas", Meaning: "symmetric alpha-stable Levy process",
	Payload: family{
		kind: SaS,
		drivers: func(_ Noise, alpha, _ float64) []Driver {
			return []Driver{{Alpha: alpha, Scale: 1, Increments: stableFill(alpha, 1)}}
		},
		tails: func(_ Noise, alpha, y float64) (neg, pos float64) {
			tail := stableTail(alpha, y)
			return tail, tail
		},
	},
}

// stableFill draws from SaS(alpha) with the given scale.
func stableFill(alpha, scale float64) Filler {
	s := law.SaS(alpha, scale).Sampler()
	return &s
}

// stableTail is the rate c_alpha y^-alpha of the jumps above y > 0 of a unit SaS(alpha)
// process. At alpha = 2 the process is a Brownian motion, which has no jumps.
func stableTail(alpha, y float64) float64 {
	if alpha == 2 {
		return 0
	}
	return law.TailConstant(alpha) * math.Pow(y, -alpha)
}
