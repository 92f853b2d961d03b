package series

import "math"

// laneSums are figures of a block of 32 draws in four lanes: lane k has those of the draws k, k + 4, k + 8, ... The
// assembly knows the order of the fields.
type laneSums struct {
	sum, square, cube, fourth [4]float64 // sums of u, u^2, u^3, u^4
	product                   [4]float64 // of the mantissas of u, in [1, 2) each; of 0 it is 1
	exponent                  [4]uint64  // sums of the biased exponents of u; of 0 it is 0
	nulls                     [4]uint64  // draws with u = 0
	differ                    [4]uint32  // bits in which draws differ from the first
	zeros                     uint32     // bit k: draw k is 0
}

// pass sets u to g - centre, and l to its figures. first are the bits of a draw that the others are compared with.
func (l *laneSums) pass(u *[ContrastBlock]float64, g *[ContrastBlock]float32, centre float64, first uint32) {
	*l = laneSums{product: [4]float64{1, 1, 1, 1}}
	for i, v := range g {
		k := i & 3
		bits := math.Float32bits(v)
		l.differ[k] |= bits ^ first
		if bits<<1 == 0 {
			l.zeros |= 1 << i
		}
		x := float64(v) - centre
		u[i] = x
		square := x * x
		l.sum[k] += x
		l.square[k] += square
		l.cube[k] += float64(square * x)
		l.fourth[k] += float64(square * square)
		if x == 0 {
			l.nulls[k]++
		}
		w := math.Float64bits(x)
		l.product[k] *= math.Float64frombits(w&mantissa | one)
		l.exponent[k] += w << 1 >> 53
	}
}
