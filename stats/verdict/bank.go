package verdict

import (
	"math"

	"levyscope/internal/par"
	"levyscope/stats/law"
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

// An Asymmetry tells of a series whose two sides differ. Its law is judged by the differences of its samples in pairs,
// (x1 - x2), (x3 - x4), ...: if the samples are independent and of one stable law, whatever its skewness, these are SaS
// with the same tail index and 2^(1/alpha) times the scale.
type Asymmetry struct {
	P        float64 // of symmetry, by tail.Skewness
	Beta     float64 // skewness of the stable law with these quantiles
	BetaSE   float64 // its standard error
	Pairs    int     // differences that the law was judged by
	OneSided int     // 1: no sample is below zero, -1: none is above it, 0: neither
}

// pairer forms differences of samples in pairs.
type pairer struct {
	first   float64
	pending bool
}

// add returns first - x for every second sample.
func (p *pairer) add(x float64) (difference float64, ok bool) {
	if p.pending = !p.pending; p.pending {
		p.first = x
		return 0, false
	}
	return p.first - x, true
}

// judgePairs replaces what v says of the law of an asymmetric series by what the differences of pairs say, counted in
// b with zeros equal ones. Of a series that may be asymmetric, or not, a stable law is rejected only if they reject
// it too.
func (f *facts) judgePairs(v *Verdict, b *binned, zeros int) {
	s := f.screen
	pairs := facts{zeros: zeros, screen: &screen.Screen{Grid: s.Grid}, drift: SumDrift{P: math.NaN()}}
	pairs.screen.Grid.Origin = 0
	d := pairs.judge(b)
	if !s.Asymmetric() {
		if v.PStable < significance*strict && !(d.PStable < significance*strict) {
			v.PStable, v.lead = d.PStable, math.Inf(1)
			v.Remarks = append(v.Remarks, Remark{Kind: DoubtfulSymmetry, P: s.Skew.P})
		}
		return
	}
	v.Asymmetry = &Asymmetry{P: s.Skew.P, Beta: s.Skew.Beta, BetaSE: s.Skew.BetaSE, OneSided: s.OneSided()}
	v.Asymmetry.Pairs = d.N
	v.Alpha, v.Lo, v.Hi = d.Alpha, d.Lo, d.Hi
	single := math.Exp2(-1 / d.Alpha.Alpha)
	v.Alpha.Stable = law.Stable{Alpha: d.Alpha.Alpha, Beta: s.Skew.Beta, Scale: d.Alpha.Scale * single}
	v.Alpha.SE.Scale *= single
	v.PGaussian = least(s.Skew.P, d.PGaussian) // a skewed law is no Gaussian
	v.PStable, v.PFinite, v.finite, v.Outlier = d.PStable, d.PFinite, "", nil
	v.gaussian, v.light, v.lead = false, d.light, d.lead
	if s.Serial() { // differences of samples that depend on each other tell no law
		v.Asymmetry.Pairs = 0
		v.PStable, v.PFinite = math.NaN(), math.NaN()
		v.Alpha, v.Lo, v.Hi = tail.NoFit(v.N), math.NaN(), math.NaN()
	}
}
