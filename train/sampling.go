package train

import (
	"math/rand/v2"

	"levyscope/internal/spec"
	"levyscope/train/data"
)

// Sampling is how training draws the examples of its minibatches. The law of the gradient
// noise depends on it. Probes always draw with replacement.
type Sampling uint8

// The ways of sampling.
const (
	Replacement Sampling = iota // independent examples, as the SDE of SGD assumes
	Epochs                      // a new random order of all examples every epoch; a batch may reach into the next one
)

var samplings = spec.Enum[Sampling]{What: "sampling", Names: []string{Replacement: "replacement", Epochs: "epochs"}}

// ParseSampling reads "replacement" or "epochs".
func ParseSampling(s string) (Sampling, error) { return samplings.Parse(s) }

// Valid says that s is one of the ways of sampling.
func (s Sampling) Valid() bool { return samplings.Valid(s) }

// String is the name that ParseSampling reads.
func (s Sampling) String() string { return samplings.String(s) }

// MarshalText writes the name that ParseSampling reads.
func (s Sampling) MarshalText() ([]byte, error) { return samplings.Marshal(s) }

// UnmarshalText is ParseSampling.
func (s *Sampling) UnmarshalText(b []byte) error { return samplings.Unmarshal(s, b) }

// order draws the examples of one minibatch after another.
type order struct {
	sampling Sampling
	r        *rand.Rand
	n        int
	epoch    []int // examples of the current epoch that are still to come, in order
	all      []int // (n) what epoch is a part of
}

func newOrder(s Sampling, n int, r *rand.Rand) *order {
	return &order{sampling: s, r: r, n: n, all: make([]int, n)}
}

// next is the number of the next example.
func (o *order) next() int {
	if o.sampling == Replacement {
		return o.r.IntN(o.n)
	}
	if len(o.epoch) == 0 {
		for i := range o.all {
			o.all[i] = i
		}
		o.r.Shuffle(o.n, func(i, j int) { o.all[i], o.all[j] = o.all[j], o.all[i] })
		o.epoch = o.all
	}
	i := o.epoch[0]
	o.epoch = o.epoch[1:]
	return i
}

// minibatch holds the n examples of a minibatch.
type minibatch struct {
	x []float32 // (n, dim), row-major
	y []uint8   // (n) labels
}

func newMinibatch(n, dim int) *minibatch {
	return &minibatch{x: make([]float32, n*dim), y: make([]uint8, n)}
}

// len is the number of examples.
func (b *minibatch) len() int { return len(b.y) }

// set copies example i of the split s to row j.
func (b *minibatch) set(j int, s *data.Split, dim, i int) {
	copy(b.x[j*dim:(j+1)*dim], s.X[i*dim:(i+1)*dim])
	b.y[j] = s.Y[i]
}
