package data

import (
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// npyAlign is what the length of a .npy header is padded to, in bytes.
const npyAlign = 64

// npyMaxDims is the most axes that NumPy allows an array.
const npyMaxDims = 64

// WriteNPY writes an array of that shape in NumPy's .npy format, version 1.0, little-endian and row-major
// (C order). values is a []float32, []float64 or []int64 with as many elements as the shape has; the
// empty shape is that of one number. Errors: another type of values, a shape that does not match, and
// those of w.
//
// Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays".
func WriteNPY(w io.Writer, shape []int, values any) error {
	var descr string
	var n int
	switch v := values.(type) {
	case []float32:
		descr, n = "<f4", len(v)
	case []float64:
		descr, n = "<f8", len(v)
	case []int64:
		descr, n = "<i8", len(v)
	default:
		return fmt.Errorf("npy: cannot write %T; convert to []float32, []float64 or []int64", values)
	}
	if err := checkShape(shape, n); err != nil {
		return err
	}
	if _, err := w.Write(npyHeader(descr, shape)); err != nil {
		return fmt.Errorf("npy: writing the header: %w", err)
	}
	if err := binary.Write(w, binary.LittleEndian, values); err != nil {
		return fmt.Errorf("npy: writing %d values: %w", n, err)
	}
	return nil
}

// checkShape tells whether an array of that shape has n elements.
func checkShape(shape []int, n int) error {
	if len(shape) > npyMaxDims {
		return fmt.Errorf("npy: shape has %d axes; NumPy reads at most %d", len(shape), npyMaxDims)
	}
	size := 1
	for _, d := range shape {
		if d < 0 {
			return fmt.Errorf("npy: shape %v has the negative length %d; lengths are 0 or more", shape, d)
		}
		if d > 0 && size > n/d {
			size = n + 1 // too many already, and the product could overflow; a 0 further on still counts
			continue
		}
		size *= d
	}
	if size != n {
		return fmt.Errorf("npy: shape %v does not hold %d values; its lengths must multiply to that", shape, n)
	}
	return nil
}

// npyHeader is the magic string, the version, the length of the rest and a Python dictionary in text.
func npyHeader(descr string, shape []int) []byte {
	var axes strings.Builder
	for i, d := range shape {
		if i > 0 {
			axes.WriteString(", ")
		}
		axes.WriteString(strconv.Itoa(d))
	}
	if len(shape) == 1 {
		axes.WriteByte(',') // a tuple of one, in Python
	}
	dictionary := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", descr, axes.String())

	const prefix = len("\x93NUMPY") + 2 + 2
	length := prefix + len(dictionary) + 1 // with the newline at its end
	padding := (npyAlign - length%npyAlign) % npyAlign
	header := []byte("\x93NUMPY\x01\x00")
	header = binary.LittleEndian.AppendUint16(header, uint16(length+padding-prefix))
	header = append(header, dictionary...)
	header = append(header, strings.Repeat(" ", padding)...)
	return append(header, '\n')
}
