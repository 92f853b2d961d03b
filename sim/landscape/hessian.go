package landscape

import "math"

// HessianDiagonal sets dst_i = d^2 U/dx_i^2 at x by central differences of the gradient with
// steps h = 6e-6 max(1, |x_i|). The error is O(h^2), so that about ten digits are right where
// U is smooth on that scale. dst and x have Dim() elements.
func HessianDiagonal(dst []float64, u Potential, x []float64) {
	y := append([]float64(nil), x...)
	up, down := make([]float64, len(x)), make([]float64, len(x))
	for i := range x {
		dst[i] = hessianColumn(u, y, i, up, down)[i]
	}
}

// HessianColumn sets dst, (N), to column i of the Hessian of u at x, (N), by central differences of the gradient.
func HessianColumn(dst []float64, u Potential, x []float64, i int) {
	y := append([]float64(nil), x...)
	copy(dst, hessianColumn(u, y, i, make([]float64, len(x)), make([]float64, len(x))))
}

// hessianColumn sets up to column i of the Hessian at x and returns it. down is scratch space.
// x is changed and restored.
func hessianColumn(u Potential, x []float64, i int, up, down []float64) []float64 {
	old := x[i]
	h := 6e-6 * max(1, math.Abs(old))
	x[i] = old + h
	right := x[i]
	u.Grad(up, x)
	x[i] = old - h
	left := x[i]
	u.Grad(down, x)
	x[i] = old
	for j := range up {
		up[j] = (up[j] - down[j]) / (right - left)
	}
	return up
}
