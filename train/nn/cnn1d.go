package nn

import (
	"fmt"

	"levyscope/internal/spec"
)

var cnn1dKind = spec.Kind[build]{
	Name:    "cnn1d",
	Aliases: []string{"conv1d"},
	Meaning: "three convolutions of 25 channels over a series, kernels 5, 3, 3, stride 2",
	Syntax:  spec.Positional,
	Payload: func(_ spec.Values, p Problem) (Model, error) { return newCNN1D(p) },
}

// newCNN1D makes the convolutional network of Greydanus and Kobak, "Scaling Down Deep Learning with MNIST-1D", ICML
// 2024: three convolutions of stride 2 with padding 1, a ReLU after each, and a linear layer.
func newCNN1D(p Problem) (Model, error) {
	const channels = 25
	in := grid{channels: 1, height: 1, width: p.Dim()}
	if len(p.Shape) == 2 {
		in.channels, in.width = p.Shape[0], p.Shape[1]
	}
	if len(p.Shape) > 2 || in.width < 3 {
		return nil, p.unfit("cnn1d convolves a series of 3 numbers or more, of one channel (40) or several (3 x 40)",
			"use lenet5 for images of 28 x 28 or 32 x 32, mlp for any shape")
	}
	b := begin(p, in, true)
	for i, k := range []int{5, 3, 3} {
		b.conv(fmt.Sprintf("conv%d", i+1), channels, window{1, k, 1, 2}, 0, 1)
		b.activation(ReLU)
	}
	b.linear("fc1", p.outputs(), true)
	b.words = fmt.Sprintf("CNN-1D %d x %d, 3 x %d channels, %s", in.channels, in.width, channels,
		counted(p.outputs(), "output"))
	return b.done()
}
