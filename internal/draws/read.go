package draws

import (
	"context"
	"errors"
	"fmt"
	"io"

	"levyscope/train/watch/stream"
)

// Draws are the sampled gradients of a set.
type Draws struct {
	Set
	Params []stream.Param // arrays of parameters, in the order of the values
	Steps  []int          // (draws) of each record
	Losses []float64      // (draws) of each record; NaN: not known
	Values []float32      // (draws, sampled), row-major
}

// Sampled is the number of parameters.
func (d *Draws) Sampled() int {
	if d.Draws == 0 {
		return 0
	}
	return len(d.Values) / d.Draws
}

// errMoved is the error of a folder that lost the chosen records while they were read.
var errMoved = errors.New("lost the records that were chosen while they were read: the job removed its oldest " +
	"segments; try again")

// Read reads the set of a choice.
func Read(ctx context.Context, dir string, c Choice) (*Draws, error) {
	sets, err := Find(ctx, dir, c.Rank, c.Most)
	if err != nil {
		return nil, err
	}
	s, err := choose(sets, c)
	if err != nil {
		return nil, err
	}
	r, err := stream.Open(dir, c.Rank)
	if err != nil {
		return nil, err
	}
	d := &Draws{Set: s}
	at, here := 0, false
	var failed error
	err = poll(ctx, r, func(item stream.Item) bool {
		switch item := item.(type) {
		case *stream.Session:
			if here = item.Number == s.Session; here {
				d.Params = item.Params
				failed = s.fits(item.Meta.Sampled())
			}
			return failed == nil && item.Number <= s.Session
		case *stream.Record:
			if !here || item.Probe != s.Probe {
				return true
			}
			if at >= s.begun && len(d.Steps) < s.Draws && item.Batch == s.Batch {
				failed = d.append(item)
			}
			at++
			return failed == nil && len(d.Steps) < s.Draws
		}
		return true
	})
	if err == nil {
		err = failed
	}
	if err == nil && len(d.Steps) < s.Draws {
		err = errMoved
	}
	if err != nil {
		return nil, err
	}
	return d, nil
}

func (d *Draws) append(r *stream.Record) error {
	if r.Step < d.From || r.Step >= d.To {
		return errMoved
	}
	if d.Values == nil {
		d.Values = make([]float32, 0, d.Draws*len(r.G))
	}
	d.Steps, d.Losses = append(d.Steps, r.Step), append(d.Losses, r.Loss)
	d.Values = append(d.Values, r.G...)
	return nil
}

// Array is what is recorded of an array of parameters.
type Array struct {
	Name  string
	Shape []int   // of one draw: that of the array where all of it is recorded, else the number of values
	Index []int64 // places of the values in the array, in C order
	draws *Draws
	from  int // of the first value in a draw
}

// Arrays are the arrays of which anything is recorded.
func (d *Draws) Arrays() (out []Array) {
	from := 0
	for _, p := range d.Params {
		if len(p.Index) == 0 {
			continue
		}
		a := Array{Name: p.Name, Shape: []int{len(p.Index)}, Index: p.Index, draws: d, from: from}
		if whole(p) {
			a.Shape = p.Shape
		}
		out = append(out, a)
		from += len(p.Index)
	}
	return out
}

// whole says that all of an array is recorded, in its order.
func whole(p stream.Param) bool {
	n := 1
	for _, d := range p.Shape {
		if d <= 0 || n > len(p.Index) {
			return false
		}
		n *= d
	}
	if n != len(p.Index) || len(p.Shape) == 0 {
		return false
	}
	for i, at := range p.Index {
		if at != int64(i) {
			return false
		}
	}
	return true
}

// Reader reads the values of the array, draw after draw: (draws, shape) in C order.
func (a Array) Reader() func(dst []float32) (int, error) {
	row, col, width := 0, 0, a.draws.Sampled()
	return func(dst []float32) (n int, err error) {
		for n < len(dst) {
			if row == a.draws.Draws {
				return n, io.EOF
			}
			start := row*width + a.from
			k := copy(dst[n:], a.draws.Values[start+col:start+len(a.Index)])
			n, col = n+k, col+k
			if col == len(a.Index) {
				row, col = row+1, 0
			}
		}
		return n, nil
	}
}

// Names are the names of the sampled parameters, as fc1.weight[137].
func (d *Draws) Names() []string {
	out := make([]string, 0, d.Sampled())
	for _, p := range d.Params {
		for _, at := range p.Index {
			out = append(out, fmt.Sprintf("%s[%d]", p.Name, at))
		}
	}
	return out
}
