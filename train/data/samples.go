package data

import (
	"fmt"
	"math"

	"levyscope/internal/rng"
)

// samples are the inputs of examples as they were read, before they are normalised: bytes, such as those of pixels, or
// numbers. All but one of the three are nil.
type samples struct {
	bytes  []uint8   // (n, dim), row-major
	floats []float32 // (n, dim), row-major
	// wide are numbers of a table that float32 does not hold exactly, (n, dim), row-major: they are rounded when they
	// are normalised, so that a large mean does not take their digits.
	wide []float64
}

// size is how many numbers there are, n dim.
func (s samples) size() int { return len(s.bytes) + len(s.floats) + len(s.wide) }

// rows are the rows from a to b of dim numbers.
func (s samples) rows(a, b, dim int) samples {
	if s.bytes != nil {
		return samples{bytes: s.bytes[a*dim : b*dim : b*dim]}
	}
	if s.wide != nil {
		return samples{wide: s.wide[a*dim : b*dim : b*dim]}
	}
	return samples{floats: s.floats[a*dim : b*dim : b*dim]}
}

// narrow puts wide numbers into floats if float32 holds all of them exactly.
func (s *samples) narrow() {
	for _, v := range s.wide {
		if float64(float32(v)) != v {
			return
		}
	}
	s.floats = make([]float32, len(s.wide))
	for i, v := range s.wide {
		s.floats[i] = float32(v)
	}
	s.wide = nil
}

// part is examples with their labels, for training or for testing.
type part struct {
	samples
	labels []uint8 // (n)
}

// split parts the examples, of dim numbers each, in a random order: round(share n) of the n for testing, but one at
// least and all but one at most. It works in place: both parts are pieces of p.
func (p part) split(dim int, share float64, seed uint64) (train, test part) {
	n := len(p.labels)
	rng.New(seed, rng.DataSplit, 0).Shuffle(n, p.swapper(dim))
	tests := max(min(max(int(math.Round(share*float64(n))), 1), n-1), 0)
	k := n - tests
	return part{p.rows(0, k, dim), p.labels[:k:k]}, part{p.rows(k, n, dim), p.labels[k:]}
}

// swapper exchanges two examples of dim numbers.
func (p part) swapper(dim int) func(i, j int) {
	return func(i, j int) {
		p.labels[i], p.labels[j] = p.labels[j], p.labels[i]
		switch {
		case p.bytes != nil:
			swap(p.bytes[i*dim:(i+1)*dim], p.bytes[j*dim:(j+1)*dim])
		case p.wide != nil:
			swap(p.wide[i*dim:(i+1)*dim], p.wide[j*dim:(j+1)*dim])
		default:
			swap(p.floats[i*dim:(i+1)*dim], p.floats[j*dim:(j+1)*dim])
		}
	}
}

// swap exchanges two rows of equal length.
func swap[T any](a, b []T) {
	for k := range a {
		a[k], b[k] = b[k], a[k]
	}
}

// finite is the error that names the first number of x, in rows of dim, which is not finite.
func finite(x []float32, dim int, what string) error {
	for i, v := range x {
		if v-v != 0 {
			return fmt.Errorf("number %d of %s example %d (both from 0) is %g: remove such examples or fill them in",
				i%dim, what, i/dim, v)
		}
	}
	return nil
}
