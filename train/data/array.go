package data

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"

	"levyscope/internal/npy"
)

// tensor is an array of a file: inputs or labels.
type tensor struct {
	samples         // those of inputs
	labels  []uint8 // those of labels
	shape   []int   // as the file has it, the examples first
}

// header is what the head of an array tells.
type header struct {
	shape []int64
	dtype npy.Dtype
	bytes bool // the elements are bytes from 0 to 255
}

// readIDX reads the head of an IDX file: two zero bytes, the type of the elements, the number of axes, and the length
// of each axis as 4 bytes, the highest first.
//
// Source: LeCun, Cortes and Burges, "The MNIST database of handwritten digits", the IDX file format.
func readIDX(s *stream) (header, error) {
	var head [4]byte
	if err := s.full(head[:]); err != nil {
		return header{}, err
	}
	types := map[byte]string{8: "|u1", 9: "|i1", 0xb: ">i2", 0xc: ">i4", 0xd: ">f4", 0xe: ">f8"}
	descr, known := types[head[2]]
	if head[0] != 0 || head[1] != 0 || !known || head[3] == 0 {
		s.offset = 0
		return header{}, s.fail("is no IDX file: begins with %x, not with 0000, a type from 08 to 0e and the number of axes",
			head)
	}
	dtype, err := npy.ParseDtype(descr)
	if err != nil {
		return header{}, s.fail("%w", err)
	}
	lengths := make([]byte, 4*int(head[3]))
	if err := s.full(lengths); err != nil {
		return header{}, err
	}
	h := header{dtype: dtype, bytes: head[2] == 8}
	for i := 0; i < len(lengths); i += 4 {
		h.shape = append(h.shape, int64(binary.BigEndian.Uint32(lengths[i:])))
	}
	return h, nil
}

// readNPY reads the head of a .npy file.
func readNPY(s *stream) (header, error) {
	h, err := npy.ReadHeader(s)
	if err != nil {
		return header{}, s.fail("%w", err)
	}
	dtype, err := npy.ParseDtype(h.Descr)
	if err != nil {
		return header{}, s.fail("%w", err)
	}
	if h.Fortran && len(h.Shape) > 1 {
		return header{}, s.fail("is stored column after column (Fortran order): save numpy.ascontiguousarray(x)")
	}
	return header{h.Shape, dtype, strings.HasSuffix(h.Descr, "u1")}, nil
}

// elements is how many elements the array has, none of whose axes may be empty.
func (h header) elements(s *stream) (int64, error) {
	n := int64(1)
	for _, d := range h.shape {
		if d == 0 {
			return 0, s.fail("holds nothing: its shape is %s; give one example at least", shapeText(h.shape))
		}
		if n > math.MaxInt64/16/d {
			return 0, s.fail("the header has the shape %s, which is beyond any file: it is damaged", shapeText(h.shape))
		}
		n *= d
	}
	return n, s.need(n, h.dtype.Size)
}

// inputs reads the array of a head as inputs, an example along the first axis.
func (h header) inputs(s *stream) (t tensor, err error) {
	if len(h.shape) < 2 {
		return t, s.fail("has the shape %s, which is that of labels: inputs have two axes or more, the examples first",
			shapeText(h.shape))
	}
	n, err := h.elements(s)
	if err != nil {
		return t, err
	}
	if h.bytes {
		t.bytes, err = s.bytes(n)
	} else {
		t.floats, err = s.floats(n, h.dtype)
	}
	if err != nil {
		return tensor{}, err
	}
	t.shape = ints(h.shape)
	return t, s.end()
}

// classes reads the array of a head as labels, the integers from 0 to 255.
func (h header) classes(s *stream) (t tensor, err error) {
	if len(h.shape) != 1 && !(len(h.shape) == 2 && h.shape[1] == 1) {
		return t, s.fail("has the shape %s, which is that of inputs: labels have one axis, a class for each example",
			shapeText(h.shape))
	}
	n, err := h.elements(s)
	if err != nil {
		return t, err
	}
	labels := make([]uint8, 0, s.room(n, h.dtype.Size))
	buf, x := make([]byte, 1024*h.dtype.Size), make([]float64, 1024)
	for int64(len(labels)) < n {
		k := min(n-int64(len(labels)), 1024)
		from := s.offset
		if err := s.full(buf[:k*h.dtype.Size]); err != nil {
			return t, err
		}
		h.dtype.Widen(x[:k], buf, int(h.dtype.Size))
		for i, v := range x[:k] {
			c, err := class(v)
			if err != nil {
				s.offset = from + int64(i)*h.dtype.Size
				return t, s.fail("the label of example %d (from 0) %w", len(labels), err)
			}
			labels = append(labels, c)
		}
	}
	return tensor{labels: labels, shape: []int{len(labels)}}, s.end()
}

// class is a label, which must be an integer from 0 to 255.
func class(v float64) (uint8, error) {
	if !(v >= 0 && v <= 255) || v != math.Trunc(v) {
		return 0, fmt.Errorf("is %g: number the classes 0, 1, 2, ..., at most 255", v)
	}
	return uint8(v), nil
}

// ints are lengths whose product is known to be small.
func ints(shape []int64) []int {
	list := make([]int, len(shape))
	for i, d := range shape {
		list[i] = int(d)
	}
	return list
}

// shapeText writes a shape as 60000x28x28.
func shapeText[T int | int64](shape []T) string {
	if len(shape) == 0 {
		return "()"
	}
	text := fmt.Sprint(shape[0])
	for _, d := range shape[1:] {
		text += fmt.Sprint("x", d)
	}
	return text
}
