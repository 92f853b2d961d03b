package statstest

import (
	"math/rand/v2"

	"levyscope/stats/law"
)

// rng is a stream of random numbers for a test.
func Rand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 12345)) }

// draws are n independent draws of s.
func Draws(s law.Stable, n int, seed uint64) []float64 {
	x := make([]float64, n)
	m := s.Sampler()
	m.Fill(x, Rand(seed))
	return x
}
