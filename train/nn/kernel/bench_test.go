package kernel_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/blas"
)

// random are n numbers in (-1, 1).
func random(n int) []float32 {
	r := rand.New(rand.NewPCG(uint64(n), 1))
	out := make([]float32, n)
	for i := range out {
		out[i] = 2*r.Float32() - 1
	}
	return out
}

func BenchmarkSgemm(b *testing.B) {
	for _, shape := range [][3]int{{64, 256, 784}, {256, 256, 256}, {512, 512, 512}, {100, 100, 40}, {100, 100, 100},
		{16, 100, 40}, {16, 100, 100}, {16, 10, 100}, {100, 10, 100}} {
		m, n, k := shape[0], shape[1], shape[2]
		for _, kern := range kernels(b) {
			for _, op := range []struct {
				name     string
				a, b     blas.Transpose
				lda, ldb int
			}{{"NN", blas.NoTrans, blas.NoTrans, k, n}, {"NT", blas.NoTrans, blas.Trans, k, k},
				{"TN", blas.Trans, blas.NoTrans, m, n}} {
				b.Run(fmt.Sprintf("%dx%dx%d/%s/%s", m, n, k, op.name, kern.Name()), func(b *testing.B) {
					x, y, c := random(m*k), random(k*n), random(m*n)
					b.ReportAllocs()
					for b.Loop() {
						kern.Sgemm(op.a, op.b, m, n, k, 1, x, op.lda, y, op.ldb, 0, c, n)
					}
					flops := 2 * float64(m) * float64(n) * float64(k) * float64(b.N)
					b.ReportMetric(flops/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
				})
			}
		}
	}
}

// A position of LeNet-5's convolutions, 32 examples at a time.
func BenchmarkProduct(b *testing.B) {
	for _, shape := range [][2]int{{6, 25}, {16, 150}, {25, 125}} {
		m, k := shape[0], shape[1]
		const n = 32
		for _, kern := range kernels(b) {
			b.Run(fmt.Sprintf("%dx%dx%d/%s", m, n, k, kern.Name()), func(b *testing.B) {
				x, y, c := random(m*k), random(k*n), random(m*n)
				var ci, bk []int32
				for i := range m {
					ci = append(ci, int32(i*n))
				}
				for l := range k {
					bk = append(bk, int32(l*n))
				}
				for b.Loop() {
					kern.Product(c, ci, x, k, 1, y, bk, n, true)
				}
				flops := 2 * float64(m) * float64(n) * float64(k) * float64(b.N)
				b.ReportMetric(flops/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
			})
		}
	}
}
