package train

import (
	"context"
	"math/rand/v2"
	"slices"

	"levyscope/internal/rng"
	"levyscope/stats/series"
	"levyscope/train/data"
	"levyscope/train/nn"
	"levyscope/train/noise"
)

// streamed makes probes by the method Stream: package noise draws the minibatches, and package series counts their
// gradients as they come, so that memory does not depend on their number. Some whole minibatches are kept for the
// figures that pool parameters.
type streamed struct {
	gauge
	judging
	cfg    Probe
	seed   uint64
	model  differentiable
	set    *data.Set
	pass   *pass
	drawer noise.Drawer
	step   int // whose weights are probed
	kept   noise.Kept
	centre []float32   // (kept)
	anchor *data.Split // the examples of the centre Anchor; nil of others
	series noise.Series
	bank   *series.Bank

	sampling Sampling
}

// mostCentreError is the largest error of an anchor, in standard deviations of the noise, with which laws are judged.
const mostCentreError = .2

func newStreamed(cfg Config, m differentiable, s *data.Set, p *pass, captured []parameter) *streamed {
	out := &streamed{gauge: newGauge(m.NumParams()), cfg: cfg.Probe, seed: cfg.Seed, model: m, set: s, pass: p,
		sampling: cfg.Sampling}
	out.kept = noise.Keep(cfg.Seed, m.Tensors(), cfg.Probe.Keep)
	n := out.kept.Len(m.NumParams())
	var arrays []Sampled
	for _, t := range m.Tensors() {
		from, to := out.kept.Within(t)
		a := Sampled{series.Array{Name: t.Name, Shape: t.Shape, From: from, To: to}, t.Len}
		if to-from != t.Len {
			a.Shape = nil
		}
		arrays = append(arrays, a)
	}
	out.centre = make([]float32, n)
	if cfg.Probe.Centre == noise.Anchor {
		out.anchor = subset(&s.Train, s.Dim, noise.Anchored(cfg.Seed, cfg.Probe.Anchor, s.Train.Len()))
	}
	out.judging = newJudging(arrays, cfg.Probe.Block, cfg.Probe.PooledBlock)
	out.drawer = noise.Drawer{Network: m, On: p.on, Dim: s.Dim, Values: s.Train.Values != nil,
		Sampler: func() noise.Sampler { return newProbeSampler(out, cfg.Sampling) }}
	for _, c := range captured {
		out.series.Names, out.series.At = append(out.series.Names, c.name), append(out.series.At, c.at)
	}
	return out
}

// subset are some examples of a split.
func subset(s *data.Split, dim int, index []int) *data.Split {
	out := &data.Split{}
	for _, i := range index {
		out.X = append(out.X, s.X[i*dim:(i+1)*dim]...)
		if s.Values != nil {
			out.Values = append(out.Values, s.Values[i])
		} else {
			out.Y = append(out.Y, s.Y[i])
		}
	}
	return out
}

// probeSampler draws the examples of the minibatches of a probe: minibatch m of the probe at step k has a random
// stream of its own, so that no draw depends on the cores or on other probes.
type probeSampler struct {
	of    *streamed
	pcg   rand.PCG
	order *order // draws from pcg
	batch minibatch
}

func newProbeSampler(of *streamed, s Sampling) *probeSampler {
	p := &probeSampler{of: of}
	p.order = newOrder(s, of.set.Train.Len(), rand.New(&p.pcg))
	return p
}

// Sample sets x and y to the examples of minibatch m.
func (p *probeSampler) Sample(m int, x []float32, y nn.Targets) {
	rng.Reseed(&p.pcg, p.of.seed, rng.Probe, uint64(p.of.step)<<24|uint64(m))
	p.batch.x, p.batch.y = x, y
	p.batch.index = slices.Grow(p.batch.index[:0], y.Len())[:y.Len()]
	p.order.single(&p.batch, p.of.set, m)
}

// looked are the laws by the last probe.
func (p *streamed) looked() *series.Bank { return p.bank }

// measure makes a probe at the weights w, with batch examples in each minibatch.
func (p *streamed) measure(ctx context.Context, step int, w []float32, batch int) (NoiseEstimate, error) {
	p.bank, p.step = nil, step
	if err := p.centred(ctx, w); err != nil {
		return NoiseEstimate{}, err
	}
	sink := p.begin(p.centre, p.cfg.Batches, false, false)
	look := noise.NewAcrossLook(p.model.Tensors())
	var pooled *noise.Pooled
	if p.kept != nil {
		pooled = noise.NewPooled(p.model.Tensors())
	}
	if err := p.draw(ctx, sink, look, pooled, w, batch); err != nil {
		return NoiseEstimate{}, err
	}
	if p.report != nil { // judging takes longer than drawing
		if err := p.report(Probing{step, batch, p.cfg.Batches, p.cfg.Batches}); err != nil {
			return NoiseEstimate{}, err
		}
	}
	bank, err := sink.Judge(ctx, nil)
	if err != nil {
		return NoiseEstimate{}, err
	}
	est := NoiseEstimate{Step: step, Batch: batch, Batches: p.cfg.Batches, Block: p.cfg.Block,
		Sampling: p.sampling, Method: Stream, Centre: p.cfg.Centre,
		CentreExamples: p.cfg.Centre.Examples(p.set.Train.Len(), p.cfg.Anchor)}
	if p.cfg.Centre == noise.Anchor {
		est.CentreError = noise.AnchorError(batch, p.cfg.Anchor, p.set.Train.Len())
	}
	across := look.Across()
	est.Across = &across
	if p.kept != nil {
		est.Kept, est.Pooled = len(p.kept), pooled.Arrays()
	}
	p.take(bank)
	p.leave()
	if err := p.figures(ctx, bank, p.cfg.Batches, &est); err != nil {
		return NoiseEstimate{}, err
	}
	if est.CentreError > mostCentreError { // of a batch that has grown: the laws would be those of the centre
		for i := range est.Layers {
			est.Layers[i].Laws = nil
		}
		return est, nil
	}
	p.bank = bank
	return est, nil
}

// centred computes the centre of the noise.
func (p *streamed) centred(ctx context.Context, w []float32) error {
	if p.cfg.Centre == noise.Differences {
		return nil // it is 0, and the full gradient is not known
	}
	examples := &p.set.Train
	if p.anchor != nil {
		examples = p.anchor
	}
	err := p.pass.gradient(ctx, p.full, w, examples)
	p.kept.Gather(p.centre, p.full)
	return err
}

// draw gives the stream the gradients of the minibatches.
func (p *streamed) draw(
	ctx context.Context, sink noise.Sink, look *noise.AcrossLook, pooled *noise.Pooled, w []float32, batch int,
) error {
	p.series.Step = p.step
	plan := noise.Plan{Weights: w, Draws: p.cfg.Batches, Batch: batch, Kept: p.kept, Series: &p.series,
		Differences: p.cfg.Centre == noise.Differences, Centre: p.full, Look: look.Look, Pooled: pooled}
	plan.Done = func(draws int) error {
		if p.report == nil || draws >= p.cfg.Batches {
			return nil
		}
		return p.report(Probing{p.step, batch, draws, p.cfg.Batches})
	}
	return p.drawer.Draw(ctx, plan, sink)
}

// capture is the noise of the captured parameters in the minibatches of the last probe.
func (p *streamed) capture(step, batch int, params []parameter) Captured {
	c := Captured{Step: step, Batch: batch}
	draws := p.series.Draws()
	for j, param := range params {
		values := make([]float64, draws)
		for m := range values {
			values[m] = float64(p.series.Values[m*len(params)+j])
		}
		c.Names = append(c.Names, param.name)
		c.Centres = append(c.Centres, float64(p.series.Centres[j]))
		c.Zeros = append(c.Zeros, float64(p.series.Zeros[j])/float64(draws))
		c.Series = append(c.Series, values)
	}
	return c
}

// leave fills in what the probe leaves behind of each parameter of the network.
func (p *streamed) leave() {
	g := &p.pool.gauge
	for i := range g.sigma {
		at := p.kept.At(i)
		p.zeros[at], p.sigma[at], p.apart[at] = g.zeros[i], g.sigma[i], g.apart[i]
	}
}
