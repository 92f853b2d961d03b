package train

import (
	"levyscope/train/data"
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

// differentiable is what a pass over data, or a probe, needs of a model: any number of
// workspaces, which work at the same time, and the layout of the parameters.
type differentiable interface {
	layout
	NewWorkspace(batch int, on nn.Machine) nn.Workspace
}

// problem is what a model learns from a data set.
func problem(s *data.Set) nn.Problem { return nn.Problem{Shape: s.Shape, Classes: s.Classes} }

// opener makes the model of a specification for a problem. That of a run is nn.Parse.
type opener func(spec string, p nn.Problem) (nn.Model, error)
