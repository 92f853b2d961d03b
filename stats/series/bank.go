package series

import (
	"math"

	"levyscope/stats/verdict"
)

// A Bank is the laws of all series of a stream. It does not change any more, and may be read by several goroutines.
type Bank struct {
	opt       StreamOptions
	draws     int
	cells     *verdict.SignedBank
	counted   []counted
	contrasts *Contrasts
	laws      []judgedLaw
	summaries []*Laws
}

// Arrays are those of the stream.
func (b *Bank) Arrays() []Array { return b.opt.Arrays }

// Len is the number of series.
func (b *Bank) Len() int { return len(b.counted) }

// Draws is the number of draws of each series.
func (b *Bank) Draws() int { return b.draws }

// Laws is the summary of an array, by its number.
func (b *Bank) Laws(array int) *Laws { return b.summaries[array] }

// centre is that of series i.
func (b *Bank) centre(i int) float64 { return b.opt.centre(i) }

// n is the number of finite draws of series i.
func (b *Bank) n(i int) int { return b.draws - int(b.counted[i].missing) }

// dead reports whether all draws of series i, two or more, are equal.
func (b *Bank) dead(i int) bool {
	k := &b.counted[i]
	return k.missing == 0 && b.draws >= 2 && (!k.varies || int(k.zeros) == b.draws)
}

// coarse reports whether the values of series i are too coarse for a law.
func (b *Bank) coarse(i int) bool {
	positive, negative := b.signs(i)
	return b.counted[i].repeats.coarse(positive + negative)
}

// atomShare is the share of zeros among the draws of series i; NaN of none.
func (b *Bank) atomShare(i int) float64 { return float64(b.counted[i].zeros) / float64(b.n(i)) }

// signs are the draws of series i above the centre and below it, the atom left out.
func (b *Bank) signs(i int) (positive, negative int) {
	return int(b.laws[i].positive), int(b.laws[i].negative)
}

// sd is the standard deviation of series i about its centre, all draws; NaN without a draw, or with a missing one.
func (b *Bank) sd(i int) float64 {
	if b.counted[i].missing > 0 {
		return math.NaN()
	}
	return math.Sqrt(b.counted[i].m2 / float64(b.draws))
}

// kurtosis is m4/m2^2 of series i, all draws.
func (b *Bank) kurtosis(i int) float64 {
	k := &b.counted[i]
	if k.missing > 0 || b.dead(i) {
		return math.NaN()
	}
	return float64(b.draws) * (k.m4 / k.m2 / k.m2)
}

// skewness is m3/m2^1.5 of series i, all draws.
func (b *Bank) skewness(i int) float64 {
	k := &b.counted[i]
	if k.missing > 0 || b.dead(i) {
		return math.NaN()
	}
	return math.Sqrt(float64(b.draws)) * (k.m3 / k.m2 / math.Sqrt(k.m2))
}

// logMomentAll is 1/alpha by block log-moments of all draws of series i.
func (b *Bank) logMomentAll(i int) float64 {
	k := &b.counted[i]
	if k.missing > 0 || b.dead(i) || k.all.ny < LeastSums {
		return math.NaN()
	}
	return k.all.sums().InverseAlpha(b.opt.Block) + b.opt.widened(b.opt.Block)
}

// logMoment is 1/alpha by block log-moments of the draws of series i outside the atom.
func (b *Bank) logMoment(i int) float64 {
	for level, size := range BlockSizes {
		if size == b.opt.Block {
			return b.inverse(i, level)
		}
	}
	return b.inverse(i, ContrastLevel)
}

// inverse is 1/alpha of series i at a level of the ladder.
func (b *Bank) inverse(i, level int) float64 {
	k := &b.counted[i]
	if k.missing > 0 || b.dead(i) {
		return math.NaN()
	}
	return k.ladder.inverseAlpha(level) + b.opt.widened(BlockSizes[level])
}

// Brief is of a series what a summary of many needs. The figures are those of Parameter.
type Brief struct {
	AtomShare, Sigma, SigmaSE  float64
	LogMomentAll, Sd, Kurtosis float64
	Dead                       bool
	Missing                    int
}

// Brief is what is quickly known of series i.
func (b *Bank) Brief(i int) Brief {
	l := &b.laws[i]
	return Brief{
		AtomShare: b.atomShare(i), Sigma: l.sigma, SigmaSE: l.sigmaSE, LogMomentAll: b.logMomentAll(i),
		Sd: b.sd(i), Kurtosis: b.kurtosis(i), Dead: b.dead(i), Missing: int(b.counted[i].missing),
	}
}

// Parameter is what is known of series i. It takes as long as the verdict on it.
func (b *Bank) Parameter(i int) Parameter {
	k, l := &b.counted[i], &b.laws[i]
	p := Parameter{
		N: b.n(i), Missing: int(k.missing), Zeros: int(k.zeros), Dead: b.dead(i),
		Coarse: !b.dead(i) && b.coarse(i), AtomShare: b.atomShare(i),
		Alpha: l.alpha, AlphaSE: math.NaN(), AlphaLow: math.NaN(), AlphaHigh: math.NaN(),
		Sigma: l.sigma, SigmaSE: l.sigmaSE,
		LogMoment: b.logMoment(i), LogMomentAll: b.logMomentAll(i), Halves: l.halves,
		Sd: b.sd(i), Kurtosis: b.kurtosis(i), Skewness: b.skewness(i), MedianAbs: b.medianAbs(i),
		Kind: verdict.Kind(l.kind), Judged: l.judged,
		PGaussian: float64(l.pGaussian), PStable: float64(l.pStable), PFinite: float64(l.pFinite),
		QGaussian: float64(l.qGaussian), QStable: float64(l.qStable), QFinite: float64(l.qFinite),
		PSigns: float64(l.pSigns), QSigns: float64(l.qSigns),
	}
	p.Positive, p.Negative = b.signs(i)
	if l.judged {
		v := b.cells.Verdict(i)
		p.AlphaLow, p.AlphaHigh = v.Lo, v.Hi
		if !AtEdge(l.alpha) {
			p.AlphaSE = v.Alpha.SE.Alpha
		}
		if !p.Coarse {
			p.Best = v.Best().Law
		}
	}
	for level := range p.Ladder {
		p.Ladder[level] = b.inverse(i, level)
	}
	return p
}

// medianAbs is the median of |U| of series i outside the atom, by interpolation in its bin; NaN without a draw.
func (b *Bank) medianAbs(i int) float64 {
	c := b.cells.Cells(i)
	from, to := c.Bins()
	n := 0
	for k := from; k < to; k++ {
		n += c.Above[k] + c.Below[k]
	}
	below := 0
	for k := from; k < to; k++ {
		here := c.Above[k] + c.Below[k]
		if 2*(below+here) >= n {
			return c.Edge(k) + (c.Edge(k+1)-c.Edge(k))*(float64(n)/2-float64(below))/float64(here)
		}
		below += here
	}
	return math.NaN()
}

// Histogram is the counts of series i.
func (b *Bank) Histogram(i int) Histogram {
	c := b.cells.Cells(i)
	h := Histogram{
		Zeros: int(b.counted[i].zeros), Centre: c.Zeros, OpenLow: c.OpenLow, OpenHigh: c.OpenHigh,
	}
	from, to := c.Bins()
	if from == to {
		return h
	}
	for k := from; k <= to; k++ {
		h.Edges = append(h.Edges, c.Edge(k))
	}
	h.Below = append(h.Below, c.Below[from:to]...)
	h.Above = append(h.Above, c.Above[from:to]...)
	return h
}

// Fitted are the laws fitted to series i, in ascending order of BIC; none where it has no verdict.
func (b *Bank) Fitted(i int) []verdict.LawScore {
	if !b.laws[i].judged {
		return nil
	}
	return b.cells.Verdict(i).Laws
}
