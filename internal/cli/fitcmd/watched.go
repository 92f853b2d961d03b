package fitcmd

import (
	"io"
	"slices"

	"levyscope/internal/array"
	"levyscope/internal/draws"
)

// source is what runEach reads arrays of.
type source interface {
	Next() (*array.Array, error)
	Progress() (done, total int64)
	Close() error
}

// watched are the arrays of a probe or a burst.
type watched struct {
	path string
	*draws.Draws
	left []draws.Array
}

// Next is the next array.
func (w *watched) Next() (*array.Array, error) {
	if len(w.left) == 0 {
		return nil, io.EOF
	}
	a := w.left[0]
	w.left = w.left[1:]
	return array.Given(w.path, a.Name, slices.Concat([]int{w.Draws.Draws}, a.Shape), a.Reader()), nil
}

// Progress is not known.
func (w *watched) Progress() (done, total int64) { return 0, -1 }

// Close does nothing: all is read.
func (w *watched) Close() error { return nil }
