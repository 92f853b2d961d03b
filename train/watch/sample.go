package watch

import (
	"slices"

	"levyscope/stats/series"
	"levyscope/train"
	"levyscope/train/nn"
	"levyscope/train/noise"
	"levyscope/train/watch/stream"
)

// sample is which values of a record are judged one by one.
type sample struct {
	arrays []train.Sampled // with their places among those that are judged
	kept   noise.Kept      // places in a record; nil: all
	n      int             // that are judged
	total  int             // parameters of the arrays
}

// wholeArray is the most parameters of an array that are all judged, where the arrays are few.
const wholeArray = 4096

// newSample judges at most about so many parameters.
func newSample(s *stream.Session, keep int) sample {
	var out sample
	var tensors []nn.Tensor
	at := 0
	for _, p := range s.Params {
		tensors = append(tensors, nn.Tensor{Name: p.Name, Offset: at, Len: len(p.Index)})
		at += len(p.Index)
	}
	out.kept = noise.KeepWhole(s.Seed, tensors, keep, min(wholeArray, keep/max(1, len(tensors))))
	out.n = out.kept.Len(at)
	for i, p := range s.Params {
		from, to := out.kept.Within(tensors[i])
		a := train.Sampled{Array: series.Array{Name: p.Name, From: from, To: to}, Params: 1}
		for _, d := range p.Shape {
			a.Params *= d
		}
		if to-from == a.Params && inOrder(p.Index) {
			a.Shape = p.Shape
		}
		out.arrays = append(out.arrays, a)
		out.total += a.Params
	}
	return out
}

// inOrder says that all places of an array are there, one after another.
func inOrder(index []int64) bool {
	for i, at := range index {
		if at != int64(i) {
			return false
		}
	}
	return true
}

// same says that two samples are of the same arrays.
func (s *sample) same(o *sample) bool {
	return s.n == o.n && slices.Equal(s.kept, o.kept) &&
		slices.EqualFunc(s.arrays, o.arrays, func(a, b train.Sampled) bool {
			return a.Name == b.Name && a.Params == b.Params && a.From == b.From && a.To == b.To &&
				slices.Equal(a.Shape, b.Shape)
		})
}

// draws are gradients that are judged together.
type draws struct {
	sample *sample
	most   int // rows that there is room for
	rows   int
	values []float32 // (rows, n)
	sizes  []int     // (rows) examples of each minibatch
}

// mostValues bounds the memory of draws: 4 bytes each.
const mostValues = 1 << 27

// newDraws has room for so many rows, fewer of many parameters.
func newDraws(s *sample, rows int) draws {
	return draws{sample: s, most: max(1, min(rows, mostValues/max(s.n, 1)))}
}

// add takes the gradient of a minibatch of so many examples; false: there is no room.
func (d *draws) add(g []float32, size int) bool {
	if d.rows == d.most {
		return false
	}
	n := d.sample.n
	if len(d.values) < (d.rows+1)*n {
		d.values = slices.Grow(d.values[:d.rows*n], n)[:(d.rows+1)*n]
	}
	d.sample.kept.Gather(d.row(d.rows), g)
	d.sizes = append(d.sizes[:d.rows], size)
	d.rows++
	return true
}

// row is a gradient.
func (d *draws) row(m int) []float32 { return d.values[m*d.sample.n : (m+1)*d.sample.n] }

// clear takes all gradients out.
func (d *draws) clear() { d.rows = 0 }

// centre are the means of the finite values, exact zeros included, of the rows; 0 without any.
func (d *draws) centre() []float32 {
	sums, counts := make([]float64, d.sample.n), make([]int32, d.sample.n)
	for m := range d.rows {
		for i, v := range d.row(m) {
			if v-v == 0 {
				sums[i] += float64(v)
				counts[i]++
			}
		}
	}
	out := make([]float32, len(sums))
	for i, s := range sums {
		if counts[i] > 0 {
			out[i] = float32(s / float64(counts[i]))
		}
	}
	return out
}
