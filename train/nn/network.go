package nn

import (
	"math"
	"math/rand/v2"

	"levyscope/train/nn/kernel"
)

const (
	// maxParams bounds the parameter vector to 1 GiB.
	maxParams = 1 << 28
	// maxWidth bounds the width of a layer.
	maxWidth = 1 << 16
	// maxFeatures bounds the numbers of an example between two layers, so that offsets in values of maxBatch
	// examples are int32.
	maxFeatures = 1 << 22
	// maxBatch is the most examples that go through a network at once; of more, the gradients are added up.
	maxBatch = 256
)

// network is a chain of layers over one flat parameter vector, and a loss.
type network struct {
	words   string // what String gives
	problem Problem
	input   *grid
	blocks  bool // the input has positions: it begins with a convolution
	parts   []part
	tensors []Tensor
	fanIn   []int // by tensor: how many inputs a unit of its layer has
	params  int
}

// String names the network in words.
func (m *network) String() string { return m.words }

// NumParams is the length of the parameter vector.
func (m *network) NumParams() int { return m.params }

// Tensors are the parameter arrays in the order of the parameter vector.
func (m *network) Tensors() []Tensor { return m.tensors }

// Init draws every weight and bias of a layer uniformly from (-1/sqrt(k), 1/sqrt(k)), where k is the number of inputs
// of a unit, in x height x width of a convolution: LeCun et al. 1998, section 4.6, as PyTorch's layers have it.
func (m *network) Init(w []float32, r *rand.Rand) {
	for i, t := range m.tensors {
		bound := 1 / math.Sqrt(float64(m.fanIn[i]))
		for j := range t.Len {
			w[t.Offset+j] = float32((2*r.Float64() - 1) * bound)
		}
	}
}

// NewWorkspace makes room for minibatches of up to batch examples.
func (m *network) NewWorkspace(batch int, on Machine) Workspace {
	ws := newWorkspace(m, min(batch, maxBatch), on.kernel(), on.Team)
	if batch > maxBatch {
		return &chunks{ws: ws}
	}
	return ws
}

// kernel is the kernel of the machine: gonum's where it names none.
func (on Machine) kernel() kernel.Kernel {
	if on.Kernel != nil {
		return on.Kernel
	}
	k, err := kernel.New(kernel.Gonum)
	if err != nil {
		panic(err) // it is there on every processor
	}
	return k
}

// add appends a tensor of the given shape and returns its offset.
func (m *network) add(name string, fanIn int, shape ...int) (offset int) {
	t := Tensor{Name: name, Offset: m.params, Len: 1, Shape: shape}
	for _, d := range shape {
		t.Len *= d
	}
	m.tensors, m.fanIn = append(m.tensors, t), append(m.fanIn, fanIn)
	m.params += t.Len
	return t.Offset
}
