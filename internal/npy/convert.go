package npy

import (
	"encoding/binary"
	"math"
)

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

// narrowFloat64 rounds little-endian float64 to float32.
func narrowFloat64(dst []float32, b []byte) {
	for i := range dst {
		dst[i] = float32(math.Float64frombits(binary.LittleEndian.Uint64(b[:8])))
		b = b[8:]
	}
}

// narrowFloat32 copies little-endian float32, four at a time.
func narrowFloat32(dst []float32, b []byte) {
	for len(dst) >= 4 && len(b) >= 16 {
		lower, upper := binary.LittleEndian.Uint64(b[:8]), binary.LittleEndian.Uint64(b[8:16])
		dst[0] = math.Float32frombits(uint32(lower))
		dst[1] = math.Float32frombits(uint32(lower >> 32))
		dst[2] = math.Float32frombits(uint32(upper))
		dst[3] = math.Float32frombits(uint32(upper >> 32))
		dst, b = dst[4:], b[16:]
	}
	for i := range dst {
		dst[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
}

// narrowHalf widens contiguous little-endian binary16.
func narrowHalf(dst []float32, b []byte) {
	for i := range dst {
		dst[i] = half(binary.LittleEndian.Uint16(b[:2]))
		b = b[2:]
	}
}

// narrowBrain widens contiguous little-endian bfloat16.
func narrowBrain(dst []float32, b []byte) {
	for i := range dst {
		dst[i] = brain(b[:2])
		b = b[2:]
	}
}

// brain is the value of a bfloat16.
func brain(b []byte) float32 {
	return math.Float32frombits(uint32(binary.LittleEndian.Uint16(b)) << 16)
}

func littleHalf(b []byte) float32 { return half(binary.LittleEndian.Uint16(b)) }

// half is the value of a binary16 number (IEEE 754): a sign, 5 bits of exponent with bias 15, 10 of mantissa. In the
// place of those of a float32, whose bias is 127, they make a number that is too small by 2^112.
func half(u uint16) float32 {
	bits := uint32(u&0x7fff) << 13
	if bits >= 31<<23 { // an infinity or NaN
		bits |= 255 << 23
	} else {
		bits = math.Float32bits(math.Float32frombits(bits) * (1 << 112))
	}
	return math.Float32frombits(bits | uint32(u&0x8000)<<16)
}
