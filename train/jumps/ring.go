package jumps

import "slices"

// ring holds the last values of a series, at most so many as sorted has room for, in the order of time and of size.
type ring struct {
	values []float64 // by time, from at on
	sorted []float64
	at     int
}

// newRing makes a ring for n values.
func newRing(n int) ring { return ring{make([]float64, 0, n), make([]float64, 0, n), 0} }

// full says that the next value replaces the oldest one.
func (r *ring) full() bool { return len(r.values) == cap(r.values) }

// add takes in v, which is a number.
func (r *ring) add(v float64) {
	if !r.full() {
		r.values = append(r.values, v)
	} else {
		old, _ := slices.BinarySearch(r.sorted, r.values[r.at])
		r.sorted = slices.Delete(r.sorted, old, old+1)
		r.values[r.at] = v
		r.at = (r.at + 1) % len(r.values)
	}
	i, _ := slices.BinarySearch(r.sorted, v)
	r.sorted = slices.Insert(r.sorted, i, v)
}

// quantile is the value of rank p (n-1), rounded down; NaN of an empty ring.
func (r *ring) quantile(p float64) float64 {
	if len(r.sorted) == 0 {
		return nan
	}
	return r.sorted[int(p*float64(len(r.sorted)-1))]
}

// inOrder are the values from the oldest on.
func (r *ring) inOrder() []float64 { return append(slices.Clone(r.values[r.at:]), r.values[:r.at]...) }
