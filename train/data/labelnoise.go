package data

import (
	"math"
	"math/rand/v2"

	"levyscope/internal/rng"
	"levyscope/internal/spec"
)

// labelNoise is the parameter that every kind for classification has.
var labelNoise = spec.Param{Name: "label-noise", Range: spec.Between(0, 1), HideZero: true,
	Meaning: "share of the training labels replaced by another class"}

// noisy is k with the parameter of label noise after its own.
func noisy(k spec.Kind[loader]) *spec.Kind[loader] {
	load := k.Payload
	k.Params = append(k.Params, labelNoise)
	k.Payload = func(v spec.Values, o Options) (*Set, error) {
		set, err := load(v, o)
		if err == nil {
			replaceLabels(set.Train.Y, set.Classes, v.Number(labelNoise.Name), o.Seed)
		}
		return set, err
	}
	return &k
}

// replaceLabels gives round(share n) of the n labels y another class than they have. Which examples these are, and
// which classes they get, are streams of their own, so that a larger share adds to the examples of a smaller one. It
// is the symmetric label noise of the literature, in which a label never stays by chance.
func replaceLabels(y []uint8, classes int, share float64, seed uint64) {
	which := rng.New(seed, rng.LabelNoise, 0)
	by := rng.New(seed, rng.LabelNoise, 1)
	order := make([]int, len(y))
	for i := range order {
		order[i] = i
	}
	for j := range int(math.Round(share * float64(len(y)))) {
		k := j + which.IntN(len(y)-j)
		order[j], order[k] = order[k], order[j]
		y[order[j]] = other(y[order[j]], classes, by)
	}
}

// other is a class that is not y, each equally likely.
func other(y uint8, classes int, r *rand.Rand) uint8 {
	c := uint8(r.IntN(classes - 1))
	if c >= y {
		c++
	}
	return c
}
