package nn

import (
	"gonum.org/v1/gonum/blas"

	"levyscope/train/nn/kernel"
)

// rows is the Workspace of an MLP that stores activations by rows, an example a row, and computes
// with gonum's matrix product on one goroutine: the arithmetic of recordings that name no kernel.
type rows struct {
	mlp *mlp
	k   kernel.Kernel // gonum
	g   []float32     // (params) gradient of Descend
	h   [][]float32   // h[l]: output of layer l, (batch, widths[l+1]); the last: logits
	d   [][]float32   // d[l]: gradient of the loss at the input of activation l, (batch, widths[l+1])
	e   []float64     // (classes) scratch space of the loss
}

func newRows(m *mlp, batch int, k kernel.Kernel) *rows {
	ws := &rows{mlp: m, k: k, e: make([]float64, m.problem.outputs())}
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
	return ws.loss(y.Classes, 0)
}

// Gradient sets g to the gradient of the mean loss over the minibatch, and
// returns the sum of the losses and the number of right answers, as Loss does.
// g, w (NumParams); x (n, in), y (n), n >= 1. It allocates nothing.
func (ws *rows) Gradient(g, w, x []float32, y Targets) (sum float64, correct int) {
	n := y.Len()
	ws.forward(w, x, n)
	sum, correct = ws.loss(y.Classes, 1/float64(n))
	ws.backward(g, w, x, n)
	return sum, correct
}

// loss adds up the losses, and with a scale that is not 0 sets d of the logits to the gradient times it.
func (ws *rows) loss(y []uint8, scale float64) (sum float64, correct int) {
	last, classes := len(ws.h)-1, ws.mlp.problem.Classes
	d := ws.d[last]
	copy(d, ws.h[last][:len(y)*classes])
	for i, label := range y {
		loss, right := crossEntropy(d[i*classes:(i+1)*classes], ws.e, label, scale)
		sum += loss
		if right {
			correct++
		}
	}
	return sum, correct
}

// Descend is Gradient and the update of the weights by it.
func (ws *rows) Descend(w, x []float32, y Targets, eta float32) (sum float64, correct int) {
	if ws.g == nil {
		ws.g = make([]float32, len(w))
	}
	sum, correct = ws.Gradient(ws.g, w, x, y)
	if finite(sum) {
		ws.k.Update(w, ws.g, eta)
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
		ws.k.Sgemm(blas.NoTrans, blas.Trans, n, out, k, 1, in, k, weight, k, 1, h, out)
		if l < len(ws.h)-1 {
			m.act.forward(ws.k, h, h)
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
		ws.k.Sgemm(blas.Trans, blas.NoTrans, out, k, n, 1, d, out, in, k, 0, gw, k)
		clear(gb)
		for i := range n {
			for j, v := range d[i*out : (i+1)*out] {
				gb[j] += v
			}
		}
		if l > 0 {
			below := ws.d[l-1][:n*k]
			ws.k.Sgemm(blas.NoTrans, blas.NoTrans, n, k, out, 1, d, out, weight, k, 0, below, k)
			m.act.backward(ws.k, below, in, in)
		}
	}
}
