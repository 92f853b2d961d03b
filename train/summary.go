package train

import (
	"math"
	"slices"

	"levyscope/internal/par"
	"levyscope/stats/tail"
	"levyscope/train/nn"
)

// summary reduces the estimates of the parameters of the array t to those of the array.
func (p *prober) summary(t nn.Tensor, sums *layerSums) (LayerNoise, error) {
	inverse := finite(sums.inverse[0])
	out := LayerNoise{Name: t.Name, Params: t.Len, Dead: t.Len - len(inverse), Alpha: math.NaN()}
	for i, q := range [...]float64{.05, .25, .5, .75, .95} {
		out.Quantiles[i] = reciprocal(tail.SortedQuantile(inverse, 1-q))
	}
	out.Alpha = out.Quantiles[2]
	out.AlphaSE = jackknife(sums.inverse[1:], reciprocal)
	median := 1 / out.Alpha
	out.ParamSE = out.Alpha * out.Alpha * tail.InverseAlphaSE(median, p.cfg.Batches/p.cfg.Block, p.cfg.Block)
	var sigma []float64
	for _, s := range p.sigma[t.Offset : t.Offset+t.Len] {
		if s > 0 {
			sigma = append(sigma, s)
		}
	}
	out.Sigma = tail.Median(sigma)
	out.SigmaSE = jackknife(sums.sigma, func(v float64) float64 { return v })
	out.Kurtosis = tail.Median(finite(sums.kurtosis))
	pooled, err := p.pooled(t)
	out.Pooled, out.PooledSE = pooled.Alpha, pooled.SE
	out.Histogram = sums.merge()
	return out, err
}

// finite are the finite values of x, sorted.
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
// values of the parameters when the g-th of G groups of minibatches is left out; with a_g
// = f(median of without[g]) it is
//
//	sqrt((G-1)/G sum_g (a_g - mean a)^2).
//
// The spread over parameters would not do, because parameters share their minibatches.
// The jackknife is right where all parameters have the same noise, and about 1.6 times
// too large where their noise is independent, since a median is not a smooth function of
// the data. Source: Efron and Tibshirani 1993, section 11.5.
func jackknife(without [][]float64, f func(float64) float64) float64 {
	medians := make([]float64, 0, len(without))
	mean := 0.0
	for _, values := range without {
		m := f(tail.SortedQuantile(finite(values), .5))
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

// pooled is the estimate of Simsekli, Sagun and Gurbuzbalaban 2019. It takes the noise of
// all parameters of the array and all minibatches as one series, with blocks of
// neighbouring parameters of one minibatch. Parameters of different scales make such a
// series heavy-tailed even where the noise of each is Gaussian.
func (p *prober) pooled(t nn.Tensor) (tail.Estimate, error) {
	block := min(p.cfg.Block, t.Len)
	if block < 2 {
		return tail.Estimate{Alpha: math.NaN(), SE: math.NaN()}, nil
	}
	params := len(p.full)
	rows := make([]tail.LogSums, p.cfg.Batches)
	err := par.For(len(p.scratch), len(rows), func(worker, m int) {
		s := p.scratch[worker]
		if len(s.row) < t.Len {
			s.row, s.sums = make([]float64, t.Len), make([]float64, t.Len)
		}
		x := s.row[:t.Len]
		for j := range x {
			x[j] = float64(p.g[m*params+t.Offset+j]) - float64(p.full[t.Offset+j])
		}
		rows[m] = tail.BlockLogs(x, block, s.sums)
	})
	var all tail.LogSums
	for _, r := range rows {
		all = all.Add(r)
	}
	return all.Estimate(block), err
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
