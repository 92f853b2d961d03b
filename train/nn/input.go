package nn

import "levyscope/train/nn/kernel"

// input turns the examples of a minibatch, an example a row, into a value with an example a column.
type input struct {
	k kernel.Kernel
	y *value
}

// load takes in the columns of s. Padding becomes 0.
func (l *input) load(x []float32, s span) {
	g, n := l.y.grid, s.real()
	dim := g.channels * g.height * g.width
	base := l.y.base(s)
	if n > 0 {
		x = x[s.from*dim:]
	}
	// A row of positions lies together in an example and in the value; without zeros, so do all of them.
	width, count := g.width, g.channels*g.height
	if g.padX == 0 && g.padY == 0 {
		width, count = dim, 1
	}
	for i := range count {
		at := base + g.at(i/g.height, i%g.height+g.padY, g.padX)*l.y.stride
		if n > 0 {
			l.k.Transpose(l.y.h[at:], l.y.stride, x[i*width:], dim, n, width)
		}
		if n == s.to-s.from {
			continue
		}
		for j := range width {
			clear(l.y.h[at+j*l.y.stride+n:][:s.to-s.from-n])
		}
	}
}
