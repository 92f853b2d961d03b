//go:build amd64 && !purego

package kernel

import "unsafe"

// correlation are the arguments of the functions that compute a tile of Correlate. They are as the generator has them
// in generate/correlate.go.
type correlation struct {
	c, d, x       unsafe.Pointer // the first elements
	di, xj        unsafe.Pointer // int32 offsets of the rows and the columns of the tile
	dp, xp        unsafe.Pointer // int32 offsets of the terms
	terms         int
	blocks        int     // of 16 elements in n
	mask          uintptr // of the elements after them, 0 if there are none; AVX2: the address of two masks
	stride        int     // of C, in bytes
	rows, columns int
}

// Correlate goes by tiles, 4x4 in AVX-512 and 2x3 in AVX2, whose heights, and widths, differ by one at most.
func (v vector) Correlate(c []float32, ldc int, d []float32, di, dp []int32, x []float32, xj, xp []int32, n int) {
	checkCorrelate(c, ldc, d, di, dp, x, xj, xp, n)
	if len(di) == 0 || len(xj) == 0 {
		return
	}
	t := correlation{terms: len(dp), blocks: n / 16, stride: 4 * ldc}
	if n == 0 {
		t.terms = 0
	}
	if t.terms > 0 {
		t.d, t.x = unsafe.Pointer(&d[0]), unsafe.Pointer(&x[0])
		t.dp, t.xp = unsafe.Pointer(&dp[0]), unsafe.Pointer(&xp[0])
	}
	rows, columns := 4, 4
	switch rest := n % 16; {
	case v.set.name == AVX2:
		rows, columns = 2, 3
		if rest > 0 {
			t.mask = uintptr(unsafe.Pointer(&masks[16-rest]))
		}
	default:
		t.mask = 1<<rest - 1
	}
	for i := 0; i < len(di); i += t.rows {
		t.rows = part(len(di)-i, rows)
		for j := 0; j < len(xj); j += t.columns {
			t.columns = part(len(xj)-j, columns)
			t.c = unsafe.Pointer(&c[i*ldc+j])
			t.di, t.xj = unsafe.Pointer(&di[i]), unsafe.Pointer(&xj[j])
			if v.set.name == AVX2 {
				correlateAVX2((*byte)(unsafe.Pointer(&t)))
			} else {
				correlateAVX512((*byte)(unsafe.Pointer(&t)))
			}
		}
	}
}

// part is the first of the fewest parts of n of at most most each, whose sizes differ by one at most.
func part(n, most int) int {
	parts := (n + most - 1) / most
	return (n + parts - 1) / parts
}
