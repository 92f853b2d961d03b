package series

import (
	"math"
	"slices"
)

// A Class is the judged series whose share of draws in the atom is in (Low, High]; that of the first class is 0.
// Alpha is by likelihood with the atom left out, and by block log-moments of all draws, as in the literature, and of
// those outside the atom. Errors of medians are by leaving out groups of draws.
type Class struct {
	Atoms     string                  `json:"atoms"` // in words, "to .05" for example
	Low       float64                 `json:"low"`
	High      float64                 `json:"high"`
	Count     int                     `json:"series"`
	Edge      int                     `json:"at_edge"`           // of them with alpha at an end of its search
	Quantiles [len(Quantiles)]float64 `json:"quantiles"`         // of alpha by likelihood
	SE        float64                 `json:"se"`                // of its median; NaN at an end of the search
	AllMoment float64                 `json:"log_moment_all"`    // median, all draws
	AllSE     float64                 `json:"log_moment_all_se"` // its error
	LogMoment float64                 `json:"log_moment"`        // median, draws outside the atom
	MomentSE  float64                 `json:"log_moment_se"`     // its error
	Kurtosis  float64                 `json:"kurtosis"`          // median, all draws
}

// classBounds are the classes by the share of draws in the atom.
var classBounds = [...]Class{
	{Atoms: "none", Low: 0, High: 0}, {Atoms: "to .01", Low: 0, High: .01}, {Atoms: "to .05", Low: .01, High: .05},
	{Atoms: "to .2", Low: .05, High: .2}, {Atoms: "to .9", Low: .2, High: .9}, {Atoms: "more", Low: .9, High: 1},
}

// classOf is the class of a share of draws in the atom.
func classOf(share float64) int {
	for k := range classBounds {
		if share <= classBounds[k].High {
			return k
		}
	}
	return len(classBounds) - 1
}

// classes are the classes of the judged series of an array.
func (b *Bank) classes(a Array, j *jackknife) []Class {
	out := slices.Clone(classBounds[:])
	for k := range out {
		var alpha, all, active, kurtosis []float64
		for i := a.From; i < a.To; i++ {
			l := &b.laws[i]
			if !l.judged || classOf(b.atomShare(i)) != k {
				continue
			}
			out[k].Count++
			alpha = finite(alpha, l.alpha)
			if AtEdge(l.alpha) {
				out[k].Edge++
			}
			all = finite(all, b.logMomentAll(i))
			active = finite(active, b.logMoment(i))
			kurtosis = finite(kurtosis, b.kurtosis(i))
		}
		slices.Sort(alpha)
		for q, p := range Quantiles {
			out[k].Quantiles[q] = Quantile(alpha, p)
		}
		out[k].AllMoment, out[k].LogMoment = inverse(median(all)), inverse(median(active))
		out[k].Kurtosis = median(kurtosis)
		e := j.class(k)
		out[k].SE, out[k].AllSE, out[k].MomentSE = e.alpha, e.all, e.active
		if AtEdge(out[k].Quantiles[medianPlace]) {
			out[k].SE = math.NaN()
		}
	}
	return out
}

// finite appends x if it is finite.
func finite(to []float64, x float64) []float64 {
	if x-x == 0 {
		return append(to, x)
	}
	return to
}

// median is that of values in any order, which are sorted in place.
func median(x []float64) float64 {
	slices.Sort(x)
	return Quantile(x, .5)
}

// inverse is 1/x, NaN unless x is above 0.
func inverse(x float64) float64 {
	if x > 0 {
		return 1 / x
	}
	return math.NaN()
}
