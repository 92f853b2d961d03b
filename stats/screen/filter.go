package screen

import "math"

// A Filter passes the samples of a series one by one, in constant memory: those of its atoms are counted, the others
// are taken about the centre. Not for use by several goroutines at once.
type Filter struct {
	screen *Screen
	counts []int     // samples in each atom, those that were passed on left out
	kept   []float64 // of each atom: samples of the law among those so far that were not passed on yet
}

// NewFilter returns a filter of samples that were screened by s.
func NewFilter(s *Screen) Filter {
	return Filter{screen: s, counts: make([]int, len(s.Atoms)), kept: make([]float64, len(s.Atoms))}
}

// Pass returns x less the centre, and whether it is a sample of the law. Of the samples in an atom the share Kept is,
// at even intervals.
func (f *Filter) Pass(x float64) (v float64, ok bool) {
	if len(f.counts) == 0 {
		return x - f.screen.Centre, true
	}
	i := f.screen.Atom(x)
	if i < 0 {
		return x - f.screen.Centre, true
	}
	if f.kept[i] += f.screen.Atoms[i].Kept; f.kept[i] >= 1 {
		f.kept[i]--
		return x - f.screen.Centre, true
	}
	f.counts[i]++
	return 0, false
}

// Screen is what the samples were screened by.
func (f *Filter) Screen() *Screen { return f.screen }

// Counts are the samples in each atom of the Screen, beyond those that the law of the rest gives.
func (f *Filter) Counts() []int { return f.counts }

// Law returns those of the samples x that the law of the series gave, about the centre: without atoms, without the
// centre itself, and on a grid each spread over its cell (see Grid.Spread). For fits that take values as exact.
func (s *Screen) Law(x []float64) []float64 {
	f, out := NewFilter(s), make([]float64, 0, len(x))
	for i, v := range x {
		v, ok := f.Pass(v)
		if !ok || math.IsNaN(v) || math.IsInf(v, 0) {
			continue
		}
		if s.Grid.Step > 0 {
			v = s.Grid.Spread(i, v)
		}
		if v != 0 {
			out = append(out, v)
		}
	}
	return out
}
