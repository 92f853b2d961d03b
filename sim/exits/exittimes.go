package exits

import (
	"fmt"
	"math"
)

const (
	binsAnOctave = 64
	mostQuanta   = 1 << 60                                  // the longest time, in quanta
	mostExitBins = (60-7)*binsAnOctave + 2*binsAnOctave + 1 // 3521: what mostQuanta needs
)

// exitTimes is a record of exit and censoring times in bounded memory: a histogram
// whose bins are one quantum wide up to 128 quanta and 1/64 to 1/128 of their time
// beyond, closed at the right. Each bin knows the first and the last of its times, so
// that whatever lies alone in its bin is exact, as small multiples of the quantum
// are. The sums behind the mean, its error and the tests are exact everywhere. A
// path is added in constant time; 169 kB hold any number of them.
type Times struct {
	quantum         float64
	bins            []exitBin
	exits, censored int
	all             [4]neumaier // sums of (t/quantum)^k, k = 1 to 4, of all paths
	exited          [2]neumaier // of those that exited, k = 1, 2
	logs            neumaier    // sum of ln(t/quantum) of those that exited
	weighted        [2]neumaier // sums of (t/quantum) ln(t/quantum)^k, k = 1, 2, of all paths
	span, cut       timeRange   // of all times, and of the censored ones
}

// exitBin counts the times in one bin.
type exitBin struct {
	exits, censored int
	exit, cut       timeRange // of the exits, of the censored times
}

// timeRange is from the first time to the last; zero if there is none.
type timeRange struct{ first, last float64 }

func (r *timeRange) add(t float64) {
	if r.last == 0 {
		r.first, r.last = t, t
		return
	}
	r.first, r.last = min(r.first, t), max(r.last, t)
}

func (r *timeRange) merge(o timeRange) {
	if o.last > 0 {
		r.add(o.first)
		r.add(o.last)
	}
}

func (r timeRange) middle() float64 { return r.first + (r.last-r.first)/2 }

// neumaier is a sum that carries its own rounding error, so that 10^9 terms lose
// nothing. Source: Neumaier 1974.
type neumaier struct{ sum, rest float64 }

func (s *neumaier) add(x float64) {
	total := s.sum + x
	if math.Abs(s.sum) >= math.Abs(x) {
		s.rest += s.sum - total + x
	} else {
		s.rest += x - total + s.sum
	}
	s.sum = total
}

func (s *neumaier) merge(o neumaier) {
	s.add(o.sum)
	s.rest += o.rest
}

func (s neumaier) value() float64 { return s.sum + s.rest }

// newExitTimes returns an empty record of times in units of the quantum: the time
// step of a simulation that looks only once a step, a small part of the shortest
// time of interest otherwise.
func NewTimes(quantum float64) (*Times, error) {
	if !(quantum >= 1e-200 && quantum <= 1e200) {
		return nil, fmt.Errorf("quantum = %g: the unit of exit times lies between 1e-200 and 1e200; give the time step", quantum)
	}
	return &Times{quantum: quantum}, nil
}

// add counts a path that left at t, or was still inside at t if censored.
func (e *Times) Add(t float64, censored bool) error {
	n := t / e.quantum
	if !(t > 0 && n > 0 && n <= mostQuanta) {
		return fmt.Errorf("exit time = %g: it must be above 0 and at most 2^60 quanta of %g", t, e.quantum)
	}
	j := exitBinOf(n)
	for len(e.bins) <= j {
		e.bins = append(e.bins, exitBin{})
	}
	e.span.add(t)
	b, log := &e.bins[j], math.Log(n)
	for k, power := 0, n; k < len(e.all); k, power = k+1, power*n {
		e.all[k].add(power)
		if k < len(e.exited) && !censored {
			e.exited[k].add(power)
		}
	}
	e.weighted[0].add(n * log)
	e.weighted[1].add(n * log * log)
	if censored {
		b.censored++
		b.cut.add(t)
		e.censored++
		e.cut.add(t)
		return nil
	}
	b.exits++
	b.exit.add(t)
	e.exits++
	e.logs.add(log)
	return nil
}

// exitBinOf is the bin of a time of n quanta: bin j <= 128 holds (j-1, j]; above,
// n in (64, 128] 2^o lies in bin 64 o + ceil(n/2^o). What is a whole number but for
// the rounding of k dt/dt counts as one.
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

// merge adds the paths of o, whose quantum must be the same: it is for parts of an ensemble that
// are simulated apart.
func (e *Times) merge(o *Times) error {
	if o.quantum != e.quantum {
		return fmt.Errorf("quantum = %g: times in quanta of %g cannot take it in; use one quantum for all parts", o.quantum, e.quantum)
	}
	for len(e.bins) < len(o.bins) {
		e.bins = append(e.bins, exitBin{})
	}
	for j, b := range o.bins {
		e.bins[j].exits += b.exits
		e.bins[j].censored += b.censored
		e.bins[j].exit.merge(b.exit)
		e.bins[j].cut.merge(b.cut)
	}
	e.exits += o.exits
	e.censored += o.censored
	e.logs.merge(o.logs)
	for k := range e.all {
		e.all[k].merge(o.all[k])
	}
	for k := range e.exited {
		e.exited[k].merge(o.exited[k])
		e.weighted[k].merge(o.weighted[k])
	}
	e.span.merge(o.span)
	e.cut.merge(o.cut)
	return nil
}

// paths is how many paths were added.
func (e *Times) paths() int { return e.exits + e.censored }

// Last is the longest of the times.
func (e *Times) Last() float64 { return e.span.last }

// clone is a copy that can be added to.
func (e *Times) Clone() *Times {
	out := *e
	out.bins = append([]exitBin(nil), e.bins...)
	return &out
}
