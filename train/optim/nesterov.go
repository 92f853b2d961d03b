package optim

import "levyscope/internal/spec"

// Nesterov is accelerated momentum, with d = g + WeightDecay w:
//
//	v <- Mu v + d,   w <- w - eta (d + Mu v)
//
// which is torch.optim.SGD with nesterov and dampening 0: Nesterov 1983, in the variables of Sutskever et al. 2013,
// section 3. torch.optim.SGD refuses Mu = 0; here that is plain SGD.
type Nesterov struct {
	Mu          float64 // in [0, 1)
	WeightDecay float64 // lambda, in [0, 1000]
}

var nesterovKind = kind{
	Name:    "nesterov",
	Meaning: "v <- mu v + g, w <- w - eta (g + mu v): momentum that looks ahead",
	Params:  []spec.Param{muParameter, decayParameter},
	Payload: build{
		source: "Nesterov 1983; Sutskever et al. 2013; torch.optim.SGD with nesterov",
		make:   func(v spec.Values) Optimizer { return Nesterov{v.Number("mu"), v.Number("weight_decay")} },
	},
}

// String is "nesterov:mu=...", which Parse reads.
func (o Nesterov) String() string { return o.describe().String() }

func (o Nesterov) describe() spec.Spec[build] { return nesterovKind.Numbers(o.Mu, o.WeightDecay) }

// Moments is 1: the velocity.
func (o Nesterov) Moments() int { return 1 }

// Counts is false.
func (o Nesterov) Counts() bool { return false }

// Decay is lambda and (2 + 2 mu)/(1 + 2 mu), the bound of stability of the recursion on lambda w^2/2.
func (o Nesterov) Decay() (lambda, bound float64) { return o.WeightDecay, (2 + 2*o.Mu) / (1 + 2*o.Mu) }

// Step is one step: see Nesterov.
func (o Nesterov) Step(w, g []float32, m *Moments, eta float64) {
	w, velocity := w[:len(g)], m.First[:len(g)]
	mu, lambda, rate := float32(o.Mu), float32(o.WeightDecay), float32(eta)
	for i, u := range g {
		d := u + lambda*w[i]
		v := mu*velocity[i] + d
		velocity[i] = v
		w[i] -= rate * (d + mu*v)
	}
}
