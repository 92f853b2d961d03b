package nn

import (
	"fmt"
	"strconv"
	"strings"

	"levyscope/internal/spec"
	"levyscope/train/nn/kernel"
)

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
		return newMLP(p, hidden, act)
	},
}

// mlp is a multilayer perceptron. Layer l maps h_(l-1) to act(W_l h_(l-1) + b_l); the last layer has no activation.
type mlp struct {
	*network
	widths []int // input, hidden..., outputs
	act    Activation
}

// newMLP makes the network with the given hidden widths.
func newMLP(p Problem, hidden []int, act Activation) (Model, error) {
	b := begin(p, flat(p.Dim()), false)
	m := &mlp{network: b.network, widths: append([]int{p.Dim()}, hidden...), act: act}
	for i, n := range hidden {
		b.linear(fmt.Sprintf("fc%d", i+1), n, true)
		b.activation(act)
	}
	b.linear(fmt.Sprintf("fc%d", len(hidden)+1), p.outputs(), true)
	m.widths = append(m.widths, p.outputs())
	m.words = "MLP " + dashes(m.widths) + " " + act.String()
	if b.err != nil {
		return nil, b.err
	}
	return m, nil
}

// NewWorkspace makes room for minibatches of up to batch examples. What recordings that name no kernel can hold is
// computed with the kernel gonum as it was then: see rows.
func (m *mlp) NewWorkspace(batch int, on Machine) Workspace {
	if k := on.kernel(); k.Name() == kernel.Gonum && !m.act.keeps() && m.problem.Classes > 0 {
		return newRows(m, batch, k)
	}
	return m.network.NewWorkspace(batch, on)
}

// layer returns W_l (out, in) and b_l (out), l from 0.
func (m *mlp) layer(w []float32, l int) (weight, bias []float32) {
	a, b := m.tensors[2*l], m.tensors[2*l+1]
	return w[a.Offset : a.Offset+a.Len], w[b.Offset : b.Offset+b.Len]
}

// dashes writes widths with - between them.
func dashes(widths []int) string {
	s := make([]string, len(widths))
	for i, n := range widths {
		s[i] = strconv.Itoa(n)
	}
	return strings.Join(s, "-")
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
