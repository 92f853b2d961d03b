package each

import (
	"math"

	"levyscope/internal/array"
	"levyscope/stats/series"
	"levyscope/stats/verdict"
)

// A Result is what is said of an array.
type Result struct {
	Layout    array.Layout
	Shape     []int // of the series: that of the array without the axis of the samples
	Samples   int   // of each series
	Head      int   // of the first samples of each series gave its centre, grid and atoms
	Rate      float64
	Partial   bool     // interrupted
	Series    []Series // in C order of Shape; fewer than Layout.Count() after an interruption
	Contrasts *series.Contrasts
	Drift     series.Drift
}

// Position is the multi-index of series i of Shape.
func (r *Result) Position(i int) []int {
	out := make([]int, len(r.Shape))
	for k := len(out) - 1; k >= 0; k-- {
		out[k] = i % r.Shape[k]
		i /= r.Shape[k]
	}
	return out
}

// decide decides all verdicts together, by Benjamini and Hochberg's method, and notes the adjusted p-values. The
// verdicts are those of the series, in their order.
func (r *Result) decide(verdicts []verdict.Verdict) {
	verdict.DecideAll(verdicts, r.Rate)
	p := make([]float64, len(verdicts))
	for k, of := range [...]func(v *verdict.Verdict) float64{
		func(v *verdict.Verdict) float64 { return v.PGaussian },
		func(v *verdict.Verdict) float64 { return v.PStable },
		func(v *verdict.Verdict) float64 {
			if math.IsNaN(v.PFinite) && !math.IsNaN(v.PGaussian) {
				return 1 // a test all the same: see verdict.DecideAll
			}
			return v.PFinite
		},
	} {
		for i := range verdicts {
			p[i] = of(&verdicts[i])
		}
		for i, q := range verdict.BenjaminiHochberg(p) {
			r.Series[i].Adjusted[k] = q
		}
	}
}
