package nn

import "gonum.org/v1/gonum/blas"

// rows is the Workspace of an MLP that stores activations by rows, an example a row, and computes
// with gonum's matrix product on one goroutine: the arithmetic of recordings that name no kernel.
type rows struct {
	mlp *MLP
	g   []float32   // (params) gradient of Descend
	h   [][]float32 // h[l]: output of layer l, (batch, widths[l+1]); the last: logits
	d   [][]float32 // d[l]: gradient of the loss at the input of activation l, (batch, widths[l+1])
}

func newRows(m *MLP, batch int) *rows {
	ws := &rows{mlp: m}
	for _, n := range m.widths[1:] {
		ws.h = append(ws.h, make([]float32, batch*n))
		ws.d = append(ws.d, make([]float32, batch*n))
	}
	return ws
}

// Loss is the sum over n examples of the cross-entropy (nats), and how many of
// them have their largest logit at the label. x (n, in), y (n); n is at most the batch
// that the workspace was made for.
func (ws *rows) Loss(w, x []float32, y Targets) (sum float64, correct int) {
	ws.forward(w, x, y.Len())
	return crossEntropy(nil, ws.h[len(ws.h)-1], y.Classes, ws.mlp.Classes())
}

// Gradient sets g to the gradient of the mean loss over the minibatch, and
// returns the sum of the losses and the number of right answers, as Loss does.
// g, w (NumParams); x (n, in), y (n), n >= 1. It allocates nothing.
func (ws *rows) Gradient(g, w, x []float32, y Targets) (sum float64, correct int) {
	n := y.Len()
	ws.forward(w, x, n)
	last := len(ws.h) - 1
	sum, correct = crossEntropy(ws.d[last], ws.h[last], y.Classes, ws.mlp.Classes())
	ws.backward(g, w, x, n)
	return sum, correct
}

// Descend is Gradient and the update of the weights by it.
func (ws *rows) Descend(w, x []float32, y Targets, eta float32) (sum float64, correct int) {
	if ws.g == nil {
		ws.g = make([]float32, len(w))
	}
	sum, correct = ws.Gradient(ws.g, w, x, y)
	if finite(sum) {
		for i, v := range ws.g {
			w[i] -= float32(eta * v) // rounded: no fused multiply-add
		}
	}
	return sum, correct
}

// forward: h_l = act(h_(l-1) W_l^T + b_l).
func (ws *rows) forward(w, x []float32, n int) {
	m := ws.mlp
	in := x
	for l := range ws.h {
		weight, bias := m.layer(w, l)
		k, out := m.widths[l], m.widths[l+1]
		h := ws.h[l][:n*out]
		for i := range n {
			copy(h[i*out:(i+1)*out], bias)
		}
		gemm(blas.NoTrans, blas.Trans, 1, matrix(in, n, k), matrix(weight, out, k), 1, matrix(h, n, out))
		if l < len(ws.h)-1 {
			m.act.forward(h)
		}
		in = h
	}
}

// backward: with D_l the gradient at the input of activation l,
// dW_l = D_l^T h_(l-1), db_l = column sums of D_l, D_(l-1) = (D_l W_l) * act'(h_(l-1)).
func (ws *rows) backward(g, w, x []float32, n int) {
	m := ws.mlp
	for l := len(ws.h) - 1; l >= 0; l-- {
		weight, _ := m.layer(w, l)
		gw, gb := m.layer(g, l)
		k, out := m.widths[l], m.widths[l+1]
		d := ws.d[l][:n*out]
		in := x
		if l > 0 {
			in = ws.h[l-1][:n*k]
		}
		gemm(blas.Trans, blas.NoTrans, 1, matrix(d, n, out), matrix(in, n, k), 0, matrix(gw, out, k))
		clear(gb)
		for i := range n {
			for j, v := range d[i*out : (i+1)*out] {
				gb[j] += v
			}
		}
		if l > 0 {
			below := ws.d[l-1][:n*k]
			gemm(blas.NoTrans, blas.NoTrans, 1, matrix(d, n, out), matrix(weight, out, k), 0, matrix(below, n, k))
			m.act.backward(below, in)
		}
	}
}
