package kernel_test

import (
	"math"
	"math/rand/v2"
)

// fma is x*y + z rounded once to float32. The product is exact in float64; the sum is rounded to odd there, so that
// the second rounding is that of the exact sum (Boldo and Melquiond 2008, IEEE Trans. Comput. 57, 462-471).
func fma(x, y, z float32) float32 {
	p, c := float64(x)*float64(y), float64(z)
	s := p + c
	back := s - p
	err := (p - (s - back)) + (c - back)
	bits := math.Float64bits(s)
	if err != 0 && !math.IsNaN(err) && !math.IsInf(s, 0) && bits&1 == 0 {
		if (err > 0) == (s > 0) {
			bits++
		} else {
			bits--
		}
		s = math.Float64frombits(bits)
	}
	return float32(s)
}

// product are the sums over the first 0, 1, ..., k terms of the product of A (m, k) and B (k, n), by fused
// multiply-adds in order: sums[l][i*n+j].
func product(a, b []float32, m, n, k int) (sums [][]float32) {
	sums = append(sums, make([]float32, m*n))
	for l := range k {
		next := make([]float32, m*n)
		for i := range m {
			for j := range n {
				next[i*n+j] = fma(a[i*k+l], b[l*n+j], sums[l][i*n+j])
			}
		}
		sums = append(sums, next)
	}
	return sums
}

// scaled is alpha s + beta c, as an element of C is computed from its sum s.
func scaled(alpha, s, beta, c float32) float32 {
	if beta == 0 {
		return alpha * s
	}
	return float32(alpha*s) + float32(beta*c)
}

// same says that two numbers have the same bits, or are both NaN.
func same(x, y float32) bool {
	return math.Float32bits(x) == math.Float32bits(y) || x != x && y != y
}

// rough are n numbers of which some are NaN, infinite, denormal, huge, 0 or -0.
func rough(r *rand.Rand, n int) []float32 {
	inf := float32(math.Inf(1))
	special := []float32{float32(math.NaN()), inf, -inf, 0, float32(math.Copysign(0, -1)), 1e-45,
		-3e-42, 1e-38, 3e38, -3e38, 1, -1, 1e-20}
	out := make([]float32, n)
	for i := range out {
		out[i] = 2*r.Float32() - 1
		if r.IntN(4) == 0 {
			out[i] = special[r.IntN(len(special))]
		}
	}
	return out
}

// spaced is a matrix (rows, cols) with the stride cols+slack, in which the slack is filled with v.
func spaced(data []float32, rows, cols, slack int, v float32) []float32 {
	out := make([]float32, rows*(cols+slack))
	for i := range out {
		out[i] = v
	}
	for i := range rows {
		copy(out[i*(cols+slack):], data[i*cols:(i+1)*cols])
	}
	return out
}

// transposed is the transpose of data (rows, cols).
func transposed(data []float32, rows, cols int) []float32 {
	out := make([]float32, len(data))
	for i := range rows {
		for j := range cols {
			out[j*rows+i] = data[i*cols+j]
		}
	}
	return out
}
