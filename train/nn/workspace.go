package nn

import (
	"sync/atomic"

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
	tasks  []task
	// strip is the most columns that go through the layers together.
	strip int

	// What is at hand.
	w     []float32
	b     batch
	y     Targets
	train bool
	into  target
	next  atomic.Int64 // task that no worker has begun

	columns, arrays func(worker int) // the two phases, made once
}

// task is the rows from to to of the arrays of a layer.
type task struct {
	layer    weighted
	from, to int
}

// newWorkspace makes a workspace for up to batch examples with the kernel k.
func newWorkspace(m *network, batch int, k kernel.Kernel, team *par.Team) *workspace {
	ws := &workspace{network: m, k: k, team: team, strip: block}
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
	ws.cut()
	ws.columns, ws.arrays = ws.pass, ws.gradients
	return ws
}

// tasksPerWorker is into how many tasks the arrays are cut for each worker, so that workers end together.
const tasksPerWorker = 8

// cut makes the tasks: the fewest of each layer that are no larger than all divided by the pieces, or than a tile.
func (ws *workspace) cut() {
	pieces, total := 1, 0
	if ws.team.Size() > 1 {
		pieces = tasksPerWorker * ws.team.Size()
	}
	for _, l := range ws.layers {
		if l, ok := l.(weighted); ok {
			rows, _, cost := l.size()
			total += rows * cost
		}
	}
	for _, l := range ws.layers {
		l, ok := l.(weighted)
		if !ok {
			continue
		}
		rows, tile, cost := l.size()
		most := max(tile, total/pieces/cost)
		count := (rows + most - 1) / most
		for i := range count {
			ws.tasks = append(ws.tasks, task{l, i * rows / count, (i + 1) * rows / count})
		}
	}
}

// Loss is the sum of the losses of the examples, and how many of them are right.
func (ws *workspace) Loss(w, x []float32, y Targets) (sum float64, correct int) {
	return ws.run(w, x, y, false)
}

// Gradient sets g to the gradient of the mean loss, and returns what Loss does.
func (ws *workspace) Gradient(g, w, x []float32, y Targets) (sum float64, correct int) {
	return ws.part(g, w, x, y, y.Len())
}

// part is Gradient for some of n examples: g becomes what they add to the gradient of the mean loss of all.
func (ws *workspace) part(g, w, x []float32, y Targets, n int) (sum float64, correct int) {
	ws.loss.scale = 1 / float64(n)
	sum, correct = ws.run(w, x, y, true)
	ws.descend(target{dst: g, alpha: 1})
	return sum, correct
}

// Descend is w <- w - eta times the gradient of the mean loss, unless that loss is not finite.
func (ws *workspace) Descend(w, x []float32, y Targets, eta float32) (sum float64, correct int) {
	ws.loss.scale = 1 / float64(y.Len())
	sum, correct = ws.run(w, x, y, true)
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

// run takes the minibatch through the layers, forward, and where train is set backward.
func (ws *workspace) run(w, x []float32, y Targets, train bool) (sum float64, correct int) {
	ws.w, ws.b, ws.y, ws.train = w, batch{x, y.Len()}, y, train
	ws.team.Do(ws.columns)
	return ws.loss.sum(y.Len())
}

// descend brings the gradients of all arrays to their target.
func (ws *workspace) descend(into target) {
	ws.into = into
	ws.next.Store(0)
	ws.team.Do(ws.arrays)
	ws.w, ws.b, ws.y, ws.into = nil, batch{}, Targets{}, target{}
}

// pass takes the columns of a worker through all layers.
func (ws *workspace) pass(worker int) {
	unit := lane
	if ws.blocks {
		unit = block
	}
	units, size := (ws.b.n+unit-1)/unit, ws.team.Size()
	from, to := share(worker, units, size)*unit, share(worker+1, units, size)*unit
	to = min(to, roundUp(ws.b.n))
	for ; from < to; from += ws.strip {
		s := span{from: from, to: min(from+ws.strip, to), n: ws.b.n}
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

// share is where the part of a worker in n units begins. The first workers, which begin first, have the larger parts.
func share(worker, n, workers int) int { return (worker*n + workers - 1) / workers }

// gradients does tasks while there are any.
func (ws *workspace) gradients(int) {
	for {
		i := int(ws.next.Add(1)) - 1
		if i >= len(ws.tasks) {
			return
		}
		t := ws.tasks[i]
		t.layer.gradient(ws.into, t.from, t.to, ws.b)
	}
}
