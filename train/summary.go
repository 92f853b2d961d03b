package train

import (
	"math"
	"slices"

	"levyscope/stats/series"
	"levyscope/stats/tail"
	"levyscope/train/nn"
)

// quantiles are those that a LayerNoise gives.
var quantiles = [...]float64{.05, .25, .5, .75, .95}

// summary reduces the estimates of the parameters of the array t to those of the array.
func (p *prober) summary(t nn.Tensor, sums *layerSums) (LayerNoise, error) {
	from, to := t.Offset, t.Offset+t.Len
	active := func(values []float64) []float64 { return finite(values, p.apart[from:to]) }
	all := func(values []float64) []float64 { return finite(values, nil) }
	out := LayerNoise{Name: t.Name, Params: t.Len, Atoms: p.atoms(from, to)}
	live := all(sums.inverse[0])
	out.Dead = t.Len - len(live)
	out.AlphaAll, _ = cut(tail.SortedQuantile(live, .5))
	out.AlphaAllSE = jackknife(sums.inverse[1:], all, reciprocal)
	inverse := active(sums.inverse[0])
	for i, q := range quantiles {
		inv := tail.SortedQuantile(inverse, 1-q)
		out.InverseQuantiles[i] = inv
		out.Quantiles[i], _ = cut(inv)
	}
	median := out.InverseQuantiles[2]
	out.Alpha, out.AlphaBeyond = cut(median)
	out.AlphaSE = jackknife(sums.inverse[1:], active, reciprocal)
	out.ParamSE = tail.InverseAlphaSE(median, p.cfg.Batches/p.cfg.Block, p.cfg.Block) / (median * median)
	out.Sigma = quantile(activeScales(p.sigma[from:to], p.apart[from:to]), .5)
	out.SigmaSE = jackknife(sums.sigma, active, func(v float64) float64 { return v })
	out.Kurtosis = tail.SortedQuantile(active(sums.kurtosis), .5)
	pooled, block, err := p.pooled(t)
	out.Pooled, out.PooledBeyond, out.PooledSE = tailIndex(pooled, block)
	out.PooledBlock = block
	out.Histogram = sums.merge()
	return out, err
}

// finite are the finite values of x, sorted, without those of the parameters that stand apart.
func finite(x []float64, apart []bool) []float64 {
	var out []float64
	for i, v := range x {
		if !math.IsNaN(v) && !math.IsInf(v, 0) && (apart == nil || !apart[i]) {
			out = append(out, v)
		}
	}
	slices.Sort(out)
	return out
}

// reciprocal turns a quantile of 1/alpha into one of alpha. An estimate of 1/alpha can be
// zero or negative, where block sums are smaller than their terms: the tail is then
// lighter than that of any stable law, and alpha +Inf.
func reciprocal(inv float64) float64 {
	if inv <= 0 {
		return math.Inf(1)
	}
	return 1 / inv
}

// jackknife is the standard error of f(median over parameters). without[g] holds the
// values of the parameters when the g-th of G groups of minibatches is left out, of which
// the function of chooses and sorts those that count; with a_g = f(median of them) it is
//
//	sqrt((G-1)/G sum_g (a_g - mean a)^2).
//
// The spread over parameters would not do, because parameters share their minibatches.
// The jackknife is right where all parameters have the same noise, and about 1.6 times
// too large where their noise is independent, since a median is not a smooth function of
// the data. Source: Efron and Tibshirani 1993, section 11.5.
func jackknife(without [][]float64, of func([]float64) []float64, f func(float64) float64) float64 {
	medians := make([]float64, 0, len(without))
	mean := 0.0
	for _, values := range without {
		m := f(tail.SortedQuantile(of(values), .5))
		medians = append(medians, m)
		mean += m / float64(len(without))
	}
	sum := 0.0
	for _, m := range medians {
		sum += (m - mean) * (m - mean)
	}
	g := float64(len(without))
	return math.Sqrt((g - 1) / g * sum)
}

// merge adds up the histograms of the pieces in their order.
func (s *layerSums) merge() Histogram {
	h := Histogram{Limit: histogramLimit, Counts: make([]int, histogramBins)}
	squares, n := 0.0, 0
	for piece, counts := range s.histogram {
		if counts == nil {
			continue
		}
		h.Under += counts[0]
		h.Over += counts[histogramBins+1]
		for i := range h.Counts {
			h.Counts[i] += counts[i+1]
		}
		squares += s.squares[piece]
		n += s.counted[piece]
	}
	h.SD = math.Sqrt(squares / float64(n))
	return h
}

// quantile is that of values in any order; NaN without any.
func quantile(x []float64, p float64) float64 {
	return tail.SortedQuantile(slices.Sorted(slices.Values(x)), p)
}

// activeScales are the scales of the parameters with noise that do not stand apart.
func activeScales(sigma []float64, apart []bool) []float64 {
	var out []float64
	for i, s := range sigma {
		if s > 0 && !apart[i] {
			out = append(out, s)
		}
	}
	return out
}

// medianErrors are the standard errors of the median log-moment estimates over the active parameters and over all, as
// the means of those of the classes: parameters share their minibatches, so that the classes err together.
func medianErrors(classes []series.Class) (active, all float64) {
	var sums, counts [2]float64
	for _, c := range classes {
		if c.Count == 0 || math.IsNaN(c.AllSE) {
			continue
		}
		n := float64(c.Count)
		sums[1], counts[1] = sums[1]+n*c.AllSE, counts[1]+n
		if c.High <= AtomShare {
			sums[0], counts[0] = sums[0]+n*c.AllSE, counts[0]+n
		}
	}
	return sums[0] / counts[0], sums[1] / counts[1] // 0/0 is NaN: there is none
}
