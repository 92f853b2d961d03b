package train

import (
	"math"
	"slices"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/rng"
)

func TestEpochsVisitEveryExampleOnce(t *testing.T) {
	const n = 97
	o := newOrder(Epochs, n, newRand(1))
	var last []int
	for epoch := range 6 {
		var order []int
		for range n {
			order = append(order, o.next())
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
	last := o.next()
	for range draws {
		v := o.next()
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
			at[place*n+o.next()]++
		}
	}
	z := square(at, epochs/n, epochs/float64(n-1), (n-1)*(n-1))
	near.Abs(t, "standard deviations of chi-squared of places by examples", z, 0, 4.5)
}

// The draws of a seed are frozen: recorded runs replay only while they stay.
func TestFrozenOrder(t *testing.T) {
	for sampling, want := range map[Sampling][]int{
		Replacement: {2781, 2275, 694, 257, 2449, 2467, 3852, 1322},
		Epochs:      {3569, 1212, 1353, 3354, 2016, 939, 1754, 1731},
	} {
		o := newOrder(sampling, 4000, rng.New(1, rng.Order, 0))
		var got []int
		for range want {
			got = append(got, o.next())
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, frozen %v", sampling, got, want)
		}
	}
}

func TestSamplingNames(t *testing.T) {
	for _, s := range []Sampling{Replacement, Epochs} {
		text, err := s.MarshalText()
		var back Sampling
		if err != nil || back.UnmarshalText(text) != nil || back != s || string(text) != s.String() {
			t.Errorf("%s is read back as %s (%v)", text, back, err)
		}
	}
}
