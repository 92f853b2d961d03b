package column

import (
	"encoding/binary"
	"fmt"
	"math"
)

// dtype is how the elements of a .npy file are stored.
type dtype struct {
	size int64 // in bytes
	// widen converts elements that begin step bytes apart; b holds len(dst) of them.
	widen func(dst []float64, b []byte, step int)
}

// parseDtype reads NumPy's description of a type: the order of the bytes, the kind, the size. Integers beyond 2^53
// are rounded to the nearest float64.
func parseDtype(descr string) (dtype, error) {
	if len(descr) < 2 {
		return dtype{}, fmt.Errorf(".npy type %q is not known; the file is damaged", descr)
	}
	var order binary.ByteOrder = binary.LittleEndian
	switch descr[0] {
	case '<', '|', '=':
	case '>':
		order = binary.BigEndian
	default:
		return dtype{}, fmt.Errorf(".npy type %q has an unknown order of bytes; the file is damaged", descr)
	}
	switch descr {
	case "<f8", "=f8":
		return dtype{8, widenFloat64}, nil
	case "<f4", "=f4":
		return dtype{4, widenFloat32}, nil
	}
	size := map[byte]int64{'1': 1, '2': 2, '4': 4, '8': 8}[descr[len(descr)-1]]
	if at := element(descr[1:], order); at != nil {
		return dtype{size, each(at)}, nil
	}
	switch descr[1] {
	case 'O':
		return dtype{}, fmt.Errorf(".npy type %q holds Python objects, not numbers: "+
			"save it as numpy.save(f, a.astype(float))", descr)
	case 'c':
		return dtype{}, fmt.Errorf(".npy type %q is complex: save a.real, a.imag or abs(a)", descr)
	}
	return dtype{}, fmt.Errorf(".npy type %q is not read: save it as numpy.save(f, a.astype(float))", descr)
}

// element reads one element of the kind and size; nil if it is no number.
func element(kind string, o binary.ByteOrder) func(b []byte) float64 {
	switch kind {
	case "f8":
		return func(b []byte) float64 { return math.Float64frombits(o.Uint64(b)) }
	case "f4":
		return func(b []byte) float64 { return float64(math.Float32frombits(o.Uint32(b))) }
	case "f2":
		return func(b []byte) float64 { return half(o.Uint16(b)) }
	case "i8":
		return func(b []byte) float64 { return float64(int64(o.Uint64(b))) }
	case "i4":
		return func(b []byte) float64 { return float64(int32(o.Uint32(b))) }
	case "i2":
		return func(b []byte) float64 { return float64(int16(o.Uint16(b))) }
	case "i1":
		return func(b []byte) float64 { return float64(int8(b[0])) }
	case "u8":
		return func(b []byte) float64 { return float64(o.Uint64(b)) }
	case "u4":
		return func(b []byte) float64 { return float64(o.Uint32(b)) }
	case "u2":
		return func(b []byte) float64 { return float64(o.Uint16(b)) }
	case "u1", "b1":
		return func(b []byte) float64 { return float64(b[0]) }
	}
	return nil
}

// each widens elements that at reads one by one.
func each(at func([]byte) float64) func([]float64, []byte, int) {
	return func(dst []float64, b []byte, step int) {
		for i := range dst {
			dst[i] = at(b[i*step:])
		}
	}
}

// widenFloat64 widens little-endian float64; contiguous elements take a faster loop.
func widenFloat64(dst []float64, b []byte, step int) {
	if step == 8 {
		for i := range dst {
			dst[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[:8]))
			b = b[8:]
		}
		return
	}
	for i := range dst {
		dst[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[i*step:]))
	}
}

// widenFloat32 widens little-endian float32; contiguous elements take a faster loop.
func widenFloat32(dst []float64, b []byte, step int) {
	if step == 4 {
		for i := range dst {
			dst[i] = float64(math.Float32frombits(binary.LittleEndian.Uint32(b[:4])))
			b = b[4:]
		}
		return
	}
	for i := range dst {
		dst[i] = float64(math.Float32frombits(binary.LittleEndian.Uint32(b[i*step:])))
	}
}

// half is the value of a binary16 number (IEEE 754): a sign, 5 bits of exponent, 10 of mantissa.
func half(u uint16) float64 {
	exponent, mantissa := int(u>>10&31), float64(u&1023)
	var v float64
	switch exponent {
	case 0:
		v = math.Ldexp(mantissa, -24)
	case 31:
		if v = math.Inf(1); mantissa != 0 {
			v = math.NaN()
		}
	default:
		v = math.Ldexp(1024+mantissa, exponent-25)
	}
	if u>>15 == 1 {
		return -v
	}
	return v
}
