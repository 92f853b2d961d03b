package nn

import (
	"fmt"
	"strconv"

	"levyscope/internal/spec"
)

var linearKind = spec.Kind[build]{
	Name:    "linear",
	Aliases: []string{"softmax"},
	Meaning: "no hidden layer: softmax regression, or linear regression",
	Syntax:  spec.Positional,
	Params: []spec.Param{{Name: "bias", Type: spec.String, Optional: true, Check: checkNoBias,
		Meaning: "nobias, or nothing for a model with bias"}},
	Payload: func(v spec.Values, p Problem) (Model, error) { return newLinear(p, v.Text("bias") == "") },
}

// checkNoBias refuses all but the one word that the kind takes.
func checkNoBias(text string) (problem, remedy string) {
	if text != "nobias" {
		return strconv.Quote(text) + " is no option of it", "write linear, or linear:nobias"
	}
	return "", ""
}

// newLinear makes f(x) = W x + b, or without bias f(x) = W x: the logits of a softmax, or the value of a regression.
func newLinear(p Problem, bias bool) (Model, error) {
	if bias && p.Classes > 0 {
		return newMLP(p, nil, ReLU) // named so from the first recordings on
	}
	b := begin(p, flat(p.Dim()), false)
	b.linear("fc1", p.outputs(), bias)
	b.words = fmt.Sprintf("linear %d-%d", p.Dim(), p.outputs())
	if !bias {
		b.words += " without bias"
	}
	return b.done()
}
