package train

import (
	"context"
	"math"

	"levyscope/internal/par"
	"levyscope/stats/tail"
	"levyscope/train/nn"
)

const (
	tile            = 16      // parameters taken at once: a cache line of float32
	jackknifeGroups = 8       // groups of blocks left out in turn, at most
	histogramBins   = 128     // equal bins
	histogramLimit  = 16.0    // the bins cover [-16, 16) scales
	histogramValues = 1 << 21 // about the most values in one histogram: of larger arrays every n-th parameter enters
)

// columns is room for the series of a tile of parameters.
type columns struct {
	x     [tile][]float64 // (K) noise of one parameter across minibatches
	zeros [tile]int       // minibatches whose gradient is exactly 0, before the full gradient is subtracted
	sums  []float64       // (K2) block sums
}

// layerSums are the estimates of the parameters of one array, NaN for those without noise,
// and the sums over its pieces: tiles of parameters, which the cores share.
type layerSums struct {
	inverse   [][]float64 // (groups+1, params) 1/alpha-hat from all blocks, then without each group of blocks
	sigma     [][]float64 // (groups, params) scale without each group of blocks
	kurtosis  []float64   // (params)
	histogram [][]int     // by piece: Under, bins, Over
	squares   []float64   // by piece: sum of squares of U/sigma
	counted   []int       // by piece: values in the histogram
}

// layer estimates the noise of the array t from the gradients that draw has left in p.g.
func (p *prober) layer(ctx context.Context, t nn.Tensor) (LayerNoise, error) {
	pieces := (t.Len + tile - 1) / tile
	sums := layerSums{
		inverse: make([][]float64, p.groups()+1), sigma: make([][]float64, p.groups()), kurtosis: make([]float64, t.Len),
		histogram: make([][]int, pieces), squares: make([]float64, pieces), counted: make([]int, pieces),
	}
	for g := range sums.inverse {
		sums.inverse[g] = make([]float64, t.Len)
	}
	for g := range sums.sigma {
		sums.sigma[g] = make([]float64, t.Len)
	}
	stride := 1 + p.cfg.Batches*t.Len/histogramValues
	err := par.For(len(p.scratch), pieces, func(worker, piece int) {
		if ctx.Err() != nil {
			return
		}
		c := p.scratch[worker].columns(p.cfg)
		from := piece * tile
		n := min(tile, t.Len-from)
		p.gather(c, t.Offset+from, n)
		for j := range n {
			i, at := from+j, t.Offset+from+j
			p.series(&sums, c, t, i, c.x[j])
			p.zeros[at] = float64(c.zeros[j]) / float64(p.cfg.Batches)
			p.apart[at] = p.sigma[at] > 0 && p.zeros[at] > AtomShare
			if i%stride == 0 && p.sigma[at] > 0 && !p.apart[at] {
				sums.count(piece, c.x[j], p.sigma[at])
			}
		}
	})
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return LayerNoise{}, err
	}
	return p.summary(t, &sums)
}

// groups is the number of groups of blocks that the jackknife leaves out in turn.
func (p *prober) groups() int { return min(jackknifeGroups, p.cfg.Batches/p.cfg.Block) }

// columns makes the worker's room on first use.
func (s *probeScratch) columns(cfg Probe) *columns {
	if s.column == nil {
		s.column = &columns{sums: make([]float64, cfg.Batches/cfg.Block)}
		for j := range s.column.x {
			s.column.x[j] = make([]float64, cfg.Batches)
		}
	}
	return s.column
}

// gather sets x[j], for the n parameters from index i on, to the noise of parameter i+j in
// all minibatches: x[j][m] is that element of g_m - grad L; zeros[j] counts the g_m that are 0.
func (p *prober) gather(c *columns, i, n int) {
	params := len(p.full)
	c.zeros = [tile]int{}
	for m := range p.cfg.Batches {
		row := p.g[m*params+i : m*params+i+n]
		for j, v := range row {
			c.x[j][m] = float64(v) - float64(p.full[i+j])
			if v == 0 {
				c.zeros[j]++
			}
		}
	}
}

// series estimates the tail index and the scale of one parameter, the i-th of the array t,
// from its noise x (K), with all blocks and without each group of them.
func (p *prober) series(sums *layerSums, c *columns, t nn.Tensor, i int, x []float64) {
	at := t.Offset + i
	if !varies(x) { // a dead unit, or values that are not finite, which the run reports
		p.sigma[at] = 0
		for g := range sums.inverse {
			sums.inverse[g][i] = math.NaN()
		}
		for g := range sums.sigma {
			sums.sigma[g][i] = math.NaN()
		}
		sums.kurtosis[i] = math.NaN()
		return
	}
	block := p.cfg.Block
	blocks := len(x) / block
	var room [jackknifeGroups]tail.LogSums
	groups := room[:p.groups()]
	var all tail.LogSums
	for g := range groups {
		from, to := g*blocks/len(groups), (g+1)*blocks/len(groups)
		groups[g] = tail.BlockLogs(x[from*block:to*block], block, c.sums)
		all = all.Add(groups[g])
	}
	sums.inverse[0][i] = all.InverseAlpha(block)
	for g := range groups {
		rest := all.Sub(groups[g])
		inv := rest.InverseAlpha(block)
		sums.inverse[g+1][i] = inv
		sums.sigma[g][i], _ = tail.ScaleFromLogs(rest.X, rest.NX, inv)
	}
	inv := all.InverseAlpha(block)
	p.sigma[at], _ = tail.ScaleFromLogs(all.X, all.NX, inv)
	sums.kurtosis[i] = kurtosis(x)
}

// varies says that the values of x are finite and not all equal.
func varies(x []float64) bool {
	lo, hi, zero := x[0], x[0], 0.0
	for _, v := range x {
		if v < lo {
			lo = v
		}
		if v > hi {
			hi = v
		}
		zero += v - v // NaN where v is not finite
	}
	return zero == 0 && lo < hi && !math.IsInf(hi-lo, 0)
}

// kurtosis is mean U^4 / (mean U^2)^2 about 0, the exact centre of the noise.
func kurtosis(x []float64) float64 {
	m2, m4 := 0.0, 0.0
	for _, v := range x {
		s := v * v
		m2 += s
		m4 += s * s
	}
	return m4 * float64(len(x)) / (m2 * m2)
}

// count adds the values of one parameter, in units of its scale, to the histogram.
func (s *layerSums) count(piece int, x []float64, sigma float64) {
	if s.histogram[piece] == nil {
		s.histogram[piece] = make([]int, histogramBins+2)
	}
	h := s.histogram[piece]
	scale := histogramBins / (2 * histogramLimit) / sigma
	sq := 0.0
	for _, v := range x {
		b := v*scale + histogramBins/2
		switch {
		case b < 0:
			h[0]++
		case b >= histogramBins:
			h[histogramBins+1]++
		default:
			h[int(b)+1]++
		}
		sq += v * v
	}
	s.squares[piece] += sq / (sigma * sigma)
	s.counted[piece] += len(x)
}

// histogram counts the noise of the active parameters of the array t, in units of their scales, which are known.
func (p *prober) histogram(ctx context.Context, t nn.Tensor) (Histogram, error) {
	pieces := (t.Len + tile - 1) / tile
	sums := layerSums{histogram: make([][]int, pieces), squares: make([]float64, pieces), counted: make([]int, pieces)}
	stride := 1 + p.cfg.Batches*t.Len/histogramValues
	err := par.For(len(p.scratch), pieces, func(worker, piece int) {
		c := p.scratch[worker].columns(p.cfg)
		from := piece * tile
		n := min(tile, t.Len-from)
		p.gather(c, t.Offset+from, n)
		for j := range n {
			if at := t.Offset + from + j; (from+j)%stride == 0 && p.sigma[at] > 0 && !p.apart[at] {
				sums.count(piece, c.x[j], p.sigma[at])
			}
		}
	})
	if err == nil {
		err = ctx.Err()
	}
	return sums.merge(), err
}

// Burst are consecutive steps of a trajectory, whose gradients are centred by their mean.
type Burst struct {
	From  int `json:"from"`  // first step
	Step  int `json:"step"`  // one past the last
	Draws int `json:"draws"` // gradients that were there: fewer where some were lost
	// Drift is the median over the parameters of the distance of the means of the two halves of the burst, in standard
	// deviations of one gradient; DriftNull is what it would be without drift.
	Drift     float64 `json:"drift"`
	DriftNull float64 `json:"drift_null"`
}
