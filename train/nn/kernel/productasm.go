//go:build amd64 && !purego

package kernel

import "unsafe"

// Product is Sgemm with tables of offsets in place of strides.
func (v vector) Product(c []float32, ci []int32, a []float32, ai, ak int, b []float32, bk []int32, n int, add bool) {
	checkProduct(c, ci, a, ai, ak, b, bk, n)
	if len(ci) == 0 || n == 0 {
		return
	}
	t := tile{c: unsafe.Pointer(&c[0]), ci: unsafe.Pointer(&ci[0]), k: len(bk), ai: 4 * ai, ak: 4 * ak,
		bStep: 4, cStep: 4, alpha: 1, beta: 1}
	if len(bk) > 0 {
		t.a, t.b, t.bk = unsafe.Pointer(&a[0]), unsafe.Pointer(&b[0]), unsafe.Pointer(&bk[0])
	}
	if add {
		t.load = 1
	}
	v.set.panels(&t, len(ci), n)
}
