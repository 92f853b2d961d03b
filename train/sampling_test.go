package train

import (
	"math"
	"slices"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/rng"
)

// one is the example of a minibatch of one.
func one(o *order) int {
	var i [1]int
	o.draw(i[:])
	return i[0]
}

func TestEpochsVisitEveryExampleOnce(t *testing.T) {
	const n = 97
	o := newOrder(Epochs, n, newRand(1))
	var last []int
	for epoch := range 6 {
		var order []int
		for range n {
			order = append(order, one(o))
		}
		if slices.Equal(order, last) {
			t.Errorf("epoch %d has the order of the one before", epoch)
		}
		last = slices.Clone(order)
		slices.Sort(order)
		for i, v := range order {
			if i != v {
				t.Fatalf("epoch %d visits %v", epoch, order)
			}
		}
	}
}

// square is Pearson's statistic of counts with the given variance about an equal
// expectation, in standard deviations sqrt(2 dof) from its mean dof.
func square(counts []int, expected, variance, dof float64) float64 {
	sum := 0.0
	for _, n := range counts {
		d := float64(n) - expected
		sum += d * d / variance
	}
	return (sum - dof) / math.Sqrt(2*dof)
}

func TestReplacementIsUniform(t *testing.T) {
	const n, draws = 50, 50000
	o := newOrder(Replacement, n, newRand(2))
	counts := make([]int, n)
	pairs := make([]int, n*n) // one draw and the next: independent too
	last := one(o)
	for range draws {
		v := one(o)
		counts[v]++
		pairs[last*n+v]++
		last = v
	}
	near.Abs(t, "standard deviations of chi-squared of single draws", square(counts, draws/n, draws/n, n-1), 0, 4.5)
	z := square(pairs, draws/float64(n*n), draws/float64(n*n), n*n-1)
	near.Abs(t, "standard deviations of chi-squared of pairs", z, 0, 4.5)
}

// Every example is as likely at every place of an epoch. The sum of permutation
// matrices has chi-squared with (n-1)^2 degrees of freedom in units of E n/(n-1).
func TestEpochsAreShuffledUniformly(t *testing.T) {
	const n, epochs = 8, 8000
	o := newOrder(Epochs, n, newRand(3))
	at := make([]int, n*n)
	for range epochs {
		for place := range n {
			at[place*n+one(o)]++
		}
	}
	z := square(at, epochs/n, epochs/float64(n-1), (n-1)*(n-1))
	near.Abs(t, "standard deviations of chi-squared of places by examples", z, 0, 4.5)
}

// Without replacement the examples of a minibatch differ, every pair of them is as likely,
// and the next minibatch does not depend on the last: one is drawn again with probability B/n.
func TestWithoutDrawsDistinctExamples(t *testing.T) {
	const n, batch, draws = 12, 5, 20000
	o := newOrder(Without, n, newRand(4))
	pairs, again := make([]int, n*n), 0
	last := make([]int, batch)
	for range draws {
		b := make([]int, batch)
		o.draw(b)
		pairs[b[0]*n+b[batch-1]]++
		for j, i := range b {
			if slices.Contains(b[:j], i) {
				t.Fatalf("%v holds %d twice", b, i)
			}
			if slices.Contains(last, i) {
				again++
			}
		}
		last = b
	}
	for i := range n {
		if pairs[i*n+i] != 0 {
			t.Fatalf("%d is drawn twice", i)
		}
		pairs[i*n+i] = draws / (n * (n - 1)) // what the test below expects of all
	}
	const each = draws / float64(n*(n-1))
	z := square(pairs, each, each, n*(n-1)-1)
	near.Abs(t, "standard deviations of chi-squared of pairs", z, 0, 4.5)
	near.Abs(t, "examples of the minibatch before", float64(again)/(draws*batch), batch/float64(n), .008)
}

// The draws of a seed are frozen: recorded runs replay only while they stay.
func TestFrozenOrder(t *testing.T) {
	for sampling, want := range map[Sampling][]int{
		Replacement: {2781, 2275, 694, 257, 2449, 2467, 3852, 1322},
		Without:     {2781, 2275, 695, 260, 2451, 2469, 3852, 1326},
		Epochs:      {3569, 1212, 1353, 3354, 2016, 939, 1754, 1731},
	} {
		o := newOrder(sampling, 4000, rng.New(1, rng.Order, 0))
		got := make([]int, len(want))
		o.draw(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, frozen %v", sampling, got, want)
		}
	}
}

func TestSamplingNames(t *testing.T) {
	for _, s := range []Sampling{Replacement, Epochs, Without} {
		text, err := s.MarshalText()
		var back Sampling
		if err != nil || back.UnmarshalText(text) != nil || back != s || string(text) != s.String() {
			t.Errorf("%s is read back as %s (%v)", text, back, err)
		}
	}
}
