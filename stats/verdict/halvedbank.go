package verdict

import (
	"math"

	"levyscope/stats/screen"
	"levyscope/stats/tail"
)

// A HalvedBank counts many series at once as Bank does, but two halves of each apart, and by quarters of octaves: what
// the fits of two halves have in common over many series is no error of estimation. It takes 420 bytes a series, and
// 740 from 65,536 samples a half on. Not for use by several goroutines at once, but for different series.
type HalvedBank struct {
	bank   *Bank // without counts
	halves [2]*fineBank
	shifts [][2]float32 // of each series: its centre less that of each half
}

// NewHalvedBank returns a bank of one empty series for each screen.
func NewHalvedBank(screens []*screen.Screen) *HalvedBank {
	n := len(screens)
	return &HalvedBank{filtered(screens), [2]*fineBank{newFineBank(n), newFineBank(n)}, make([][2]float32, n)}
}

// SetCentres gives the halves of series i centres of their own, estimated from samples of the one and of the other: the
// error of a common centre would be one error of both fits. It must be called before samples are added; without it
// both have the centre of the series.
func (h *HalvedBank) SetCentres(i int, first, second float64) {
	c := h.Screen(i).Centre
	h.shifts[i] = [2]float32{float32(c - first), float32(c - second)}
}

// Expect makes room for n more samples of each half of each series. It must be called before they are added, and not
// while others are.
func (h *HalvedBank) Expect(n int) {
	for _, half := range h.halves {
		half.expect(n)
	}
}

// Add counts x in series i, in its second half or else in its first. v is x about the centre; ok is false where x
// belongs to an atom, or is not finite: such a sample is in neither half.
func (h *HalvedBank) Add(i int, x float64, second bool) (v float64, ok bool) {
	v, ok = h.bank.filters[i].Pass(x)
	if !ok || math.IsNaN(v) || math.IsInf(v, 0) {
		return v, false
	}
	half := btoi(second)
	h.halves[half].add(i, v+float64(h.shifts[i][half]))
	h.bank.addPair(i, v)
	return v, true
}

// Screen is that of series i.
func (h *HalvedBank) Screen(i int) *screen.Screen { return h.bank.Screen(i) }

// Atoms are the samples in each atom of series i, in the order of its Screen.
func (h *HalvedBank) Atoms(i int) []int { return h.bank.Atoms(i) }

// Centres is the number of samples of series i at the centre exactly, in no atom.
func (h *HalvedBank) Centres(i int) int {
	return int(h.halves[0].windows[i].zeros) + int(h.halves[1].windows[i].zeros)
}

// N is the number of samples of series i in no atom and not at the centre.
func (h *HalvedBank) N(i int) int {
	s := h.both(i)
	return int(sum(s.counts[:]))
}

// Fits are the estimates of Dyadic.Fit from the two halves of series i.
func (h *HalvedBank) Fits(i int) (first, second tail.Fit) {
	a, b := h.half(0, i), h.half(1, i)
	return a.fit(), b.fit()
}

// Fit is the estimate of Dyadic.Fit from both halves of series i together, taken as symmetric.
func (h *HalvedBank) Fit(i int) tail.Fit {
	s := h.both(i)
	return s.fit()
}

// Verdict judges series i by both halves together; its block sums are not tested.
func (h *HalvedBank) Verdict(i int) Verdict {
	s, f := h.both(i), h.bank.facts(i)
	f.positive, f.zeros = int(s.positive), int(s.zeros)
	var b binned
	if !s.binned(&b) {
		return f.noVerdict()
	}
	return f.judge(&b)
}

// half is a copy of the counts of one half of series i.
func (h *HalvedBank) half(k, i int) (s fineCounts) {
	s.window = h.halves[k].copySeries(i, &s.counts)
	return s
}

// both are the counts of both halves of series i.
func (h *HalvedBank) both(i int) fineCounts {
	s, second := h.half(0, i), h.half(1, i)
	s.merge(&second)
	return s
}

// fit is the estimate of Dyadic.Fit.
func (s *fineCounts) fit() tail.Fit {
	var b binned
	if !s.binned(&b) {
		return tail.NoFit(0)
	}
	return stableFit(&b)
}
