package noise

import (
	"math/bits"
	"math/rand/v2"
	"slices"
)

// empiricalFill draws samples with replacement (the bootstrap of Efron 1979). The
// index is the high word of a 64-bit product, so that no sample is favoured by more
// than len(samples)/2^64.
type empiricalFill struct{ samples []float64 }

// Fill implements filler.
func (f empiricalFill) Fill(dst []float64, r *rand.Rand) {
	n := uint64(len(f.samples))
	for i := range dst {
		at, _ := bits.Mul64(r.Uint64(), n)
		dst[i] = f.samples[at]
	}
}

// empiricalTails are the shares of the samples below -y and above y.
func empiricalTails(samples []float64, y float64) (neg, pos float64) {
	below, above := 0, 0
	for _, v := range samples {
		switch {
		case v < -y:
			below++
		case v > y:
			above++
		}
	}
	n := float64(max(1, len(samples)))
	return float64(below) / n, float64(above) / n
}

// spread is the scale of the noise beside that of a unit SaS: half the distance between
// the quartiles of the samples of an empirical noise, 1 for the other kinds.
func (n Noise) Spread() float64 {
	if n.Kind != Empirical || len(n.Samples) == 0 {
		return 1
	}
	sorted := slices.Sorted(slices.Values(n.Samples))
	return (sorted[len(sorted)*3/4] - sorted[len(sorted)/4]) / 2
}
