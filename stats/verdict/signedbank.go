package verdict

import (
	"math"

	"levyscope/stats/tail"
)

// A SignedBank counts many series whose centre is known by sign and by quarters of octaves of |x|, two halves of each
// apart. The window of 20 octaves of a series follows the data as that of DyadicBank does. It takes 660 bytes a series,
// and twice as many from 65,536 samples a half on. Not for use by several goroutines at once, but for different series.
type SignedBank struct {
	windows []window
	narrow  []uint16 // (series, halves, signedCells); nil once wide is there
	wide    []uint32 // (series, halves, signedCells)
	samples int      // of a half that were expected so far
}

// signedCells are the counts of one half: cell 2k + s is bin k of the window, negative where s is 1.
const signedCells = 2 * fineBins

// NewSignedBank returns a bank of n empty series.
func NewSignedBank(n int) *SignedBank {
	return &SignedBank{windows: make([]window, n), narrow: make([]uint16, n*2*signedCells)}
}

// Len is the number of series.
func (b *SignedBank) Len() int { return len(b.windows) }

// Expect makes room for n more samples of each half of each series. It must be called before they are added, and not
// while others are.
func (b *SignedBank) Expect(n int) {
	if b.samples += n; b.samples <= math.MaxUint16 || b.wide != nil {
		return
	}
	b.wide = make([]uint32, len(b.narrow))
	for i, c := range b.narrow {
		b.wide[i] = uint32(c)
	}
	b.narrow = nil
}

// AddAll counts the elements of x, all finite, in series i: in its second half where half is 1, and else in its first.
func (b *SignedBank) AddAll(i, half int, x []float64) {
	if b.wide != nil {
		addSigned(&b.windows[i], (*[2 * signedCells]uint32)(b.wide[i*2*signedCells:]), half, x)
		return
	}
	addSigned(&b.windows[i], (*[2 * signedCells]uint16)(b.narrow[i*2*signedCells:]), half, x)
}

func addSigned[T width](w *window, counts *[2 * signedCells]T, half int, x []float64) {
	cells := (*[signedCells]T)(counts[half&1*signedCells:])
	first := uint64(w.first)
	for _, v := range x {
		bits := math.Float64bits(v)
		cell := (bits<<1>>51-first)<<1 + bits>>63
		if cell >= signedCells {
			signedOutside(w, counts, half&1, v)
			first = uint64(w.first)
			continue
		}
		cells[cell]++
	}
}

// signedOutside moves the window, or counts x in its end.
func signedOutside[T width](w *window, counts *[2 * signedCells]T, half int, x float64) {
	if x == 0 {
		w.zeros++
		return
	}
	bin := int32(binOf(x, fineShift))
	if w.first < fineFirst {
		w.first = max(bin-fineBelow, fineFirst)
	}
	if bin < w.first {
		signedDown(w, counts, int(w.first-bin))
	} else if bin >= w.first+fineBins {
		signedUp(w, counts, int(bin-w.first-fineBins+1))
	}
	i := int(bin - w.first)
	w.openLow = w.openLow || i < 0
	w.openHigh = w.openHigh || i >= fineBins
	sign := int(math.Float64bits(x) >> 63)
	counts[half*signedCells+2*min(max(i, 0), fineBins-1)+sign]++
}

// signedDown moves the window down by n bins, if that loses as little as bankSeries.down allows.
func signedDown[T width](w *window, counts *[2 * signedCells]T, n int) {
	n = min(n, int(w.first)-fineFirst)
	if w.openLow || n <= 0 {
		return
	}
	keep := 2 * max(fineBins-n, 0)
	total := sum(counts[:])
	high := sum(counts[keep:signedCells]) + sum(counts[signedCells+keep:])
	if high > 0 && (high > 1 || total > bankLoss) {
		return
	}
	for half := range 2 {
		cells := counts[half*signedCells:][:signedCells]
		var over [2]T
		for k, c := range cells[keep:] {
			over[k&1] += c
		}
		copy(cells[signedCells-keep:], cells[:keep])
		clear(cells[:signedCells-keep])
		cells[signedCells-2] += over[0]
		cells[signedCells-1] += over[1]
	}
	w.openHigh = w.openHigh || high > 0
	w.first -= int32(n)
}

// signedUp moves the window up by n bins, if that loses as little as bankSeries.up allows.
func signedUp[T width](w *window, counts *[2 * signedCells]T, n int) {
	low := min(2*(n+1), signedCells)
	total := sum(counts[:])
	below := sum(counts[:low]) + sum(counts[signedCells:signedCells+low])
	if w.openHigh || below > max(total/bankLoss, 1) {
		return
	}
	keep := 2 * max(fineBins-n, 0)
	for half := range 2 {
		cells := counts[half*signedCells:][:signedCells]
		var under [2]T
		for k, c := range cells[:low] {
			under[k&1] += c
		}
		copy(cells[:keep], cells[signedCells-keep:])
		clear(cells[keep:])
		cells[0], cells[1] = under[0], under[1]
	}
	w.openLow = w.openLow || below > 0
	w.first += int32(n)
}

// Cells are the signed counts of one series: those of both halves, bin by bin.
type Cells struct {
	Below, Above      [fineBins]int // samples below 0 and above it, in bin k: Edge(k) <= |x| < Edge(k+1)
	Zeros             int
	OpenLow, OpenHigh bool // the lowest bin also holds what lies below it, the highest what lies above it
	first             int
}

// Bins is the number of bins, without the empty ones at either end: [from, to).
func (c *Cells) Bins() (from, to int) {
	to = fineBins
	for to > 0 && c.Below[to-1]+c.Above[to-1] == 0 {
		to--
	}
	for from < to && c.Below[from]+c.Above[from] == 0 {
		from++
	}
	return from, to
}

// Edge is the lower edge of bin k, of |x|.
func (c *Cells) Edge(k int) float64 { return binStart(c.first+k, fineShift) }

// Cells are the counts of series i.
func (b *SignedBank) Cells(i int) Cells {
	w := b.windows[i]
	c := Cells{Zeros: int(w.zeros), OpenLow: w.openLow, OpenHigh: w.openHigh, first: int(w.first)}
	for k := range fineBins {
		for half := range 2 {
			c.Above[k] += b.at(i, half, 2*k)
			c.Below[k] += b.at(i, half, 2*k+1)
		}
	}
	return c
}

// Signs are the samples of series i above 0 and below it.
func (b *SignedBank) Signs(i int) (positive, negative int) {
	from, to := 2*i*signedCells, 2*(i+1)*signedCells
	if b.wide != nil {
		return signs(b.wide[from:to])
	}
	return signs(b.narrow[from:to])
}

func signs[T width](cells []T) (positive, negative int) {
	for ; len(cells) >= 2; cells = cells[2:] {
		positive += int(cells[0])
		negative += int(cells[1])
	}
	return positive, negative
}

// at is one count of series i.
func (b *SignedBank) at(i, half, cell int) int {
	at := (2*i+half)*signedCells + cell
	if b.wide != nil {
		return int(b.wide[at])
	}
	return int(b.narrow[at])
}

// Fit is the estimate of Dyadic.Fit from both halves of series i together, taken as symmetric.
func (b *SignedBank) Fit(i int) tail.Fit {
	s := b.unsigned(i, true, true)
	return s.fit()
}

// HalfAlphas are the tail indices of Dyadic.Fit from the two halves of series i, without what their errors take.
func (b *SignedBank) HalfAlphas(i int) (alpha [2]float64) {
	for half := range alpha {
		s := b.unsigned(i, half == 0, half == 1)
		var bins binned
		if alpha[half] = math.NaN(); s.binned(&bins) {
			alpha[half] = stableAlpha(&bins)
		}
	}
	return alpha
}

// HeldOut fits each family to the counts of the first half of series i and scores the counts m_k of its second half, M
// in all, in nats a sample above the Gaussian, whose own score is 0:
//
//	Nats = (1/M) sum_k m_k ln(P_k/G_k),
//
// P_k the probability that the fitted law gives bin k, and G_k that of the fitted Gaussian. The scores are in the order
// Gaussian, SaS, Student-t, Laplace, generalised Gaussian, two scales, log-normal scale. There are none, nil, where a
// half holds nothing to fit or to score: fewer than three bins with samples in the first, no sample in the second.
//
// Bins score as samples do but for the place inside a bin, a quarter of an octave at most. Laws with heavy tails differ
// by less than 0.001 from a score of the samples; to the Gaussian a bin far out is as likely as its lower edge, so that
// the lead of others over it is told too small (by 6 % for SaS with alpha = 1.3 and 10,000 samples a half). Nested laws
// that fit alike score alike: which of them is ahead is a matter of chance. Atoms are left out; grids and clips of the
// values are not allowed for.
func (b *SignedBank) HeldOut(i int) []HeldOutScore {
	s, t := b.unsigned(i, true, false), b.unsigned(i, false, true)
	var fitted, scored binned
	if !s.binned(&fitted) || !t.binned(&scored) {
		return nil
	}
	return heldOut(&fitted, &scored)
}

// Verdict judges series i by both halves together, by |x|: its signs are not tested but for a remark.
func (b *SignedBank) Verdict(i int) Verdict { return b.verdict(i, false) }

// Quick is Verdict without what takes a third of the time, and is not needed to decide: Laws and texts, which are
// empty, and the interval of alpha, NaN, as is the standard error of alpha above 1.99 and at the ends of its search.
func (b *SignedBank) Quick(i int) Verdict { return b.verdict(i, true) }

func (b *SignedBank) verdict(i int, quick bool) Verdict {
	s := b.unsigned(i, true, true)
	f := facts{drift: SumDrift{P: math.NaN()}, positive: int(s.positive), zeros: int(s.zeros), quick: quick}
	var bins binned
	if !s.binned(&bins) {
		return f.noVerdict()
	}
	return f.judge(&bins)
}

// unsigned are the counts of |x| of one half of series i, or of both.
func (b *SignedBank) unsigned(i int, first, second bool) (s fineCounts) {
	s.window = b.windows[i]
	for half, take := range [2]bool{first, second} {
		if !take {
			continue
		}
		for k := range s.counts {
			above := b.at(i, half, 2*k)
			s.positive += uint32(above)
			s.counts[k] += uint32(above + b.at(i, half, 2*k+1))
		}
	}
	return s
}
