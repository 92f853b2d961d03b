package each

import "slices"

// A Layout says how the elements of an array follow one another: Outer x Samples x Inner in C order. Series o*Inner + j
// has the samples (o, 0, j), (o, 1, j), ...
type Layout struct {
	Outer, Inner int
	Samples      int   // of each series; -1: not known before the end, and Outer is 1
	Series       []int // shape of the series: that of the array without the axis of the samples
}

// LayoutOf is the layout of an array of the given shape in C order with samples along the axis, which must be one of
// the shape's. The first length may be -1, not known, if it is that of the axis.
func LayoutOf(shape []int, axis int) Layout {
	l := Layout{Outer: 1, Samples: shape[axis], Inner: 1, Series: slices.Delete(slices.Clone(shape), axis, axis+1)}
	for _, n := range shape[:axis] {
		l.Outer *= n
	}
	for _, n := range shape[axis+1:] {
		l.Inner *= n
	}
	return l
}

// Count is the number of series.
func (l Layout) Count() int { return l.Outer * l.Inner }

// Index is the multi-index of series i.
func (l Layout) Index(i int) []int {
	out := make([]int, len(l.Series))
	for k := len(out) - 1; k >= 0; k-- {
		out[k] = i % l.Series[k]
		i /= l.Series[k]
	}
	return out
}

const (
	tile = 128 // samples of a series that are counted together; block sums never cross its ends but in a ladder
	// headBytes bounds the memory of the first samples of all series, at 4 bytes a sample.
	headBytes = 64 << 20
	leastHead = tile
	mostHead  = 1 << 16
)

// headSamples is how many of the first samples of each of so many series are looked at before any is counted. It does
// not depend on the format, so that equal arrays in two formats have equal results.
func headSamples(series int) int {
	n := headBytes / 4 / max(series, 1)
	return min(max(n/tile*tile, leastHead), mostHead)
}
