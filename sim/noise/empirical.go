package noise

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"

	"levyscope/internal/spec"
	"levyscope/sim/clock"
)

// MaxSamples is the largest number of samples of an Empirical noise.
const MaxSamples = 1 << 16

var empiricalKind = spec.Kind[family]{
	Name: "empirical", Meaning: "samples of a file, drawn with replacement",
	Params: []spec.Param{
		{Name: "file", Type: spec.String, Example: "noise.csv"},
		{Name: "column", Type: spec.String, Optional: true},
	},
	Payload: family{
		kind: Empirical,
		get:  func(n *Noise) []spec.Value { return []spec.Value{spec.Text(n.File), spec.Text(n.Column)} },
		set:  func(n *Noise, v spec.Values) { n.File, n.Column = v.Text("file"), v.Text("column") },
		drivers: func(n Noise, _, _ float64) []Driver {
			return []Driver{{Alpha: 2, Scale: 1, Stepped: true, Increments: empiricalFill{n.Samples}}}
		},
		tails: func(n Noise, _, y float64) (neg, pos float64) { return empiricalTails(n.Samples, y) },
		validate: func(n Noise, _, _ float64, time clock.Time) error {
			if time != clock.Iteration {
				return fmt.Errorf("noise %q: a resampled noise has no law over other steps than one iteration: "+
					"use --time iteration", n)
			}
			return n.checkSamples()
		},
		spread: empiricalSpread,
	},
}

// checkSamples returns an error unless the samples are 2 to MaxSamples finite numbers that are
// not all equal.
func (n Noise) checkSamples() error {
	if len(n.Samples) < 2 || len(n.Samples) > MaxSamples {
		return fmt.Errorf("noise %q has %d samples: use 2 to %d", n, len(n.Samples), MaxSamples)
	}
	equal := true
	for i, v := range n.Samples {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("noise %q: sample %d is %g: use finite numbers only", n, i, v)
		}
		equal = equal && v == n.Samples[0]
	}
	if equal {
		return fmt.Errorf("noise %q: all %d samples are %g: choose a parameter with noise",
			n, len(n.Samples), n.Samples[0])
	}
	return nil
}

// empiricalFill draws samples with replacement (the bootstrap of Efron 1979). The index of a
// sample is the high word of a 64-bit product, so that the probabilities of the samples differ
// by at most 2^-64.
type empiricalFill struct{ samples []float64 }

// Fill implements Filler.
func (f empiricalFill) Fill(dst []float64, r *rand.Rand) {
	n := uint64(len(f.samples))
	for i := range dst {
		index, _ := bits.Mul64(r.Uint64(), n)
		dst[i] = f.samples[index]
	}
}

// empiricalTails are the shares of the samples that lie below -y and above y.
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

// empiricalSpread is half the distance between the quartiles of the samples, and 1 if there are
// no samples.
func empiricalSpread(n Noise) float64 {
	if len(n.Samples) == 0 {
		return 1
	}
	sorted := slices.Sorted(slices.Values(n.Samples))
	return (sorted[len(sorted)*3/4] - sorted[len(sorted)/4]) / 2
}
