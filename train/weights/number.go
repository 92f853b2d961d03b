package weights

import (
	"encoding/binary"
	"math"
)

func f32(b []byte) float64 { return float64(math.Float32frombits(binary.LittleEndian.Uint32(b))) }
func f64(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) }

// bf16 is the value of a bfloat16 number, the upper half of a float32.
func bf16(b []byte) float64 {
	return float64(math.Float32frombits(uint32(binary.LittleEndian.Uint16(b)) << 16))
}

// f16 is the value of a binary16 number (IEEE 754): a sign, 5 bits of exponent with bias 15, 10 of mantissa.
func f16(b []byte) float64 {
	u := binary.LittleEndian.Uint16(b)
	exponent, mantissa := int(u>>10&31), float64(u&1023)
	var x float64
	switch exponent {
	case 0:
		x = math.Ldexp(mantissa, -24)
	case 31:
		if x = math.Inf(1); mantissa != 0 {
			x = math.NaN()
		}
	default:
		x = math.Ldexp(1024+mantissa, exponent-25)
	}
	if u>>15 == 1 {
		return -x
	}
	return x
}
