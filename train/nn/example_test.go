package nn_test

import (
	"fmt"

	"levyscope/train/nn"
)

// A model is its layout over one flat parameter vector, and a workspace that computes gradients.
// With all weights 0 the two classes are equally likely: the loss is ln 2.
func ExampleParse() {
	m, err := nn.Parse("mlp:3:tanh", nn.Problem{Shape: []int{2}, Classes: 2})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m)
	for _, t := range m.Tensors() {
		fmt.Println(t.Name, t.Shape, "from", t.Offset)
	}
	w, g := make([]float32, m.NumParams()), make([]float32, m.NumParams())
	loss, _ := m.NewWorkspace(1, nn.Machine{}).Gradient(g, w, []float32{1, -1}, nn.Targets{Classes: []uint8{0}})
	fmt.Printf("loss %.4f, gradient of the last biases %.1f\n", loss, g[len(g)-2:])
	// Output:
	// MLP 2-3-2 tanh
	// fc1.weight [3 2] from 0
	// fc1.bias [3] from 6
	// fc2.weight [2 3] from 9
	// fc2.bias [2] from 15
	// loss 0.6931, gradient of the last biases [-0.5 0.5]
}
