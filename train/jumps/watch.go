package jumps

import (
	"math"
	"math/bits"

	"levyscope/internal/rng"
	"levyscope/train/nn/kernel"
)

const (
	normWindow  = 64   // norms whose median a norm is compared with
	countWindow = 512  // steps whose counts of jumps a step is compared with
	sampleSize  = 1024 // parameters whose signed noise is correlated
)

// The kinds of jumps.
const (
	fixed = iota
	current
	kinds
)

// Array names the parameters [From, To).
type Array struct {
	Name     string
	Shape    []int // row-major
	From, To int
}

// Options are what a Watch is made from. Centre, Scale and Apart are those of the detector of jumps, which changes
// them; they are read at each step.
type Options struct {
	Kappa    float64 // threshold of a jump, in scales
	EtaRef   float64 // learning rate that others are compared with
	Settings Settings
	Seed     uint64
	Arrays   []Array
	Centre   []float32 // (params) m
	Scale    []float32 // (params) sigma of the last probe; 0 where there is no noise
	Apart    []bool    // (params) the parameter has an atom and makes no jumps
	Kernel   kernel.Kernel
}

// array is what a Watch knows of an array.
type array struct {
	Array
	live  [kinds]int   // parameters that are looked at
	step  [kinds]int   // jumps in the step under way
	total [kinds]tally // of the window under way
}

// Watch follows the noise along the path. A step is Begin, then Current for the large noises, then End.
type Watch struct {
	Options
	seed    uint64
	arrays  []array
	size    []float32               // (params) S, the scale at the reference; 0 of a parameter that had none, or an atom
	bound   []float32               // (params) S where the parameter makes jumps now too; +Inf elsewhere
	counts  [kinds][]uint32         // (params) jumps of the run
	mask    []uint16                // (params/16 of the largest array) what lies beyond the bounds
	few     [kinds][smallCounts]int // parameters by their number of jumps, as far as that is small; 0 counts none
	lead    [kinds]int              // the first parameter with the most jumps
	many    []uint32                // scratch of concentration
	octaves []octave                // in the order in which they were met
	plain

	k     int     // step under way
	eta   float64 // its learning rate
	now   int     // index of its octave; -1: none
	norm  float64 // of its noise; NaN: not a number, or no parameter is active
	exact bool    // its centre is the full gradient

	norms  ring    // of normWindow
	recent ring    // of countWindow: current jumps of a step
	sample []int32 // (sampleSize or all params)
	last   []float32
	unit   []float32 // of the sample: 1/sigma, 0 of a parameter that is not active
}

// plain is the part of the state of a Watch that is written as JSON.
type plain struct {
	Reference int            `json:"reference"` // step of the probe that fixed the sizes; -1: none yet
	Since     int            `json:"since"`     // steps with a norm since then
	NormRef   float64        `json:"norm_ref"`  // median norm behind the reference; 0: none yet
	From      int            `json:"from"`      // first step of the window
	Inexact   int            `json:"inexact"`   // steps of the window with an anchor
	Anchored  bool           `json:"anchored"`  // some step of the run had an anchor
	Any       bool           `json:"any"`       // some step of the run had an active parameter
	Largest   float64        `json:"largest"`   // norm in the window
	Net       [kinds]tally   `json:"net"`       // of the window, all arrays
	Norms     [kinds]tally   `json:"norms"`     // of the window
	Pairs     pairSums       `json:"pairs"`     // of the window
	AllPairs  pairSums       `json:"all_pairs"` // of the windows before
	Lags      lagSums        `json:"lags"`      // of the window
	AllLags   laggedMean     `json:"all_lags"`  // of the windows before
	Loss      lossState      `json:"loss"`
	Arrays    [][kinds]tally `json:"arrays"` // of the window, written from the arrays
}

// New makes a Watch that knows no scales yet.
func New(o Options) *Watch {
	n := len(o.Scale)
	w := &Watch{Options: o, seed: o.Seed, size: make([]float32, n), bound: make([]float32, n), now: -1, norm: nan,
		norms: newRing(normWindow), recent: newRing(countWindow), plain: plain{Reference: -1}}
	for kind := range w.counts {
		w.counts[kind] = make([]uint32, n)
	}
	longest := 0
	for _, a := range o.Arrays {
		w.arrays = append(w.arrays, array{Array: a})
		longest = max(longest, a.To-a.From)
	}
	w.mask = make([]uint16, (longest+15)/16)
	w.choose(n)
	w.Calibrate(0, false)
	return w
}

// choose draws the sample of n parameters, in their order.
func (w *Watch) choose(n int) {
	r := rng.New(w.seed, rng.JumpSample, 0)
	for i := range n { // Knuth's algorithm S
		if missing := sampleSize - len(w.sample); r.Float64()*float64(n-i) < float64(missing) {
			w.sample = append(w.sample, int32(i))
		}
	}
	w.last, w.unit = make([]float32, len(w.sample)), make([]float32, len(w.sample))
}

// Calibrate takes note that a probe at step k has changed scales and atoms. Where freeze is set, and there was no
// reference yet, the scales of the active parameters become the sizes that stay.
func (w *Watch) Calibrate(k int, freeze bool) {
	active := func(i int) bool { return w.Scale[i] > 0 && !w.Apart[i] }
	if freeze && w.Reference < 0 {
		for i := range w.size {
			if active(i) {
				w.size[i], w.Reference = w.Scale[i], k
			}
		}
	}
	for j, i := range w.sample {
		w.unit[j] = 0
		if active(int(i)) {
			w.unit[j] = 1 / w.Scale[i]
		}
	}
	for a := range w.arrays {
		l := &w.arrays[a]
		l.live = [kinds]int{}
		for i := l.From; i < l.To; i++ {
			w.bound[i] = float32(math.Inf(1))
			if !active(i) {
				continue
			}
			l.live[current]++
			if w.size[i] > 0 {
				w.bound[i] = w.size[i]
				l.live[fixed]++
			}
		}
	}
}

// live is the number of parameters of all arrays that are looked at.
func (w *Watch) live(kind int) (n int) {
	for a := range w.arrays {
		n += w.arrays[a].live[kind]
	}
	return n
}

// Begin takes in the minibatch gradient g of step k, whose noise has the learning rate eta. exact says that the centre
// is the full gradient at the same weights.
func (w *Watch) Begin(k int, g []float32, eta float64, exact bool) {
	w.k, w.eta, w.exact = k, eta, exact
	s := eta / w.EtaRef
	if s > 0 && w.Reference >= 0 {
		w.enter(s)
	} else {
		w.now = -1
	}
	squares := 0.0
	for a := range w.arrays {
		l := &w.arrays[a]
		l.step = [kinds]int{}
		mask := w.mask[:(l.To-l.From+15)/16]
		squares += float64(w.Kernel.Exceed(mask, w.Centre[l.From:l.To], g[l.From:l.To], w.bound[l.From:l.To],
			float32(w.Kappa/s)))
		for q, word := range mask {
			for ; word != 0; word &= word - 1 {
				w.fixedJump(a, l.From+16*q+bits.TrailingZeros16(word), g)
			}
		}
	}
	w.norm = math.Sqrt(squares)
	if !(w.norm > 0) || math.IsInf(w.norm, 0) || w.live(current) == 0 {
		w.norm = nan
	}
	w.correlate(g)
}

// count counts a jump of the parameter i of array a.
func (w *Watch) count(kind, a, i int) {
	w.arrays[a].step[kind]++
	counts := w.counts[kind]
	counts[i]++
	n, lead := counts[i], counts[w.lead[kind]]
	if n < smallCounts {
		w.few[kind][n]++
	}
	if n > 1 && n <= smallCounts {
		w.few[kind][n-1]--
	}
	if n > lead || n == lead && i < w.lead[kind] {
		w.lead[kind] = i
	}
}

// fixedJump counts a fixed jump of the parameter i of array a.
func (w *Watch) fixedJump(a, i int, g []float32) {
	w.count(fixed, a, i)
	if w.now >= 0 {
		size := math.Abs(float64(g[i]-w.Centre[i])) * w.eta / (w.EtaRef * float64(w.size[i]))
		w.octaves[w.now].kept[a][fixed].add(size, 0)
	}
}

// Current counts a current jump of the parameter i of array a, whose noise is u.
func (w *Watch) Current(a, i int, u float32) {
	w.count(current, a, i)
	if w.now < 0 {
		return
	}
	amplitude, update := math.Abs(float64(u))/float64(w.Scale[i]), 0.
	if w.size[i] > 0 {
		update = math.Abs(float64(u)) * w.eta / (w.EtaRef * float64(w.size[i]))
	}
	w.octaves[w.now].kept[a][current].add(amplitude, update)
}

// End closes the step. loss is that of the minibatch, a number.
func (w *Watch) End(loss float64) {
	var jumps, trials [kinds]int
	for a := range w.arrays {
		l := &w.arrays[a]
		for kind := range kinds {
			l.total[kind].add(w.k, l.step[kind], l.live[kind])
			if w.now >= 0 && l.live[kind] > 0 {
				w.octaves[w.now].Parts[a][kind].add(l.step[kind], l.live[kind])
			}
			jumps[kind] += l.step[kind]
			trials[kind] += l.live[kind]
		}
	}
	for kind := range kinds {
		w.Net[kind].add(w.k, jumps[kind], trials[kind])
	}
	if w.now >= 0 {
		o := &w.octaves[w.now]
		o.Steps++
		o.LogSum += math.Log(w.eta / w.EtaRef)
		o.Last = w.k
	}
	if !w.exact {
		w.Inexact++
		w.Anchored = true
	}
	jumped := w.endNorm()
	many := false
	if trials[current] > 0 {
		w.Any = true
		many = w.recent.full() && float64(jumps[current]) > w.recent.quantile(.99)
		w.recent.add(float64(jumps[current]))
	}
	w.Loss.add(loss, jumped, many)
}
