package kernel_test

import (
	"math/rand/v2"
	"testing"

	"levyscope/train/nn/kernel"
)

// offsets are n offsets of stretches of size elements in an array of total elements. Those of distinct ones do not
// overlap.
func offsets(r *rand.Rand, n, size, total int, distinct bool) []int32 {
	out := make([]int32, n)
	places := r.Perm(total / max(1, size))
	for i := range out {
		out[i] = int32(r.IntN(total - size + 1))
		if distinct {
			out[i] = int32(places[i%len(places)] * size)
		}
	}
	return out
}

// Product is the matrix product of the rows that the tables name, each element one chain.
func TestProductIsOneChain(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for round := range 300 {
		m, k, n := r.IntN(33), r.IntN(30), r.IntN(70)
		a, b, c := random(m*k), rough(r, 400), random(max(1, m*n)+50)
		if round%3 == 0 {
			b = random(400)
		}
		ci, bk := offsets(r, m, n, max(1, m*n)+n, true), offsets(r, k, n, len(b), false)
		rows := make([]float32, k*n)
		for l, at := range bk {
			copy(rows[l*n:], b[at:][:n])
		}
		c = append(c, random(n)...)
		sums := product(a, rows, m, n, k)[k]
		want, add := append([]float32(nil), c...), round%2 == 0
		for i, at := range ci {
			for j := range n {
				old := float32(0)
				if add {
					old = want[int(at)+j]
				}
				want[int(at)+j] = scaled(1, sums[i*n+j], 1, old)
			}
		}
		stride, step, left := k, 1, a
		if round%5 == 0 {
			stride, step, left = 1, m, transposed(a, m, k)
		}
		for _, kern := range fused(t) {
			got := append([]float32(nil), c...)
			kern.Product(got, ci, left, stride, step, b, bk, n, add)
			for i := range want {
				if got[i] != want[i] && !same(got[i], want[i]) {
					t.Fatalf("%s: round %d, m=%d n=%d k=%d: element %d = %v, want %v", kern.Name(), round, m, n, k, i, got[i], want[i])
				}
			}
		}
	}
}

// Correlate has its sixteen sums in the stated order, by fused multiply-adds.
func TestCorrelateBySixteenSums(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for round := range 200 {
		m, cols, terms, n := r.IntN(11), r.IntN(11), r.IntN(9), r.IntN(70)
		d, x := random(500), rough(r, 500)
		if round%3 == 0 {
			x = random(500)
		}
		di, xj := offsets(r, m, n, 200, false), offsets(r, cols, n, 200, false)
		dp, xp := offsets(r, terms, n, 300, false), offsets(r, terms, n, 300, false)
		ldc := cols + 2
		c := random((m + 1) * ldc)
		for _, kern := range fused(t) {
			got := append([]float32(nil), c...)
			kern.Correlate(got, ldc, d, di, dp, x, xj, xp, n)
			for i := range c {
				row, col := i/ldc, i%ldc
				want := c[i]
				if row < m && col < cols {
					want = correlated(d[di[row]:], dp, x[xj[col]:], xp, n)
				}
				if got[i] != want && !same(got[i], want) {
					t.Fatalf("%s: round %d: C[%d][%d] = %v, want %v", kern.Name(), round, row, col, got[i], want)
				}
			}
		}
	}
}

// correlated is one element of Correlate.
func correlated(d []float32, dp []int32, x []float32, xp []int32, n int) float32 {
	var sum [16]float32
	for p := range dp {
		for l := range n {
			sum[l%16] = fma(d[int(dp[p])+l], x[int(xp[p])+l], sum[l%16])
		}
	}
	for half := 8; half > 0; half /= 2 {
		for r := range half {
			sum[r] += sum[r+half]
		}
	}
	return sum[0]
}

func TestTablesAllocateNothing(t *testing.T) {
	const n = 40
	at, x, y := []int32{0, n}, random(4*n), random(4*n)
	index, c, mask := make([]int32, 2*n), random(4*n), make([]uint16, n/4)
	for _, kern := range kernels(t) {
		if got := testing.AllocsPerRun(20, func() {
			kern.Product(c, at, x, 2, 1, y, at, n, true)
			kern.Correlate(c, 2, x, at, at, y, at, at, n)
			kern.MaxPool(c, index, x, at, at[:1], n)
			kern.MaxPoolBackward(c, at, at[:1], x, index, n)
			kern.Transpose(c, 9, x, 8, 9, 8)
			kern.Exceed(mask, c, x, y, 2)
			kern.Follow(c, x, y, kernel.Band{Near: 1, Stop: 2, Pull: 3, Rate: .1})
		}); got >= 1 {
			t.Errorf("%s: %v allocations", kern.Name(), got)
		}
	}
}
