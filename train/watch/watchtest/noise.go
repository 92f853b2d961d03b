package watchtest

import (
	"math/rand/v2"

	"levyscope/train/watch/stream"
)

// Noise draws gradients: Gaussian ones of standard deviation .01 about a mean that differs from value to value.
type Noise struct {
	rand *rand.Rand
	n    int
}

// NewNoise draws n values at a time.
func NewNoise(seed uint64, n int) *Noise { return &Noise{rand.New(rand.NewPCG(seed, 0)), n} }

// Draw is a gradient.
func (x *Noise) Draw() []float32 {
	g := make([]float32, x.n)
	for i := range g {
		g[i] = float32(.001*float64(i%7-3) + .01*x.rand.NormFloat64())
	}
	return g
}

// Burst writes the records of the steps [from, to), of which the first says that it is one.
func (s *Session) Burst(x *Noise, from, to int) {
	s.tb.Helper()
	for step := from; step < to; step++ {
		r := Record(step, x.Draw())
		if step == from {
			r.Flags |= stream.First
		}
		s.Put(r)
	}
}

// Probes writes the draws of a probe at the weights of a step.
func (s *Session) Probes(x *Noise, step, draws int) {
	s.tb.Helper()
	for m := range draws {
		s.Put(Probe(step, m, x.Draw()))
	}
}
