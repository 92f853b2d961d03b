package array

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Layout says how the elements of an array follow one another: Outer x Samples x Inner in C order. Series
// o*Inner + j has the samples (o, 0, j), (o, 1, j), ...
type Layout struct {
	// Outer and Inner are the products of the lengths before and after the axis of the samples.
	Outer, Inner int
	// Samples is how many each series has; -1: not known before the end, and Outer is 1.
	Samples int
	// Series is the shape of the series in the order of the file, in which the last axis varies fastest: that of the
	// array without the axis of the samples, but with its axes reversed if the file is in Fortran order.
	Series []int

	place []int // the axis k of Series is the axis place[k] of the array without that of the samples; nil: k
}

// Layout is that of the array with its samples along the axis; axes below 0 count from the last. Errors: there is no
// such axis, or the series are more than an int counts.
func (a *Array) Layout(axis int) (Layout, error) {
	if axis < -len(a.Shape) || axis >= len(a.Shape) {
		return Layout{}, fmt.Errorf("has no axis %d: choose one of the %d of shape %s, from 0 to %d, or from -1 for the last",
			axis, len(a.Shape), ShapeText(a.Shape), len(a.Shape)-1)
	}
	if axis < 0 {
		axis += len(a.Shape)
	}
	if a.Shape[0] < 0 && axis != 0 {
		return Layout{}, fmt.Errorf("has samples along axis %d of shape %s, whose axis 0 ends with the stream: "+
			"choose axis 0, or write one .npy of known shape", axis, ShapeText(a.Shape))
	}
	l := Layout{Outer: 1, Samples: a.Shape[axis], Inner: 1}
	product := &l.Outer
	for k := range a.Shape {
		at := k
		if a.order != nil {
			at = a.order[k]
		}
		if at == axis {
			product = &l.Inner
			continue
		}
		if a.Shape[at] > math.MaxInt32/l.Count() {
			return Layout{}, fmt.Errorf("has more than %d series along axis %d of shape %s: choose another axis",
				math.MaxInt32, axis, ShapeText(a.Shape))
		}
		*product *= a.Shape[at]
		l.Series = append(l.Series, a.Shape[at])
		if at > axis {
			at--
		}
		l.place = append(l.place, at)
	}
	return l, nil
}

// Count is the number of series.
func (l Layout) Count() int { return l.Outer * l.Inner }

// Index is the multi-index of series i in the array without the axis of its samples.
func (l Layout) Index(i int) []int {
	out := make([]int, len(l.Series))
	for k, n := range slices.Backward(l.Series) {
		at := k
		if l.place != nil {
			at = l.place[k]
		}
		out[at] = i % n
		i /= n
	}
	return out
}

// ShapeText writes a shape as Python does; "?" is a length that is not known yet.
func ShapeText(shape []int) string {
	var b strings.Builder
	b.WriteByte('(')
	for i, n := range shape {
		if i > 0 {
			b.WriteString(", ")
		}
		if n < 0 {
			b.WriteByte('?')
		} else {
			fmt.Fprint(&b, n)
		}
	}
	if len(shape) == 1 {
		b.WriteByte(',')
	}
	b.WriteByte(')')
	return b.String()
}
