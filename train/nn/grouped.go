package nn

// Grouped computes the gradients of many minibatches at the same weights: their examples go through the network
// together, and then every array gets the gradient of each minibatch from its examples alone. All workspaces offer it.
type Grouped interface {
	// Gradients sets row m of g (n/size, params) to the gradient of the mean loss of the examples m*size to
	// (m+1)*size of x (n, dim) and y, with the same bits as Gradient of these alone. n is a multiple of size, and may be
	// larger than the batch that the workspace was made for; size may not. It is quickest in a workspace for GroupBatch
	// examples. It allocates only where a convolution sees a size for the first time.
	Gradients(g, w, x []float32, y Targets, size int)
}

// GroupBatch is the batch for which to make a workspace that is to compute gradients of minibatches of size examples.
func GroupBatch(size int) int {
	if size >= maxBatch {
		return size
	}
	return maxBatch / size * size
}

// Gradients takes as many minibatches at once as the workspace has room for.
func (ws *workspace) Gradients(g, w, x []float32, y Targets, size int) {
	whole := ws.most / size * size
	if ws.blocks && block%size != 0 && size%block != 0 {
		whole = size // a block would hold examples of two minibatches, of which it adds up one
	}
	for _, l := range ws.layers {
		if l, ok := l.(summed); ok {
			l.grow((whole + size - 1) / size)
		}
	}
	n, dim := y.Len(), ws.problem.Dim()
	for from := 0; from < n; from += whole {
		to := min(from+whole, n)
		ws.group(g[from/size*ws.params:], w, x[from*dim:to*dim], y.part(from, to), size)
	}
}

// group is Gradients for what goes through the network together.
func (ws *workspace) group(g, w, x []float32, y Targets, size int) {
	ws.loss.scale = 1 / float64(size)
	ws.run(w, batch{x: x, n: y.Len()}, size, y, true)
	ws.descend(target{dst: g, alpha: 1})
}

// summed is a layer that keeps sums of the columns of a minibatch.
type summed interface {
	// grow makes room for so many minibatches at once.
	grow(minibatches int)
}

// minibatch is number m of the minibatch at hand, and its target.
func (ws *workspace) minibatch(m int) (batch, target) {
	b, into := ws.b, ws.into
	b.x, b.at, b.n = b.x[m*ws.size*ws.problem.Dim():], m*ws.size, ws.size
	into.dst = into.dst[m*ws.params:]
	return b, into
}

// Gradients is Gradient of one minibatch after the other.
func (ws *rows) Gradients(g, w, x []float32, y Targets, size int) {
	n, dim, params := y.Len(), ws.mlp.problem.Dim(), ws.mlp.params
	for from := 0; from < n; from += size {
		to := from + size
		ws.Gradient(g[from/size*params:][:params], w, x[from*dim:to*dim], y.part(from, to))
	}
}

// Gradients is that of the chunks for small minibatches, else a gradient after the other.
func (c *chunks) Gradients(g, w, x []float32, y Targets, size int) {
	if size <= maxBatch {
		c.ws.Gradients(g, w, x, y, size)
		return
	}
	n, dim, params := y.Len(), c.ws.problem.Dim(), c.ws.params
	for from := 0; from < n; from += size {
		to := from + size
		c.Gradient(g[from/size*params:][:params], w, x[from*dim:to*dim], y.part(from, to))
	}
}
