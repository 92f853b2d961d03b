package series

import (
	"math"
	"sync/atomic"

	"levyscope/stats/tail"
)

// Falls add up, over the series, the fall of 1/alpha from sums of 4 samples to sums of 128 within each tile of 128
// samples. Tile t is counted in group t mod fallGroups; since series that share minibatches err together while tiles
// are independent, the spread between the groups gives the error of the mean fall. Sums are kept in fixed point, so
// that they are exact and do not depend on the order in which cores add to them.
type Falls struct {
	sums   [fallGroups]atomic.Int64 // in units of 2^-32
	counts [fallGroups]atomic.Int64 // of tiles of series
}

const fallGroups = 256

// Add takes the tile t of one series, by the sums of its logarithms.
func (d *Falls) Add(t int, x, small, large tail.LogSums) {
	if x.NX < Tile || small.NX == 0 || large.NX == 0 {
		return
	}
	mean := x.X / float64(x.NX)
	fall := (small.X/float64(small.NX)-mean)/math.Log(4) - (large.X/float64(large.NX)-mean)/math.Log(Tile)
	d.sums[t%fallGroups].Add(int64(math.Round(fall * (1 << 32))))
	d.counts[t%fallGroups].Add(1)
}

// A Drift is the mean over the series of the fall of 1/alpha from sums of 4 samples to sums of 128: 0 for stable laws,
// positive where alpha rises toward 2, as it does for every law of finite variance.
type Drift struct {
	Fall   float64 `json:"fall"` // NaN where there are too few whole tiles of samples outside atoms
	SE     float64 `json:"se"`
	Groups int     `json:"groups"` // of tiles, behind SE
}

// leastGroups is how many groups of tiles an error needs.
const leastGroups = 4

// Drift is the drift of all tiles so far. Each group is weighed by its tiles:
//
//	Fall = sum w_g f_g,   SE^2 = G/(G - 1) sum w_g^2 (f_g - Fall)^2,   sum w_g = 1.
func (d *Falls) Drift() Drift {
	out := Drift{Fall: math.NaN(), SE: math.NaN()}
	sum, count := 0., 0.
	for g := range fallGroups {
		if n := d.counts[g].Load(); n > 0 {
			out.Groups++
			sum += float64(d.sums[g].Load()) / (1 << 32)
			count += float64(n)
		}
	}
	if out.Groups < leastGroups {
		return out
	}
	out.Fall = sum / count
	ss := 0.
	for g := range fallGroups {
		if n := float64(d.counts[g].Load()); n > 0 {
			off := float64(d.sums[g].Load())/(1<<32) - n*out.Fall
			ss += off * off
		}
	}
	groups := float64(out.Groups)
	out.SE = math.Sqrt(groups/(groups-1)*ss) / count
	return out
}
