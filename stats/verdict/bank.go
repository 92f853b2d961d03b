package verdict

import (
	"math"

	"levyscope/internal/par"
	"levyscope/stats/screen"
	"levyscope/stats/tail"
)

// A Bank counts many series at once as they come, each through its Screen: samples in atoms apart, the rest about the
// centre by octaves, in constant memory (see DyadicBank). Not for use by several goroutines at once, but for different
// series.
type Bank struct {
	filters []screen.Filter
	counts  *DyadicBank
	pairers []pairer
	pairs   *DyadicBank // differences of pairs, of the series that may be asymmetric
	pairsOf []int32     // of each series its place in pairs; -1: it has none
}

// NewBank returns a bank of one empty series for each screen.
func NewBank(screens []*screen.Screen) *Bank {
	b := filtered(screens)
	b.counts = NewDyadicBank(len(screens))
	return b
}

// filtered is a bank without counts of single samples.
func filtered(screens []*screen.Screen) *Bank {
	b := &Bank{filters: make([]screen.Filter, len(screens)), pairsOf: make([]int32, len(screens))}
	skewed := 0
	for i, s := range screens {
		b.filters[i] = screen.NewFilter(s)
		b.pairsOf[i] = -1
		if s.Doubtful() {
			b.pairsOf[i] = int32(skewed)
			skewed++
		}
	}
	b.pairers, b.pairs = make([]pairer, skewed), NewDyadicBank(skewed)
	return b
}

// Len is the number of series.
func (b *Bank) Len() int { return len(b.filters) }

// Add counts x in series i. NaN and infinities are not counted.
func (b *Bank) Add(i int, x float64) {
	v, ok := b.filters[i].Pass(x)
	if !ok {
		return
	}
	b.counts.Add(i, v)
	if !math.IsNaN(v) && !math.IsInf(v, 0) {
		b.addPair(i, v)
	}
}

// addPair counts the difference of every second v of series i, if its pairs are counted, and the one before.
func (b *Bank) addPair(i int, v float64) {
	if p := b.pairsOf[i]; p >= 0 {
		if difference, ok := b.pairers[p].add(v); ok {
			b.pairs.Add(int(p), difference)
		}
	}
}

// N is the number of samples of series i that its law was fitted to: finite, in no atom, not the centre itself.
func (b *Bank) N(i int) int { return b.counts.N(i) }

// Screen is that of series i.
func (b *Bank) Screen(i int) *screen.Screen { return b.filters[i].Screen() }

// Atoms are the samples in each atom of series i, in the order of its Screen.
func (b *Bank) Atoms(i int) []int { return b.filters[i].Counts() }

// Fit is the estimate of Dyadic.Fit for series i.
func (b *Bank) Fit(i int) tail.Fit { return b.counts.Fit(i) }

// Verdict judges series i; its block sums are not tested.
func (b *Bank) Verdict(i int) Verdict { return b.counts.verdict(i, b.facts(i)) }

// facts are what is known of series i beside its counts.
func (b *Bank) facts(i int) facts {
	filter := &b.filters[i]
	f := facts{drift: SumDrift{P: math.NaN()}, screen: filter.Screen(), atoms: filter.Counts()}
	if p := b.pairsOf[i]; p >= 0 {
		s := &b.pairs.series[p]
		f.pairs = func(bins *binned) (int, bool) { return int(s.zeros), s.binned(bins) }
	}
	return f
}

// VerdictAll judges every series into dst, len(dst) = Len(), on all cores, each by itself; DecideAll then judges
// them together. An error is a panic, a *par.Panic.
func (b *Bank) VerdictAll(dst []Verdict) error {
	return par.For(par.Workers(), len(dst), func(_, i int) { dst[i] = b.Verdict(i) })
}
