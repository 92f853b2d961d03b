package law

// Quantiles is a table of the quantiles of a symmetric law, as Sampler describes it.
type Quantiles struct{ table *inverseTable }

// NewQuantiles makes the table of the symmetric law whose density f and survival function s at
// x >= 0 are those that at returns. The density must be continuous, and positive up to the
// quantile of 2^-17. at is called some 5000 times, and again for draws beyond the table, of
// probability 2^-16; it must be safe for several goroutines.
func NewQuantiles(at func(x float64) (f, s float64)) Quantiles {
	table := tabulate(at, nil)
	from := table.bins[len(table.bins)-octaveBins][0]
	table.quantile = func(u float64) float64 { return solveTail(at, u, from) }
	return Quantiles{table}
}

// Sampler is a sampler of the law times scale > 0.
func (q Quantiles) Sampler(scale float64) Sampler { return Sampler{table: q.table, scale: scale} }

// solveTail is the x >= from with S(x) = u, by bisection to a relative 1e-9.
func solveTail(at func(x float64) (f, s float64), u, from float64) float64 {
	lo, hi := from, 2*from
	for range 60 {
		if _, s := at(hi); s < u {
			break
		}
		lo, hi = hi, 2*hi
	}
	for hi-lo > 1e-9*lo {
		middle := lo + (hi-lo)/2
		if _, s := at(middle); s < u {
			hi = middle
		} else {
			lo = middle
		}
	}
	return lo
}
