package verdict

import "math"

// A fineBank counts series by quarters of octaves, in a window of 20 octaves that follows the data as that of
// DyadicBank does. Counts are of 16 bits, which makes 180 bytes a series, until more samples are expected than these
// hold.
type fineBank struct {
	windows []window
	narrow  []uint16 // (series, fineBins); nil once wide is there
	wide    []uint32 // (series, fineBins)
	samples int      // that were expected so far
}

const (
	fineBins  = 80
	fineBelow = 32 // bins of the window below the first sample, which may be a large one
	fineFirst = 4  // the first bin of normal numbers: those below are subnormal, and zero
)

var fineShift = Quarters.shift()

// window is where the bins of a series lie, and what is counted beside them.
type window struct {
	first    int32 // number of the lowest bin (see binOf); below fineFirst before the first sample
	positive uint32
	zeros    uint32
	openLow  bool // the lowest bin holds samples from below it
	openHigh bool // the highest bin holds samples from above it
}

// width is a type of count.
type width interface{ ~uint16 | ~uint32 }

func newFineBank(n int) *fineBank {
	return &fineBank{windows: make([]window, n), narrow: make([]uint16, n*fineBins)}
}

// expect makes room for n more samples of each series.
func (b *fineBank) expect(n int) {
	if b.samples += n; b.samples <= math.MaxUint16 || b.wide != nil {
		return
	}
	b.wide = make([]uint32, len(b.narrow))
	for i, c := range b.narrow {
		b.wide[i] = uint32(c)
	}
	b.narrow = nil
}

// add counts a finite x in series i.
func (b *fineBank) add(i int, x float64) {
	if b.wide != nil {
		addTo(&b.windows[i], (*[fineBins]uint32)(b.wide[i*fineBins:]), x)
		return
	}
	addTo(&b.windows[i], (*[fineBins]uint16)(b.narrow[i*fineBins:]), x)
}

// copySeries copies the counts of series i.
func (b *fineBank) copySeries(i int, dst *[fineBins]uint32) window {
	if b.wide != nil {
		copy(dst[:], b.wide[i*fineBins:])
		return b.windows[i]
	}
	for k, c := range b.narrow[i*fineBins : (i+1)*fineBins] {
		dst[k] = uint32(c)
	}
	return b.windows[i]
}

func addTo[T width](w *window, counts *[fineBins]T, x float64) {
	bits := math.Float64bits(x)
	i := uint(int32(bits<<1>>(fineShift+1)) - w.first)
	if i >= fineBins || w.first < fineFirst {
		addOutside(w, counts, x)
		return
	}
	counts[i]++
	w.positive += uint32(1 - bits>>63)
}

// addOutside moves the window, or counts x in its end.
func addOutside[T width](w *window, counts *[fineBins]T, x float64) {
	if x == 0 {
		w.zeros++
		return
	}
	bin := int32(binOf(x, fineShift))
	if w.first < fineFirst {
		w.first = max(bin-fineBelow, fineFirst)
	}
	if bin < w.first {
		down(w, counts, int(w.first-bin))
	} else if bin >= w.first+fineBins {
		up(w, counts, int(bin-w.first-fineBins+1))
	}
	i := int(bin - w.first)
	w.openLow = w.openLow || i < 0
	w.openHigh = w.openHigh || i >= fineBins
	counts[min(max(i, 0), fineBins-1)]++
	if x > 0 {
		w.positive++
	}
}

// down moves the window down by n bins, if that loses as little as bankSeries.down allows.
func down[T width](w *window, counts *[fineBins]T, n int) {
	n = min(n, int(w.first)-fineFirst)
	if w.openLow || n <= 0 {
		return
	}
	keep := max(fineBins-n, 0)
	total, high := sum(counts[:]), sum(counts[keep:])
	if high > 0 && (high > 1 || total > bankLoss) {
		return
	}
	copy(counts[fineBins-keep:], counts[:keep])
	clear(counts[:fineBins-keep])
	counts[fineBins-1] += T(high)
	w.openHigh = w.openHigh || high > 0
	w.first -= int32(n)
}

// up moves the window up by n bins, if that loses as little as bankSeries.up allows.
func up[T width](w *window, counts *[fineBins]T, n int) {
	total, low := sum(counts[:]), sum(counts[:min(n+1, fineBins)])
	if w.openHigh || low > max(total/bankLoss, 1) {
		return
	}
	keep := max(fineBins-n, 0)
	copy(counts[:keep], counts[fineBins-keep:])
	clear(counts[keep:])
	w.openLow = w.openLow || low > 0
	counts[0] = T(low)
	w.first += int32(n)
}

func sum[T width](counts []T) (n uint64) {
	for _, c := range counts {
		n += uint64(c)
	}
	return n
}

// fineCounts are the counts of one series.
type fineCounts struct {
	window
	counts [fineBins]uint32
}

// merge adds the counts of o through the same rules of the window as single samples.
func (s *fineCounts) merge(o *fineCounts) {
	zeros, positive := s.zeros+o.zeros, s.positive+o.positive
	switch {
	case o.first < fineFirst:
	case s.first < fineFirst:
		*s = *o
	default:
		for i, c := range o.counts {
			if c == 0 {
				continue
			}
			bin := int(o.first) + i
			addTo(&s.window, &s.counts, binStart(bin, fineShift)) // the window moves for one sample; the rest follow it
			s.counts[min(max(bin-int(s.first), 0), fineBins-1)] += c - 1
		}
		if o.openLow && s.first < o.first {
			up(&s.window, &s.counts, int(o.first-s.first)) // so that the open bin is the lowest again, if that is cheap
		}
		s.openLow = s.openLow || o.openLow && s.first >= o.first
		s.openHigh = s.openHigh || o.openHigh && s.first <= o.first
	}
	s.zeros, s.positive = zeros, positive
}

// binned reads the counts; ok is false if there are none.
func (s *fineCounts) binned(b *binned) (ok bool) {
	return s.first >= fineFirst && binCounts(b, s.counts[:], int(s.first), Quarters, ends{s.openLow, s.openHigh})
}
