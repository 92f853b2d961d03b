package nn

import (
	"gonum.org/v1/gonum/blas"

	"levyscope/train/nn/kernel"
)

// linearPart is h = W x + b for every example x, the input with its positions in one row.
type linearPart struct {
	weight  int // offset of W (out, in), row-major
	bias    int // offset of b (out), or -1 for none
	in, out int
	// shared says that another layer uses the input too, and has set its d before.
	shared bool
}

func (p *linearPart) open(a *assembly, in *value) *value {
	l := &linearLayer{linearPart: p, k: a.k, x: in, y: newValue(flat(p.out), a.batch, false), first: in == a.first}
	if !l.first || in.blocks {
		l.rows = make([]float32, a.batch*p.in)
	}
	if p.bias >= 0 {
		l.starts, l.sums, l.ones = make([]int32, p.out), make([]float32, p.out), make([]float32, a.batch)
		for i := range l.starts {
			l.starts[i] = int32(i * l.y.stride)
		}
		a.k.Fill(l.ones, 1)
	}
	a.add(l)
	return l.y
}

// flat is the grid of n numbers without positions.
func flat(n int) grid { return grid{channels: n, height: 1, width: 1} }

// linearLayer is a linearPart in a workspace.
type linearLayer struct {
	*linearPart
	k     kernel.Kernel
	x, y  *value
	rows  []float32 // (batch, in), row-major: the input once more, for the gradient of W
	first bool      // x is the examples

	// For the gradient of b, the sums of the rows of dY: a correlation with ones.
	starts []int32   // (out) offsets of the rows
	ones   []float32 // (batch)
	sums   []float32 // (out)
}

// origin is a table of the one offset 0.
var origin = []int32{0}

// forward: Y = W X + b, with an example a column.
func (l *linearLayer) forward(w []float32, s span) {
	y, beta := l.y.h[s.from:], float32(0)
	if l.bias >= 0 {
		beta = 1
		for i, b := range w[l.bias:][:l.out] {
			at := i * l.y.stride
			l.k.Fill(y[at:at+s.to-s.from], b)
		}
	}
	x := l.x.h[l.x.base(s):]
	l.k.Sgemm(blas.NoTrans, blas.NoTrans, l.out, s.to-s.from, l.in, 1, w[l.weight:], l.in, x, l.x.stride,
		beta, y, l.y.stride)
}

// backward: dX = W^T dY.
func (l *linearLayer) backward(w []float32, s span) {
	if l.rows != nil {
		l.k.Transpose(l.rows[s.from*l.in:], l.in, l.x.h[l.x.base(s):], l.x.stride, l.in, s.real())
	}
	if l.first {
		return
	}
	beta := float32(0)
	if l.shared {
		beta = 1
	}
	d := l.x.d[l.x.base(s):]
	l.k.Sgemm(blas.Trans, blas.NoTrans, l.in, s.to-s.from, l.out, 1, w[l.weight:], l.in, l.y.d[s.from:], l.y.stride,
		beta, d, l.x.stride)
}

func (l *linearLayer) size() (rows, tile int) { return l.out, 8 }

// gradient: dW = dY X^T, a sum over the examples in their order; db = the sums of the rows of dY.
func (l *linearLayer) gradient(into target, from, to int, b batch) {
	x := b.x
	if l.rows != nil {
		x = l.rows[b.at*l.in:]
	}
	d := l.y.d[from*l.y.stride+b.at:]
	l.k.Sgemm(blas.NoTrans, blas.NoTrans, to-from, l.in, b.n, into.alpha, d, l.y.stride, x, l.in,
		into.beta, into.dst[l.weight+from*l.in:], l.in)
	if l.bias < 0 {
		return
	}
	sums := l.sums[from:to]
	l.k.Correlate(sums, 1, l.y.d[b.at:], l.starts[from:to], origin, l.ones, origin, origin, b.n)
	into.put(l.k, l.bias+from, sums)
}
