package report

import (
	"math"

	"levyscope/stats/verdict"
)

// The names of two families, as package verdict has them.
const (
	stable   = "SaS"
	gaussian = "Gaussian"
)

// Octave counts Low <= |x - centre| < High, with what three laws expect there.
type Octave struct {
	Low      float64 `json:"low"`      // a power of two, or 0
	High     float64 `json:"high"`     // a power of two
	Count    int     `json:"count"`    // samples in the octave
	Stable   float64 `json:"sas"`      // samples that the stable law expects
	Gaussian float64 `json:"gaussian"` // samples that the Gaussian expects
	Best     float64 `json:"best"`     // the law of the least BIC
}

// octaves joins the quarters of octaves of the histogram. Below a 64th of the median, where densities are flat, and
// below half the step of a grid, there is one row.
func octaves(d *verdict.Dyadic, v verdict.Verdict) (out []Octave) {
	laws := map[string]verdict.LawScore{}
	for _, l := range v.Laws {
		laws[l.Name] = l
	}
	flat := math.Exp2(math.Floor(math.Log2(d.Quantile(.5))) - 6)
	if v.Step > 0 {
		flat = max(flat, math.Exp2(math.Ceil(math.Log2(v.Step/2))))
	}
	for _, b := range d.Bins() {
		low := math.Exp2(math.Floor(math.Log2(b.Lo)))
		high := 2 * low
		if b.Lo < flat {
			low, high = 0, flat
		}
		if n := len(out); n == 0 || out[n-1].Low != low {
			o := Octave{Low: low, High: high, Stable: math.NaN(), Gaussian: math.NaN(), Best: math.NaN()}
			if len(v.Laws) > 0 {
				o.Stable = expected(laws[stable], o, d.N())
				o.Gaussian = expected(laws[gaussian], o, d.N())
				o.Best = expected(v.Best(), o, d.N())
			}
			out = append(out, o)
		}
		out[len(out)-1].Count += b.Count
	}
	return out
}

// expected is how many of n samples a law about 0 has in o, on both sides.
func expected(l verdict.LawScore, o Octave, n int) float64 {
	return 2 * float64(n) * (l.Survival(o.Low) - l.Survival(o.High))
}
