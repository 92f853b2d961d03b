package stats

import (
	"math/rand/v2"
)

// rng is a stream of random numbers for a test.
func rng(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 12345)) }

// draws are n independent draws of s.
func draws(s Stable, n int, seed uint64) []float64 {
	x := make([]float64, n)
	m := s.Sampler()
	m.Fill(x, rng(seed))
	return x
}
