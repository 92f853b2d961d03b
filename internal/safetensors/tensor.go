// Package safetensors writes tensors as a file of the safetensors format, and reads them back. The
// format is that of the library of that name: 8 bytes with the length of the header, a header in
// JSON that names each tensor with its type, shape and place, and the tensors' bytes,
// little-endian, in C order and without holes.
package safetensors

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// Tensor is an array of numbers with a name.
type Tensor struct {
	Name   string
	Shape  []int  // in C order; its product is the number of values
	Values Values // F32, F64, I64 or U8
}

// Values are the numbers of a tensor.
type Values interface {
	// Type is the name of the type in a file, "F32".
	Type() string
	// Len is the number of values.
	Len() int
	// append appends the bytes of the values to b.
	append(b []byte) []byte
}

// The types of values.
type (
	F32 []float32
	F64 []float64
	I64 []int64
	U8  []uint8
)

// Type is "F32".
func (F32) Type() string { return "F32" }

// Type is "F64".
func (F64) Type() string { return "F64" }

// Type is "I64".
func (I64) Type() string { return "I64" }

// Type is "U8".
func (U8) Type() string { return "U8" }

// Len is the number of values.
func (v F32) Len() int { return len(v) }

// Len is the number of values.
func (v F64) Len() int { return len(v) }

// Len is the number of values.
func (v I64) Len() int { return len(v) }

// Len is the number of values.
func (v U8) Len() int { return len(v) }

func (v F32) append(b []byte) []byte {
	for _, f := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(f))
	}
	return b
}

func (v F64) append(b []byte) []byte {
	for _, f := range v {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(f))
	}
	return b
}

func (v I64) append(b []byte) []byte {
	for _, n := range v {
		b = binary.LittleEndian.AppendUint64(b, uint64(n))
	}
	return b
}

func (v U8) append(b []byte) []byte { return append(b, v...) }

// sizes are the bytes of one value of each type.
var sizes = map[string]int64{"F32": 4, "F64": 8, "I64": 8, "U8": 1}

// values are those of the type name in b; nil of a type that is not among Values.
func values(name string, b []byte) Values {
	switch name {
	case "F32":
		v := make(F32, len(b)/4)
		for i := range v {
			v[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		}
		return v
	case "F64":
		v := make(F64, len(b)/8)
		for i := range v {
			v[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
		}
		return v
	case "I64":
		v := make(I64, len(b)/8)
		for i := range v {
			v[i] = int64(binary.LittleEndian.Uint64(b[8*i:]))
		}
		return v
	case "U8":
		return U8(b)
	}
	return nil
}

// Read reads a file of so many bytes with tensors of the types of Values, in the order of their
// bytes. It must be all of r. The error, for a file that is damaged or holds other types, names the
// tensor.
func Read(r io.Reader, size int64) ([]Tensor, error) {
	entries, err := ReadHeader(r, size, sizes)
	if err != nil {
		return nil, err
	}
	var out []Tensor
	for _, e := range entries {
		t := Tensor{Name: e.Name, Shape: make([]int, len(e.Shape))}
		for i, d := range e.Shape {
			if t.Shape[i] = int(d); int64(t.Shape[i]) != d {
				return nil, fmt.Errorf("tensor %.80q has an axis of length %d, more than an int of this system holds",
					e.Name, d)
			}
		}
		if sizes[e.Type] == 0 {
			return nil, fmt.Errorf("tensor %.80q has type %.20q: F32, F64, I64 and U8 are read", e.Name, e.Type)
		}
		b := make([]byte, e.To-e.From)
		if _, err := io.ReadFull(r, b); err != nil {
			return nil, fmt.Errorf("tensor %.80q: %w", e.Name, truncated(err))
		}
		t.Values = values(e.Type, b)
		out = append(out, t)
	}
	if n, err := io.ReadFull(r, make([]byte, 1)); n > 0 || err != io.EOF {
		return nil, fmt.Errorf("safetensors: more bytes follow the tensors, or cannot be read (%v): "+
			"the file is damaged; fetch or write it again", err)
	}
	return out, nil
}
