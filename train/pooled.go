package train

import (
	"math"
	"slices"

	"levyscope/internal/par"
	"levyscope/stats/tail"
	"levyscope/train/nn"
)

// WholeNet is the estimate of Simsekli, Sagun and Gurbuzbalaban 2019: the noise of all
// parameters of the network in all minibatches is one sample of N = K x parameters values,
// minibatch after minibatch, and alpha comes from its blocks of K1 successive values by the
// log-moment estimator of Mohammadi et al. 2015, N = K1 K2. It is not the tail index of any
// parameter's noise: unequal scales alone make such a sample heavy-tailed, and the
// parameters with atoms are among it. Exact zeros have no logarithm and are left out of
// the means.
type WholeNet struct {
	Alpha  float64 `json:"alpha"`            // the estimate, 2 where the formula gives more; NaN without noise
	Beyond float64 `json:"beyond,omitempty"` // what the formula gives where that is more than 2
	SE     float64 `json:"se"`               // standard error if the values were independent
	Block  int     `json:"block"`            // K1
	Values int     `json:"values"`           // N = K1 K2
}

// pooled is a variant of that estimate for the array t, without parameters that have atoms
// or no noise: the blocks hold at most cfg.Block neighbouring parameters of one minibatch.
// It returns the block size too, 0 where there are fewer than two parameters.
func (p *prober) pooled(t nn.Tensor) (est tail.LogSums, block int, err error) {
	var active []int
	for i := t.Offset; i < t.Offset+t.Len; i++ {
		if p.sigma[i] > 0 && !p.apart[i] {
			active = append(active, i)
		}
	}
	if block = min(p.cfg.Block, len(active)); block < 2 {
		return tail.LogSums{}, 0, nil
	}
	params := len(p.full)
	rows := make([]tail.LogSums, p.cfg.Batches)
	err = par.For(len(p.scratch), len(rows), func(worker, m int) {
		x, sums := p.scratch[worker].series(t.Len)
		for j, i := range active {
			x[j] = float64(p.g[m*params+i]) - float64(p.full[i])
		}
		rows[m] = tail.BlockLogs(x[:len(active)], block, sums)
	})
	for _, r := range rows {
		est = est.Add(r)
	}
	return est, block, err
}

// series is room for n values and for their block sums.
func (s *probeScratch) series(n int) (x, sums []float64) {
	if len(s.row) < n {
		s.row, s.sums = make([]float64, n), make([]float64, n)
	}
	return s.row[:n], s.sums
}

// wholeNet computes the estimate of Simsekli et al. with blocks of the given size.
func (p *prober) wholeNet(block int) (WholeNet, error) {
	params := len(p.full)
	centre := slices.Clone(p.full)
	for i, sigma := range p.sigma {
		if sigma == 0 && p.g[i] != 0 {
			centre[i] = p.g[i] // the same in all minibatches: no noise, not even that of rounding
		}
	}
	blocks := len(p.g) / block
	parts := make([]tail.LogSums, min(blocks, 256)) // a fixed number of pieces, whatever the cores
	err := par.For(len(p.scratch), len(parts), func(worker, part int) {
		x, sums := p.scratch[worker].series(block)
		from, to := part*blocks/len(parts), (part+1)*blocks/len(parts)
		for b := from; b < to; b++ {
			i := b * block % params
			for j, v := range p.g[b*block : (b+1)*block] {
				x[j] = float64(v) - float64(centre[i])
				if i++; i == params {
					i = 0
				}
			}
			parts[part] = parts[part].Add(tail.BlockLogs(x, block, sums))
		}
	})
	var all tail.LogSums
	for _, part := range parts {
		all = all.Add(part)
	}
	out := WholeNet{Block: block, Values: blocks * block}
	out.Alpha, out.Beyond, out.SE = tailIndex(all, block)
	return out, err
}

// rootBlock is the block size K1 for n values: the largest divisor of n up to its root, so
// that no value is left out, unless that is less than half the root; then the root itself.
func rootBlock(n int) int {
	root := int(math.Sqrt(float64(n)))
	for k := root; k > root/2 && k >= 2; k-- {
		if n%k == 0 {
			return k
		}
	}
	return max(2, root)
}

// tailIndex is the estimate of alpha by sums over blocks: as cut has it, with the standard
// error of what the formula gives. All are NaN without a value other than 0.
func tailIndex(s tail.LogSums, block int) (alpha, beyond, se float64) {
	if s.NX == 0 || s.NY == 0 {
		return nan, 0, nan
	}
	inv := s.InverseAlpha(block)
	alpha, beyond = cut(inv)
	if !(inv > 0) {
		return alpha, beyond, nan
	}
	return alpha, beyond, tail.InverseAlphaSE(inv, s.NY, block) / (inv * inv)
}

// cut turns an estimate of 1/alpha into one of the tail index alpha, which is at most 2.
// Where the formula gives more, as it does for half of all Gaussian samples and for values
// that nearly cancel in sums, alpha is 2 and beyond what the formula gives: +Inf where
// block sums are smaller than their terms. Otherwise beyond is 0.
func cut(inv float64) (alpha, beyond float64) {
	switch {
	case inv < .5:
		return 2, reciprocal(inv)
	default:
		return 1 / inv, 0 // NaN of NaN
	}
}
