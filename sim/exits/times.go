package exits

import (
	"fmt"
	"math"
	"slices"

	"levyscope/internal/exact"
)

const (
	binsAnOctave = 64                                       // bins between a time and its double
	mostQuanta   = 1 << 60                                  // the longest time, in quanta
	mostExitBins = (60-7)*binsAnOctave + 2*binsAnOctave + 1 // 3521, the number of bins up to mostQuanta
)

// Times is a record of exit and censoring times in bounded memory: 169 kB hold any number of
// paths, and a path is added in constant time. It is a histogram with bins that are one quantum
// wide up to 128 quanta, and between 1/128 and 1/64 of their time wide beyond; a bin is closed
// on the right. Each bin keeps the first and the last of its times, so that a time that is alone
// in its bin is exact, and so are small multiples of the quantum. The sums behind the mean, its
// error and the tests of exponentiality are exact for all times, and rounded once.
//
// It is not safe for concurrent use.
type Times struct {
	quantum              float64
	bins                 []exitBin
	exits, censored      int
	all                  [4]exact.Sum // sums of (t/quantum)^k, k = 1 to 4, of all paths
	inside               [2]exact.Sum // of the censored ones, k = 1, 2
	logs                 exact.Sum    // sum of ln(t/quantum) of those that exited
	weighted             [2]exact.Sum // sums of (t/quantum) ln(t/quantum)^k, k = 1, 2, of all paths
	waiting              []float64    // times in quanta that are not in the sums yet, those of censored paths below 0
	times, censoredTimes timeRange    // of all times, and of the censored ones
}

// exitBin counts the times in one bin and keeps their ranges.
type exitBin struct {
	exits, censored          int
	exitTimes, censoredTimes timeRange // of the exits, of the censored times
}

// timeRange reaches from the first time to the last; it is zero if there is none.
type timeRange struct{ first, last float64 }

// add extends r to the time t.
func (r *timeRange) add(t float64) {
	if r.last == 0 {
		r.first, r.last = t, t
		return
	}
	r.first, r.last = min(r.first, t), max(r.last, t)
}

// merge extends r to the times of o.
func (r *timeRange) merge(o timeRange) {
	if o.last > 0 {
		r.add(o.first)
		r.add(o.last)
	}
}

// middle is the time halfway between the first and the last.
func (r timeRange) middle() float64 { return r.first + (r.last-r.first)/2 }

// NewTimes returns an empty record with the given quantum, the unit of the bins: the time step
// if a simulation checks for exits once a step, otherwise a small fraction of the shortest time
// of interest. The error says that the quantum is not in [1e-200, 1e200].
func NewTimes(quantum float64) (*Times, error) {
	if !(quantum >= 1e-200 && quantum <= 1e200) {
		return nil, fmt.Errorf("quantum = %g: the unit of exit times lies between 1e-200 and 1e200; give the time step",
			quantum)
	}
	return &Times{quantum: quantum}, nil
}

// Add counts a path that exited at time t or, if it is censored, was still inside at t. t is
// above 0 and at most 2^60 quanta; otherwise Add counts nothing and returns an error.
func (e *Times) Add(t float64, censored bool) error {
	n := t / e.quantum
	if !(t > 0 && n > 0 && n <= mostQuanta) {
		return fmt.Errorf("exit time = %g: it must be above 0 and at most 2^60 quanta of %g", t, e.quantum)
	}
	j := exitBinOf(n)
	for len(e.bins) <= j {
		e.bins = append(e.bins, exitBin{})
	}
	e.times.add(t)
	b := &e.bins[j]
	e.wait(n, censored)
	if censored {
		b.censored++
		b.censoredTimes.add(t)
		e.censored++
		e.censoredTimes.add(t)
		return nil
	}
	b.exits++
	b.exitTimes.add(t)
	e.exits++
	return nil
}

// mostWaiting times are added to the sums at once, which is quicker than one by one.
const mostWaiting = 64

// wait keeps a time of n quanta until there are mostWaiting of them.
func (e *Times) wait(n float64, censored bool) {
	if censored {
		n = -n
	}
	if e.waiting == nil {
		e.waiting = make([]float64, 0, mostWaiting)
	}
	if e.waiting = append(e.waiting, n); len(e.waiting) == mostWaiting {
		e.settle()
	}
}

// settle adds the times that wait to the sums. Whoever reads a sum calls it first.
func (e *Times) settle() {
	if len(e.waiting) == 0 {
		return
	}
	var space [7][mostWaiting]float64
	m := len(e.waiting)
	t, power, logs := space[0][:m], space[1][:m], space[2][:0]
	product, product2 := space[3][:m], space[4][:m] // with the logarithm, and with its square
	inside, insideSquares := space[5][:0], space[6][:0]
	for i, n := range e.waiting {
		v := math.Abs(n)
		log := math.Log(v)
		t[i], power[i], product[i], product2[i] = v, v*v, v*log, v*log*log
		if n < 0 {
			inside, insideSquares = append(inside, v), append(insideSquares, v*v)
		} else {
			logs = append(logs, log)
		}
	}
	e.all[0].AddAll(t)
	e.weighted[0].AddAll(product)
	e.weighted[1].AddAll(product2)
	e.logs.AddAll(logs)
	e.inside[0].AddAll(inside)
	e.inside[1].AddAll(insideSquares)
	for k := 1; k < len(e.all); k++ {
		e.all[k].AddAll(power)
		for i, v := range t {
			power[i] *= v
		}
	}
	e.waiting = e.waiting[:0]
}

// exitBinOf is the bin of a time of n quanta. Bin j <= 128 holds (j-1, j]. Beyond, a time with
// 64 < n/2^o <= 128 lies in bin 64 o + ceil(n/2^o). A number n that differs from an integer only
// by the rounding of k dt/dt counts as that integer.
func exitBinOf(n float64) int {
	if r := math.Round(n); math.Abs(n-r) <= 1e-15*n {
		n = r
	}
	if n <= 2*binsAnOctave {
		return max(1, int(math.Ceil(n)))
	}
	frac, exp := math.Frexp(n)
	return min(binsAnOctave*(exp-7)+int(math.Ceil(frac*2*binsAnOctave)), mostExitBins-1)
}

// Merge adds the paths of o, which must have the same quantum. The record is then that of all paths, to the last bit,
// whatever the order in which records are merged.
func (e *Times) Merge(o *Times) error {
	if o.quantum != e.quantum {
		return fmt.Errorf("quantum = %g: times in quanta of %g cannot take it in; use one quantum for all parts",
			o.quantum, e.quantum)
	}
	for len(e.bins) < len(o.bins) {
		e.bins = append(e.bins, exitBin{})
	}
	for j, b := range o.bins {
		e.bins[j].exits += b.exits
		e.bins[j].censored += b.censored
		e.bins[j].exitTimes.merge(b.exitTimes)
		e.bins[j].censoredTimes.merge(b.censoredTimes)
	}
	e.exits += o.exits
	e.censored += o.censored
	e.settle()
	o.settle()
	e.logs.Merge(&o.logs)
	for k := range e.all {
		e.all[k].Merge(&o.all[k])
	}
	for k := range e.inside {
		e.inside[k].Merge(&o.inside[k])
		e.weighted[k].Merge(&o.weighted[k])
	}
	e.times.merge(o.times)
	e.censoredTimes.merge(o.censoredTimes)
	return nil
}

// total is the sum of (t/quantum)^k of all paths, k = 1 to 4.
func (e *Times) total(k int) float64 {
	e.settle()
	return e.all[k-1].Value()
}

// exited is the sum of (t/quantum)^k of the paths that exited, k = 1, 2.
func (e *Times) exited(k int) float64 {
	e.settle()
	sum := e.all[k-1].Less(&e.inside[k-1])
	return sum.Value()
}

// paths is the number of paths, exited and censored.
func (e *Times) paths() int { return e.exits + e.censored }

// Last is the longest of all times, exit or censored, and 0 if there is none.
func (e *Times) Last() float64 { return e.times.last }

// Clone is an independent copy.
func (e *Times) Clone() *Times {
	e.settle()
	out := *e
	out.waiting = nil
	out.bins = slices.Clone(e.bins)
	out.logs = e.logs.Clone()
	for k := range e.all {
		out.all[k] = e.all[k].Clone()
	}
	for k := range e.inside {
		out.inside[k], out.weighted[k] = e.inside[k].Clone(), e.weighted[k].Clone()
	}
	return &out
}
