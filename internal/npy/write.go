package npy

import (
	"archive/zip"
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// npyAlign is what the length of a .npy header is padded to, in bytes.
const npyAlign = 64

// npyMaxDims is the most axes that NumPy allows an array.
const npyMaxDims = 64

// Write writes an array of that shape in NumPy's .npy format, version 1.0, little-endian and row-major
// (C order). values is a []float32, []float64, []int64 or, for an array of texts, a []string with as many elements as
// the shape has; the empty shape is that of one number. Errors: another type of values, a shape that does not match,
// and those of w.
//
// Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays".
func Write(w io.Writer, shape []int, values any) error {
	var descr string
	var n int
	switch v := values.(type) {
	case []float32:
		descr, n = "<f4", len(v)
	case []float64:
		descr, n = "<f8", len(v)
	case []int64:
		descr, n = "<i8", len(v)
	case []string:
		descr, n, values = texts(v)
	default:
		return fmt.Errorf("npy: cannot write %T; convert to []float32, []float64, []int64 or []string", values)
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

// texts are texts as NumPy has them: each as many 32-bit code points as the longest, the rest 0.
func texts(v []string) (descr string, n int, points []int32) {
	longest := 1
	for _, s := range v {
		longest = max(longest, utf8.RuneCountInString(s))
	}
	points = make([]int32, len(v)*longest)
	for i, s := range v {
		copy(points[i*longest:], []rune(s))
	}
	return fmt.Sprintf("<U%d", longest), len(v), points
}

// Array is an array of an archive.
type Array struct {
	Name   string // without .npy
	Shape  []int
	Values any // as Write takes them
}

// WriteArchive writes arrays as numpy.savez does: a zip archive of .npy files, not compressed.
func WriteArchive(w io.Writer, arrays []Array) error {
	z := zip.NewWriter(w)
	for _, a := range arrays {
		out, err := z.CreateHeader(&zip.FileHeader{Name: a.Name + ".npy", Method: zip.Store})
		if err != nil {
			return fmt.Errorf("npz: array %q: %w", a.Name, err)
		}
		if err := Write(out, a.Shape, a.Values); err != nil {
			return fmt.Errorf("npz: array %q: %w", a.Name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("npz: writing the directory: %w", err)
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
