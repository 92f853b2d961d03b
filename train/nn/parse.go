package nn

import (
	"fmt"
	"strconv"
	"strings"

	"levyscope/internal/spec"
)

// build makes a model of the values of its kind for a problem.
type build = func(v spec.Values, p Problem) (Model, error)

var models = spec.Grammar[build]{What: "model", Kinds: []*spec.Kind[build]{&mlpKind, &linearKind}}

var mlpKind = spec.Kind[build]{
	Name:    "mlp",
	Meaning: "multilayer perceptron",
	Syntax:  spec.Positional,
	Params: []spec.Param{
		{Name: "hidden", Type: spec.String, Default: spec.Text("100-100"), Check: checkWidths,
			Meaning: "widths of the hidden layers"},
		{Name: "activation", Type: spec.Choice, Choices: activations.Names},
	},
	Payload: func(v spec.Values, p Problem) (Model, error) {
		hidden, err := parseWidths(v.Text("hidden"))
		if err != nil {
			return nil, err
		}
		act, err := ParseActivation(v.Text("activation"))
		if err != nil {
			return nil, err
		}
		return newMLP(append(append([]int{p.Dim()}, hidden...), p.outputs()), act)
	},
}

var linearKind = spec.Kind[build]{
	Name:    "linear",
	Meaning: "no hidden layer",
	Syntax:  spec.Positional,
	Payload: func(_ spec.Values, p Problem) (Model, error) {
		return newMLP([]int{p.Dim(), p.outputs()}, ReLU)
	},
}

// Parse reads a model for a problem: "mlp", "mlp:100-100" or "mlp:100-100:tanh" (hidden widths, then the activation,
// relu by default); "linear" has no hidden layer. The error is a *spec.Error, or says why the model does not fit the
// problem.
func Parse(text string, p Problem) (Model, error) {
	s, err := models.Parse(text)
	if err != nil {
		return nil, err
	}
	m, err := s.Kind.Payload(s.Values, p)
	if err != nil {
		return nil, fmt.Errorf("model %q: %w", text, err)
	}
	return m, nil
}

// Kind is a kind of model: the name with which its text begins, and what it is in a line.
type Kind struct{ Name, Meaning string }

// Kinds are the kinds of model that Parse reads.
func Kinds() []Kind {
	kinds := make([]Kind, len(models.Kinds))
	for i, k := range models.Kinds {
		kinds[i] = Kind{k.Name, k.Meaning}
	}
	return kinds
}

// parseWidths reads widths with - between them.
func parseWidths(text string) ([]int, error) {
	fields := strings.Split(text, "-")
	widths := make([]int, len(fields))
	for i, field := range fields {
		n, err := strconv.Atoi(field)
		if err != nil || n < 1 || n > maxWidth {
			return nil, fmt.Errorf("hidden width %q is no whole number from 1 to %d", field, maxWidth)
		}
		widths[i] = n
	}
	return widths, nil
}

// checkWidths is parseWidths for a declaration.
func checkWidths(text string) (problem, remedy string) {
	if _, err := parseWidths(text); err != nil {
		return err.Error(), "write for example mlp:100-100"
	}
	return "", ""
}
