package noise

import "levyscope/train/nn"

// worker is what one core draws with.
type worker struct {
	sampler Sampler
	ws      nn.Workspace
	size    int // examples of a gradient that ws is for
	x       []float32
	y       nn.Targets
	g       []float32 // gradients that do not go straight to the sink
}

// open makes room for some minibatches of a plan.
func (w *worker) open(d *Drawer, b *block, minibatches int) {
	p, n := b.plan, minibatches*b.plan.Batch
	if w.ws == nil || w.size != p.size() {
		w.size = p.size()
		on := d.On
		on.Team = nil
		w.ws = d.Network.NewWorkspace(nn.GroupBatch(w.size), on)
	}
	w.x = room(w.x, n*d.Dim)
	if d.Values {
		w.y.Values = room(w.y.Values, n)
	} else {
		w.y.Classes = room(w.y.Classes, n)
	}
	if !b.direct() {
		w.g = room(w.g, minibatches*p.gradients()*b.params)
	}
}

// room is a slice of n elements, s where it is long enough.
func room[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// draw computes the rows from from to to of a block.
func (w *worker) draw(d *Drawer, b *block, from, to, worker int) {
	p := b.plan
	w.open(d, b, to-from)
	for i := range to - from {
		at, end := i*p.Batch, (i+1)*p.Batch
		w.sampler.Sample(b.from+from+i, w.x[at*d.Dim:end*d.Dim], w.targets(at, end))
	}
	g := w.g
	if b.direct() {
		g = b.room[from*b.row : to*b.row]
	}
	w.gradients(g, p.Weights, p.size(), d.Dim)
	for i := range to - from {
		w.finish(b, from+i, g[i*p.gradients()*b.params:], worker)
	}
}

// targets are those of the examples from at to end.
func (w *worker) targets(at, end int) nn.Targets {
	if w.y.Values != nil {
		return nn.Targets{Values: w.y.Values[at:end]}
	}
	return nn.Targets{Classes: w.y.Classes[at:end]}
}

// gradients computes those of successive size examples, at once where the workspace can.
func (w *worker) gradients(g, weights []float32, size, dim int) {
	if grouped, ok := w.ws.(nn.Grouped); ok {
		grouped.Gradients(g, weights, w.x, w.y, size)
		return
	}
	params := len(weights)
	for m := range w.y.Len() / size {
		w.ws.Gradient(g[m*params:(m+1)*params], weights, w.x[m*size*dim:(m+1)*size*dim], w.targets(m*size, (m+1)*size))
	}
}

// finish brings a row to where it is wanted. g begins with its gradient, or those of its two halves.
func (w *worker) finish(b *block, row int, g []float32, worker int) {
	p, u := b.plan, g[:b.params]
	whole := u
	if p.Differences {
		whole = g[b.params : 2*b.params]
		halves(u, whole)
	}
	if !b.direct() {
		p.Kept.Gather(b.room[row*b.row:(row+1)*b.row], u)
	}
	if p.Pooled != nil {
		p.Pooled.count(worker, row, u, p.centre())
	}
	if p.Series != nil {
		p.Series.take(b.from+row, u)
	}
	if m := b.from + row; p.Look != nil && m < Looks {
		p.Look(m, whole)
	}
}

// halves replaces the gradients a and b of two halves by half their difference and by their mean.
func halves(a, b []float32) {
	b = b[:len(a)]
	for i, v := range a {
		w := b[i]
		a[i], b[i] = (v-w)/2, (v+w)/2
	}
}

// centre is what Pooled and Series take off; nil is 0.
func (p *Plan) centre() []float32 {
	if p.Differences {
		return nil
	}
	return p.Centre
}
