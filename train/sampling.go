package train

import (
	"math/rand/v2"

	"levyscope/internal/rng"
	"levyscope/internal/spec"
	"levyscope/train/data"
	"levyscope/train/nn"
)

// Sampling is how the examples of a minibatch are drawn, in training and in a probe of its
// noise. The law of the gradient noise depends on it: the variance over minibatches of B
// distinct examples of n is that of independent ones times (n-B)/(n-1).
type Sampling uint8

// The ways of sampling.
const (
	Replacement Sampling = iota // independent examples, as the SDE of SGD assumes
	Epochs                      // a new random order of all examples every epoch; a batch may reach into the next one
	Without                     // distinct examples, drawn anew for every minibatch
	Fresh                       // examples that no step has seen, of a set that has a Law to draw from
)

var samplings = spec.Enum[Sampling]{What: "sampling",
	Names: []string{Replacement: "replacement", Epochs: "epochs", Without: "without", Fresh: "fresh"}}

// ParseSampling reads "replacement", "epochs", "without" or "fresh".
func ParseSampling(s string) (Sampling, error) { return samplings.Parse(s) }

// Valid says that s is one of the ways of sampling.
func (s Sampling) Valid() bool { return samplings.Valid(s) }

// String is the name that ParseSampling reads.
func (s Sampling) String() string { return samplings.String(s) }

// MarshalText writes the name that ParseSampling reads.
func (s Sampling) MarshalText() ([]byte, error) { return samplings.Marshal(s) }

// UnmarshalText is ParseSampling.
func (s *Sampling) UnmarshalText(b []byte) error { return samplings.Unmarshal(s, b) }

// Words say how the minibatches of a probe are drawn.
func (s Sampling) Words() string {
	switch s {
	case Epochs:
		return "drawn as in epochs, each in an epoch of its own"
	case Without:
		return "drawn without replacement"
	case Fresh:
		return "of fresh examples"
	}
	return "drawn with replacement"
}

// order draws the examples of one minibatch after another.
type order struct {
	sampling Sampling
	r        *rand.Rand
	n        int
	epoch    []int // examples of the current epoch that are still to come, in order
	all      []int // (n) what epoch is a part of; a permutation of the examples
}

func newOrder(s Sampling, n int, r *rand.Rand) *order {
	o := &order{sampling: s, r: r, n: n, all: make([]int, n)}
	for i := range o.all {
		o.all[i] = i
	}
	return o
}

// draw sets dst to the numbers of the examples of the next minibatch.
func (o *order) draw(dst []int) {
	switch o.sampling {
	case Replacement:
		for j := range dst {
			dst[j] = o.r.IntN(o.n)
		}
	case Epochs:
		for j := range dst {
			dst[j] = o.nextOfEpoch()
		}
	case Without:
		o.distinct(dst)
	}
}

// nextOfEpoch is the next example of the epochs.
func (o *order) nextOfEpoch() int {
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

// distinct sets dst to len(dst) <= n examples that differ, every choice of them equally
// likely: the first swaps of a Fisher-Yates shuffle of whatever order all is in.
func (o *order) distinct(dst []int) {
	for j := range dst {
		k := j + o.r.IntN(o.n-j)
		o.all[j], o.all[k] = o.all[k], o.all[j]
		dst[j] = o.all[j]
	}
}

// alone sets dst to a minibatch with the law of the m-th one that draw gives, but that
// depends on no other: only on m and on the random numbers of o.r. A minibatch that is
// all examples has them in their order, so that all such have the same gradient to the bit.
func (o *order) alone(dst []int, m int) {
	if o.sampling == Replacement {
		o.draw(dst)
		return
	}
	for i := range o.all {
		o.all[i] = i
	}
	switch {
	case len(dst) == o.n:
		copy(dst, o.all)
	case o.sampling == Epochs:
		left := min(len(dst), o.n-m*len(dst)%o.n) // of the epoch in which the minibatch begins
		o.distinct(dst[:left])
		o.distinct(dst[left:])
	default:
		o.distinct(dst)
	}
}

// minibatch holds the n examples of a minibatch.
type minibatch struct {
	x     []float32  // (n, dim), row-major
	y     nn.Targets // (n)
	index []int      // (n) numbers of the examples, by which fill chooses them
}

// newMinibatch makes room for n examples of dim numbers, of a set whose training examples are s.
func newMinibatch(n, dim int, s *data.Split) *minibatch {
	b := &minibatch{x: make([]float32, n*dim), index: make([]int, n)}
	if s.Values != nil {
		b.y.Values = make([]float32, n)
	} else {
		b.y.Classes = make([]uint8, n)
	}
	return b
}

// len is the number of examples.
func (b *minibatch) len() int { return len(b.index) }

// fill copies the examples of the split s that index names, and their classes or their values.
func (b *minibatch) fill(s *data.Split, dim int) {
	if s.Values != nil && b.y.Values == nil {
		b.y = nn.Targets{Values: make([]float32, len(b.index))}
	}
	for j, i := range b.index {
		copy(b.x[j*dim:(j+1)*dim], s.X[i*dim:(i+1)*dim])
		if s.Values != nil {
			b.y.Values[j] = s.Values[i]
		} else {
			b.y.Classes[j] = s.Y[i]
		}
	}
}

// stream is the stream of random numbers that the minibatches of training come from.
func (s Sampling) stream() rng.Purpose {
	if s == Fresh {
		return rng.Fresh
	}
	return rng.Order
}

// ordered says that the next minibatch depends on the order of the examples besides the stream.
func (s Sampling) ordered() bool { return s == Epochs || s == Without }

// next sets b to the next minibatch of training on set.
func (o *order) next(b *minibatch, set *data.Set) {
	if o.sampling == Fresh {
		set.Law.Draw(b.x, b.y.Values, o.r)
		return
	}
	o.draw(b.index)
	b.fill(&set.Train, set.Dim)
}

// single sets b to a minibatch with the law of the m-th one that next gives, but that depends on
// no other; see alone.
func (o *order) single(b *minibatch, set *data.Set, m int) {
	if o.sampling == Fresh {
		set.Law.Draw(b.x, b.y.Values, o.r)
		return
	}
	o.alone(b.index, m)
	b.fill(&set.Train, set.Dim)
}
