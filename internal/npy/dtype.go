package npy

import (
	"encoding/binary"
	"fmt"
	"math"
)

// Dtype is how the elements of an array are stored.
type Dtype struct {
	Size int64 // in bytes
	// Widen converts elements that begin step bytes apart; b holds len(dst) of them. Integers beyond 2^53 are rounded.
	Widen func(dst []float64, b []byte, step int)
	// Narrow converts contiguous elements to float32, to which float64 and integers beyond 2^24 are rounded.
	Narrow func(dst []float32, b []byte)
	// Exact tells that float32 holds every element exactly.
	Exact bool
}

// BFloat16 is the upper half of a float32, little-endian. NumPy has no name for it.
var BFloat16 = Dtype{Size: 2, Widen: widenSmall(brain), Narrow: narrowBrain, Exact: true}

// ParseDtype reads NumPy's description of a type: the order of the bytes, the kind, the size.
func ParseDtype(descr string) (Dtype, error) {
	if len(descr) < 2 {
		return Dtype{}, fmt.Errorf(".npy type %q is not known; the file is damaged", descr)
	}
	var order binary.ByteOrder = binary.LittleEndian
	switch descr[0] {
	case '<', '|', '=':
	case '>':
		order = binary.BigEndian
	default:
		return Dtype{}, fmt.Errorf(".npy type %q has an unknown order of bytes; the file is damaged", descr)
	}
	switch descr {
	case "<f8", "=f8":
		return Dtype{Size: 8, Widen: widenFloat64, Narrow: narrowFloat64}, nil
	case "<f4", "=f4":
		return Dtype{Size: 4, Widen: widenFloat32, Narrow: narrowFloat32, Exact: true}, nil
	case "<f2", "=f2":
		return Dtype{Size: 2, Widen: widenSmall(littleHalf), Narrow: narrowHalf, Exact: true}, nil
	}
	if d := element(descr[1:], order); d.Size > 0 {
		return d, nil
	}
	switch descr[1] {
	case 'O':
		return Dtype{}, fmt.Errorf(".npy type %q holds Python objects, not numbers: "+
			"save it as numpy.save(f, a.astype(float))", descr)
	case 'c':
		return Dtype{}, fmt.Errorf(".npy type %q is complex: save a.real, a.imag or abs(a)", descr)
	}
	return Dtype{}, fmt.Errorf(".npy type %q is not read: save it as numpy.save(f, a.astype(float))", descr)
}

// element is the type of that kind and size; its Size is 0 if it is no number.
func element(kind string, o binary.ByteOrder) Dtype {
	switch kind {
	case "f8":
		return large(8, func(b []byte) float64 { return math.Float64frombits(o.Uint64(b)) })
	case "f4":
		return small(4, func(b []byte) float32 { return math.Float32frombits(o.Uint32(b)) })
	case "f2":
		return small(2, func(b []byte) float32 { return half(o.Uint16(b)) })
	case "i8":
		return large(8, func(b []byte) float64 { return float64(int64(o.Uint64(b))) })
	case "i4":
		return large(4, func(b []byte) float64 { return float64(int32(o.Uint32(b))) })
	case "i2":
		return small(2, func(b []byte) float32 { return float32(int16(o.Uint16(b))) })
	case "i1":
		return small(1, func(b []byte) float32 { return float32(int8(b[0])) })
	case "u8":
		return large(8, func(b []byte) float64 { return float64(o.Uint64(b)) })
	case "u4":
		return large(4, func(b []byte) float64 { return float64(o.Uint32(b)) })
	case "u2":
		return small(2, func(b []byte) float32 { return float32(o.Uint16(b)) })
	case "u1", "b1":
		return small(1, func(b []byte) float32 { return float32(b[0]) })
	}
	return Dtype{}
}

// large is a type whose elements, read one by one, need a float64.
func large(size int, at func([]byte) float64) Dtype {
	return Dtype{
		Size: int64(size),
		Widen: func(dst []float64, b []byte, step int) {
			for i := range dst {
				dst[i] = at(b[i*step:])
			}
		},
		Narrow: func(dst []float32, b []byte) {
			for i := range dst {
				dst[i] = float32(at(b[i*size:]))
			}
		},
	}
}

// small is a type whose elements, read one by one, a float32 holds.
func small(size int, at func([]byte) float32) Dtype {
	return Dtype{
		Size:  int64(size),
		Exact: true,
		Widen: widenSmall(at),
		Narrow: func(dst []float32, b []byte) {
			for i := range dst {
				dst[i] = at(b[i*size:])
			}
		},
	}
}

// widenSmall widens elements that at reads one by one.
func widenSmall(at func([]byte) float32) func([]float64, []byte, int) {
	return func(dst []float64, b []byte, step int) {
		for i := range dst {
			dst[i] = float64(at(b[i*step:]))
		}
	}
}
