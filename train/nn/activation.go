package nn

import (
	"math"

	"levyscope/internal/spec"
	"levyscope/train/nn/kernel"
)

// Activation is the elementwise nonlinearity between linear layers.
type Activation uint8

// The activations.
const (
	ReLU Activation = iota // max(0, z)
	Tanh                   // tanh z
	GELU                   // z Phi(z), Phi the standard normal distribution function: PyTorch's default form
)

var activations = spec.Enum[Activation]{What: "activation", Names: []string{ReLU: "relu", Tanh: "tanh", GELU: "gelu"}}

// ParseActivation reads "relu", "tanh" or "gelu".
func ParseActivation(s string) (Activation, error) { return activations.Parse(s) }

// String is the name that ParseActivation reads.
func (a Activation) String() string { return activations.String(a) }

// keeps says that the derivative is not a function of the activation's output, and has to be kept.
func (a Activation) keeps() bool { return a == GELU }

// forward replaces z by the activation of z. Where it keeps its derivative that goes into slope, as long as z.
func (a Activation) forward(k kernel.Kernel, z, slope []float32) {
	switch a {
	case ReLU:
		k.ReLU(z) // keeps NaN, so that divergence stays visible
	case Tanh:
		for i, v := range z {
			z[i] = float32(math.Tanh(float64(v)))
		}
	case GELU:
		gelu(z, slope)
	}
}

// backward multiplies the gradient d with respect to the output h by the derivative of the activation: [h > 0],
// 1 - h^2, or what forward kept in slope.
func (a Activation) backward(k kernel.Kernel, d, h, slope []float32) {
	switch a {
	case ReLU:
		k.ReLUBackward(d, h)
	case Tanh:
		for i, v := range h {
			d[i] *= 1 - v*v
		}
	case GELU:
		for i, v := range slope {
			d[i] *= v
		}
	}
}

// gelu replaces z by z Phi(z), and sets slope to the derivative Phi(z) + z phi(z).
func gelu(z, slope []float32) {
	slope = slope[:len(z)]
	for i, v := range z {
		x := float64(v)
		phi := math.Exp(-x*x/2) / math.Sqrt(2*math.Pi)
		cdf := math.Erfc(-x/math.Sqrt2) / 2
		z[i], slope[i] = float32(x*cdf), float32(cdf+x*phi)
		if math.IsInf(x, 0) { // the limits: 0 times infinity is none
			z[i], slope[i] = max(v, 0), float32(cdf)
		}
	}
}

// activationPart is an activation in place: its output is its input.
type activationPart struct{ Activation }

func (p activationPart) open(a *assembly, in *value) *value {
	l := &activationLayer{Activation: p.Activation, k: a.k, y: in}
	if p.keeps() {
		l.slope = make([]float32, len(in.h))
	} else {
		l.slope = in.h // not used
	}
	a.add(l)
	return in
}

// activationLayer is an activationPart in a workspace.
type activationLayer struct {
	Activation
	k     kernel.Kernel
	y     *value
	slope []float32 // as y.h: the derivative that forward has kept
}

func (l *activationLayer) forward(_ []float32, s span) {
	l.y.each(s, func(from, to int) { l.Activation.forward(l.k, l.y.h[from:to], l.slope[from:to]) })
}

func (l *activationLayer) backward(_ []float32, s span) {
	l.y.each(s, func(from, to int) {
		l.Activation.backward(l.k, l.y.d[from:to], l.y.h[from:to], l.slope[from:to])
	})
}
