package noise

import (
	"errors"
	"math"
	"slices"

	"levyscope/internal/rng"
	"levyscope/internal/spec"
)

// Centre is what a probe takes for the gradient of the whole training set.
type Centre uint8

// The centres.
const (
	// Full is the gradient over all n training examples, which is exact. It costs as much as n examples of minibatches.
	Full Centre = iota
	// Anchor is the gradient over some examples, the same ones all through a run. It is off by AnchorError standard
	// deviations of the noise, in the same direction in every draw.
	Anchor
	// Differences has none: each draw is two halves of one minibatch, whose gradients are g1 and g2, and
	//
	//	U = (g1 - g2)/2.
	//
	// It is the noise of the minibatch where the law of a half's noise is even; else it is symmetric where that is
	// skewed, with the same variance. It tells the law at this batch only, and no skewness. A value is exactly 0 where
	// both gradients are, or where they are equal: as where the halves are the same examples.
	Differences
	// Mean is the mean of the draws themselves, of a run that trains elsewhere, which has no other. No probe of a built-in
	// run may have it: it is not Valid.
	Mean
)

var centres = spec.Enum[Centre]{What: "centre of a probe", Remedy: "use full, anchor or differences",
	Names: []string{Full: "full", Anchor: "anchor", Differences: "differences", Mean: "mean"}}

// ParseCentre reads "full", "anchor" or "differences".
func ParseCentre(s string) (Centre, error) {
	c, err := centres.Parse(s)
	if err == nil && c == Mean {
		err = errors.New("the mean is the centre of runs elsewhere alone: use full, anchor or differences")
	}
	return c, err
}

// Valid says that c is one of the centres of a built-in run.
func (c Centre) Valid() bool { return c != Mean && centres.Valid(c) }

// String is the name that ParseCentre reads.
func (c Centre) String() string { return centres.String(c) }

// MarshalText writes the name that ParseCentre reads.
func (c Centre) MarshalText() ([]byte, error) { return centres.Marshal(c) }

// UnmarshalText is ParseCentre.
func (c *Centre) UnmarshalText(b []byte) error { return centres.Unmarshal(c, b) }

// Words say what the centre of a probe is, for texts.
func (c Centre) Words() string {
	switch c {
	case Anchor:
		return "the gradient over an anchor, some of the examples"
	case Differences:
		return "none: half the difference of two halves of a minibatch, the even part of the law at this batch only"
	case Mean:
		return "the mean of the draws"
	}
	return "the gradient over all examples"
}

// Examples is how many examples the centre costs, of n in the training set and with an anchor of so many.
func (c Centre) Examples(n, anchor int) int {
	switch c {
	case Anchor:
		return min(n, anchor)
	case Differences, Mean:
		return 0
	}
	return n
}

// AnchorError is the standard error of an anchor's gradient in units of the standard deviation of the noise of
// minibatches of batch examples drawn with replacement: with a examples in the anchor, all different, of n,
//
//	sqrt(batch/a (n-a)/(n-1)).
//
// It is 0 where the anchor is all examples.
func AnchorError(batch, anchor, n int) float64 {
	if anchor >= n {
		return 0
	}
	return math.Sqrt(float64(batch) / float64(anchor) * float64(n-anchor) / float64(n-1))
}

// Anchored are the numbers of the examples of an anchor, min(anchor, n) different ones of n in ascending order. They
// depend on the seed, and on no step.
func Anchored(seed uint64, anchor, n int) []int {
	return chosen(nil, seed, rng.Anchor, 0, min(anchor, n), n)
}

// chosen appends k different numbers of [0, n) in ascending order, every choice equally likely.
// Source: Knuth, The Art of Computer Programming, volume 2, section 3.4.2, algorithm S.
func chosen(to []int, seed uint64, purpose rng.Purpose, index uint64, k, n int) []int {
	r := rng.New(seed, purpose, index)
	to = slices.Grow(to, k)
	for i := 0; k > 0; i++ {
		if r.IntN(n-i) < k {
			to = append(to, i)
			k--
		}
	}
	return to
}
