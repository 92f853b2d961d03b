package train

import (
	"math"
	"slices"

	"levyscope/internal/shard"
	"levyscope/stats"
	"levyscope/train/nn"
)

// summary reduces the series of an array's parameters to its estimate.
func (p *prober) summary(t nn.Tensor, sums *layerSums) (LayerNoise, error) {
	inverse := finite(sums.inverse[0])
	out := LayerNoise{Name: t.Name, Params: t.Len, Dead: t.Len - len(inverse), Alpha: math.NaN()}
	for i, q := range [...]float64{.05, .25, .5, .75, .95} {
		out.Quantiles[i] = reciprocal(stats.SortedQuantile(inverse, 1-q))
	}
	out.Alpha = out.Quantiles[2]
	out.AlphaSE = jackknife(sums.inverse[1:], reciprocal)
	median := 1 / out.Alpha
	out.ParamSE = out.Alpha * out.Alpha * stats.InverseAlphaSE(median, p.cfg.Batches/p.cfg.Block, p.cfg.Block)
	var sigma []float64
	for _, s := range p.sigma[t.Offset : t.Offset+t.Len] {
		if s > 0 {
			sigma = append(sigma, s)
		}
	}
	out.Sigma = stats.Median(sigma)
	out.SigmaSE = jackknife(sums.sigma, func(v float64) float64 { return v })
	out.Kurtosis = stats.Median(finite(sums.kurtosis))
	pooled, err := p.pooled(t)
	out.Pooled, out.PooledSE = pooled.Alpha, pooled.SE
	out.Histogram = sums.merge()
	return out, err
}

// finite is the sorted finite values of x.
func finite(x []float64) []float64 {
	var out []float64
	for _, v := range x {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			out = append(out, v)
		}
	}
	slices.Sort(out)
	return out
}

// reciprocal turns a quantile of 1/alpha into one of alpha. A sum of blocks that
// is smaller than its terms gives 1/alpha <= 0, "lighter than anything": +Inf.
func reciprocal(inv float64) float64 {
	if inv <= 0 {
		return math.Inf(1)
	}
	return 1 / inv
}

// jackknife is the standard error of a median over parameters from its values
// without each group of minibatches, a_g = f(median): sqrt((G-1)/G sum (a_g - mean)^2). Unlike a
// spread over parameters it knows that these share their minibatches: it is right
// where they share all, and some 1.6 times too large where they share nothing,
// for a median is not smooth enough for a jackknife.
// Source: Efron and Tibshirani 1993, section 11.5.
func jackknife(without [][]float64, f func(float64) float64) float64 {
	medians := make([]float64, 0, len(without))
	mean := 0.0
	for _, values := range without {
		m := f(stats.SortedQuantile(finite(values), .5))
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

// pooled is the estimate of Simsekli, Sagun and Gurbuzbalaban 2019: the noise of
// all parameters and all minibatches as one series, blocks running over
// neighbouring parameters of one minibatch. Their different scales make it heavy-tailed.
func (p *prober) pooled(t nn.Tensor) (stats.Estimate, error) {
	block := min(p.cfg.Block, t.Len)
	if block < 2 {
		return stats.Estimate{Alpha: math.NaN(), SE: math.NaN()}, nil
	}
	params := len(p.full)
	rows := make([]stats.LogSums, p.cfg.Batches)
	err := shard.For(len(p.scratch), len(rows), func(worker, m int) {
		s := p.scratch[worker]
		if len(s.row) < t.Len {
			s.row, s.sums = make([]float64, t.Len), make([]float64, t.Len)
		}
		x := s.row[:t.Len]
		for j := range x {
			x[j] = float64(p.g[m*params+t.Offset+j]) - float64(p.full[t.Offset+j])
		}
		rows[m] = stats.BlockLogs(x, block, s.sums)
	})
	var all stats.LogSums
	for _, r := range rows {
		all = all.Add(r)
	}
	return all.Estimate(block), err
}

// merge adds up the pieces' histograms in order.
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
