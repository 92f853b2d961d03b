package weights

import (
	"io"

	"levyscope/internal/safetensors"
	"levyscope/train/nn"
)

// Write writes the weights w of a network, whose arrays are the tensors, as a safetensors file in F32.
func Write(to io.Writer, w []float32, tensors []nn.Tensor) error {
	var out []safetensors.Tensor
	for _, t := range tensors {
		values := safetensors.F32(w[t.Offset : t.Offset+t.Len])
		out = append(out, safetensors.Tensor{Name: t.Name, Shape: t.Shape, Values: values})
	}
	return safetensors.Write(to, out)
}
