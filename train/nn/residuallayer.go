package nn

import "levyscope/train/nn/kernel"

// residualPart is h + f(h), where f is a linear layer of as many outputs as inputs and an activation.
type residualPart struct {
	linear *linearPart
	act    Activation
}

func (p residualPart) open(a *assembly, in *value) *value {
	f := activationPart{p.act}.open(a, p.linear.open(a, in))
	l := &sumLayer{k: a.k, x: in, f: f, y: newValue(in.grid, a.batch, false)}
	a.add(l)
	return l.y
}

// sumLayer is y = x + f.
type sumLayer struct {
	k       kernel.Kernel
	x, f, y *value // of one grid and stride, without blocks
}

func (l *sumLayer) forward(_ []float32, s span) {
	l.y.each(s, func(from, to int) {
		copy(l.y.h[from:to], l.x.h[from:to])
		l.k.Update(l.y.h[from:to], l.f.h[from:to], -1) // y - (-1) f
	})
}

// backward: the gradient of either term is that of the sum. The layers of f add to that of x.
func (l *sumLayer) backward(_ []float32, s span) {
	l.y.each(s, func(from, to int) {
		copy(l.x.d[from:to], l.y.d[from:to])
		copy(l.f.d[from:to], l.y.d[from:to])
	})
}
