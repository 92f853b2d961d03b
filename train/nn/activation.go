package nn

import (
	"math"

	"levyscope/internal/spec"
)

// Activation is the elementwise nonlinearity between linear layers.
type Activation uint8

// The activations.
const (
	ReLU Activation = iota // max(0, z)
	Tanh                   // tanh z
)

var activations = spec.Enum[Activation]{What: "activation", Names: []string{ReLU: "relu", Tanh: "tanh"}}

// ParseActivation reads "relu" or "tanh".
func ParseActivation(s string) (Activation, error) { return activations.Parse(s) }

// String is the name that ParseActivation reads.
func (a Activation) String() string { return activations.String(a) }

// forward replaces z by the activation of z.
func (a Activation) forward(z []float32) {
	if a == Tanh {
		for i, v := range z {
			z[i] = float32(math.Tanh(float64(v)))
		}
		return
	}
	for i, v := range z {
		z[i] = max(v, 0) // max keeps NaN, so that divergence stays visible
	}
}

// backward multiplies the gradient d with respect to the output h by the
// derivative of the activation, written in terms of h: 1 - h^2, or [h > 0].
func (a Activation) backward(d, h []float32) {
	h = h[:len(d)]
	if a == Tanh {
		for i, v := range h {
			d[i] *= 1 - v*v
		}
		return
	}
	for i, v := range h {
		if v <= 0 {
			d[i] = 0
		}
	}
}
