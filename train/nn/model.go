// Package nn holds models over one flat float32 parameter vector.
package nn

import (
	"fmt"
	"math/rand/v2"

	"levyscope/internal/par"
	"levyscope/train/nn/kernel"
)

// Tensor is one named parameter array: w[Offset : Offset+Len], row-major in Shape.
type Tensor struct {
	Name   string // "fc1.weight", "conv1.bias", ...: as PyTorch names the attributes of a module
	Offset int    // of its first element in the parameter vector
	Len    int    // number of elements
	Shape  []int  // dimensions: (out, in) of a linear layer, (out, in, height, width) of a convolution
}

// Problem is what a model learns: the shape of its examples and of its answer.
type Problem struct {
	Shape   []int // of an example: {40}, or channels first {1, 28, 28}
	Classes int   // labels lie in [0, Classes); 0: regression of one number, with the loss (f-y)^2/2
}

// Dim is how many numbers an example has.
func (p Problem) Dim() int {
	n := 1
	for _, d := range p.Shape {
		n *= d
	}
	return n
}

// outputs is how many numbers a model of the problem gives for an example.
func (p Problem) outputs() int { return max(p.Classes, 1) }

// Targets are what is to be learnt of the n examples of a minibatch: classes or values, and the
// other is nil.
type Targets struct {
	Classes []uint8   // (n) of a classification
	Values  []float32 // (n) of a regression
}

// Len is n.
func (t Targets) Len() int { return len(t.Classes) + len(t.Values) }

// part are the targets from from to to.
func (t Targets) part(from, to int) Targets {
	if t.Classes != nil {
		return Targets{Classes: t.Classes[from:to]}
	}
	return Targets{Values: t.Values[from:to]}
}

// Machine is what a workspace computes with. The zero value is one goroutine and the kernel gonum.
type Machine struct {
	Kernel kernel.Kernel // inner loops; nil: those of kernel.Gonum
	Team   *par.Team     // that shares the work; nil: one worker
}

// Model is a network: a layout of named arrays over a flat parameter vector, and a maker of
// workspaces. It does not change, so that goroutines may share it.
type Model interface {
	// NumParams is the length of the parameter vector.
	NumParams() int
	// Tensors are the parameter arrays in the order of the parameter vector; together they
	// cover it.
	Tensors() []Tensor
	// String names the network in words: "MLP 40-100-100-10 relu".
	fmt.Stringer
	// Init draws the first weights.
	Init(w []float32, r *rand.Rand)
	// NewWorkspace makes room for minibatches of up to batch examples.
	NewWorkspace(batch int, on Machine) Workspace
}

// Workspace computes losses and gradients of one model, and holds the activations of a
// minibatch. One goroutine at a time uses it; goroutines with a workspace each may share the
// model. w and g are parameter vectors (NumParams); x (n, dim) row-major holds n examples and y
// their targets, n >= 1 and at most the batch that the workspace was made for. What it returns and
// writes is the same to the bit whatever the size of its team is. It allocates nothing.
type Workspace interface {
	// Loss is the sum of the losses of the examples (nats, or half squared errors), and how many
	// of them have their largest output at their class; 0 of a regression.
	Loss(w, x []float32, y Targets) (sum float64, correct int)
	// Gradient sets g to the gradient of the mean loss, and returns what Loss does.
	Gradient(g, w, x []float32, y Targets) (sum float64, correct int)
	// Descend is one step of gradient descent, w <- w - eta times the gradient of the mean loss, with the
	// same bits as Gradient followed by that update, and returns what Loss does. Where the loss
	// is not finite, w stays as it is.
	Descend(w, x []float32, y Targets, eta float32) (sum float64, correct int)
}
