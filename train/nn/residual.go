package nn

import (
	"fmt"

	"levyscope/internal/spec"
)

var residualKind = spec.Kind[build]{
	Name:    "residual",
	Aliases: []string{"resmlp"},
	Meaning: "multilayer perceptron with residual layers, h + relu(W h + b)",
	Syntax:  spec.Positional,
	Params: []spec.Param{
		{Name: "width", Type: spec.Integer, Default: spec.Number(100), Range: spec.AtLeast(1).UpTo(maxWidth),
			Meaning: "of every hidden layer"},
		{Name: "layers", Type: spec.Integer, Default: spec.Number(1), Range: spec.AtLeast(1).UpTo(100),
			Meaning: "number of residual layers"},
	},
	Payload: func(v spec.Values, p Problem) (Model, error) {
		return newResidual(p, int(v.Number("width")), int(v.Number("layers")))
	},
}

// newResidual makes the network h <- relu(fc1 x), then so many times h <- h + relu(fc h), and at last a linear layer.
// With one residual layer of width 100 it is the perceptron of Greydanus and Kobak, "Scaling Down Deep Learning with
// MNIST-1D", ICML 2024.
func newResidual(p Problem, width, layers int) (Model, error) {
	b := begin(p, flat(p.Dim()), false)
	b.linear("fc1", width, true)
	b.activation(ReLU)
	for i := range layers {
		b.residual(fmt.Sprintf("fc%d", i+2), ReLU)
	}
	b.linear(fmt.Sprintf("fc%d", layers+2), p.outputs(), true)
	b.words = fmt.Sprintf("residual MLP %d-%d-%d relu, %s", p.Dim(), width, p.outputs(), counted(layers, "residual layer"))
	return b.done()
}

// counted is "1 layer" or "2 layers".
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
