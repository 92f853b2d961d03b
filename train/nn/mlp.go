package nn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
)

// MLP is a multilayer perceptron with softmax cross-entropy loss. Layer l maps
// h_(l-1) to act(h_(l-1) W_l^T + b_l); the last layer has no activation. The flat
// parameter vector holds W_1, b_1, W_2, b_2, ...: W_l (out, in) row-major, b_l (out).
type MLP struct {
	widths  []int // input, hidden..., classes
	act     Activation
	tensors []Tensor
	params  int
}

const (
	// maxParams bounds the parameter vector to 1 GiB.
	maxParams = 1 << 28
	// maxWidth bounds the width of a layer.
	maxWidth = 1 << 16
)

// newMLP makes the network with the given widths: input, hidden..., classes.
func newMLP(widths []int, act Activation) (*MLP, error) {
	if len(widths) < 2 {
		return nil, fmt.Errorf("widths %v: a network needs an input and an output width", widths)
	}
	m := &MLP{widths: widths, act: act}
	for l, n := range widths {
		if n < 1 || n > maxWidth {
			return nil, fmt.Errorf("layer width %d: use 1 to %d", n, maxWidth)
		}
		if l > 0 {
			m.add(fmt.Sprintf("fc%d.weight", l), n, widths[l-1])
			m.add(fmt.Sprintf("fc%d.bias", l), n)
		}
		if m.params > maxParams {
			return nil, fmt.Errorf("widths %v give more than %d parameters: use narrower layers", widths, maxParams)
		}
	}
	return m, nil
}

func (m *MLP) add(name string, shape ...int) {
	n := 1
	for _, d := range shape {
		n *= d
	}
	m.tensors = append(m.tensors, Tensor{Name: name, Offset: m.params, Len: n, Shape: shape})
	m.params += n
}

// String names the network by its widths, "MLP 40-100-100-10 relu".
func (m *MLP) String() string {
	s := make([]string, len(m.widths))
	for i, n := range m.widths {
		s[i] = strconv.Itoa(n)
	}
	return "MLP " + strings.Join(s, "-") + " " + m.act.String()
}

// NumParams is the length of the parameter vector.
func (m *MLP) NumParams() int { return m.params }

// Tensors are the parameter arrays in the order of the parameter vector.
func (m *MLP) Tensors() []Tensor { return m.tensors }

// Classes is the width of the output.
func (m *MLP) Classes() int { return m.widths[len(m.widths)-1] }

// Init draws every weight and bias of a layer uniformly from
// (-1/sqrt(in), 1/sqrt(in)), in the number of its inputs: LeCun et al. 1998,
// section 4.6, as PyTorch's Linear has it.
func (m *MLP) Init(w []float32, r *rand.Rand) {
	for i, t := range m.tensors {
		bound := 1 / math.Sqrt(float64(m.widths[i/2]))
		for j := range t.Len {
			w[t.Offset+j] = float32((2*r.Float64() - 1) * bound)
		}
	}
}

// NewWorkspace makes room for minibatches of up to batch examples.
func (m *MLP) NewWorkspace(batch int, _ Machine) Workspace { return newRows(m, batch) }

// layer returns W_l and b_l, l from 0.
func (m *MLP) layer(w []float32, l int) (weight, bias []float32) {
	a, b := m.tensors[2*l], m.tensors[2*l+1]
	return w[a.Offset : a.Offset+a.Len], w[b.Offset : b.Offset+b.Len]
}
