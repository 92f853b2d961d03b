package column

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"

	"levyscope/internal/npy"
)

// npyColumn reads the elements of an array that have one index in the last axis, or all, in the order of the file.
type npyColumn struct {
	npy.Dtype
	r      io.Reader
	counts *Counts
	left   int64 // elements still to deliver
	row    int64 // bytes from one to the next
	offset int64 // of the element in its row, in bytes
	before int64 // bytes still to skip before the first row
	after  int64 // bytes that follow the last one
	buf    []byte
	suffix string // "[3]" if an index was chosen
}

// npyBuffer is how much is read at once, in bytes.
const npyBuffer = 256 << 10

// openNPY reads the header of a .npy file of so many bytes, -1 if that is not known, and finds the column.
func openNPY(b *bufio.Reader, size int64, column string, counts *Counts) (*npyColumn, error) {
	h, err := npy.ReadHeader(b)
	if err != nil {
		return nil, err
	}
	d, err := npy.ParseDtype(h.Descr)
	if err != nil {
		return nil, err
	}
	n, err := h.Elements(d.Size)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, fmt.Errorf(".npy array of shape %s has no element", h.ShapeText())
	}
	if size >= 0 && size != h.Length+n*d.Size {
		return nil, fmt.Errorf(".npy array of shape %s and type %s takes %d bytes, the file has %d for it: %s",
			h.ShapeText(), h.Descr, n*d.Size, size-h.Length, misfit(size-h.Length < n*d.Size))
	}
	a := &npyColumn{Dtype: d, r: b, counts: counts, left: n, row: d.Size}
	a.buf = make([]byte, min(npyBuffer, n*d.Size))
	return a, a.find(h, n, column)
}

func misfit(short bool) string {
	if short {
		return "it is truncated; fetch or write it again"
	}
	return "save each array in a file of its own, or all with numpy.savez"
}

// wide is how many of the axes are longer than 1.
func wide(shape []int64) (n int) {
	for _, d := range shape {
		if d > 1 {
			n++
		}
	}
	return n
}

// find lays out what is to be read for the column.
func (a *npyColumn) find(h npy.Header, n int64, column string) error {
	last := int64(1)
	if len(h.Shape) > 0 {
		last = h.Shape[len(h.Shape)-1]
	}
	line := true // all axes but one have length 1
	for _, d := range h.Shape {
		line = line && (d == 1 || d == n)
	}
	const order = ", in Fortran order" // said where it is the order of the samples that differs from that of C
	if column == "all" || column == "" && line {
		if h.Fortran && !line {
			a.suffix = order
		}
		return nil
	}
	index, err := strconv.ParseInt(column, 10, 64)
	switch {
	case column == "":
		return fmt.Errorf("has an array of shape %s: "+
			"choose an index of its last axis with --column, from 0 to %d, or all", h.ShapeText(), last-1)
	case len(h.Shape) < 2:
		return fmt.Errorf("has no column %q: an array of shape %s is one column; leave --column out", column, h.ShapeText())
	case err != nil || index < -last || index >= last:
		return fmt.Errorf("has no column %q: "+
			"choose an index of the last axis of shape %s, from 0 to %d, or all", column, h.ShapeText(), last-1)
	}
	if index < 0 {
		index += last
	}
	a.suffix = fmt.Sprintf("[%d]", index)
	a.left = n / last
	if h.Fortran { // the last axis varies slowest: its indices are blocks
		if wide(h.Shape[:len(h.Shape)-1]) > 1 {
			a.suffix += order
		}
		a.before = index * a.left * a.Size
		a.after = (last - 1 - index) * a.left * a.Size
		return nil
	}
	a.row, a.offset = last*a.Size, index*a.Size
	return nil
}

func (a *npyColumn) decode(dst []float64) (n int, err error) {
	if a.before > 0 {
		if err := a.skip(a.before); err != nil {
			return 0, err
		}
		a.before = 0
	}
	for n < len(dst) && a.left > 0 && err == nil {
		var m int
		if a.row <= int64(len(a.buf)) {
			m, err = a.rows(dst[n:])
		} else {
			m, err = a.longRow(dst[n:])
		}
		n += m
		a.counts.Rows += int64(m)
	}
	if err == nil && a.left == 0 && n < len(dst) {
		err = a.finish()
	}
	return n, err
}

// rows reads as many rows as the buffer holds. Of one that is cut off nothing is delivered.
func (a *npyColumn) rows(dst []float64) (int, error) {
	k := min(int64(len(dst)), a.left, int64(len(a.buf))/a.row)
	got, err := io.ReadFull(a.r, a.buf[:k*a.row])
	k = int64(got) / a.row
	if k > 0 {
		a.Widen(dst[:k], a.buf[a.offset:got], int(a.row))
	}
	a.left -= k
	return int(k), a.short(err)
}

// longRow reads one row that is longer than the buffer.
func (a *npyColumn) longRow(dst []float64) (int, error) {
	if err := a.skip(a.offset); err != nil {
		return 0, err
	}
	if _, err := io.ReadFull(a.r, a.buf[:a.Size]); err != nil {
		return 0, a.short(err)
	}
	a.Widen(dst[:1], a.buf, int(a.Size))
	a.left--
	return 1, a.skip(a.row - a.offset - a.Size)
}

func (a *npyColumn) skip(n int64) error {
	_, err := io.CopyN(io.Discard, a.r, n)
	return a.short(err)
}

// short explains the end of a stream before that of the array.
func (a *npyColumn) short(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf(".npy array, with %d more elements to come: %w", a.left, damaged(eof(err)))
}

// finish reads what follows, so that checksums are verified; anything beyond the array is an error.
func (a *npyColumn) finish() error {
	if err := a.skip(a.after); err != nil {
		return err
	}
	a.after = 0
	switch n, err := io.ReadFull(a.r, a.buf[:1]); {
	case n > 0:
		return errors.New("more bytes follow the .npy array: " + misfit(false))
	case err == io.EOF:
		return io.EOF
	default:
		return damaged(err)
	}
}
