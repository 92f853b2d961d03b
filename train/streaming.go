package train

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"levyscope/internal/par"
	"levyscope/internal/rng"
	"levyscope/stats/series"
	"levyscope/stats/tail"
	"levyscope/train/data"
	"levyscope/train/nn"
)

// streamed makes probes by the method Stream: package series counts the gradients of the minibatches as they come, so
// that memory does not depend on their number. Some whole minibatches are kept for the figures that pool parameters.
type streamed struct {
	gauge
	cfg      Probe
	seed     uint64
	sampling Sampling
	model    differentiable
	set      *data.Set
	pass     *pass
	workers  []*drawer
	pool     *prober // of the minibatches that are kept, for figures that pool parameters
	bank     *series.Bank

	captured []parameter
	series   [][]float64 // (captured, minibatches) noise of the last probe
}

// drawer is the scratch space of one worker.
type drawer struct {
	ws    nn.Workspace
	batch *minibatch // many minibatches, one after the other
	part  minibatch  // one of them
	pcg   rand.PCG
	order *order // draws from pcg
}

// poolValues is about the most values of the minibatches that are kept.
const poolValues = histogramValues

func newStreamed(cfg Config, m differentiable, s *data.Set, p *pass, captured []parameter) *streamed {
	out := &streamed{gauge: newGauge(m.NumParams()), cfg: cfg.Probe, seed: cfg.Seed, sampling: cfg.Sampling,
		model: m, set: s, pass: p, captured: captured, series: make([][]float64, len(captured))}
	pool := cfg
	pool.Probe.Batches = max(2*cfg.Probe.Block, min(cfg.Probe.Batches, poolValues/m.NumParams()))
	out.pool = newProber(pool, m, s, p)
	return out
}

// looked are the laws by the last probe.
func (p *streamed) looked() *series.Bank { return p.bank }

// measure makes a probe at the weights w, with batch examples in each minibatch.
func (p *streamed) measure(ctx context.Context, step int, w []float32, batch int) (NoiseEstimate, error) {
	p.bank = nil
	if err := p.pass.gradient(ctx, p.full, w, &p.set.Train); err != nil {
		return NoiseEstimate{}, err
	}
	stream := series.NewStream(series.StreamOptions{
		Arrays: p.arrays(), Centre: p.full, Block: p.cfg.Block, Draws: p.cfg.Batches})
	if err := p.draw(ctx, stream, step, w, batch); err != nil {
		return NoiseEstimate{}, err
	}
	bank, err := stream.Judge(ctx, nil)
	if err != nil {
		return NoiseEstimate{}, err
	}
	est := NoiseEstimate{Step: step, Batch: batch, Batches: p.cfg.Batches, Block: p.cfg.Block, Sampling: p.sampling,
		Method: Stream}
	p.take(bank)
	for i, t := range p.model.Tensors() {
		l, err := p.layer(ctx, bank, i, t)
		if err != nil {
			return NoiseEstimate{}, err
		}
		est.Layers = append(est.Layers, l)
	}
	est.WholeNet, err = p.pool.wholeNet(cmp.Or(p.cfg.PooledBlock, rootBlock(len(p.pool.g))))
	p.bank = bank
	return est, err
}

// arrays are those of the model.
func (p *streamed) arrays() (out []series.Array) {
	for _, t := range p.model.Tensors() {
		out = append(out, series.Array{Name: t.Name, Shape: t.Shape, From: t.Offset, To: t.Offset + t.Len})
	}
	return out
}

// draw gives the stream the gradients of the minibatches.
func (p *streamed) draw(ctx context.Context, stream *series.Stream, step int, w []float32, batch int) error {
	params := p.model.NumParams()
	for i := range p.series {
		p.series[i] = p.series[i][:0]
	}
	if p.pool.g == nil {
		p.pool.g = make([]float32, p.pool.cfg.Batches*params)
	}
	for from := 0; from < p.cfg.Batches; {
		g, rows := stream.Room()
		rows = min(rows, p.cfg.Batches-from)
		if err := p.gradients(ctx, g[:rows*params], step, w, batch, from); err != nil {
			return err
		}
		if at := from * params; at < len(p.pool.g) {
			copy(p.pool.g[at:], g[:rows*params])
		}
		p.keep(g[:rows*params])
		if err := stream.Count(rows); err != nil {
			return err
		}
		from += rows
		if p.report != nil && from < p.cfg.Batches {
			if err := p.report(Probing{step, batch, from, p.cfg.Batches}); err != nil {
				return err
			}
		}
	}
	return nil
}

// keep appends the noise of the captured parameters in the minibatches with the gradients g (rows, params).
func (p *streamed) keep(g []float32) {
	params := len(p.full)
	for i, c := range p.captured {
		for at := c.at; at < len(g); at += params {
			p.series[i] = append(p.series[i], float64(g[at])-float64(p.full[c.at]))
		}
	}
}

// capture is the noise of the captured parameters in the minibatches of the last probe.
func (p *streamed) capture(step, batch int, params []parameter) Captured {
	c := Captured{Step: step, Batch: batch}
	for i, param := range params {
		c.Names = append(c.Names, param.name)
		c.Centres = append(c.Centres, float64(p.full[param.at]))
		c.Zeros = append(c.Zeros, p.zeros[param.at])
		c.Series = append(c.Series, slices.Clone(p.series[i]))
	}
	return c
}

// gradients sets g (rows, params) to the gradients of the minibatches from the given one on.
func (p *streamed) gradients(ctx context.Context, g []float32, step int, w []float32, batch, from int) error {
	params := p.model.NumParams()
	rows, together := len(g)/params, max(1, nn.GroupBatch(batch)/batch)
	for len(p.workers) < par.Workers() {
		p.workers = append(p.workers, &drawer{})
	}
	err := par.For(len(p.workers), (rows+together-1)/together, func(worker, piece int) {
		if ctx.Err() != nil {
			return
		}
		d := p.workers[worker]
		d.open(p, batch, together)
		first, last := piece*together, min(rows, (piece+1)*together)
		for m := first; m < last; m++ {
			rng.Reseed(&d.pcg, p.seed, rng.Probe, uint64(step)<<24|uint64(from+m))
			d.order.single(d.at(m-first, batch, p.set.Dim), p.set, from+m)
		}
		n := (last - first) * batch
		d.ws.(nn.Grouped).Gradients(g[first*params:last*params], w, d.batch.x[:n*p.set.Dim], d.batch.targets(n), batch)
	})
	if err != nil {
		return err
	}
	return ctx.Err()
}

// open makes room for so many minibatches.
func (d *drawer) open(p *streamed, batch, together int) {
	if d.batch == nil || d.batch.len() != batch*together {
		d.batch = newMinibatch(batch*together, p.set.Dim, &p.set.Train)
		d.ws = p.model.NewWorkspace(batch*together, p.pass.on)
		d.order = newOrder(p.sampling, p.set.Train.Len(), rand.New(&d.pcg))
	}
}

// at is minibatch m of those in d.batch.
func (d *drawer) at(m, batch, dim int) *minibatch {
	from, to := m*batch, (m+1)*batch
	d.part = minibatch{x: d.batch.x[from*dim : to*dim], index: d.batch.index[from:to]}
	if d.batch.y.Values != nil {
		d.part.y.Values = d.batch.y.Values[from:to]
	} else {
		d.part.y.Classes = d.batch.y.Classes[from:to]
	}
	return &d.part
}

// targets are those of the first n examples.
func (b *minibatch) targets(n int) nn.Targets {
	if b.y.Values != nil {
		return nn.Targets{Values: b.y.Values[:n]}
	}
	return nn.Targets{Classes: b.y.Classes[:n]}
}

// take fills in what the probe leaves behind of each parameter, also for the figures that pool them.
func (p *streamed) take(bank *series.Bank) {
	for i := range p.full {
		v := bank.Parameter(i)
		p.zeros[i], p.sigma[i] = v.AtomShare, 0
		if !v.Dead && v.Missing == 0 {
			p.sigma[i] = v.Sigma
		}
		if !(p.sigma[i] > 0) {
			p.sigma[i] = 0
		}
		p.apart[i] = !v.Dead && v.AtomShare > AtomShare
	}
	copy(p.pool.full, p.full)
	copy(p.pool.zeros, p.zeros)
	copy(p.pool.sigma, p.sigma)
	copy(p.pool.apart, p.apart)
	for len(p.pool.scratch) < par.Workers() {
		p.pool.scratch = append(p.pool.scratch, &probeScratch{})
	}
}

// medianErrors are the standard errors of the median log-moment estimates over the active parameters and over all, as
// the means of those of the classes: parameters share their minibatches, so that the classes err together.
func medianErrors(classes []series.Class) (active, all float64) {
	var sums, counts [2]float64
	for _, c := range classes {
		if c.Count == 0 || math.IsNaN(c.AllSE) {
			continue
		}
		n := float64(c.Count)
		sums[1], counts[1] = sums[1]+n*c.AllSE, counts[1]+n
		if c.High <= AtomShare {
			sums[0], counts[0] = sums[0]+n*c.AllSE, counts[0]+n
		}
	}
	return sums[0] / counts[0], sums[1] / counts[1] // 0/0 is NaN: there is none
}

// layer are the figures of array i, t.
func (p *streamed) layer(ctx context.Context, bank *series.Bank, i int, t nn.Tensor) (LayerNoise, error) {
	from, to := t.Offset, t.Offset+t.Len
	out := LayerNoise{Name: t.Name, Params: t.Len, Atoms: p.atoms(from, to), Laws: bank.Laws(i)}
	var inverse, all, kurtosis []float64
	for j := from; j < to; j++ {
		v := bank.Parameter(j)
		if v.Dead || v.Missing > 0 {
			out.Dead++
			continue
		}
		all = append(all, v.LogMomentAll)
		if !p.apart[j] {
			inverse, kurtosis = append(inverse, v.LogMomentAll), append(kurtosis, v.Kurtosis)
		}
	}
	slices.Sort(all)
	slices.Sort(inverse)
	out.AlphaAll, _ = cut(tail.SortedQuantile(all, .5))
	for q, level := range quantiles {
		inv := tail.SortedQuantile(inverse, 1-level)
		out.InverseQuantiles[q] = inv
		out.Quantiles[q], _ = cut(inv)
	}
	median := out.InverseQuantiles[2]
	out.Alpha, out.AlphaBeyond = cut(median)
	out.AlphaSE, out.AlphaAllSE = medianErrors(out.Laws.Classes)
	out.SigmaSE = nan
	out.ParamSE = tail.InverseAlphaSE(median, p.cfg.Batches/p.cfg.Block, p.cfg.Block) / (median * median)
	out.Sigma = quantile(activeScales(p.sigma[from:to], p.apart[from:to]), .5)
	out.Kurtosis = quantile(kurtosis, .5)
	pooled, block, err := p.pool.pooled(t)
	if err != nil {
		return out, err
	}
	out.Pooled, out.PooledBeyond, out.PooledSE = tailIndex(pooled, block)
	out.PooledBlock = block
	out.Histogram, err = p.pool.histogram(ctx, t)
	return out, err
}
