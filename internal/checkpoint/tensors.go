package checkpoint

import (
	"fmt"
	"slices"

	"levyscope/internal/safetensors"
)

// Tensors are those of a state that is read. Each is taken once, by its name; the first error is
// kept, and what is taken after it is of no use.
type Tensors struct {
	left map[string]safetensors.Tensor
	err  error
}

// NewTensors makes ready what is to be taken from list.
func NewTensors(list []safetensors.Tensor) *Tensors {
	t := &Tensors{left: map[string]safetensors.Tensor{}}
	for _, tensor := range list {
		if _, twice := t.left[tensor.Name]; twice {
			t.fail("tensor %.80q stands twice", tensor.Name)
		}
		t.left[tensor.Name] = tensor
	}
	return t
}

// fail keeps the first error.
func (t *Tensors) fail(format string, arguments ...any) {
	if t.err == nil {
		t.err = fmt.Errorf("the checkpoint is damaged or of another run: "+format, arguments...)
	}
}

// Take is the tensor name with values of the type V and the given shape; nil where there is none.
func Take[V safetensors.Values](t *Tensors, name string, shape ...int) V {
	var none V
	found, ok := t.left[name]
	delete(t.left, name)
	values, typed := found.Values.(V)
	switch {
	case !ok:
		t.fail("tensor %.80q is missing", name)
	case !typed:
		t.fail("tensor %.80q has values of type %s, not %s", name, found.Values.Type(), none.Type())
	case !slices.Equal(found.Shape, shape):
		t.fail("tensor %.80q has shape %v, not %v", name, found.Shape, shape)
	case values.Len() != size(shape):
		t.fail("tensor %.80q has %d values for the shape %v", name, values.Len(), shape)
	default:
		return values
	}
	return none
}

// size is the number of values of a shape.
func size(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}

// Err is the first error; after the last tensor was taken, also that of a tensor that is left.
func (t *Tensors) Err() error {
	for name := range t.left {
		t.fail("tensor %.80q is none of this run", name)
	}
	return t.err
}
