package tail

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// LogMomentCurve is LogMoment at each block size of blocks, in their order. On a
// stable law the curve is level; where it rises toward 2 as the blocks grow the
// samples are not stable (see LogMomentDrift). A size below 2 or above len(x), and
// an x that is not finite, give NaN.
// Source: as LogMoment.
func LogMomentCurve(x []float64, blocks []int) []Estimate {
	curve := make([]Estimate, len(blocks))
	finite := fitFinite(x)
	for i, block := range blocks {
		curve[i] = Estimate{Alpha: math.NaN(), SE: math.NaN()}
		if finite && block >= 2 {
			curve[i] = LogMoment(x, block)
		}
	}
	return curve
}

// LogMomentBlocks is a ladder of block sizes for n samples: 4, 8, 16 ... as long as
// 32 blocks remain; empty for n below 128.
func LogMomentBlocks(n int) []int {
	var blocks []int
	for block := 4; block <= n/32; block *= 2 {
		blocks = append(blocks, block)
	}
	return blocks
}

// Drift is what becomes of the tail index as the blocks grow. Fall is the fall
// of 1/alpha-hat from the small blocks to the large ones with its standard error
// (0 for a stable law, positive where alpha-hat rises toward 2), Groups the
// number of groups of the jackknife behind SE, and P the one-sided p-value of
// Fall/SE under Student's t with Groups-1 degrees of freedom.
type Drift struct {
	Small, Large Estimate
	Fall, SE     float64
	P            float64
	Groups       int
}

// LogMomentDrift compares LogMoment at two block sizes, 2 <= small < large. Both
// estimates are made of the same samples, so the error of their difference is not
// the sum of theirs: x is cut into up to 64 groups of whole large blocks and the
// standard error is that of the jackknife that leaves out one group at a time.
// The difference is taken in 1/alpha, which is linear in the means of logarithms
// and so nearest to normal. NaN with fewer than 8 large blocks or x not finite.
// Source: Efron and Stein 1981 (jackknife); Mohammadi, Mohammadpour and Ogata 2015 (the estimator).
func LogMomentDrift(x []float64, small, large int) Drift {
	const least, most = 8, 64
	nan := math.NaN()
	none := Estimate{Alpha: nan, SE: nan}
	d := Drift{Small: none, Large: none, Fall: nan, SE: nan, P: nan}
	if small < 2 || large <= small || len(x)/large < least || !fitFinite(x) {
		return d
	}
	groups := min(len(x)/large, most)
	size := len(x) / large / groups * large
	scratch := make([]float64, size/small)
	type pair struct{ small, large LogSums }
	parts, all := make([]pair, groups), pair{}
	for i := range parts {
		g := x[i*size : (i+1)*size]
		parts[i] = pair{BlockLogs(g, small, scratch), BlockLogs(g, large, scratch)}
		all = pair{all.small.Add(parts[i].small), all.large.Add(parts[i].large)}
	}
	fall := func(p pair) float64 { return p.small.InverseAlpha(small) - p.large.InverseAlpha(large) }
	d.Small, d.Large = all.small.Estimate(small), all.large.Estimate(large)
	d.Fall, d.Groups = fall(all), groups
	without, mean := make([]float64, groups), 0.0
	for i, p := range parts {
		without[i] = fall(pair{all.small.Sub(p.small), all.large.Sub(p.large)})
		mean += without[i] / float64(groups)
	}
	ss := 0.0
	for _, v := range without {
		ss += (v - mean) * (v - mean)
	}
	d.SE = math.Sqrt(ss * float64(groups-1) / float64(groups))
	d.P = driftP(d.Fall/d.SE, groups)
	return d
}

// driftP is P(T > t) for Student's t; NaN in, NaN out.
func driftP(t float64, groups int) float64 {
	if math.IsNaN(t) {
		return math.NaN()
	}
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(groups - 1)}.Survival(t)
}
