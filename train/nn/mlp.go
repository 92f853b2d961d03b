// Package nn holds models over one flat float32 parameter vector.
package nn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/blas"
)

// Tensor is one named parameter array: w[Offset : Offset+Len], row-major in Shape.
type Tensor struct {
	Name   string // "fc1.weight", "fc1.bias", ...
	Offset int    // of its first element in the parameter vector
	Len    int    // number of elements
	Shape  []int  // dimensions, (out, in) of a weight matrix
}

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

// NewMLP makes the network with the given widths: input, hidden..., classes.
func NewMLP(widths []int, act Activation) (*MLP, error) {
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

// Workspace computes the loss and the gradient of its network for one minibatch
// at a time, and holds the activations of that minibatch. One goroutine at a time
// uses it; goroutines with a workspace each may share the network.
type Workspace struct {
	mlp *MLP
	h   [][]float32 // h[l]: output of layer l, (batch, widths[l+1]); the last: logits
	d   [][]float32 // d[l]: gradient of the loss at the input of activation l, (batch, widths[l+1])
}

// NewWorkspace makes room for minibatches of up to batch examples.
func (m *MLP) NewWorkspace(batch int) *Workspace {
	ws := &Workspace{mlp: m}
	for _, n := range m.widths[1:] {
		ws.h = append(ws.h, make([]float32, batch*n))
		ws.d = append(ws.d, make([]float32, batch*n))
	}
	return ws
}

// layer returns W_l and b_l, l from 0.
func (m *MLP) layer(w []float32, l int) (weight, bias []float32) {
	a, b := m.tensors[2*l], m.tensors[2*l+1]
	return w[a.Offset : a.Offset+a.Len], w[b.Offset : b.Offset+b.Len]
}

// Loss is the sum over n examples of the cross-entropy (nats), and how many of
// them have their largest logit at the label. x (n, in), y (n); n is at most the batch
// that the workspace was made for.
func (ws *Workspace) Loss(w, x []float32, y []uint8) (sum float64, correct int) {
	ws.forward(w, x, len(y))
	return crossEntropy(nil, ws.h[len(ws.h)-1], y, ws.mlp.Classes())
}

// Gradient sets g to the gradient of the mean loss over the minibatch, and
// returns the sum of the losses and the number of right answers, as Loss does.
// g, w (NumParams); x (n, in), y (n), n >= 1. It allocates nothing.
func (ws *Workspace) Gradient(g, w, x []float32, y []uint8) (sum float64, correct int) {
	n := len(y)
	ws.forward(w, x, n)
	last := len(ws.h) - 1
	sum, correct = crossEntropy(ws.d[last], ws.h[last], y, ws.mlp.Classes())
	ws.backward(g, w, x, n)
	return sum, correct
}

// forward: h_l = act(h_(l-1) W_l^T + b_l).
func (ws *Workspace) forward(w, x []float32, n int) {
	m := ws.mlp
	in := x
	for l := range ws.h {
		weight, bias := m.layer(w, l)
		k, out := m.widths[l], m.widths[l+1]
		h := ws.h[l][:n*out]
		for i := range n {
			copy(h[i*out:(i+1)*out], bias)
		}
		gemm(blas.NoTrans, blas.Trans, 1, matrix(in, n, k), matrix(weight, out, k), 1, matrix(h, n, out))
		if l < len(ws.h)-1 {
			m.act.forward(h)
		}
		in = h
	}
}

// backward: with D_l the gradient at the input of activation l,
// dW_l = D_l^T h_(l-1), db_l = column sums of D_l, D_(l-1) = (D_l W_l) * act'(h_(l-1)).
func (ws *Workspace) backward(g, w, x []float32, n int) {
	m := ws.mlp
	for l := len(ws.h) - 1; l >= 0; l-- {
		weight, _ := m.layer(w, l)
		gw, gb := m.layer(g, l)
		k, out := m.widths[l], m.widths[l+1]
		d := ws.d[l][:n*out]
		in := x
		if l > 0 {
			in = ws.h[l-1][:n*k]
		}
		gemm(blas.Trans, blas.NoTrans, 1, matrix(d, n, out), matrix(in, n, k), 0, matrix(gw, out, k))
		clear(gb)
		for i := range n {
			for j, v := range d[i*out : (i+1)*out] {
				gb[j] += v
			}
		}
		if l > 0 {
			below := ws.d[l-1][:n*k]
			gemm(blas.NoTrans, blas.NoTrans, 1, matrix(d, n, out), matrix(weight, out, k), 0, matrix(below, n, k))
			m.act.backward(below, in)
		}
	}
}
