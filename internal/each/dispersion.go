package each

import (
	"math"

	"levyscope/stats/series"
)

// dispersions are the dispersion by block log-moments and by likelihood on two halves; none after an interruption, and
// of fewer than two series.
func (r *Result) dispersions() []series.Dispersion {
	n := r.Layout.Count()
	if r.Partial || n < 2 || r.Contrasts == nil || r.Contrasts.Series != n {
		return nil
	}
	r.dropContrasts()
	halves := [2][]float64{make([]float64, n), make([]float64, n)}
	for i := range r.Series {
		s := &r.Series[i]
		for k := range halves {
			halves[k][i] = s.Halves[k]
			if !s.HasAlpha() {
				halves[k][i] = math.NaN()
			}
		}
	}
	return series.Dispersions(r.Contrasts.C, halves, r.Shape)
}

// dropContrasts makes the contrasts of series without a law NaN.
func (r *Result) dropContrasts() {
	n := r.Contrasts.Series
	for i := range r.Series {
		if !r.Series[i].HasAlpha() {
			for b := range r.Contrasts.Blocks() {
				r.Contrasts.C[b*n+i] = float32(math.NaN())
			}
		}
	}
}
