package statstest

import (
	"math/rand/v2"
	"testing"

	"levyscope/stats/law"
)

// Rand is the stream of random numbers that seed selects.
func Rand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 12345)) }

// Draws returns n independent draws of s, which must be valid, from the stream that seed selects.
func Draws(s law.Stable, n int, seed uint64) []float64 {
	x := make([]float64, n)
	m := s.Sampler()
	m.Fill(x, Rand(seed))
	return x
}

// Replicates returns how often a test repeats an experiment: full times, and short times under go test -short. The
// tolerances of the test then widen like 1/sqrt(replicates).
func Replicates(full, short int) int {
	if testing.Short() {
		return short
	}
	return full
}
