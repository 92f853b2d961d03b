package tail

import "math"

// sumLogAbs is the sum of ln|x| over the nonzero elements of x, and how many
// they are. It multiplies mantissas and adds exponents, so that one logarithm
// serves up to 512 values; the relative error of each product is below 1e-13.
// x must be finite.
func sumLogAbs(x []float64) (sum float64, nonzero int) {
	const (
		mantissa = 1<<52 - 1
		one      = 1023 << 52
		chunk    = 512 // mantissas lie in [1, 2): their product stays below 2^512
	)
	for len(x) > 0 {
		part := x[:min(chunk, len(x))]
		x = x[len(part):]
		product, exponent := 1.0, 0
		for _, v := range part {
			bits := math.Float64bits(v)
			e := int(bits >> 52 & 0x7ff)
			if e == 0 { // zero or subnormal
				if v != 0 {
					sum += math.Log(math.Abs(v))
					nonzero++
				}
				continue
			}
			product *= math.Float64frombits(bits&mantissa | one)
			exponent += e - 1023
			nonzero++
		}
		sum += math.Log(product) + float64(exponent)*math.Ln2
	}
	return sum, nonzero
}
