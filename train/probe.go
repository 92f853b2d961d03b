package train

import (
	"context"
	"math/rand/v2"

	"levyscope/internal/par"
	"levyscope/internal/rng"
	"levyscope/stats/series"
	"levyscope/train/data"
	"levyscope/train/nn"
	"levyscope/train/noise"
)

// prober measures gradient noise at frozen weights: U_m = g_m - grad L for K minibatches m
// that are independent, each with the law of a minibatch of training. Its arrays hold the
// last probe.
type prober struct {
	cfg      Probe
	seed     uint64
	sampling Sampling
	model    differentiable
	set      *data.Set
	pass     *pass

	gauge
	g       []float32 // (K, params) minibatch gradients
	scratch []*probeScratch
}

// gauge is what a probe leaves behind of each parameter.
type gauge struct {
	full  []float32 // (params) full gradient
	zeros []float64 // (params) share of minibatches whose gradient is exactly 0
	apart []bool    // (params) zeros is more than AtomShare, and the parameter not dead
	sigma []float64 // (params) scale; 0 of a dead parameter, and of one that was not counted

	report func(Probing) error // is told how far a long probe is; may be nil
}

// newGauge is that of n parameters before the first probe.
func newGauge(n int) gauge {
	return gauge{full: make([]float32, n), zeros: make([]float64, n), apart: make([]bool, n), sigma: make([]float64, n)}
}

// left is the gauge itself.
func (g *gauge) left() *gauge { return g }

// measurer makes probes by one of the methods.
type measurer interface {
	// measure makes a probe at the weights w of a step, with batch examples in each minibatch.
	measure(ctx context.Context, step int, w []float32, batch int) (NoiseEstimate, error)
	// capture is the noise of the given parameters in the minibatches of the last probe.
	capture(step, batch int, params []parameter) Captured
	// left is what the last probe left behind.
	left() *gauge
	// looked are the laws of all parameters by the last probe; nil where they are not known one by one.
	looked() *series.Bank
}

// newMeasurer makes probes by the method of cfg.
func newMeasurer(cfg Config, m differentiable, s *data.Set, p *pass, captured []parameter) measurer {
	if cfg.Probe.Method == Stream {
		return newStreamed(cfg, m, s, p, captured)
	}
	return newProber(cfg, m, s, p)
}

// looked is nil: the method Matrix judges no parameter by itself.
func (p *prober) looked() *series.Bank { return nil }

// probeScratch is the scratch space of one worker.
type probeScratch struct {
	batch  *minibatch
	ws     nn.Workspace
	pcg    rand.PCG
	order  *order // draws from pcg
	column *columns

	row, sums []float64 // for the pooled estimate: noise of one minibatch, its block sums
}

func newProber(cfg Config, m differentiable, s *data.Set, p *pass) *prober {
	return &prober{cfg: cfg.Probe, seed: cfg.Seed, sampling: cfg.Sampling, model: m, set: s, pass: p,
		gauge: newGauge(m.NumParams())}
}

// measure makes a probe at the weights w, with batch examples in each minibatch.
func (p *prober) measure(ctx context.Context, step int, w []float32, batch int) (NoiseEstimate, error) {
	if err := p.pass.gradient(ctx, p.full, w, &p.set.Train); err != nil {
		return NoiseEstimate{}, err
	}
	if err := p.draw(ctx, step, w, batch); err != nil {
		return NoiseEstimate{}, err
	}
	est := NoiseEstimate{Step: step, Batch: batch, Batches: p.cfg.Batches, Block: p.cfg.Block,
		Sampling: p.sampling}
	for _, t := range p.model.Tensors() {
		layer, err := p.layer(ctx, t)
		if err != nil {
			return NoiseEstimate{}, err
		}
		est.Layers = append(est.Layers, layer)
	}
	block := p.cfg.PooledBlock
	if block == 0 {
		block = rootBlock(len(p.g))
	}
	var err error
	if est.WholeNet, err = p.wholeNet(block); err != nil {
		return NoiseEstimate{}, err
	}
	return est, ctx.Err()
}

// draw fills p.g with the gradients of minibatches. Minibatch m of the probe at step k has
// a random stream of its own, so that no draw depends on the cores or on other probes.
func (p *prober) draw(ctx context.Context, step int, w []float32, batch int) error {
	params := p.model.NumParams()
	if p.g == nil {
		p.g = make([]float32, p.cfg.Batches*params)
	}
	for len(p.scratch) < par.Workers() {
		p.scratch = append(p.scratch, &probeScratch{})
	}
	for _, s := range p.scratch {
		if s.order == nil {
			s.order = newOrder(p.sampling, p.set.Train.Len(), rand.New(&s.pcg))
		}
		if s.ws == nil || s.batch.len() != batch {
			s.ws, s.batch = p.model.NewWorkspace(batch, p.pass.on), newMinibatch(batch, p.set.Dim, &p.set.Train)
		}
	}
	size := part(batch, len(p.scratch))
	for from := 0; from < p.cfg.Batches; from += size {
		to := min(from+size, p.cfg.Batches)
		if err := p.drawPart(ctx, step, w, from, to); err != nil {
			return err
		}
		if p.report != nil && size < p.cfg.Batches {
			if err := p.report(Probing{step, batch, to, p.cfg.Batches}); err != nil {
				return err
			}
		}
	}
	return nil
}

// drawPart computes the gradients of the minibatches from to to.
func (p *prober) drawPart(ctx context.Context, step int, w []float32, from, to int) error {
	params := p.model.NumParams()
	err := par.For(len(p.scratch), to-from, func(worker, piece int) {
		if ctx.Err() != nil {
			return
		}
		s, m := p.scratch[worker], from+piece
		rng.Reseed(&s.pcg, p.seed, rng.Probe, uint64(step)<<24|uint64(m))
		s.order.single(s.batch, p.set, m)
		s.ws.Gradient(p.g[m*params:(m+1)*params], w, s.batch.x, s.batch.y)
	})
	if err != nil {
		return err
	}
	return ctx.Err()
}

// probe measures the gradient noise at step k, from which the jumps take their scales.
func (r *run) probe(ctx context.Context, k int) error {
	batch, bounded := r.cfg.Probe.batchSize(r.controls, k, r.set.Train.Len())
	left := r.prober.left()
	left.report = func(p Probing) error { return r.emit(p) }
	est, err := r.prober.measure(ctx, k, r.sgd.w, batch)
	if err != nil {
		return err
	}
	if _, _, found := firstNonFinite(r.model, left.full); found {
		copy(r.g, left.full)
		return r.diverged(ctx, k, r.sgd.w, nan)
	}
	if bounded {
		est.TrainingBatch = r.controls.BatchSize(k, r.set.Train.Len())
	}
	if est.Collapse, err = r.collapse(ctx, batch); err != nil {
		return err
	}
	if est.Collapse != nil {
		left.silence(&est)
	}
	r.noise = lastOf(est)
	full := left.full
	if r.cfg.Probe.Centre == noise.Differences {
		full = nil // it is not known, and the centres of the jumps stay
	}
	r.jumps.calibrate(full, left.sigma, left.apart)
	if r.jumps.watch != nil {
		r.jumps.watch.Calibrate(k, k >= r.cfg.Probe.Every)
	}
	if err := r.emit(est); err != nil {
		return err
	}
	if b := r.prober.looked(); b != nil && est.Collapse == nil {
		if err := r.emit(Looked{k, b}); err != nil {
			return err
		}
	}
	if r.captured == nil {
		return nil
	}
	return r.emit(r.prober.capture(k, batch, r.captured))
}

// probePart is about the number of examples between two Probing events.
const probePart = 1 << 14

// Probing says how far a probe is that takes long, before its NoiseEstimate. A probe of few
// examples has none. It is no part of a recording, and how many there are depends on the cores.
type Probing struct {
	Step    int `json:"step"`    // whose weights are probed
	Batch   int `json:"batch"`   // examples in each minibatch
	Done    int `json:"done"`    // minibatches computed
	Batches int `json:"batches"` // of them in all
}

// Type is "probing".
func (Probing) Type() string { return "probing" }

// Transient keeps the event out of recordings.
func (Probing) Transient() {}
func (Probing) event()     {}

// part is the number of minibatches of the given size that a probe computes between two
// Probing events: enough to occupy the workers.
func part(batch, workers int) int { return max(8*workers, probePart/batch) }
