package nn

import "levyscope/train/nn/kernel"

// layer is one operation between values. Forward and backward work on the columns of a span and touch no others, so
// that workers call them at once.
type layer interface {
	// forward sets h of its output.
	forward(w []float32, s span)
	// backward sets d of its input from that of its output, or adds to it where the input is
	// used by another layer too.
	backward(w []float32, s span)
}

// weighted is a layer with parameter arrays, whose gradients are sums over all columns.
type weighted interface {
	layer
	// size is in how many rows the arrays may be cut, and how many of them a kernel has at once.
	size() (rows, tile int)
	// gradient sets or descends the parameters of the rows from to to.
	gradient(into target, from, to int, b batch)
}

// target is the parameter vector that a gradient goes to: dst <- alpha gradient + beta dst, with alpha = 1 and
// beta = 0 for the gradient itself, and alpha = -eta and beta = 1 for the weights of a step.
type target struct {
	dst         []float32 // (params)
	alpha, beta float32
}

// put is the target's equation for the parameters from at on, whose gradients are g.
func (t target) put(k kernel.Kernel, at int, g []float32) {
	dst := t.dst[at:][:len(g)]
	if t.beta == 0 {
		copy(dst, g)
		return
	}
	k.Update(dst, g, -t.alpha)
}

// batch is the minibatch at hand.
type batch struct {
	x  []float32 // (n, dim), row-major
	n  int
	at int // its first column in the values
}

// part is a layer as a model declares it, before there is room for a minibatch.
type part interface {
	// open adds the layers of the part to a workspace and returns their output.
	open(a *assembly, in *value) *value
}

// assembly is a workspace that is being made.
type assembly struct {
	k     kernel.Kernel
	batch int // most examples
	// first is the value of the examples, of which no gradient is wanted.
	first  *value
	layers []layer
}

// add appends a layer.
func (a *assembly) add(l layer) { a.layers = append(a.layers, l) }
