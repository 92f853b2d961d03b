// Package npy reads the header of NumPy's .npy files and converts their elements.
package npy

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// maxHeader bounds the header of a .npy file, in bytes; NumPy itself warns beyond 10,000.
const maxHeader = 1 << 20

// maxAxes is the most axes that NumPy allows an array.
const maxAxes = 64

// Magic is what a .npy file begins with.
const Magic = "\x93NUMPY"

// Header is what the header of a .npy file says.
type Header struct {
	Descr   string // type of the elements
	Fortran bool   // the first axis varies fastest
	Shape   []int64
	Length  int64 // of the header, in bytes
}

// ReadHeader reads the magic string, the version, and the dictionary after it.
//
// Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays".
func ReadHeader(r io.Reader) (Header, error) {
	prefix := make([]byte, len(Magic)+2, len(Magic)+6)
	if _, err := io.ReadFull(r, prefix); err != nil {
		return Header{}, fmt.Errorf(".npy header: %w", Damaged(eof(err)))
	}
	if string(prefix[:len(Magic)]) != Magic {
		return Header{}, fmt.Errorf("not a .npy file: begins with %q", prefix)
	}
	size := 4
	switch version := prefix[len(Magic)]; version {
	case 1:
		size = 2
	case 2, 3:
	default:
		return Header{}, fmt.Errorf(".npy version %d is not known: "+
			"save it with numpy.save, which writes 1, 2 or 3", version)
	}
	var length [4]byte
	if _, err := io.ReadFull(r, length[:size]); err != nil {
		return Header{}, fmt.Errorf(".npy header: %w", Damaged(eof(err)))
	}
	n := binary.LittleEndian.Uint32(length[:])
	if n > maxHeader {
		return Header{}, fmt.Errorf(".npy header of %d bytes: at most %d are read; "+
			"the file is damaged, or save one column of it", n, maxHeader)
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(r, text); err != nil {
		return Header{}, fmt.Errorf(".npy header: %w", Damaged(eof(err)))
	}
	h, err := parseHeader(string(text))
	if err != nil {
		return Header{}, fmt.Errorf(".npy header %.48q: %w", text, err)
	}
	h.Length = int64(len(prefix)+size) + int64(n)
	return h, nil
}

// eof makes the end of a stream, where there should be more, an error.
func eof(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// literal parses the Python dictionary of the header.
type literal struct{ text string }

func parseHeader(text string) (h Header, err error) {
	p := &literal{text}
	if !p.accept("{") {
		return h, errors.New("is not a dictionary; the file is damaged")
	}
	seen := map[string]bool{}
	for !p.accept("}") {
		name, ok := p.quoted()
		if !ok || !p.accept(":") || seen[name] {
			return h, errors.New("is not a dictionary of different keys; the file is damaged")
		}
		seen[name] = true
		switch name {
		case "descr":
			h.Descr, err = p.descr()
		case "fortran_order":
			h.Fortran, err = p.boolean()
		case "shape":
			h.Shape, err = p.shape()
		default:
			err = fmt.Errorf("has the key %q, which the format does not know; the file is damaged", name)
		}
		if err != nil {
			return h, err
		}
		if !p.accept(",") && !p.starts("}") {
			return h, errors.New("is not a dictionary; the file is damaged")
		}
	}
	if len(seen) != 3 {
		return h, errors.New("lacks one of descr, fortran_order and shape; the file is damaged")
	}
	return h, nil
}

func (p *literal) starts(s string) bool {
	p.text = strings.TrimLeft(p.text, " \t\r\n")
	return strings.HasPrefix(p.text, s)
}

func (p *literal) accept(s string) bool {
	if !p.starts(s) {
		return false
	}
	p.text = p.text[len(s):]
	return true
}

func (p *literal) quoted() (string, bool) {
	for _, quote := range []string{"'", `"`} {
		if p.accept(quote) {
			s, rest, ok := strings.Cut(p.text, quote)
			p.text = rest
			return s, ok
		}
	}
	return "", false
}

func (p *literal) descr() (string, error) {
	if p.starts("[") {
		return "", errors.New("tells of a structured array: save one field of it, numpy.save(f, a['field'])")
	}
	s, ok := p.quoted()
	if !ok {
		return "", errors.New("has no text as descr; the file is damaged")
	}
	return s, nil
}

func (p *literal) boolean() (bool, error) {
	if p.accept("True") {
		return true, nil
	}
	if p.accept("False") {
		return false, nil
	}
	return false, errors.New("has neither True nor False as fortran_order; the file is damaged")
}

// shape reads a tuple of lengths; Python 2 wrote an L after them.
func (p *literal) shape() ([]int64, error) {
	if !p.accept("(") {
		return nil, errors.New("has no tuple as shape; the file is damaged")
	}
	shape := []int64{}
	for !p.accept(")") {
		p.starts("")
		digits := len(p.text) - len(strings.TrimLeft(p.text, "-0123456789"))
		d, err := strconv.ParseInt(p.text[:digits], 10, 64)
		if err != nil || d < 0 {
			return nil, fmt.Errorf("has the length %q in its shape, not a number from 0 to %d; the file is damaged",
				p.text[:digits], int64(math.MaxInt64))
		}
		if shape = append(shape, d); len(shape) > maxAxes {
			return nil, fmt.Errorf("has more than %d axes, NumPy's limit; the file is damaged", maxAxes)
		}
		p.text = strings.TrimPrefix(p.text[digits:], "L")
		if !p.accept(",") && !p.starts(")") {
			return nil, errors.New("has no tuple as shape; the file is damaged")
		}
	}
	return shape, nil
}

// Elements is the number of elements of the shape. An error is returned where their bytes, size each, exceed int64.
func (h Header) Elements(size int64) (int64, error) {
	n := int64(1)
	for _, d := range h.Shape {
		if d == 0 {
			return 0, nil
		}
		if overflow(n, d) || overflow(n*d, size) {
			return 0, fmt.Errorf(".npy shape %s of %d bytes an element is beyond any file: "+
				"the header is damaged", h.ShapeText(), size)
		}
		n *= d
	}
	return n, nil
}

// ShapeText is the shape as Python writes it.
func (h Header) ShapeText() string {
	var b strings.Builder
	for i, d := range h.Shape {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(strconv.FormatInt(d, 10))
	}
	if len(h.Shape) == 1 {
		b.WriteByte(',')
	}
	return "(" + b.String() + ")"
}

// overflow tells whether a product of non-negative numbers exceeds int64.
func overflow(a, b int64) bool { return a > 0 && b > math.MaxInt64/a }
