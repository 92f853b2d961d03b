package optim

import "levyscope/internal/spec"

// Sign moves every parameter by eta, down the sign of its mean gradient:
//
//	m <- Mu m + (1 - Mu) g,   w <- w - eta (sign(m) + WeightDecay w),   sign(0) = 0
//
// Mu = 0 is signSGD, any other Signum: Bernstein et al. 2018, algorithms 1 and 2. m begins at 0, and its sign does not
// depend on the factor 1 - Mu.
type Sign struct {
	Mu          float64 // in [0, 1)
	WeightDecay float64 // lambda, in [0, 1000]
}

var signKind = kind{
	Name:    "sign",
	Aliases: []string{"signsgd"},
	Meaning: "w <- w - eta sign(m), m <- mu m + (1 - mu) g: every parameter moves by eta; with mu it is Signum",
	Params:  []spec.Param{meanParameter, decoupledParameter},
	Payload: build{
		source: "Bernstein et al. 2018",
		make:   func(v spec.Values) Optimizer { return Sign{v.Number("mu"), v.Number("weight_decay")} },
	},
}

// String is "sign" with what is not at its default.
func (o Sign) String() string { return o.describe().String() }

func (o Sign) describe() spec.Spec[build] { return signKind.Numbers(o.Mu, o.WeightDecay) }

// Moments is 1: the mean gradient.
func (o Sign) Moments() int { return 1 }

// Counts is false.
func (o Sign) Counts() bool { return false }

// Decay is lambda and 2, beyond which w <- (1 - eta lambda) w grows.
func (o Sign) Decay() (lambda, bound float64) { return o.WeightDecay, 2 }

// Step is one step: see Sign.
func (o Sign) Step(w, g []float32, m *Moments, eta float64) {
	w, mean := w[:len(g)], m.First[:len(g)]
	mu, rest, rate, keep := float32(o.Mu), float32(1-o.Mu), float32(eta), float32(1-eta*o.WeightDecay)
	for i, u := range g {
		a := mu*mean[i] + rest*u
		mean[i] = a
		x := keep * w[i]
		if a > 0 {
			x -= rate
		} else if a < 0 {
			x += rate
		}
		w[i] = x
	}
}
