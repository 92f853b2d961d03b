// Package kernel has the inner loops of the models and of the optimisers over float32 arrays: matrix products, products
// by tables of offsets, and loops over elements. They are there in plain Go with gonum's matrix product, and on amd64
// in assembly for AVX2 with FMA and for AVX-512.
//
// AVX2 and AVX512 give the same bits: every element of a product is one chain of fused multiply-adds in a stated order,
// whatever the tile, the instruction set, or the split of rows and columns among threads. Gonum's products differ from
// theirs in the last digits. The results of the loops over elements are the same bits in every kernel.
//
// The build tag purego leaves the assembly out.
package kernel

import "gonum.org/v1/gonum/blas"

// Kernel is a set of inner loops. Its methods start no goroutine and allocate nothing, and several goroutines may call
// them at once, on results that do not overlap. A result never overlaps an operand, except where both are the same
// argument. Slices that are too short for the stated shapes, and strides that are too small, are a panic.
type Kernel interface {
	// Name is the name that New made the kernel by.
	Name() Name

	blas32
	products
	rows
	elements
}

// blas32 is gonum's blas32 interface, as far as it is needed here.
type blas32 interface {
	// Sgemm is gonum's: C = alpha op(A) op(B) + beta C, where op(A) is (m, k), op(B) is (k, n), and C is (m, n), all
	// row-major with the strides lda, ldb and ldc. In AVX2 and AVX512 an element of C is alpha*s, rounded, plus
	// beta*c, rounded, where s is the sum over k, in order, from 0, by fused multiply-adds. With beta = 0, C is not
	// read. With alpha = 0, or k = 0, and beta = 1, nothing is done, as in gonum; with alpha = 0 and another beta a
	// NaN or an infinity in A gives NaN, as in gonum; one in B does so in AVX2 and AVX512 only, since gonum skips the
	// zeros of A.
	Sgemm(tA, tB blas.Transpose, m, n, k int, alpha float32, a []float32, lda int, b []float32, ldb int,
		beta float32, c []float32, ldc int)
}

// products are the products of a convolution over arrays in which the minibatch is the innermost dimension.
type products interface {
	// Product is a matrix product in which the rows of B and of C are given by their offsets:
	//
	//	C[ci[i]+j] = sum over k of A[i*ai+k*ak] B[bk[k]+j],  0 <= j < n,
	//
	// with C added to the sum, once it is complete, where add is set. The sum is that of Sgemm.
	Product(c []float32, ci []int32, a []float32, ai, ak int, b []float32, bk []int32, n int, add bool)

	// Correlate is the product over pairs of rows, which is the gradient of the weights of a convolution:
	//
	//	C[i*ldc+j] = sum over p and l of D[di[i]+dp[p]+l] X[xj[j]+xp[p]+l],  0 <= l < n,
	//
	// where dp and xp are equally long. The terms of l = r mod 16 are one sum, r = 0, ..., 15, in the order of p and
	// then l; sum r is added to sum r+8, then r to r+4, r to r+2, and r to r+1.
	Correlate(c []float32, ldc int, d []float32, di, dp []int32, x []float32, xj, xp []int32, n int)
}

// rows are loops over the rows of matrices. All are row-major; lds and ldd are their strides.
type rows interface {
	// Transpose sets dst (cols, rows) to the transpose of src (rows, cols).
	Transpose(dst []float32, ldd int, src []float32, lds, rows, cols int)

	// MaxPool is y[q*n+j] = max over p of x[xo[q]+window[p]+j], 0 <= j < n, and at[q*n+j] the p of the maximum: the
	// first one, but NaN is larger than any number, and the last NaN counts, as in PyTorch.
	MaxPool(y []float32, at []int32, x []float32, xo, window []int32, n int)

	// MaxPoolBackward is dx[xo[q]+window[p]+j] = dy[q*n+j] where p is at[q*n+j], 0 elsewhere, for windows that do not
	// overlap. Elements of dx outside of the windows are left as they are.
	MaxPoolBackward(dx []float32, xo, window []int32, dy []float32, at []int32, n int)
}

// elements are loops over the elements of vectors, which are as long as the first argument. A product and a sum are
// rounded one after the other. The results are the same bits in every kernel.
type elements interface {
	// Fill sets every element of dst to v.
	Fill(dst []float32, v float32)

	// Sum is the sum of x: that of Correlate with ones, for one p.
	Sum(x []float32) float32

	// ReLU replaces z by max(z, 0), and -0 by 0. NaN stays NaN.
	ReLU(z []float32)

	// ReLUBackward sets d to 0 where the output h of ReLU is at most 0; where h is NaN, d is kept.
	ReLUBackward(d, h []float32)

	// Update is w <- w - eta g.
	Update(w, g []float32, eta float32)

	// HeavyBall is v <- (mu v + g) + lambda w, w <- w - eta v.
	HeavyBall(w, v, g []float32, s Descent)

	// Follow moves centre towards g, element after element, with u = g - centre and the scale s of the element:
	//
	//	centre <- centre + Rate u
	//
	// where u beyond [-Near s, Near s] is first clipped to [-Pull s, Pull s]. It stops before an element with s > 0
	// and u beyond both [-Near s, Near s] and [-Stop s, Stop s], or up to 15 elements before it, and returns how many
	// elements it moved. Comparisons with NaN are false.
	Follow(centre, g, scale []float32, b Band) int

	// Exceed marks the elements of u = g - centre that lie outside of [-limit s, limit s], s the scale of the element:
	// bit r of mask[q] is that of element 16q+r, and 0 beyond the last one. mask has a word for every sixteen
	// elements, the last of which may be fewer. The result is the sum of all u^2, added up as in Sum. Comparisons with
	// NaN are false.
	Exceed(mask []uint16, centre, g, scale []float32, limit float32) float32
}

// Descent are the constants of HeavyBall.
type Descent struct {
	Rate     float32 // learning rate eta
	Momentum float32 // mu
	Decay    float32 // weight decay lambda
}

// Band are the constants of Follow.
type Band struct {
	Near, Stop, Pull float32 // in scales
	Rate             float32
}
