package train

import (
	"fmt"
	"math/rand/v2"

	"levyscope/train/nn"
)

// layout says where the named arrays of a model lie in its flat parameter vector.
type layout interface {
	// NumParams is the length of the parameter vector.
	NumParams() int
	// Tensors are the parameter arrays in the order of the parameter vector; together
	// they cover it.
	Tensors() []nn.Tensor
}

// workspace computes losses and gradients of one model on one goroutine at a time.
// w and g are parameter vectors; x (n, in) row-major and y (n) are n examples and their
// labels, with n at most the batch that the workspace was made for.
type workspace interface {
	// Loss is the sum of the losses of the examples, and how many of them are right.
	Loss(w, x []float32, y []uint8) (sum float64, correct int)
	// Gradient sets g to the gradient of the mean loss, and returns what Loss does. It
	// allocates nothing.
	Gradient(g, w, x []float32, y []uint8) (sum float64, correct int)
}

// differentiable is what a pass over data, or a probe, needs of a model: any number of
// workspaces, which work at the same time, and the layout of the parameters.
type differentiable interface {
	layout
	NewWorkspace(batch int) workspace
}

// model is what a run trains. Its String names it, "MLP 40-100-100-10 relu".
type model interface {
	differentiable
	fmt.Stringer
	// Init draws the first weights.
	Init(w []float32, r *rand.Rand)
}

// opener makes the model of a specification for examples of in numbers and labels in
// [0, classes).
type opener func(spec string, in, classes int) (model, error)

// parseModel is the opener of the models of package nn. Another model is a file there and
// a case here.
func parseModel(spec string, in, classes int) (model, error) {
	m, err := nn.ParseMLP(spec, in, classes)
	if err != nil {
		return nil, err
	}
	return adapt(m), nil
}

// own is a model as package nn has them, with W its own type of workspaces.
type own[W workspace] interface {
	layout
	fmt.Stringer
	Init(w []float32, r *rand.Rand)
	NewWorkspace(batch int) W
}

// adapted is such a model with its workspaces behind the interface that all share.
type adapted[W workspace] struct{ own[W] }

// NewWorkspace makes room for minibatches of up to batch examples.
func (a adapted[W]) NewWorkspace(batch int) workspace { return a.own.NewWorkspace(batch) }

// adapt makes a model of a type of package nn.
func adapt[W workspace](m own[W]) model { return adapted[W]{m} }
