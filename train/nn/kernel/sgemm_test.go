package kernel_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/blas"

	"levyscope/train/nn/kernel"
)

// fused are the kernels in assembly.
func fused(t testing.TB) (all []kernel.Kernel) {
	for _, k := range kernels(t) {
		if k.Name() != kernel.Gonum {
			all = append(all, k)
		}
	}
	if len(all) == 0 {
		t.Skip("this processor has no kernel in assembly")
	}
	return all
}

// operand is op(A) or op(B) as Sgemm takes it.
type operand struct {
	op     blas.Transpose
	data   []float32
	stride int
}

// forms are the two forms of a matrix (rows, cols), with a slack that holds NaN.
func forms(data []float32, rows, cols int) [2]operand {
	nan := float32(math.NaN())
	return [2]operand{
		{blas.NoTrans, spaced(data, rows, cols, 3, nan), cols + 3},
		{blas.Trans, spaced(transposed(data, rows, cols), cols, rows, 2, nan), rows + 2},
	}
}

// checkSgemm compares a product of (m, k) and (k, n) corners with its sums, of stride full, bit by bit, and sees that
// nothing else of C changes.
func checkSgemm(t *testing.T, kern kernel.Kernel, a, b operand, m, n, k int, sums []float32, full int,
	alpha, beta float32) {
	t.Helper()
	ldc := n + 1
	c := make([]float32, m*ldc)
	for i := range c {
		c[i] = float32(i%7) - 3
		if beta == 0 {
			c[i] = float32(math.NaN())
		}
	}
	before := append([]float32(nil), c...)
	kern.Sgemm(a.op, b.op, m, n, k, alpha, a.data, a.stride, b.data, b.stride, beta, c, ldc)
	for i := range m {
		for j := range ldc {
			got, want := c[i*ldc+j], before[i*ldc+j]
			if j < n && !((alpha == 0 || k == 0) && beta == 1) {
				want = scaled(alpha, sums[i*full+j], beta, want)
			}
			if !same(got, want) {
				t.Fatalf("%s: %v %v, m=%d n=%d k=%d, alpha %v, beta %v: C[%d][%d] = %v, want %v",
					kern.Name(), a.op, b.op, m, n, k, alpha, beta, i, j, got, want)
			}
		}
	}
}

// Every shape up to 40, in all four forms: each element is the chain of fused multiply-adds.
func TestSgemmIsOneChain(t *testing.T) {
	const most = 40
	r := rand.New(rand.NewPCG(1, 2))
	a, b := make([]float32, most*most), make([]float32, most*most)
	for i := range a {
		a[i], b[i] = float32(r.NormFloat64()), float32(r.NormFloat64())
	}
	sums := product(a, b, most, most, most)
	fa, fb := forms(a, most, most), forms(b, most, most)
	scales := [][2]float32{{1, 0}, {-.1, 1}, {.7, .3}, {1, 1}, {0, 2}, {-1, 0}}
	shape := 0
	for _, kern := range fused(t) {
		for m := 0; m <= most; m++ {
			for n := 0; n <= most; n++ {
				for k := 0; k <= most; k++ {
					shape++
					if testing.Short() && shape%7 != 0 {
						continue
					}
					scale := scales[shape%len(scales)]
					for form := range 4 {
						checkSgemm(t, kern, fa[form%2], fb[form/2], m, n, k, sums[k], most, scale[0], scale[1])
					}
				}
			}
		}
	}
}

// Larger products, whose tiles are many.
func TestSgemmOfLargeShapes(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for round := range 6 {
		m, n, k := 1+r.IntN(150), 1+r.IntN(150), 1+r.IntN(70)
		a, b := rough(r, m*k), random(k*n)
		if round%2 == 0 {
			a, b = random(m*k), rough(r, k*n)
		}
		sums := product(a, b, m, n, k)[k]
		for _, kern := range fused(t) {
			for form := range 4 {
				checkSgemm(t, kern, forms(a, m, k)[form%2], forms(b, k, n)[form/2], m, n, k, sums, n, -.25, float32(round%3))
			}
		}
	}
}

// gonum's product differs from the sums in float64 by no more than the rounding errors of k terms, and so do those in
// assembly: |error| <= gamma sum |a||b|, gamma = (k+2) u / (1 - (k+2) u), Higham 2002, section 3.5.
func TestSgemmIsNearTheExactProduct(t *testing.T) {
	for _, shape := range [][3]int{{1, 1, 1}, {70, 200, 33}, {3, 5, 900}, {65, 193, 2}} {
		m, n, k := shape[0], shape[1], shape[2]
		a, b := random(m*k), random(k*n)
		fa, fb := forms(a, m, k), forms(b, k, n)
		for _, kern := range kernels(t) {
			for form := range 4 {
				x, y, c := fa[form%2], fb[form/2], make([]float32, m*n)
				kern.Sgemm(x.op, y.op, m, n, k, 1, x.data, x.stride, y.data, y.stride, 0, c, n)
				for i := range m {
					for j := range n {
						want, size := 0., 0.
						for l := range k {
							term := float64(a[i*k+l]) * float64(b[l*n+j])
							want, size = want+term, size+math.Abs(term)
						}
						u := float64(k+2) * 0x1p-24
						if !(math.Abs(float64(c[i*n+j])-want) <= u/(1-u)*size) {
							t.Fatalf("%s, form %d, %v: C[%d][%d] = %v, want %v", kern.Name(), form, shape, i, j, c[i*n+j], want)
						}
					}
				}
			}
		}
	}
}

// Any split of the rows and columns of C gives the same bits.
func TestSgemmInParts(t *testing.T) {
	const m, n, k = 53, 75, 31
	a, b := random(m*k), random(k*n)
	for _, kern := range fused(t) {
		whole, parts := make([]float32, m*n), make([]float32, m*n)
		for form := range 2 {
			y := forms(b, k, n)[form]
			kern.Sgemm(blas.NoTrans, y.op, m, n, k, 1, a, k, y.data, y.stride, 0, whole, n)
			for i := 0; i < m; i += 9 {
				for j := 0; j < n; j += 11 {
					at := j
					if form == 1 {
						at = j * y.stride
					}
					kern.Sgemm(blas.NoTrans, y.op, min(9, m-i), min(11, n-j), k, 1, a[i*k:], k, y.data[at:], y.stride, 0,
						parts[i*n+j:], n)
				}
			}
			for i := range whole {
				if !same(whole[i], parts[i]) {
					t.Fatalf("%s: element %d is %v in parts, %v as a whole", kern.Name(), i, parts[i], whole[i])
				}
			}
		}
	}
}

func TestSgemmAllocatesNothing(t *testing.T) {
	const m, n, k = 20, 50, 30
	a, b, c := random(m*k), random(k*n), make([]float32, m*n)
	for _, kern := range kernels(t) {
		for form := range 2 {
			y := forms(b, k, n)[form]
			kern.Sgemm(blas.NoTrans, y.op, m, n, k, 1, a, k, y.data, y.stride, 0, c, n)
			if got := testing.AllocsPerRun(20, func() {
				kern.Sgemm(blas.NoTrans, y.op, m, n, k, 1, a, k, y.data, y.stride, 0, c, n)
			}); got >= 1 && !raceDetector {
				t.Errorf("%s, form %d: %v allocations a product", kern.Name(), form, got)
			}
		}
	}
}
