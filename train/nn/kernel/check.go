package kernel

// checkRows panics unless a matrix of the given shape and stride lies in len(data) elements.
func checkRows(data []float32, stride, rows, cols int, what string) {
	if rows < 0 || cols < 0 || stride < cols {
		panic("kernel: bad shape of " + what)
	}
	if rows > 0 && cols > 0 && len(data) < (rows-1)*stride+cols {
		panic("kernel: " + what + " is too short")
	}
}

// checkOffsets panics unless the n elements from each of the offsets at[i]+base on lie in [0, size).
func checkOffsets(size int, at []int32, base span, n int, what string) {
	if n < 0 {
		panic("kernel: n < 0")
	}
	if len(at) == 0 || n == 0 || base.empty {
		return
	}
	s := spanOf(at)
	if s.low+base.low < 0 || s.high+base.high+n > size {
		panic("kernel: an offset of " + what + " lies outside of it")
	}
}

// span is the least and the greatest of some offsets.
type span struct {
	low, high int
	empty     bool
}

func spanOf(at []int32) span {
	if len(at) == 0 {
		return span{empty: true}
	}
	low, high := at[0], at[0]
	for _, v := range at[1:] {
		low, high = min(low, v), max(high, v)
	}
	return span{low: int(low), high: int(high)}
}

// checkLengths panics unless the other vectors of a loop over elements are as long as the first one.
func checkLengths(n int, others ...int) {
	for _, m := range others {
		if m != n {
			panic("kernel: vectors of different lengths")
		}
	}
}

// checkProduct panics where Product would read or write outside of its arguments.
func checkProduct(c []float32, ci []int32, a []float32, ai, ak int, b []float32, bk []int32, n int) {
	checkOffsets(len(c), ci, span{}, n, "c")
	checkOffsets(len(b), bk, span{}, n, "b")
	if ai < 0 || ak < 0 {
		panic("kernel: a stride of a is negative")
	}
	if m, k := len(ci), len(bk); m > 0 && k > 0 && n > 0 && len(a) <= (m-1)*ai+(k-1)*ak {
		panic("kernel: a is too short")
	}
}

// checkCorrelate panics where Correlate would read or write outside of its arguments.
func checkCorrelate(c []float32, ldc int, d []float32, di, dp []int32, x []float32, xj, xp []int32, n int) {
	if len(dp) != len(xp) {
		panic("kernel: dp and xp of different lengths")
	}
	checkRows(c, ldc, len(di), len(xj), "c")
	checkOffsets(len(d), di, spanOf(dp), n, "d")
	checkOffsets(len(x), xj, spanOf(xp), n, "x")
}

// checkPool panics where MaxPool or MaxPoolBackward would read or write outside of its arguments.
func checkPool(y []float32, at []int32, x []float32, xo, window []int32, n int) {
	checkOffsets(len(x), xo, spanOf(window), n, "x")
	if len(window) == 0 {
		panic("kernel: an empty window")
	}
	if len(y) < len(xo)*n || len(at) < len(xo)*n {
		panic("kernel: y or at is too short")
	}
}
