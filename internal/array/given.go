package array

import "io"

// Given is an array that another package reads, by its name and shape in C order. read fills dst with the next elements
// and says how many there are, fewer than len(dst) only at the end, where the error is io.EOF.
func Given(path, name string, shape []int, read func(dst []float32) (int, error)) *Array {
	return &Array{Name: name, Shape: shape, Float32: true, path: path, source: given(read)}
}

// given are elements of 32 bits.
type given func(dst []float32) (int, error)

func (g given) read32(dst []float32) (int, error) { return g(dst) }

func (g given) read64(dst []float64) (n int, err error) {
	var block [1024]float32
	for n < len(dst) {
		k, err := g(block[:min(len(block), len(dst)-n)])
		for i, v := range block[:k] {
			dst[n+i] = float64(v)
		}
		if n += k; err != nil {
			return n, err
		}
		if k == 0 {
			return n, io.ErrNoProgress
		}
	}
	return n, nil
}
