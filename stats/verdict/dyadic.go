package verdict

import (
	"fmt"
	"math"
	"math/bits"
)

// Split says into how many bins a Dyadic histogram cuts each octave: linearly, at
// 2^e (1 + j/Split), which a float's exponent and leading mantissa bits tell.
type Split int

// The splits of an octave.
const (
	Octaves  Split = 1
	Halves   Split = 2
	Quarters Split = 4
)

// shift is how many mantissa bits are left out of the number of a bin.
func (s Split) shift() uint { return 52 - uint(bits.TrailingZeros(uint(s))) }

// Dyadic counts a series by the octave of |x| (its power of two), octaves cut in
// one, two or four, and by sign. No transcendental function is needed, the
// counts of two parts of a series add (Merge), and scaling x by a power of two
// only renumbers the bins. What the counts lose against the samples is a few
// percent of the Fisher information of a stable law's tail index, if that.
//
// The zero Dyadic counts by Octaves. It grows with the range of the data, 8 bytes
// a bin; a DyadicBank holds many series in constant memory each.
type Dyadic struct {
	split     Split
	first     int      // number of counts[0]: see binOf
	counts    []uint64 // by bin, never bin 0: by its bits zero would fall into it
	low       uint64   // bin 0, subnormal numbers
	positive  uint64
	zero      uint64
	notFinite uint64
}

// NewDyadic returns an empty histogram with Octaves, Halves or Quarters.
func NewDyadic(split Split) *Dyadic {
	if split != Octaves && split != Halves && split != Quarters {
		panic(fmt.Sprintf("verdict: an octave is cut in 1, 2 or 4, not in %d", split))
	}
	return &Dyadic{split: split}
}

// binOf numbers the bin of a normal x: the bits of |x| above shift. Bin i starts at binStart(i, shift).
func binOf(x float64, shift uint) int { return int(math.Float64bits(x) << 1 >> (shift + 1)) }

// binStart is the lower edge of bin i.
func binStart(i int, shift uint) float64 { return math.Float64frombits(uint64(i) << shift) }

// Add counts x. Zeros, and NaN with infinities, have counts of their own, and enter no estimate.
func (d *Dyadic) Add(x float64) {
	b := math.Float64bits(x)
	i := int(b<<1>>(d.shift()+1)) - d.first
	if uint(i) >= uint(len(d.counts)) {
		d.addOutside(x)
		return
	}
	d.counts[i]++
	d.positive += 1 - b>>63
}

// AddAll counts every element of x.
func (d *Dyadic) AddAll(x []float64) {
	shift, first, counts, positive := d.shift()+1, d.first, d.counts, d.positive
	for _, v := range x {
		b := math.Float64bits(v)
		i := int(b<<1>>(shift&63)) - first
		if uint(i) >= uint(len(counts)) {
			d.positive = positive
			d.addOutside(v)
			first, counts, positive = d.first, d.counts, d.positive
			continue
		}
		counts[i]++
		positive += 1 - b>>63
	}
	d.positive = positive
}

// AddAll32 is AddAll for float32.
func (d *Dyadic) AddAll32(x []float32) {
	for _, v := range x {
		d.Add(float64(v))
	}
}

func (d *Dyadic) shift() uint { return max(d.split, Octaves).shift() }

// addOutside takes what no bin holds yet: zeros, NaN, infinities, and values that make the range grow.
func (d *Dyadic) addOutside(x float64) {
	switch {
	case x == 0:
		d.zero++
		return
	case math.IsNaN(x) || math.IsInf(x, 0):
		d.notFinite++
		return
	}
	if i := binOf(x, d.shift()); i == 0 {
		d.low++
	} else {
		d.grow(i, i)
		d.counts[i-d.first]++
	}
	if x > 0 {
		d.positive++
	}
}

// grow extends the range to bins lo to hi, with a few spare bins on each side that save later calls.
func (d *Dyadic) grow(lo, hi int) {
	const spare = 8
	if len(d.counts) > 0 {
		if lo >= d.first && hi < d.first+len(d.counts) {
			return
		}
		lo, hi = min(lo, d.first), max(hi, d.first+len(d.counts)-1)
	}
	last := int(math.Float64bits(math.MaxFloat64) >> d.shift())
	lo, hi = max(lo-spare, 1), min(hi+spare, last)
	counts := make([]uint64, hi-lo+1)
	copy(counts[max(0, d.first-lo):], d.counts)
	d.first, d.counts = lo, counts
}

// Merge adds the counts of o, which must have the same split.
func (d *Dyadic) Merge(o *Dyadic) error {
	if d.shift() != o.shift() {
		return fmt.Errorf("histograms with %d and %d bins an octave do not add: make both with one split",
			max(d.split, 1), max(o.split, 1))
	}
	if len(o.counts) > 0 {
		d.grow(o.first, o.first+len(o.counts)-1)
		for i, c := range o.counts {
			d.counts[o.first-d.first+i] += c
		}
	}
	d.low += o.low
	d.positive += o.positive
	d.zero += o.zero
	d.notFinite += o.notFinite
	return nil
}

// Reset empties the histogram and keeps its memory.
func (d *Dyadic) Reset() {
	clear(d.counts)
	d.low, d.positive, d.zero, d.notFinite = 0, 0, 0, 0
}

// N is the number of finite samples that are not zero.
func (d *Dyadic) N() int {
	n := d.low
	for _, c := range d.counts {
		n += c
	}
	return int(n)
}

// all returns the counts of the bins first, first+1, ..., bin 0 among them if it is not empty.
func (d *Dyadic) all() (counts []uint64, first int) {
	if d.low == 0 {
		return d.counts, d.first
	}
	counts = make([]uint64, max(1, d.first+len(d.counts)))
	counts[0] = d.low
	copy(counts[min(d.first, len(counts)):], d.counts)
	return counts, 0
}

// Zeros is the number of samples that are zero.
func (d *Dyadic) Zeros() int { return int(d.zero) }

// NotFinite is the number of samples that are NaN or infinite.
func (d *Dyadic) NotFinite() int { return int(d.notFinite) }

// Positive is the number of finite samples above zero.
func (d *Dyadic) Positive() int { return int(d.positive) }

// Bin is one bin of |x|: Lo <= |x| < Hi.
type Bin struct {
	Lo, Hi float64
	Count  int
}

// Bins returns the bins from the lowest to the highest that is not empty.
func (d *Dyadic) Bins() []Bin {
	shift := d.shift()
	var bins []Bin
	counts, first := d.all()
	for i, c := range counts {
		if c == 0 && len(bins) == 0 {
			continue
		}
		bins = append(bins, Bin{binStart(first+i, shift), binStart(first+i+1, shift), int(c)})
	}
	for len(bins) > 0 && bins[len(bins)-1].Count == 0 {
		bins = bins[:len(bins)-1]
	}
	return bins
}

// Quantile is the p-quantile of |x|, p in [0, 1], by interpolation inside its bin; NaN if nothing was counted.
func (d *Dyadic) Quantile(p float64) float64 {
	n := float64(d.N())
	below := 0.0
	counts, first := d.all()
	for i, c := range counts {
		if c > 0 && below+float64(c) >= p*n {
			lo, hi := binStart(first+i, d.shift()), min(binStart(first+i+1, d.shift()), math.MaxFloat64)
			return lo + (hi-lo)*max(0, p*n-below)/float64(c)
		}
		below += float64(c)
	}
	return math.NaN()
}
