package noise

import (
	"context"
	"fmt"

	"levyscope/internal/par"
	"levyscope/train/nn"
)

// Network is what a probe needs of a model.
type Network interface {
	// NumParams is the length of the parameter vector.
	NumParams() int
	// NewWorkspace makes room for minibatches of up to batch examples.
	NewWorkspace(batch int, on nn.Machine) nn.Workspace
}

// Sampler chooses the examples of minibatches.
type Sampler interface {
	// Sample sets x (batch, dim) and y (batch) to the examples of minibatch m. They depend on m alone.
	Sample(m int, x []float32, y nn.Targets)
}

// Sink takes the gradients of a probe; *series.Stream is one.
type Sink interface {
	// Room is where the next gradients go, (rows, kept) row-major, rows at least 1.
	Room() (g []float32, rows int)
	// Count takes the first rows of Room.
	Count(rows int) error
}

// Looks is the number of draws, the first ones, whose whole gradients Plan.Look sees.
const Looks = 16

// Plan says what is drawn.
type Plan struct {
	Weights     []float32 // (params), which stay as they are
	Draws       int       // minibatches
	Batch       int       // examples in each; even with Differences
	Differences bool      // the sink has (g1 - g2)/2, the halves of each minibatch apart: see the centre Differences
	// Centre (params) is taken off for Pooled and Series; nil is 0. The sink takes off its own.
	Centre []float32
	Kept   Kept // parameters in a row of the sink
	// Pooled counts the noise of all parameters; nil: it is not counted.
	Pooled *Pooled
	// Series takes down the noise of some parameters; nil: of none.
	Series *Series
	// Look is given the gradients of the first Looks minibatches, g (params), which it must not keep. It is called from
	// several goroutines. Nil: nobody looks.
	Look func(m int, g []float32)
	// Done is told from time to time how many minibatches have been drawn; its error ends the probe. It may be nil.
	Done func(draws int) error
}

// Drawer draws gradients of minibatches. It keeps the workspaces of the last probe for the next one.
type Drawer struct {
	Network Network
	On      nn.Machine // what a worker computes with; its team is not used
	Dim     int        // numbers in an example
	Values  bool       // a regression: the targets are values, not classes
	// Sampler makes what chooses examples, one for every worker.
	Sampler func() Sampler

	workers []*worker
}

// Limits of memory, in float32: what the gradients of one worker may take where they do not go straight to the sink,
// and those of all.
const (
	workerFloats = 1 << 22
	totalFloats  = 1 << 28
)

// Draw gives the gradients of the minibatches of a plan to the sink, on all cores. It ends with an error of the sink,
// of Plan.Done or of ctx.
func (d *Drawer) Draw(ctx context.Context, p Plan, sink Sink) error {
	if err := p.check(); err != nil {
		return err
	}
	params := d.Network.NumParams()
	d.hire(p, params)
	if p.Pooled != nil {
		p.Pooled.begin(len(d.workers))
	}
	if p.Series != nil {
		p.Series.begin(p)
	}
	for from := 0; from < p.Draws; {
		room, rows := sink.Room()
		rows = min(rows, p.Draws-from)
		b := block{plan: &p, row: p.Kept.Len(params), room: room, from: from, params: params}
		if err := d.block(ctx, &b, rows); err != nil {
			return err
		}
		if err := sink.Count(rows); err != nil {
			return err
		}
		from += rows
	}
	if p.Pooled != nil {
		p.Pooled.end()
	}
	if p.Series != nil {
		p.Series.end()
	}
	return nil
}

// check returns an error for a plan that cannot be drawn.
func (p *Plan) check() error {
	switch {
	case p.Draws < 1 || p.Batch < 1:
		return fmt.Errorf("a probe of %d minibatches of %d examples: use 1 or more of each", p.Draws, p.Batch)
	case p.Differences && p.Batch%2 != 0:
		return fmt.Errorf("a probe by differences of minibatches of %d examples: their halves are unlike; use an even number",
			p.Batch)
	}
	return nil
}

// size is the number of examples of a gradient, and gradients how many there are of a minibatch.
func (p *Plan) size() int      { return p.Batch / p.gradients() }
func (p *Plan) gradients() int { return 1 + btoi(p.Differences) }

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// hire makes the workers, as many as there are cores and room for their gradients.
func (d *Drawer) hire(p Plan, params int) {
	n := max(1, min(par.Workers(), totalFloats/params/p.gradients()))
	for len(d.workers) < n {
		d.workers = append(d.workers, &worker{sampler: d.Sampler()})
	}
	d.workers = d.workers[:n]
}

// block is what is drawn between two calls of Sink.Count.
type block struct {
	plan        *Plan
	room        []float32 // (rows, row)
	row, params int
	from        int // the minibatch of row 0
}

// stretch bounds the multiply-adds between two calls of Plan.Done, for which the workers wait for each other.
const stretch = 2e9

// together is how many minibatches a worker takes at once, of so many that there are for all.
func (b *block) together(rows, workers int) int {
	n := nn.GroupBatch(b.plan.size()) / b.plan.Batch
	if !b.direct() {
		n = min(n, workerFloats/b.params/b.plan.gradients())
	}
	return max(1, min(n, (rows+workers-1)/workers))
}

// block draws the first rows of a block.
func (d *Drawer) block(ctx context.Context, b *block, rows int) error {
	p, each := b.plan, b.together(rows, len(d.workers))
	part := max(2*len(d.workers)*each, int(stretch/float64(p.Batch)/float64(b.params)))
	if p.Pooled != nil {
		p.Pooled.reserve(rows)
	}
	for from := 0; from < rows; from += part {
		to := min(rows, from+part)
		err := par.For(len(d.workers), (to-from+each-1)/each, func(worker, piece int) {
			if ctx.Err() == nil {
				first := from + piece*each
				d.workers[worker].draw(d, b, first, min(first+each, to), worker)
			}
		})
		if err == nil {
			err = ctx.Err()
		}
		if err == nil && p.Done != nil {
			err = p.Done(b.from + to)
		}
		if err != nil {
			return err
		}
	}
	if p.Pooled != nil {
		p.Pooled.add(rows)
	}
	return nil
}

// direct says that gradients are rows of the sink as they are.
func (b *block) direct() bool { return b.plan.Kept == nil && !b.plan.Differences }
