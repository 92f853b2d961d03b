package nn

// chunks is a Workspace for large minibatches: maxBatch examples at a time go through the network, and their gradients
// are added up in order.
type chunks struct {
	ws   *workspace
	g, h []float32 // (params) gradient of Descend; of one chunk
}

// each calls do for the chunks of n examples, and adds up what it returns.
func (c *chunks) each(
	x []float32, y Targets, do func(x []float32, y Targets) (float64, int),
) (sum float64, correct int) {
	n, dim := y.Len(), c.ws.problem.Dim()
	for from := 0; from < n; from += maxBatch {
		to := min(from+maxBatch, n)
		loss, right := do(x[from*dim:to*dim], y.part(from, to))
		sum += loss
		correct += right
	}
	return sum, correct
}

// Loss is the sum of the losses of the examples, and how many of them are right.
func (c *chunks) Loss(w, x []float32, y Targets) (sum float64, correct int) {
	return c.each(x, y, func(x []float32, y Targets) (float64, int) { return c.ws.Loss(w, x, y) })
}

// Gradient sets g to the gradient of the mean loss, and returns what Loss does.
func (c *chunks) Gradient(g, w, x []float32, y Targets) (sum float64, correct int) {
	if c.h == nil {
		c.h = make([]float32, len(w))
	}
	n := y.Len()
	clear(g)
	return c.each(x, y, func(x []float32, y Targets) (float64, int) {
		loss, right := c.ws.part(c.h, w, x, y, n)
		c.ws.k.Update(g, c.h, -1)
		return loss, right
	})
}

// Descend is Gradient and the update of the weights by it.
func (c *chunks) Descend(w, x []float32, y Targets, eta float32) (sum float64, correct int) {
	if c.g == nil {
		c.g = make([]float32, len(w))
	}
	sum, correct = c.Gradient(c.g, w, x, y)
	if finite(sum) {
		c.ws.k.Update(w, c.g, eta)
	}
	return sum, correct
}
