package array

import (
	"errors"
	"fmt"
	"io"

	"levyscope/internal/column"
)

// Array is an array of numbers in a file. It is for one goroutine and lasts until the next call of File.Next.
type Array struct {
	// Name is that in the file; empty if the file gives its arrays none.
	Name string
	// Shape is how long each axis is. Shape[0] is -1 where the end of the file has to tell: in text, and where
	// several .npy follow one another.
	Shape []int
	// Columns are the names of the series, where each is a column of a table; Shape is then (rows, columns).
	Columns []string
	// All are the names of all columns of the table, and Numbers tells which of them are Columns.
	All     []string
	Numbers []bool
	// Float32 tells that float32 holds every element exactly, so that ReadFloat32 loses nothing.
	Float32 bool

	path   string
	order  []int // axis order[k] is the k-th of the stream, in which the last varies fastest; nil: 0, 1, 2, ...
	source elements
	err    error
}

// elements are the numbers of an array in the order of the file. Both methods fill dst unless there is an error,
// which is io.EOF at the end.
type elements interface {
	read64(dst []float64) (int, error)
	read32(dst []float32) (int, error)
}

// Read fills dst with the next elements and returns how many there are: fewer than len(dst) only at the end. The end is
// 0 and io.EOF. NaN and infinities are delivered as they are; cells of a table that hold no number are NaN. Other
// errors: the file is truncated or damaged, those of the system. What was read before an error is delivered first, and
// the error then stays. Calls of Read and ReadFloat32 may alternate.
func (a *Array) Read(dst []float64) (int, error) { return fill(a, dst, a.source.read64) }

// ReadFloat32 is Read with elements rounded to float32.
func (a *Array) ReadFloat32(dst []float32) (int, error) { return fill(a, dst, a.source.read32) }

func fill[T float32 | float64](a *Array, dst []T, read func([]T) (int, error)) (n int, err error) {
	if a.err == nil && len(dst) > 0 {
		n, err = read(dst)
		if a.err = err; err != nil && err != io.EOF {
			a.err = fmt.Errorf("%s: %w", a.path, a.named(err))
		}
	}
	if n > 0 || len(dst) == 0 {
		return n, nil
	}
	return 0, a.err
}

// named puts the name of the array, if it has one, before the error.
func (a *Array) named(err error) error {
	if a.Name == "" {
		return err
	}
	return fmt.Errorf("array %.80q: %w", a.Name, err)
}

// Counts tell what the cells of a table held so far; ok is false for arrays that are stored in binary.
func (a *Array) Counts() (c column.Counts, ok bool) {
	if t, is := a.source.(interface{ counts() column.Counts }); is {
		return t.counts(), true
	}
	return c, false
}

// errPassed is what an array says after its time.
var errPassed = errors.New("the next array was asked for: this one can no longer be read")

// Refused is the error of an array that is not read, whereas those after it may be.
type Refused struct {
	// Name is that of the array.
	Name string
	// Err says why, and names the remedy.
	Err error
}

// Error is that of the error interface.
func (r *Refused) Error() string { return (&Array{Name: r.Name}).named(r.Err).Error() }

// Unwrap is the reason.
func (r *Refused) Unwrap() error { return r.Err }
