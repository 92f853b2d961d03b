package verdict

import (
	"math"

	"levyscope/internal/par"
	"levyscope/stats/tail"
)

// A DyadicBank counts many series at once (one for each parameter of a network, say) by octaves,
// in 140 bytes a series: 32 bins, positive samples, zeros, and where the bins begin. The
// window of 32 octaves follows the data while little is lost by it (see down and up); what lies beyond
// its ends is counted in the end bins, and Fit reads these as open. The counts are of 32 bits: they
// hold below 4e9 samples a series. Not for use by several goroutines at once, but for different series.
type DyadicBank struct {
	series []bankSeries
}

const bankBins = 32

type bankSeries struct {
	counts   [bankBins]uint32
	positive uint32
	zeros    uint32
	first    int16 // exponent bits of counts[0], 1 or more: those of zero are 0; -1 before the first sample
	openLow  bool  // counts[0] holds samples from below its octave
	openHigh bool  // the last of counts holds samples from above its octave
}

// NewDyadicBank returns a bank of n empty series.
func NewDyadicBank(n int) *DyadicBank {
	b := &DyadicBank{series: make([]bankSeries, n)}
	b.Reset()
	return b
}

// Len is the number of series.
func (b *DyadicBank) Len() int { return len(b.series) }

// Reset empties all series.
func (b *DyadicBank) Reset() {
	for i := range b.series {
		b.series[i] = bankSeries{first: -1}
	}
}

// Add counts x in series i. NaN and infinities are not counted.
func (b *DyadicBank) Add(i int, x float64) { b.series[i].add(x) }

// AddRow counts x[i] in series i for every i, len(x) = Len(): one gradient's noise.
func (b *DyadicBank) AddRow(x []float32) {
	for i := range b.series {
		b.series[i].add(float64(x[i]))
	}
}

func (s *bankSeries) add(x float64) {
	bits := math.Float64bits(x)
	i := uint(int(bits<<1>>53) - int(s.first))
	if i >= bankBins || s.first < 0 {
		s.addOutside(x)
		return
	}
	s.counts[i]++
	s.positive += uint32(1 - bits>>63)
}

// addOutside moves the window, or counts x in its end.
func (s *bankSeries) addOutside(x float64) {
	if x == 0 {
		s.zeros++
		return
	}
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return
	}
	const below = 14 // octaves of the window below the first sample, which may be a large one
	e := int(math.Float64bits(x) << 1 >> 53)
	if s.first < 0 {
		s.first = int16(max(e-below, 1))
	}
	i := e - int(s.first)
	if i < 0 {
		s.down(-i)
	} else if i >= bankBins {
		s.up(i - bankBins + 1)
	}
	i = e - int(s.first)
	s.openLow = s.openLow || i < 0
	s.openHigh = s.openHigh || i >= bankBins
	s.counts[min(max(i, 0), bankBins-1)]++
	if x > 0 {
		s.positive++
	}
}

// bankLoss limits what a move of the window may cost: at most one sample in bankLoss may come to lie in the end bin
// that opens. Of the first bankLoss samples one may, since the first sample may be far from all others.
const bankLoss = 50

// down moves the window down by n octaves if the n bins on top are empty. A tail tells more about alpha than small
// samples do, so that bins on top are merged for one of the first samples only, which then lies in the open bin there.
func (s *bankSeries) down(n int) {
	n = min(n, int(s.first)-1)
	if s.openLow || n <= 0 {
		return
	}
	var total, high uint64
	for i, c := range s.counts {
		total += uint64(c)
		if i+n >= bankBins {
			high += uint64(c)
		}
	}
	if high > 0 && (high > 1 || total > bankLoss) {
		return
	}
	keep := max(bankBins-n, 0)
	copy(s.counts[bankBins-keep:], s.counts[:keep])
	clear(s.counts[:bankBins-keep])
	s.counts[bankBins-1] += uint32(high)
	s.openHigh = s.openHigh || high > 0
	s.first -= int16(n)
}

// up moves the window up by n octaves and merges what leaves it into the lowest bin, which
// then is open: down there a density is flat.
func (s *bankSeries) up(n int) {
	var total, low uint64
	for i, c := range s.counts {
		total += uint64(c)
		if i <= n {
			low += uint64(c)
		}
	}
	if s.openHigh || low > max(total/bankLoss, 1) {
		return
	}
	keep := max(bankBins-n, 0)
	copy(s.counts[:keep], s.counts[bankBins-keep:])
	clear(s.counts[keep:])
	s.openLow = s.openLow || low > 0
	s.counts[0] = uint32(low)
	s.first += int16(n)
}

// N is the number of finite nonzero samples of series i.
func (b *DyadicBank) N(i int) int {
	n := 0
	for _, c := range b.series[i].counts {
		n += int(c)
	}
	return n
}

// Positive is the number of finite samples of series i above zero.
func (b *DyadicBank) Positive(i int) int { return int(b.series[i].positive) }

// Zeros is the number of samples of series i that are zero.
func (b *DyadicBank) Zeros(i int) int { return int(b.series[i].zeros) }

// Fit is the estimate of Dyadic.Fit for series i.
func (b *DyadicBank) Fit(i int) tail.Fit {
	var bins binned
	s := &b.series[i]
	if !s.binned(&bins) {
		return tail.NoFit(0)
	}
	return stableFit(&bins)
}

// binned reads the counts; ok is false if there are none.
func (s *bankSeries) binned(b *binned) (ok bool) {
	return s.first >= 0 && binCounts(b, s.counts[:], int(s.first), Octaves, ends{s.openLow, s.openHigh})
}

// FitAll fits every series into dst, len(dst) = Len(), on all cores; no result depends on how many there are.
// An error is a panic, a *par.Panic.
func (b *DyadicBank) FitAll(dst []tail.Fit) error {
	return par.For(par.Workers(), len(dst), func(_, i int) { dst[i] = b.Fit(i) })
}

// Verdict is that of Dyadic.Verdict on series i.
func (b *DyadicBank) Verdict(i int) Verdict {
	return b.verdict(i, facts{drift: SumDrift{P: math.NaN()}})
}

func (b *DyadicBank) verdict(i int, f facts) Verdict {
	var bins binned
	s := &b.series[i]
	f.positive, f.zeros = int(s.positive), int(s.zeros)
	if !s.binned(&bins) {
		return f.noVerdict()
	}
	return f.judge(&bins)
}

// VerdictAll judges every series into dst, len(dst) = Len(), on all cores, each by itself; DecideAll then judges
// them together. A verdict takes about 2 kB. An error is a panic, a *par.Panic.
func (b *DyadicBank) VerdictAll(dst []Verdict) error {
	return par.For(par.Workers(), len(dst), func(_, i int) { dst[i] = b.Verdict(i) })
}

// Merge adds the counts of series i of o, of as many series. The numbers of samples, positive samples
// and zeros add; the bins are those of one bank that counted both wherever the samples of both fit
// into one window, and else as near as the rules of the window allow. Samples in an
// open end of o stay in its bin, though some lay beyond it, unless that is an end of the window here too.
func (b *DyadicBank) Merge(o *DyadicBank) {
	for i := range b.series {
		b.series[i].merge(&o.series[i])
	}
}

// merge adds bin by bin through the same window rules as single samples.
func (s *bankSeries) merge(o *bankSeries) {
	s.zeros += o.zeros
	if o.first < 0 {
		return
	}
	if s.first < 0 {
		zeros := s.zeros
		*s = *o
		s.zeros = zeros
		return
	}
	for i, c := range o.counts {
		if c == 0 {
			continue
		}
		s.add(-binStart(int(o.first)+i, Octaves.shift())) // the window moves for one sample; the rest fall into its bin
		at := min(max(int(o.first)+i-int(s.first), 0), bankBins-1)
		s.counts[at] += c - 1
	}
	s.positive += o.positive
	if o.openLow && s.first < o.first {
		s.up(int(o.first) - int(s.first)) // so that the open bin is the lowest again, if that is cheap
	}
	s.openLow = s.openLow || o.openLow && s.first >= o.first
	s.openHigh = s.openHigh || o.openHigh && s.first <= o.first
}
