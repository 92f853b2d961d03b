package tail

import (
	"math"
	"slices"
)

const (
	// SerialBlocks is the largest number of blocks of a Serial.
	SerialBlocks = 64
	// SerialBins is the number of bins of a block.
	SerialBins = serialOctaves * serialOctave

	serialOctave  = 8 // bins of an octave
	serialOctaves = 64
)

// serialFractions are the top fractions of a series that SerialTail looks at.
var serialFractions = [...]float64{.1, .05, .02, .01, .005, .002, .001, .0005, .0002, .0001}

// Serial takes in a stationary series of any length, one value at a time, in bounded memory, and estimates
// the index of its tails with an error that allows for dependence between its values. It counts the
// amplitudes |x - Centre|/Scale from 1 on in bins of an eighth of an octave, apart for each of up to
// SerialBlocks consecutive blocks of equal length. When these are full, neighbours are added up and the
// length doubles. The fields are its state.
type Serial struct {
	Centre, Scale float64 // Scale > 0; that of the bulk of the values, such as the median of |x - Centre|
	N             int     // values taken in
	Length        int     // of a block
	Counts        []int64 // (SerialBlocks, SerialBins)
}

// NewSerial is a series without values.
func NewSerial(centre, scale float64) *Serial {
	return &Serial{Centre: centre, Scale: scale, Length: 16, Counts: make([]int64, SerialBlocks*SerialBins)}
}

// Add takes in a value. NaN counts as one in the bulk.
func (s *Serial) Add(x float64) {
	if s.N == s.Length*SerialBlocks {
		s.double()
	}
	block := s.N / s.Length
	s.N++
	v := math.Abs(x-s.Centre) / s.Scale
	if !(v >= 1) {
		return
	}
	bin := SerialBins - 1
	if octave := math.Log2(v); octave < serialOctaves {
		bin = min(bin, int(serialOctave*octave))
	}
	s.Counts[block*SerialBins+bin]++
}

// double adds up neighbouring blocks.
func (s *Serial) double() {
	for b := range SerialBlocks / 2 {
		to, left, right := s.row(b), s.row(2*b), s.row(2*b+1)
		for i := range to {
			to[i] = left[i] + right[i]
		}
	}
	clear(s.Counts[SerialBlocks/2*SerialBins:])
	s.Length *= 2
}

// row are the counts of a block.
func (s *Serial) row(block int) []int64 { return s.Counts[block*SerialBins : (block+1)*SerialBins] }

// SerialEstimate is the tail index from the values beyond a threshold.
type SerialEstimate struct {
	Fraction float64 `json:"fraction"` // of the values that lie beyond
	N        int     `json:"n"`        // of them
	Alpha    float64 `json:"alpha"`    // NaN where they lie in one bin
	SE       float64 `json:"se"`       // standard error; no bias is in it
	Blocks   float64 `json:"blocks"`   // effective number of blocks that hold the N values, (sum n)^2/sum n^2
}

// Tails are the estimates from the top 10 % of the values on, downwards, as long as 100 values lie beyond.
// Of an exact power tail the number of bins beyond the threshold is geometric, so that with the mean m
//
//	alpha = ln(1 + 1/m) / (ln 2 / 8)
//
// is the maximum likelihood estimate, Hill's of binned values. SE is that of a jackknife over the complete
// blocks, 32 to 64 of them: it allows for values that depend on each other over much less than a block. As
// far as the tail is no power yet, the estimate is biased, and the less the smaller the fraction; of a
// series of light tails no fraction is small enough. Where a few long excursions hold the values beyond, it
// is the other way round: the largest of them ends the tail, the estimate is too high, the more so the
// smaller the fraction, and SE is far too small. Doubt tells both.
// Source: Hill 1975; Kunsch 1989 (jackknife over blocks).
func (s *Serial) Tails() []SerialEstimate {
	blocks := s.N / s.Length
	if blocks < SerialBlocks/2 {
		return nil
	}
	total := make([]int64, SerialBins)
	for b := range blocks {
		for i, n := range s.row(b) {
			total[i] += n
		}
	}
	values := float64(blocks * s.Length)
	var out []SerialEstimate
	beyond, from := int64(0), SerialBins
	for _, f := range slices.Backward(serialFractions[:]) {
		for from > 0 && float64(beyond) < f*values {
			from--
			beyond += total[from]
		}
		if beyond < 100 || from == 0 || len(out) > 0 && out[0].N == int(beyond) {
			continue
		}
		alpha, se := s.jackknife(total, from, blocks)
		out = slices.Insert(out, 0,
			SerialEstimate{float64(beyond) / values, int(beyond), alpha, se, s.effective(from, blocks)})
	}
	return out
}

// jackknife is the estimate beyond the edge of bin from, and its standard error over blocks.
func (s *Serial) jackknife(total []int64, from, blocks int) (alpha, se float64) {
	estimate := func(minus []int64) float64 {
		n, sum := int64(0), int64(0)
		for i := from; i < SerialBins; i++ {
			k := total[i]
			if minus != nil {
				k -= minus[i]
			}
			n += k
			sum += k * int64(i-from)
		}
		if sum == 0 {
			return math.NaN()
		}
		return math.Log1p(float64(n)/float64(sum)) * serialOctave / math.Ln2
	}
	without, mean := make([]float64, blocks), 0.0
	for b := range without {
		without[b] = estimate(s.row(b))
		mean += without[b] / float64(blocks)
	}
	sum := 0.0
	for _, a := range without {
		sum += (a - mean) * (a - mean)
	}
	return estimate(nil), math.Sqrt(sum * float64(blocks-1) / float64(blocks))
}

// Reported is the estimate that stands for the series: from the top 1/1000 of the values, or the smallest
// fraction above with 1000 values; from the top 10 % of shorter series; NaN where tails is empty. The choice
// does not look at the estimates, so that the standard error stays what it is.
func Reported(tails []SerialEstimate) SerialEstimate {
	if len(tails) == 0 {
		return SerialEstimate{math.NaN(), 0, math.NaN(), math.NaN(), math.NaN()}
	}
	chosen := tails[0]
	for _, e := range tails[1:] {
		if e.Fraction >= .001 && e.N >= 1000 {
			chosen = e
		}
	}
	return chosen
}
