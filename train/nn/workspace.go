package nn

import (
	"levyscope/internal/par"
	"levyscope/train/nn/kernel"
)

// workspace computes with the batch innermost, on a team. Every worker takes some columns through all layers, forward
// and backward; then the workers share the gradients of the arrays by rows. No sum depends on how many there are.
type workspace struct {
	*network
	k     kernel.Kernel
	team  *par.Team
	g     []float32 // (params) gradient of Descend, where that is not fused with the update
	input input
	// layers are in the order of forward.
	layers []layer
	output *value
	loss   loss
	// strip is the most columns that go through the layers together, and most the most examples.
	strip, most int

	// What is at hand.
	w     []float32
	b     batch
	size  int // examples in each of the minibatches of b: b.n but in Gradients
	y     Targets
	train bool
	into  target

	columns, arrays func(worker int) // the two phases, made once
	deal            *par.Deal
	spans           []span // of the columns, cut for the team
	pieces          []piece
}

// newWorkspace makes a workspace for up to batch examples with the kernel k.
func newWorkspace(m *network, batch int, k kernel.Kernel, team *par.Team) *workspace {
	ws := &workspace{network: m, k: k, team: team, strip: block, most: batch}
	if !m.blocks {
		ws.strip = 4 * block
	}
	a := &assembly{k: k, batch: batch, first: newValue(*m.input, batch, m.blocks)}
	ws.input = input{k, a.first}
	ws.output = a.first
	for _, p := range m.parts {
		ws.output = p.open(a, ws.output)
	}
	ws.layers = a.layers
	ws.loss = newLoss(m.problem, batch, team.Size())
	ws.columns, ws.arrays, ws.deal = ws.pass, ws.gradients, par.NewDeal(team.Size())
	ws.cut()
	return ws
}

// Loss is the sum of the losses of the examples, and how many of them are right.
func (ws *workspace) Loss(w, x []float32, y Targets) (sum float64, correct int) {
	return ws.run(w, batch{x: x, n: y.Len()}, y.Len(), y, false)
}

// Gradient sets g to the gradient of the mean loss, and returns what Loss does.
func (ws *workspace) Gradient(g, w, x []float32, y Targets) (sum float64, correct int) {
	return ws.part(g, w, x, y, y.Len())
}

// part is Gradient for some of n examples: g becomes what they add to the gradient of the mean loss of all.
func (ws *workspace) part(g, w, x []float32, y Targets, n int) (sum float64, correct int) {
	ws.loss.scale = 1 / float64(n)
	sum, correct = ws.run(w, batch{x: x, n: y.Len()}, y.Len(), y, true)
	ws.descend(target{dst: g, alpha: 1})
	return sum, correct
}

// Descend is w <- w - eta times the gradient of the mean loss, unless that loss is not finite.
func (ws *workspace) Descend(w, x []float32, y Targets, eta float32) (sum float64, correct int) {
	ws.loss.scale = 1 / float64(y.Len())
	sum, correct = ws.run(w, batch{x: x, n: y.Len()}, y.Len(), y, true)
	switch {
	case !finite(sum):
	case ws.k.Name() != kernel.Gonum:
		ws.descend(target{dst: w, alpha: -eta, beta: 1})
	default: // its products scale every term by alpha, which gives other bits
		if ws.g == nil {
			ws.g = make([]float32, len(w))
		}
		ws.descend(target{dst: ws.g, alpha: 1})
		ws.k.Update(w, ws.g, eta)
	}
	return sum, correct
}

// run takes examples through the layers, forward, and where train is set backward: minibatches of size examples.
func (ws *workspace) run(w []float32, b batch, size int, y Targets, train bool) (sum float64, correct int) {
	ws.w, ws.b, ws.size, ws.y, ws.train = w, b, size, y, train
	ws.strips()
	ws.deal.Reset(len(ws.spans))
	ws.team.Do(ws.columns)
	return ws.loss.sum(y.Len())
}

// descend brings the gradients of all arrays to their target.
func (ws *workspace) descend(into target) {
	ws.into = into
	ws.deal.Reset(len(ws.pieces))
	ws.team.Do(ws.arrays)
	ws.w, ws.b, ws.y, ws.into = nil, batch{}, Targets{}, target{}
}

// strips cuts the columns of the minibatch at hand for the team: into as many strips as there are workers, or more
// where they would be too wide.
func (ws *workspace) strips() {
	unit := lane
	if ws.blocks {
		unit = block
	}
	units := (ws.b.n + unit - 1) / unit
	count := min(units, max(ws.team.Size(), (units*unit+ws.strip-1)/ws.strip))
	ws.spans = ws.spans[:0]
	for i := range count {
		from, to := par.Part(i, units, count)*unit, par.Part(i+1, units, count)*unit
		ws.spans = append(ws.spans, span{from: from, to: min(to, roundUp(ws.b.n)), n: ws.b.n, size: ws.size})
	}
}

// pass takes columns through all layers.
func (ws *workspace) pass(worker int) {
	for i, ok := ws.deal.Next(worker); ok; i, ok = ws.deal.Next(worker) {
		s := ws.spans[i]
		ws.input.load(ws.b.x, s)
		for _, l := range ws.layers {
			l.forward(ws.w, s)
		}
		ws.loss.take(ws.output, ws.y, s, ws.train, worker)
		if !ws.train {
			continue
		}
		for i := len(ws.layers) - 1; i >= 0; i-- {
			ws.layers[i].backward(ws.w, s)
		}
	}
}

// piece is the rows from to to of the arrays of a layer.
type piece struct {
	layer    weighted
	from, to int
}

// cut cuts the arrays of all layers for the team: a part of each for every worker, the parts of a worker one after the
// other, so that a worker has the same rows at each step.
func (ws *workspace) cut() {
	size := ws.team.Size()
	for worker := range size {
		for _, l := range ws.layers {
			if l, ok := l.(weighted); ok {
				rows, tile := l.size()
				tiles := (rows + tile - 1) / tile
				from, to := par.Part(worker, tiles, size)*tile, par.Part(worker+1, tiles, size)*tile
				ws.pieces = append(ws.pieces, piece{l, min(from, rows), min(to, rows)})
			}
		}
	}
}

// gradients does pieces while there are any.
func (ws *workspace) gradients(worker int) {
	for i, ok := ws.deal.Next(worker); ok; i, ok = ws.deal.Next(worker) {
		p := ws.pieces[i]
		for m := 0; p.from < p.to && m < ws.b.n/ws.size; m++ {
			b, into := ws.minibatch(m)
			p.layer.gradient(into, p.from, p.to, b)
		}
	}
}
