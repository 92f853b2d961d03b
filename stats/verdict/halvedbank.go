package verdict

import (
	"math"

	"levyscope/stats/screen"
	"levyscope/stats/tail"
)

// A HalvedBank is a Bank that counts two halves of each series apart, for 140 bytes more a series: what the fits of the two
// have in common over many series is no error of estimation. Not for use by several goroutines at once, but for
// different series.
type HalvedBank struct {
	whole  *Bank       // with the counts of the first half
	second *DyadicBank // of the second half
}

// NewHalvedBank returns a bank of one empty series for each screen.
func NewHalvedBank(screens []*screen.Screen) *HalvedBank {
	return &HalvedBank{whole: NewBank(screens), second: NewDyadicBank(len(screens))}
}

// Len is the number of series.
func (h *HalvedBank) Len() int { return h.whole.Len() }

// Add counts x in series i, in its second half or else in its first. v is x about the centre; ok is false where x
// belongs to an atom, or is not finite: such a sample is in neither half.
func (h *HalvedBank) Add(i int, x float64, second bool) (v float64, ok bool) {
	v, ok = h.whole.filters[i].Pass(x)
	if !ok || math.IsNaN(v) || math.IsInf(v, 0) {
		return v, false
	}
	if second {
		h.second.Add(i, v)
	} else {
		h.whole.counts.Add(i, v)
	}
	h.whole.addPair(i, v)
	return v, true
}

// Screen is that of series i.
func (h *HalvedBank) Screen(i int) *screen.Screen { return h.whole.Screen(i) }

// Atoms are the samples in each atom of series i, in the order of its Screen.
func (h *HalvedBank) Atoms(i int) []int { return h.whole.Atoms(i) }

// Centres is the number of samples of series i at the centre exactly, in no atom.
func (h *HalvedBank) Centres(i int) int { return h.whole.counts.Zeros(i) + h.second.Zeros(i) }

// N is the number of samples of series i in no atom and not at the centre.
func (h *HalvedBank) N(i int) int { return h.whole.N(i) + h.second.N(i) }

// Fits are the estimates of Dyadic.Fit from the two halves of series i.
func (h *HalvedBank) Fits(i int) (first, second tail.Fit) { return h.whole.Fit(i), h.second.Fit(i) }

// Verdict judges series i by both halves together; its block sums are not tested.
func (h *HalvedBank) Verdict(i int) Verdict {
	both := h.whole.counts.series[i]
	both.merge(&h.second.series[i])
	return (&DyadicBank{series: []bankSeries{both}}).verdict(0, h.whole.facts(i))
}
