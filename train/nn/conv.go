package nn

import "levyscope/train/nn/kernel"

// window is the shape of a convolution: its kernel, and by how many positions it moves.
type window struct{ height, width, strideY, strideX int }

// over is the grid of the outputs of a convolution over a grid with its zeros.
func (v window) over(g grid, channels int) grid {
	return grid{channels: channels,
		height: (g.rows()-v.height)/v.strideY + 1, width: (g.columns()-v.width)/v.strideX + 1}
}

// convPart is a convolution (cross-correlation, as in PyTorch): at every position of the output
// y[o] = b[o] + sum over c, i, j of W[o, c, i, j] x[c, top+i, left+j].
type convPart struct {
	weight, bias int // offsets of W (out, in, height, width), row-major, and of b (out)
	window       window
	in           *grid // whose zeros are the padding of this convolution
	out          *grid // whose zeros are that of the next one
}

// terms is the number of products of an output.
func (p *convPart) terms() int { return p.in.channels * p.window.height * p.window.width }

func (p *convPart) open(a *assembly, in *value) *value {
	l := &convLayer{convPart: p, k: a.k, x: in, y: newValue(*p.out, a.batch, true), first: in == a.first}
	l.grow((a.batch + block - 1) / block)
	l.total = make([]float32, p.out.channels*(p.terms()+1))
	for c := range p.in.channels {
		for i := range p.window.height {
			for j := range p.window.width {
				l.taps = append(l.taps, int32(p.in.at(c, i, j)*block))
			}
		}
	}
	for o := range p.out.channels {
		l.planes = append(l.planes, int32(p.out.at(o, 0, 0)*block))
	}
	for b := 0; b < len(l.y.h); b += p.out.features() * block {
		for i := range p.out.height {
			for j := range p.out.width {
				y, x := i*p.window.strideY, j*p.window.strideX
				l.from = append(l.from, int32(b/p.out.features()*p.in.features()+p.in.at(0, y, x)*block))
				l.to = append(l.to, int32(b+p.out.at(0, i+p.out.padY, j+p.out.padX)*block))
			}
		}
	}
	l.zeros = make([]int32, len(l.to))
	for i := range l.ones {
		l.ones[i] = 1
	}
	a.add(l)
	return l.y
}

// convLayer is a convPart in a workspace. Offsets count floats in h and d of x and y.
type convLayer struct {
	*convPart
	k        kernel.Kernel
	x, y     *value
	first    bool           // x is the examples
	taps     []int32        // (terms) of the inputs of the output at position 0
	planes   []int32        // (out channels) of the outputs at position 0
	from, to []int32        // (blocks * positions) by position: what is added to taps, and to planes
	zeros    []int32        // as to
	ones     [block]float32 // with which the sum of dY is a correlation
	// sums are what the columns of every part add to the gradients, (out channels, terms) of W and (out channels) of b,
	// and total is room for their sum. A part is a block, or a minibatch of which a block holds several. The worker of
	// a block computes its parts, whose operands are in its cache.
	sums  [][]float32
	total []float32
}

// positions is the number of outputs of a channel.
func (l *convLayer) positions() int { return l.out.height * l.out.width }

// of are the offsets of the block of s in a table by blocks and positions.
func (l *convLayer) of(s span, table []int32) []int32 {
	n := l.positions()
	return table[s.from/block*n:][:n]
}

func (l *convLayer) forward(w []float32, s span) {
	weight, n := w[l.weight:][:l.out.channels*l.terms()], s.to-s.from
	y := l.y.h[l.y.base(s):]
	for o, b := range w[l.bias:][:l.out.channels] {
		for i := range l.out.height {
			at := l.out.at(o, i+l.out.padY, l.out.padX) * block
			l.k.Fill(y[at:at+l.out.width*block], b)
		}
	}
	to := l.of(s, l.to)
	for p, from := range l.of(s, l.from) {
		l.k.Product(l.y.h[to[p]:], l.planes, weight, l.terms(), 1, l.x.h[from:], l.taps, n, true)
	}
}

// backward: dW[o, t] of a block is the sum over its examples and positions of dY at output o times X at tap t, and db
// that of dY; every output adds what it owes to the gradients of its inputs, W^T dY.
func (l *convLayer) backward(w []float32, s span) {
	bias, size := l.out.channels*l.terms(), min(s.size, block)
	for at := 0; at < s.real(); at += size {
		sums, n, d := l.sums[(s.from+at)/size], min(size, s.real()-at), l.y.d[at:]
		l.k.Correlate(sums[:bias], l.terms(), d, l.planes, l.of(s, l.to), l.x.h[at:], l.taps, l.of(s, l.from), n)
		l.k.Correlate(sums[bias:], 1, d, l.planes, l.of(s, l.to), l.ones[:], origin, l.of(s, l.zeros), n)
	}
	if l.first {
		return
	}
	weight, n := w[l.weight:][:l.out.channels*l.terms()], s.to-s.from
	clear(l.x.d[l.x.base(s):][:l.in.features()*block])
	to := l.of(s, l.to)
	for p, from := range l.of(s, l.from) {
		l.k.Product(l.x.d[from:], l.taps, weight, 1, l.terms(), l.y.d[to[p]:], l.planes, n, true)
	}
}

func (l *convLayer) size() (rows, tile int) { return l.out.channels, 1 }

// grow makes room for so many parts.
func (l *convLayer) grow(parts int) {
	for len(l.sums) < parts {
		l.sums = append(l.sums, make([]float32, l.out.channels*(l.terms()+1)))
	}
}

// gradient is the sum of those of the parts, in their order.
func (l *convLayer) gradient(into target, from, to int, b batch) {
	terms, bias := l.terms(), l.out.channels*l.terms()
	for _, part := range [2][2]int{{from * terms, to * terms}, {bias + from, bias + to}} {
		total, first := l.total[part[0]:part[1]], b.at/min(b.n, block)
		copy(total, l.sums[first][part[0]:])
		for _, sums := range l.sums[first+1 : first+(b.n+block-1)/block] {
			l.k.Update(total, sums[part[0]:part[1]], -1)
		}
	}
	into.put(l.k, l.weight+from*terms, l.total[from*terms:to*terms])
	into.put(l.k, l.bias+from, l.total[bias+from:bias+to])
}
