package kernel_test

import (
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
	"gonum.org/v1/gonum/blas"
)

// guarded is a vector of n elements that ends where a page begins that may not be touched.
func guarded(t *testing.T, n int) []float32 {
	t.Helper()
	page := unix.Getpagesize()
	size := (4*n + page - 1) / page * page
	memory, err := unix.Mmap(-1, 0, size+page, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		t.Skipf("no memory of its own: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Munmap(memory); err != nil {
			t.Error(err)
		}
	})
	if err := unix.Mprotect(memory[size:], unix.PROT_NONE); err != nil {
		t.Skipf("no page can be protected: %v", err)
	}
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*float32)(unsafe.Pointer(&memory[size-4*n])), n)
}

// No kernel reads or writes beyond the end of an operand: here that ends the test binary.
func TestNothingBeyondTheEndIsTouched(t *testing.T) {
	a, b, c := guarded(t, 41*41), guarded(t, 41*41), guarded(t, 41*41)
	tail := func(v []float32, n int) []float32 { return v[len(v)-n:] }
	for _, kern := range kernels(t) {
		for _, m := range []int{1, 2, 3, 5, 6, 7, 8, 13, 14, 15, 29, 41} {
			for _, n := range []int{1, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 41} {
				for _, k := range []int{0, 1, 3, 8, 17, 41} {
					x, y, z := tail(a, m*k), tail(b, k*n), tail(c, m*n)
					if k == 0 {
						x, y = tail(a, m*1), tail(b, n)
					}
					wide := max(1, k)
					kern.Sgemm(blas.NoTrans, blas.NoTrans, m, n, k, 1, x, wide, y, n, 1, z, n)
					kern.Sgemm(blas.NoTrans, blas.Trans, m, n, k, 1, x, wide, y, wide, 0, z, n)
					kern.Sgemm(blas.Trans, blas.NoTrans, m, n, k, 1, x, m, y, n, .5, z, n)
					kern.Sgemm(blas.Trans, blas.Trans, m, n, k, 1, x, m, y, wide, 1, z, n)
				}
				kern.Transpose(tail(a, m*n), m, tail(b, m*n), n, m, n)
				kern.Product(tail(c, n), []int32{0}, tail(a, 1), 1, 1, tail(b, n), []int32{0}, n, true)
				kern.Correlate(tail(c, 1), 1, tail(a, n), []int32{0}, []int32{0}, tail(b, n), []int32{0}, []int32{0}, n)
				kern.ReLU(tail(a, n))
				kern.ReLUBackward(tail(a, n), tail(b, n))
				kern.Update(tail(a, n), tail(b, n), .1)
				kern.Fill(tail(a, n), kern.Sum(tail(b, n)))
				kern.MaxPool(tail(a, n), make([]int32, n), tail(b, n), []int32{0}, []int32{0}, n)
			}
		}
	}
}
