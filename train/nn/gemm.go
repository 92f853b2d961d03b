package nn

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
)

// gemm is C = alpha op(A) op(B) + beta C on one goroutine. gonum's Sgemm starts
// goroutines, and so allocates, from four 64x64 blocks of C on; at these sizes
// that costs more than it gains. So C is cut into tiles of three such blocks:
// 64 rows by 192 columns.
func gemm(tA, tB blas.Transpose, alpha float32, a, b blas32.General, beta float32, c blas32.General) {
	const rows, cols = 64, 192
	for i := 0; i < c.Rows; i += rows {
		m := min(rows, c.Rows-i)
		for j := 0; j < c.Cols; j += cols {
			n := min(cols, c.Cols-j)
			blas32.Gemm(tA, tB, alpha, operand(a, tA, i, m), operandRight(b, tB, j, n), beta, part(c, i, m, j, n))
		}
	}
}

// operand takes m rows of op(A) from row i on.
func operand(a blas32.General, t blas.Transpose, i, m int) blas32.General {
	if t == blas.NoTrans {
		return part(a, i, m, 0, a.Cols)
	}
	return part(a, 0, a.Rows, i, m)
}

// operandRight takes n columns of op(B) from column j on.
func operandRight(b blas32.General, t blas.Transpose, j, n int) blas32.General {
	if t == blas.NoTrans {
		return part(b, 0, b.Rows, j, n)
	}
	return part(b, j, n, 0, b.Cols)
}

// part is the block of rows [i, i+m) and columns [j, j+n).
func part(a blas32.General, i, m, j, n int) blas32.General {
	return blas32.General{Rows: m, Cols: n, Stride: a.Stride, Data: a.Data[i*a.Stride+j:]}
}

func matrix(data []float32, rows, cols int) blas32.General {
	return blas32.General{Rows: rows, Cols: cols, Stride: cols, Data: data}
}
