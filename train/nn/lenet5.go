package nn

import (
	"fmt"

	"levyscope/internal/spec"
)

var lenet5Kind = spec.Kind[build]{
	Name:    "lenet5",
	Aliases: []string{"lenet"},
	Meaning: "LeNet-5 with ReLU and max pooling, for images of 28 x 28 or 32 x 32",
	Syntax:  spec.Positional,
	Payload: func(_ spec.Values, p Problem) (Model, error) { return newLeNet5(p) },
}

// newLeNet5 makes the network of LeCun et al. 1998, section 2, as it is trained today: two convolutions of 5x5 to 6 and
// 16 channels, each with a ReLU and a maximum over 2x2 positions, then layers of 120, 84 and the outputs. Images of
// 28 x 28 are padded to 32 x 32. The maximum is taken before the ReLU: either order gives the same numbers and
// gradients, and this one has a quarter of the work.
func newLeNet5(p Problem) (Model, error) {
	if len(p.Shape) != 3 || p.Shape[1] != p.Shape[2] || p.Shape[1] != 28 && p.Shape[1] != 32 {
		return nil, p.unfit("lenet5 needs images of 28 x 28 or 32 x 32, channels first (1 x 28 x 28)",
			"use cnn1d for a series, mlp for any shape")
	}
	b := begin(p, grid{channels: p.Shape[0], height: p.Shape[1], width: p.Shape[2]}, true)
	pad := (32 - p.Shape[1]) / 2
	for i, channels := range []int{6, 16} {
		b.conv(fmt.Sprintf("conv%d", i+1), channels, window{5, 5, 1, 1}, pad, pad)
		b.pool()
		b.activation(ReLU)
		pad = 0
	}
	for i, width := range []int{120, 84} {
		b.linear(fmt.Sprintf("fc%d", i+1), width, true)
		b.activation(ReLU)
	}
	b.linear("fc3", p.outputs(), true)
	b.words = fmt.Sprintf("LeNet-5 %s, %s", times(p.Shape), counted(p.outputs(), "output"))
	return b.done()
}
