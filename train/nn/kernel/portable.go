package kernel

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// portable is the kernel Gonum.
type portable struct{}

// Name is Gonum.
func (portable) Name() Name { return Gonum }

// Sgemm is gonum's on one goroutine. gonum's starts goroutines, and so allocates, from four 64x64 blocks of C on; at
// the sizes of small networks that costs more than it gains. So C is cut into tiles of three such blocks: 64 rows by
// 192 columns.
func (portable) Sgemm(tA, tB blas.Transpose, m, n, k int, alpha float32, a []float32, lda int, b []float32, ldb int,
	beta float32, c []float32, ldc int) {
	const rows, cols = 64, 192
	checkSgemm(tA, tB, m, n, k, a, lda, b, ldb, c, ldc)
	for i := 0; i < m; i += rows {
		for j := 0; j < n; j += cols {
			ai, bj := i*lda, j
			if tA != blas.NoTrans {
				ai = i
			}
			if tB != blas.NoTrans {
				bj = j * ldb
			}
			if k == 0 { // the operands may be empty
				ai, bj = 0, 0
			}
			gonum.Implementation{}.Sgemm(tA, tB, min(rows, m-i), min(cols, n-j), k, alpha, a[ai:], lda, b[bj:], ldb,
				beta, c[i*ldc+j:], ldc)
		}
	}
}

// Product sums over k in plain Go, up to 64 columns at a time.
func (portable) Product(c []float32, ci []int32, a []float32, ai, ak int, b []float32, bk []int32, n int, add bool) {
	checkProduct(c, ci, a, ai, ak, b, bk, n)
	var sums [64]float32
	for i, row := range ci {
		for j := 0; j < n; j += len(sums) {
			sum := sums[:min(len(sums), n-j)]
			clear(sum)
			for k, at := range bk {
				w := a[i*ai+k*ak]
				for l, v := range b[int(at)+j:][:len(sum)] {
					sum[l] += float32(w * v)
				}
			}
			out := c[int(row)+j:][:len(sum)]
			if !add {
				copy(out, sum)
				continue
			}
			for l, v := range sum {
				out[l] += v
			}
		}
	}
}

// Correlate sums in sixteen lanes, in plain Go.
func (portable) Correlate(c []float32, ldc int, d []float32, di, dp []int32, x []float32, xj, xp []int32, n int) {
	checkCorrelate(c, ldc, d, di, dp, x, xj, xp, n)
	for i, row := range di {
		for j, col := range xj {
			var sum [16]float32
			for p, at := range dp {
				left := d[int(row)+int(at):][:n]
				for l, v := range x[int(col)+int(xp[p]):][:n] {
					sum[l%16] += float32(left[l] * v)
				}
			}
			c[i*ldc+j] = lanes(&sum)
		}
	}
}

// lanes adds up sixteen partial sums: r and r+8, then r and r+4, and so on.
func lanes(sum *[16]float32) float32 {
	for half := 8; half > 0; half /= 2 {
		for r := range half {
			sum[r] += sum[r+half]
		}
	}
	return sum[0]
}
