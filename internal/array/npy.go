package array

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math"
	"slices"

	"levyscope/internal/npy"
)

// maxRow bounds how much of a stream is held, in bytes, in order to know whether a .npy of one axis is alone, a series,
// or the first of several, each a row.
const maxRow = 32 << 20

// npys are the .npy files that follow one another in a stream. They are one array, sample after sample along the
// first axis; those of at most one axis are one sample each.
type npys struct {
	b     *bufio.Reader
	first npy.Header // with Fortran set only if it makes a difference
	dtype npy.Dtype
	stack bool  // each .npy is a sample
	known int64 // bytes of the stream that are still to come; -1: not known
	n     int64 // .npy files begun
	total int64 // elements begun
}

// openNPY makes the array of a stream of so many bytes, -1 if that is not known.
func openNPY(b *bufio.Reader, size int64, stack bool) (*Array, error) {
	s := &npys{b: b, stack: stack, known: size}
	h, err := s.header()
	if err != nil {
		return nil, err
	}
	s.first = h
	if s.dtype, err = npy.ParseDtype(h.Descr); err != nil {
		return nil, err
	}
	n, err := s.begin(h)
	if err != nil {
		return nil, err
	}
	alone := s.known == 0 || s.known < 0 && h.Fortran
	in := io.Reader(b)
	rank := len(h.Shape)
	if rank <= 1 && !alone && !stack {
		var held []byte
		if held, alone, err = s.hold(n * s.dtype.Size); err != nil {
			return nil, err
		}
		in = io.MultiReader(bytes.NewReader(held), b)
		s.stack = !alone
	}
	a := &Array{Float32: s.dtype.Exact}
	if err := a.shapeNPY(h, alone, s.stack); err != nil {
		return nil, err
	}
	a.source = newRaw(s.dtype, in, n, s.next)
	return a, nil
}

// shapeNPY is the shape of an array that begins with h; alone tells that nothing follows.
func (a *Array) shapeNPY(h npy.Header, alone, stack bool) error {
	shape, err := ints(h.Shape)
	if err != nil {
		return err
	}
	rank := len(shape)
	switch {
	case stack && alone:
		a.Shape = append([]int{1}, shape...)
	case stack:
		a.Shape = append([]int{-1}, shape...)
	case rank == 0:
		return fmt.Errorf(".npy of shape () is one number: an array of samples needs an axis")
	case alone:
		a.Shape = shape
	default:
		a.Shape = append([]int{-1}, shape[1:]...)
	}
	if slices.Contains(a.Shape, 0) {
		return fmt.Errorf(".npy of shape %s has no element", h.ShapeText())
	}
	if !h.Fortran {
		return nil
	}
	for k := range a.Shape { // reversed, but for the first axis of a stack
		a.order = append(a.order, len(a.Shape)-1-k)
	}
	if stack {
		a.order = slices.Insert(a.order[:rank], 0, 0)
	} else if !alone {
		return errFortran
	}
	return nil
}

var errFortran = fmt.Errorf(".npy in Fortran order in a stream of several .npy, which cannot be joined along " +
	"the first axis: save each as numpy.save(f, numpy.ascontiguousarray(a))")

// header reads the next header; Fortran is set only if it makes a difference.
func (s *npys) header() (npy.Header, error) {
	h, err := npy.ReadHeader(s.b)
	if err != nil {
		return h, err
	}
	long := 0
	for _, d := range h.Shape {
		if d != 1 {
			long++
		}
	}
	h.Fortran = h.Fortran && long > 1
	if s.known >= 0 {
		s.known -= h.Length
	}
	return h, nil
}

// begin counts the elements of the .npy whose header is h, and compares them with what is left of the stream.
func (s *npys) begin(h npy.Header) (int64, error) {
	n, err := h.Elements(s.dtype.Size)
	if err != nil {
		return 0, err
	}
	if s.known >= 0 {
		if s.known < n*s.dtype.Size {
			return 0, fmt.Errorf(".npy of shape %s and type %s takes %d bytes, and %d are left in the file: "+
				"it is truncated; fetch or write it again", h.ShapeText(), h.Descr, n*s.dtype.Size, s.known)
		}
		s.known -= n * s.dtype.Size
	}
	if s.n++; s.total > math.MaxInt64-n {
		return 0, fmt.Errorf("more than %d elements: the file is damaged", int64(math.MaxInt64))
	}
	s.total += n
	return n, nil
}

// hold reads the elements of a .npy, n bytes, and looks whether anything follows. Of more than maxRow bytes nothing is
// read, and the .npy is taken to be alone.
func (s *npys) hold(n int64) (held []byte, alone bool, err error) {
	if s.known > 0 { // known to be followed
		return nil, false, nil
	}
	if n > maxRow {
		return nil, true, nil
	}
	var b bytes.Buffer // grows by what is there, not by what the header says
	if _, err := io.CopyN(&b, s.b, n); err != nil {
		return nil, false, fmt.Errorf(".npy of shape %s: %w", s.first.ShapeText(), truncated(err))
	}
	switch _, err := s.b.Peek(1); err {
	case nil:
		return b.Bytes(), false, nil
	case io.EOF:
		return b.Bytes(), true, nil
	default:
		return nil, false, npy.Damaged(err)
	}
}

// next begins the next .npy, which must fit the first, and returns how many elements it has; io.EOF if there is none.
func (s *npys) next() (int64, error) {
	switch head, err := s.b.Peek(1); {
	case err == io.EOF && s.total == 0:
		return 0, fmt.Errorf("%d .npy of shape %s have no element", s.n, s.first.ShapeText())
	case err == io.EOF:
		return 0, io.EOF
	case err != nil:
		return 0, npy.Damaged(err)
	case head[0] != npy.Magic[0]:
		return 0, fmt.Errorf("after %d .npy comes no other but a byte %#02x: the file is damaged; write it again",
			s.n, head[0])
	}
	h, err := s.header()
	if err != nil {
		return 0, fmt.Errorf(".npy number %d of the stream: %w", s.n+1, err)
	}
	if err := s.fits(h); err != nil {
		return 0, fmt.Errorf(".npy number %d of the stream %w", s.n+1, err)
	}
	return s.begin(h)
}

// fits compares the header with the first.
func (s *npys) fits(h npy.Header) error {
	f := s.first
	switch {
	case h.Descr != f.Descr:
		return fmt.Errorf("has type %.20q, the first has %.20q: save all of one type", h.Descr, f.Descr)
	case !s.stack && len(f.Shape) <= 1:
		return fmt.Errorf("follows one of shape %s, too long for a row: save rows as shape (1, n), "+
			"or one series as one .npy in a file", f.ShapeText())
	case s.stack && (!slices.Equal(h.Shape, f.Shape) || h.Fortran != f.Fortran):
		return fmt.Errorf("has shape %s%s, the first has %s%s: all must have one shape and order",
			h.ShapeText(), orderText(h), f.ShapeText(), orderText(f))
	case s.stack:
		return nil
	case len(h.Shape) != len(f.Shape) || !slices.Equal(h.Shape[1:], f.Shape[1:]):
		return fmt.Errorf("has shape %s, the first has %s: all must be alike but for the first axis, that of the samples",
			h.ShapeText(), f.ShapeText())
	case h.Fortran || f.Fortran:
		return fmt.Errorf("follows: %w", errFortran)
	}
	return nil
}

func orderText(h npy.Header) string {
	if h.Fortran {
		return " in Fortran order"
	}
	return ""
}

// ints are lengths as int.
func ints(shape []int64) ([]int, error) {
	out := make([]int, len(shape))
	for i, d := range shape {
		if d < 0 || d > math.MaxInt32 && math.MaxInt == math.MaxInt32 {
			return nil, fmt.Errorf("has an axis of length %d, more than an int of this system holds", d)
		}
		out[i] = int(d)
	}
	return out, nil
}
