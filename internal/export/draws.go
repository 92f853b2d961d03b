package export

import (
	"io"

	"levyscope/internal/draws"
	"levyscope/internal/npy"
)

// WriteDrawsNPY writes the gradients of a probe or burst as one array, (draws, sampled) of float32.
func WriteDrawsNPY(w io.Writer, d *draws.Draws) error {
	return npy.Write(w, []int{d.Draws, d.Sampled()}, d.Values)
}

// WriteDrawsNPZ writes an archive: series (draws, sampled), names, steps and losses (draws), and the numbers batch and
// trajectory (1 of a burst, which contains drift, 0 of a probe).
func WriteDrawsNPZ(w io.Writer, d *draws.Draws) error {
	steps := make([]int64, len(d.Steps))
	for i, k := range d.Steps {
		steps[i] = int64(k)
	}
	one := func(name string, v int64) npy.Array { return npy.Array{Name: name, Values: []int64{v}} }
	trajectory := int64(1)
	if d.Probe {
		trajectory = 0
	}
	return npy.WriteArchive(w, []npy.Array{
		{Name: "series", Shape: []int{d.Draws, d.Sampled()}, Values: d.Values},
		{Name: "names", Shape: []int{d.Sampled()}, Values: d.Names()},
		{Name: "steps", Shape: []int{d.Draws}, Values: steps},
		{Name: "losses", Shape: []int{d.Draws}, Values: d.Losses},
		one("batch", int64(d.Batch)), one("trajectory", trajectory),
	})
}
