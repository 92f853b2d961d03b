package stats

import "math"

// stableFamily is SaS with alpha from smallestIndex to 2.
var stableFamily = &family{name: "SaS", params: 2, table: newShapeTable(smallestIndex, 2, 81, func(alpha float64) func(float64) float64 {
	at := standardLaw(alpha)
	if alpha != 1 && alpha != 2 {
		at = newKernel(alpha).both // not one of the few that the cache keeps
	}
	return func(x float64) float64 { _, s := at(x); return s }
})}

// smallestIndex is the smallest tail index that the dyadic estimator gives.
const smallestIndex = .4

// fitStable fits SaS: octaves first, from a guess, then the bins themselves.
func fitStable(b *binned) binnedFit {
	shape, logScale := stableGuess(b)
	if b.split == Octaves {
		return stableFamily.fitBinned(b, shape, logScale)
	}
	coarse := b.octaves()
	fit := stableFamily.fitBinned(&coarse, shape, logScale)
	return stableFamily.fitBinned(b, fit.shape, fit.logScale)
}

// stableGuess takes log2 of the scale from the median of |x|, which is close to the
// scale for every alpha >= 1, and alpha from the share beyond eight times that.
func stableGuess(b *binned) (alpha, logScale float64) {
	beyond := 0.
	m := int(b.split)
	edge := floorDiv(int(math.Round(b.mid*float64(m))), 1) + 3*m
	for k := range b.edges + 1 {
		if b.first+k-1 >= edge {
			beyond += b.n[k]
		}
	}
	q := (beyond + .3) / b.total
	return min(max(1-.2*(math.Log2(q)+3.66), .6), 1.98), b.mid
}
