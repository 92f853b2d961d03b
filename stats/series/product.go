package series

import "math"

const (
	mantissa = 1<<52 - 1
	one      = 1023 << 52
)

// A product is that of absolute values, mantissa times 2^exponent: the sum of their logarithms without a logarithm
// of each. At most some 900 mantissas in [1, 2) may be multiplied between two calls of normalise.
type product struct {
	m float64 // 1 or more; 0: nothing yet
	e int64
}

// log is the logarithm of the product; 0 of none.
func (p product) log() float64 {
	if p.m == 0 {
		return 0
	}
	return math.Log(p.m) + float64(p.e)*math.Ln2
}

// times multiplies by m 2^e, with m in [1, 2^900).
func (p *product) times(m float64, e int64) {
	if p.m == 0 {
		p.m = 1
	}
	bits := math.Float64bits(p.m * m)
	p.m = math.Float64frombits(bits&mantissa | one)
	p.e += e + int64(bits>>52) - 1023
}

// timesAll multiplies by the absolute values of x, 512 or fewer, and returns how many are not zero: the others are
// left out.
func (p *product) timesAll(x []float64) (n int) {
	m, exponent := 1., 0
	m1, m2, m3 := 1., 1., 1.
	for len(x) >= 4 {
		b0, b1 := math.Float64bits(x[0]), math.Float64bits(x[1])
		b2, b3 := math.Float64bits(x[2]), math.Float64bits(x[3])
		e0, e1, e2, e3 := b0<<1>>53, b1<<1>>53, b2<<1>>53, b3<<1>>53
		if ((e0-1)|(e1-1)|(e2-1)|(e3-1))>>63 != 0 {
			break // one of them is zero
		}
		m *= math.Float64frombits(b0&mantissa | one)
		m1 *= math.Float64frombits(b1&mantissa | one)
		m2 *= math.Float64frombits(b2&mantissa | one)
		m3 *= math.Float64frombits(b3&mantissa | one)
		exponent += int(e0+e1+e2+e3) - 4*1023
		n += 4
		x = x[4:]
	}
	m *= m1 * m2 * m3
	for _, v := range x {
		bits := math.Float64bits(v)
		e := int(bits >> 52 & 0x7ff)
		if e == 0 { // zero: differences of numbers of 32 bits are not subnormal
			continue
		}
		m *= math.Float64frombits(bits&mantissa | one)
		exponent += e - 1023
		n++
	}
	p.times(m, int64(exponent))
	return n
}
