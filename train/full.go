package train

import (
	"context"

	"levyscope/internal/par"
	"levyscope/train/data"
	"levyscope/train/nn"
)

const (
	passPieces = 16  // pieces into which a pass over a data set is cut
	passBatch  = 250 // examples of a piece that go through the model at once
)

// passFloats bounds the memory of a gradient, in sums of float64: a large network has less than passPieces of them.
const passFloats = 1 << 27

// pass computes the loss and the gradient on whole data sets. The cores share fixed pieces
// of the data, whose results are added up in their order: the sums do not depend on the
// number of cores.
type pass struct {
	model   differentiable
	dim     int
	on      nn.Machine     // of every worker, but for its team
	ws      []nn.Workspace // by worker
	grad    [][]float32    // by worker
	partial [][]float64    // by piece of those at work: sums of gradients
	total   []float64      // of the pieces before those at work
	floats  int            // passFloats
	sums    [passPieces]struct {
		loss    float64
		correct int
	}
}

// newPass makes a pass on the workers of the program, each of which has the kernel of on.
func newPass(m differentiable, dim int, on nn.Machine) *pass {
	on.Team = nil
	return &pass{model: m, dim: dim, on: on, floats: passFloats}
}

// atOnce is how many pieces are at work at the same time in a gradient.
func (p *pass) atOnce() int { return max(1, min(passPieces, p.floats/p.model.NumParams())) }

// grow makes room for every worker and returns how many there may be. The number of
// cores may change between calls. Where fewer pieces are at work in a gradient than there are cores, each worker is a
// team, whose size changes no bit.
func (p *pass) grow() (workers int) {
	cores := par.Workers()
	workers = min(cores, p.atOnce())
	for len(p.ws) < workers {
		on := p.on
		if cores > workers {
			on.Team = par.NewTeam(cores / workers)
		}
		p.ws = append(p.ws, p.model.NewWorkspace(passBatch, on))
	}
	return workers
}

// loss is the mean loss and the accuracy on s, which is NaN of a regression.
func (p *pass) loss(ctx context.Context, w []float32, s *data.Split) (mean, accuracy float64, err error) {
	err = par.For(p.grow(), passPieces, func(worker, piece int) {
		p.sums[piece].loss, p.sums[piece].correct = 0, 0
		p.chunks(ctx, s, piece, func(x []float32, y nn.Targets) {
			loss, correct := p.ws[worker].Loss(w, x, y)
			p.sums[piece].loss += loss
			p.sums[piece].correct += correct
		})
	})
	if err == nil {
		err = ctx.Err()
	}
	mean, accuracy = p.means(s.Len())
	if s.Values != nil {
		accuracy = nan
	}
	return mean, accuracy, err
}

// gradient sets full to the gradient of the mean loss on s: the sum of the pieces, one added to another in their order,
// whether all of them or a few are in memory at a time.
func (p *pass) gradient(ctx context.Context, full, w []float32, s *data.Split) error {
	workers, at := p.grow(), p.atOnce()
	for len(p.grad) < workers {
		p.grad = append(p.grad, make([]float32, len(w)))
	}
	for len(p.partial) < at {
		p.partial = append(p.partial, make([]float64, len(w)))
	}
	if p.total == nil {
		p.total = make([]float64, len(w))
	}
	clear(p.total)
	for from := 0; from < passPieces; from += at {
		if err := p.pieces(ctx, w, s, from, min(from+at, passPieces), workers); err != nil {
			return err
		}
	}
	scale := 1 / float64(s.Len())
	for i, total := range p.total {
		full[i] = float32(total * scale)
	}
	return ctx.Err()
}

// pieces adds the gradients of the pieces from from to to, each the sum over its examples, to the total.
func (p *pass) pieces(ctx context.Context, w []float32, s *data.Split, from, to, workers int) error {
	err := par.For(workers, to-from, func(worker, piece int) {
		sum, g := p.partial[piece], p.grad[worker]
		clear(sum)
		p.chunks(ctx, s, from+piece, func(x []float32, y nn.Targets) {
			p.ws[worker].Gradient(g, w, x, y)
			n := float64(y.Len())
			for i, v := range g {
				sum[i] += n * float64(v)
			}
		})
	})
	if err != nil {
		return err
	}
	for i, total := range p.total {
		for _, sum := range p.partial[:to-from] {
			total += sum[i]
		}
		p.total[i] = total
	}
	return nil
}

// chunks calls do for the examples of a piece, passBatch at a time.
func (p *pass) chunks(ctx context.Context, s *data.Split, piece int, do func(x []float32, y nn.Targets)) {
	n := s.Len()
	from, to := piece*n/passPieces, (piece+1)*n/passPieces
	for ; from < to && ctx.Err() == nil; from += passBatch {
		end := min(from+passBatch, to)
		do(s.X[from*p.dim:end*p.dim], targets(s, from, end))
	}
}

// targets are those of the examples from to to of a split.
func targets(s *data.Split, from, to int) nn.Targets {
	if s.Values != nil {
		return nn.Targets{Values: s.Values[from:to]}
	}
	return nn.Targets{Classes: s.Y[from:to]}
}

// means are the mean loss and the accuracy of the n examples in all pieces.
func (p *pass) means(n int) (loss, accuracy float64) {
	sum, correct := 0.0, 0
	for _, piece := range p.sums {
		sum += piece.loss
		correct += piece.correct
	}
	return sum / float64(n), float64(correct) / float64(n)
}
