//go:build amd64 && !purego

package kernel

import "unsafe"

// Transpose is in blocks of 8x8; the rows and columns that are left over are copied in Go.
func (v vector) Transpose(dst []float32, ldd int, src []float32, lds, rows, cols int) {
	checkRows(src, lds, rows, cols, "src")
	checkRows(dst, ldd, cols, rows, "dst")
	m, n := whole(rows), whole(cols)
	if m > 0 && n > 0 {
		transposeAVX2(&dst[0], &src[0], 4*ldd, 4*lds, m/8, n/8)
	}
	if m < rows {
		v.portable.Transpose(dst[m:], ldd, src[m*lds:], lds, rows-m, cols)
	}
	if n < cols && m > 0 {
		v.portable.Transpose(dst[n*ldd:], ldd, src[n:], lds, m, cols-n)
	}
}

// pooling are the arguments of the functions of pooling. They are as the generator has them in generate/rows.go.
type pooling struct {
	y          unsafe.Pointer // (count, n), of which dY is read in the backward pass
	at         unsafe.Pointer // int32 (count, n)
	x          unsafe.Pointer
	xo, window unsafe.Pointer // int32 (count), (windows)
	windows    int
	count, n   int
}

func newPooling(y []float32, at []int32, x []float32, xo, window []int32, n int) pooling {
	return pooling{y: unsafe.Pointer(&y[0]), at: unsafe.Pointer(&at[0]), x: unsafe.Pointer(&x[0]),
		xo: unsafe.Pointer(&xo[0]), window: unsafe.Pointer(&window[0]), windows: len(window), count: len(xo), n: n}
}

// MaxPool is in Go where n is no multiple of 8.
func (v vector) MaxPool(y []float32, at []int32, x []float32, xo, window []int32, n int) {
	checkPool(y, at, x, xo, window, n)
	if len(xo) == 0 || n == 0 || n%8 != 0 {
		v.portable.MaxPool(y, at, x, xo, window, n)
		return
	}
	p := newPooling(y, at, x, xo, window, n)
	poolAVX2((*byte)(unsafe.Pointer(&p)))
}

// MaxPoolBackward is in Go where n is no multiple of 8.
func (v vector) MaxPoolBackward(dx []float32, xo, window []int32, dy []float32, at []int32, n int) {
	checkPool(dy, at, dx, xo, window, n)
	if len(xo) == 0 || n == 0 || n%8 != 0 {
		v.portable.MaxPoolBackward(dx, xo, window, dy, at, n)
		return
	}
	p := newPooling(dy, at, dx, xo, window, n)
	poolBackwardAVX2((*byte)(unsafe.Pointer(&p)))
}
