package data

import (
	"fmt"
	"math"

	"levyscope/internal/par"
	"levyscope/internal/spec"
)

// The ways of normalising inputs.
const (
	automatic = "auto"     // standard of bytes and of tables, none of arrays of other numbers
	standard  = "standard" // minus the mean, divided by the standard deviation, of a channel or a column
	scaled    = "scale"    // divided by 255
	unchanged = "none"     // as they are
)

// normaliseParam is the parameter of a kind whose files have bytes or numbers.
var normaliseParam = spec.Param{Name: "normalise", Type: spec.Choice,
	Choices: []string{automatic, standard, scaled, unchanged},
	Meaning: "standard: mean 0 and standard deviation 1 of each channel or column; scale: over 255; " +
		"auto: standard of bytes and of tables, none of other arrays"}

// imagesParam is that of a kind of images, which are bytes.
var imagesParam = spec.Param{Name: "normalise", Type: spec.Choice, Choices: []string{standard, scaled, unchanged},
	Meaning: "standard: mean 0 and standard deviation 1 of each channel; scale: over 255"}

// affine is what normalising does to a group of numbers, a channel or a column: (x - shift)/scale.
type affine struct {
	shift, scale float64
	constant     bool // the numbers of the group are all equal, and only moved
}

// at is the normalised x.
func (a affine) at(x float64) float32 { return float32((x - a.shift) / a.scale) }

// groups is how many groups of numbers an example has, each of which is normalised by itself: the channels of an
// image (channels, height, width), or the numbers of a flat example.
func groups(shape []int) int { return shape[0] }

// fit is the affine of each group of the examples s, of dim numbers each: their mean and their standard deviation
// sqrt(mean (x - mean)^2). A group whose numbers are all equal is only moved.
func (s samples) fit(dim, groups int) []affine {
	if s.bytes != nil {
		return fitBytes(s.bytes, dim, groups)
	}
	if s.wide != nil {
		return fitFloats(s.wide, dim, groups)
	}
	return fitFloats(s.floats, dim, groups)
}

// moment is what is summed up over a group.
type moment[T, S any] struct {
	low, high  T
	sum, other S // other: of the squares, or of the squared distances from the mean
}

// fitBytes is fit for bytes, by exact sums of integers.
func fitBytes(x []uint8, dim, groups int) []affine {
	list, wide := make([]moment[uint8, uint64], groups), dim/groups
	for g := range list {
		list[g].low = 255
	}
	for at := 0; at < len(x); at += wide {
		m := &list[at/wide%groups]
		low, high, sum, squares := m.low, m.high, uint64(0), uint64(0)
		for _, v := range x[at : at+wide] {
			low, high = min(low, v), max(high, v)
			sum += uint64(v)
			squares += uint64(v) * uint64(v)
		}
		m.low, m.high, m.sum, m.other = low, high, m.sum+sum, m.other+squares
	}
	fits, n := make([]affine, groups), float64(len(x)/groups)
	for g, m := range list {
		sum := float64(m.sum)
		fits[g] = affine{shift: sum / n, scale: math.Sqrt((float64(m.other) - sum*sum/n) / n)}
		if m.low == m.high {
			fits[g] = affine{float64(m.low), 1, true}
		}
	}
	return fits
}

// fitFloats is fit for numbers, in two passes.
func fitFloats[T float32 | float64](x []T, dim, groups int) []affine {
	list, wide := make([]moment[T, float64], groups), dim/groups
	for g := range list {
		list[g].low, list[g].high = x[g*wide], x[g*wide]
	}
	for at := 0; at < len(x); at += wide {
		m := &list[at/wide%groups]
		sum := 0.0
		for _, v := range x[at : at+wide] {
			m.low, m.high = min(m.low, v), max(m.high, v)
			sum += float64(v)
		}
		m.sum += sum
	}
	fits, n := make([]affine, groups), float64(len(x)/groups)
	for g, m := range list {
		fits[g].shift = m.sum / n
	}
	for at := 0; at < len(x); at += wide {
		g, sum := at/wide%groups, 0.0
		for _, v := range x[at : at+wide] {
			d := float64(v) - fits[g].shift
			sum += float64(d * d) // the conversion forbids a fused multiply-add
		}
		list[g].other += sum
	}
	for g, m := range list {
		fits[g].scale = math.Sqrt(m.other / n)
		if m.low == m.high || fits[g].scale < math.SmallestNonzeroFloat32 { // equal as float32 has them
			fits[g] = affine{float64(m.low), 1, true}
		}
	}
	return fits
}

// apply normalises the examples s, of dim numbers each, as float32. Numbers are changed in place.
func (s samples) apply(dim int, list []affine) []float32 {
	wide, n := dim/len(list), s.size()/dim
	if s.wide != nil {
		x := make([]float32, len(s.wide))
		eachPiece(n, func(i int) {
			for k, v := range s.wide[i*dim:][:dim] {
				x[i*dim+k] = list[k/wide].at(v)
			}
		})
		return x
	}
	if s.bytes == nil {
		eachPiece(n, func(i int) {
			row := s.floats[i*dim:][:dim]
			for k, v := range row {
				row[k] = list[k/wide].at(float64(v))
			}
		})
		return s.floats
	}
	table := make([][256]float32, len(list))
	for g, a := range list {
		for v := range 256 {
			table[g][v] = a.at(float64(v))
		}
	}
	x := make([]float32, len(s.bytes))
	eachPiece(n, func(i int) {
		for g := range table {
			t, from := &table[g], i*dim+g*wide
			dst := x[from:][:wide]
			for k, v := range s.bytes[from:][:wide] {
				dst[k] = t[v]
			}
		}
	})
	return x
}

// eachPiece calls do for every example of n, of each alone, on all cores.
func eachPiece(n int, do func(i int)) {
	const examples = 4096
	err := par.For(par.Workers(), (n+examples-1)/examples, func(_, piece int) {
		for i := piece * examples; i < min((piece+1)*examples, n); i++ {
			do(i)
		}
	})
	if err != nil {
		panic(err) // one of do
	}
}

// words say what was done to the numbers.
func words(way string, list []affine, shape []int) string {
	switch {
	case way == scaled:
		return "every number divided by 255"
	case way == unchanged:
		return "none: the numbers are as the files have them"
	}
	what := "column"
	if len(shape) > 1 {
		what = "channel"
	}
	if len(list) > 4 {
		constant := 0
		for _, a := range list {
			if a.constant {
				constant++
			}
		}
		text := fmt.Sprintf("of each of %d %ss the mean in the training set subtracted, "+
			"then divided by its standard deviation there", len(list), what)
		if constant > 0 {
			text += fmt.Sprintf("; by 1 in the %d of a constant", constant)
		}
		return text
	}
	text := ""
	for g, a := range list {
		if g > 0 {
			text += "; "
		}
		if a.constant {
			text += fmt.Sprintf("%s %d: constant, %.6g subtracted", what, g, a.shift)
			continue
		}
		text += fmt.Sprintf("%s %d: mean %.6g subtracted, divided by standard deviation %.6g", what, g, a.shift, a.scale)
	}
	return text + " (of the training set)"
}
