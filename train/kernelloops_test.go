package train

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"levyscope/train/nn/kernel"
)

// The loops of a kernel in assembly count the same jumps, and move the same centres and weights, as those in Go: for
// noises of every size, NaN, infinities, parameters without noise, and thresholds above and below the clipping.
func TestKernelLoopsAreThoseOfGo(t *testing.T) {
	for _, name := range []kernel.Name{kernel.AVX2, kernel.AVX512} {
		if !name.Available() {
			t.Logf("%s is not available here", name)
			continue
		}
		k, err := kernel.New(name)
		if err != nil {
			t.Fatal(err)
		}
		m, _ := network(t, "linear", 20, 10, 1)
		r := rand.New(rand.NewPCG(1, 2))
		for _, kappa := range []float64{.5, 2.5, 4, 20, 1e-46} {
			plain, fast := newJumpDetector(kappa, .1, m), newJumpDetector(kappa, .1, m)
			fast.k = k
			n := m.NumParams()
			sigma, apart := make([]float64, n), make([]bool, n)
			for j := range sigma {
				sigma[j], apart[j] = max(0, r.NormFloat64()), r.IntN(9) == 0
			}
			plain.calibrate(make([]float32, n), sigma, apart)
			fast.calibrate(make([]float32, n), sigma, apart)
			for _, eta := range []float64{.1, .01, 0, 1, math.Inf(1), .1} {
				g := noises(r, n)
				plain.step(g, nil, eta)
				fast.step(g, nil, eta)
				sameBits(t, fast.centre, plain.centre)
				if !reflect.DeepEqual(plain.layers, fast.layers) {
					t.Fatalf("%s: kappa %v, eta %v: counts differ", name, kappa, eta)
				}
			}
		}
		for _, c := range []Controls{{Momentum: .9}, {Momentum: .9, Form: PyTorch, WeightDecay: .1}} {
			w, g := noises(r, 100), noises(r, 100)
			plain, fast := sgd{w: w, velocity: slices.Clone(g)}, sgd{w: slices.Clone(w), velocity: slices.Clone(g), loops: k}
			for range 3 {
				plain.step(g, nil, .1, .1, c)
				fast.step(g, nil, .1, .1, c)
			}
			sameBits(t, fast.w, plain.w)
			sameBits(t, fast.velocity, plain.velocity)
		}
	}
}

// sameBits compares two vectors bit by bit; all NaN are alike.
func sameBits(t *testing.T, got, want []float32) {
	t.Helper()
	for i, v := range want {
		if math.Float32bits(got[i]) != math.Float32bits(v) && v == v {
			t.Fatalf("element %d is %v, want %v", i, got[i], v)
		}
	}
}

// noises are n numbers, mostly small, some large, infinite or NaN.
func noises(r *rand.Rand, n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = float32(r.NormFloat64() * math.Exp(2*r.NormFloat64()))
		switch r.IntN(200) {
		case 0:
			out[i] = float32(math.NaN())
		case 1:
			out[i] = float32(math.Inf(1 - 2*r.IntN(2)))
		}
	}
	return out
}
