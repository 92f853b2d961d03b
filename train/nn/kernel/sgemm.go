//go:build amd64 && !purego

package kernel

import (
	"sync"
	"unsafe"

	"gonum.org/v1/gonum/blas"
)

// Sgemm is computed without packing where op(B) is row-major. Else panels of its columns are transposed into a buffer,
// or, if that is less work, A and C are transposed instead.
func (v vector) Sgemm(tA, tB blas.Transpose, m, n, k int, alpha float32, a []float32, lda int, b []float32, ldb int,
	beta float32, c []float32, ldc int) {
	checkSgemm(tA, tB, m, n, k, a, lda, b, ldb, c, ldc)
	if m == 0 || n == 0 || (alpha == 0 || k == 0) && beta == 1 {
		return
	}
	t := tile{c: unsafe.Pointer(&c[0]), bk: unsafe.Pointer(&noOffset), ci: unsafe.Pointer(&noOffset),
		k: k, ai: 4 * lda, ak: 4, bStride: 4 * ldb, cStride: 4 * ldc, alpha: alpha, beta: beta}
	if k > 0 {
		t.a, t.b = unsafe.Pointer(&a[0]), unsafe.Pointer(&b[0])
	}
	if tA != blas.NoTrans {
		t.ai, t.ak = t.ak, t.ai
	}
	if beta != 0 {
		t.load = 1
	}
	switch {
	case tB == blas.NoTrans || k == 0:
		v.set.panels(&t, m, n)
	case m*(k+n) < n*k:
		v.swapped(&t, tA, m, n, a, lda, ldb, c, ldc)
	default:
		v.packed(&t, m, n, b, ldb)
	}
}

// buffer is scratch space of a call.
type buffer struct{ data []float32 }

var buffers = sync.Pool{New: func() any { return new(buffer) }}

// scratch is a buffer of at least n elements, to be given back to buffers.
func scratch(n int) *buffer {
	s := buffers.Get().(*buffer)
	if len(s.data) < n {
		s.data = make([]float32, n)
	}
	return s
}

// packed transposes op(B) (k, n) from B (n, k) panel by panel.
func (v vector) packed(t *tile, m, n int, b []float32, ldb int) {
	width := 2 * v.set.lanes
	space := scratch(t.k * width)
	t.bStride = 4 * width
	for j := 0; j < n; j += width {
		columns := min(width, n-j)
		v.Transpose(space.data, width, b[j*ldb:], ldb, columns, t.k)
		panel := *t
		panel.b, panel.c = unsafe.Pointer(&space.data[0]), unsafe.Add(t.c, 4*j)
		v.set.column(&panel, m, columns)
	}
	buffers.Put(space)
}

// swapped computes the transpose of C, which is B op(A)^T, for a C of few rows. A fused multiply-add is the same with
// its factors in either order.
func (v vector) swapped(t *tile, tA blas.Transpose, m, n int, a []float32, lda, ldb int, c []float32, ldc int) {
	space := scratch(m * (n + t.k))
	out, right, stride := space.data[:m*n], a, lda
	if tA == blas.NoTrans {
		right, stride = space.data[m*n:], m
		v.Transpose(right, stride, a, lda, m, t.k)
	}
	if t.load != 0 {
		v.Transpose(out, m, c, ldc, m, n)
	}
	s := *t
	s.a, s.ai, s.ak = t.b, 4*ldb, 4
	s.b, s.bStride = unsafe.Pointer(&right[0]), 4*stride
	s.c, s.cStride = unsafe.Pointer(&out[0]), 4*m
	v.set.panels(&s, n, m)
	v.Transpose(c, ldc, out, m, n, m)
	buffers.Put(space)
}
