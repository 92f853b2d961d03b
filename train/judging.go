package train

import (
	"cmp"
	"context"
	"slices"

	"levyscope/internal/par"
	"levyscope/stats/series"
	"levyscope/stats/tail"
	"levyscope/train/jumps"
	"levyscope/train/nn"
	"levyscope/train/nn/kernel"
)

// Sampled is an array of parameters of which all, or some, are counted one by one.
type Sampled struct {
	series.Array     // where those that are counted are among all such
	Params       int // of the array, counted or not
}

// judging makes the figures of a probe that keeps no gradients: package series counts the noise of each parameter, and
// some whole minibatches are kept for the figures that pool parameters. It is the same code for the probes of a
// built-in run and for the gradients of a run that trains elsewhere.
type judging struct {
	arrays      []Sampled
	pooledBlock int     // block of the whole net's pooled estimate; 0: about the root of its values
	pool        *prober // of the minibatches that are kept
}

// poolValues is about the most values of the minibatches that are kept.
const poolValues = histogramValues

// newJudging judges parameters in these arrays, in blocks of K1 draws.
func newJudging(arrays []Sampled, block, pooledBlock int) judging {
	n := 0
	for _, a := range arrays {
		n = a.To
	}
	return judging{arrays, pooledBlock, &prober{cfg: Probe{Block: block}, gauge: newGauge(n)}}
}

// begin begins to count so many draws about a centre. mean says that it is their own mean, and drifting that this moves
// from draw to draw.
func (p *judging) begin(centre []float32, draws int, mean, drifting bool) *pooling {
	block, n := p.pool.cfg.Block, len(centre)
	p.pool.cfg.Batches = max(2*block, min(draws, poolValues/max(n, 1)))
	if values := p.pool.cfg.Batches * n; len(p.pool.g) != values {
		p.pool.g, p.pool.scratch = make([]float32, values), nil
	}
	copy(p.pool.full, centre)
	arrays := make([]series.Array, len(p.arrays))
	for i := range arrays {
		arrays[i] = p.arrays[i].Array
	}
	return &pooling{pool: p.pool, Stream: series.NewStream(series.StreamOptions{
		Arrays: arrays, Centre: centre, Block: block, Draws: draws,
		Mean: mean && !drifting, Alternate: mean && drifting})}
}

// pooling is a sink that keeps the first minibatches.
type pooling struct {
	*series.Stream
	pool *prober
	at   int // values taken
}

// Count takes the first rows of Room.
func (s *pooling) Count(rows int) error {
	g, _ := s.Room()
	if s.at < len(s.pool.g) {
		s.at += copy(s.pool.g[s.at:], g[:rows*len(s.pool.full)])
	}
	return s.Stream.Count(rows)
}

// take fills in what the probe leaves behind of each parameter that was counted.
func (p *judging) take(bank *series.Bank) {
	g := &p.pool.gauge
	for i := range g.sigma {
		v := bank.Brief(i)
		g.zeros[i], g.sigma[i] = v.AtomShare, 0
		switch s := v.Sigma; {
		case v.Dead || v.Missing > 0:
		case s > 0:
			g.sigma[i] = s
		case v.Sd > 0: // too few minibatches beside the atom to fit a law to
			g.sigma[i] = v.Sd
		}
		g.apart[i] = !v.Dead && v.AtomShare > AtomShare
	}
	for len(p.pool.scratch) < par.Workers() {
		p.pool.scratch = append(p.pool.scratch, &probeScratch{})
	}
}

// figures fills in the figures of the arrays and of the whole net, after take.
func (p *judging) figures(ctx context.Context, bank *series.Bank, draws int, est *NoiseEstimate) error {
	for i := range p.arrays {
		l, err := p.layer(ctx, bank, i, draws)
		if err != nil {
			return err
		}
		est.Layers = append(est.Layers, l)
	}
	var err error
	est.WholeNet, err = p.pool.wholeNet(cmp.Or(p.pooledBlock, rootBlock(len(p.pool.g))))
	return err
}

// layer are the figures of array i, by so many draws.
func (p *judging) layer(ctx context.Context, bank *series.Bank, i, draws int) (LayerNoise, error) {
	a := &p.arrays[i]
	from, to := a.From, a.To
	t := nn.Tensor{Name: a.Name, Shape: a.Shape, Offset: from, Len: to - from}
	out := LayerNoise{Name: a.Name, Params: a.Params, Atoms: p.pool.atoms(from, to), Laws: bank.Laws(i)}
	var inverse, all, kurtosis, errors []float64
	for j := from; j < to; j++ {
		v := bank.Brief(j)
		if v.Dead || v.Missing > 0 {
			out.Dead++
			continue
		}
		all = append(all, v.LogMomentAll)
		if !p.pool.apart[j] {
			inverse, kurtosis = append(inverse, v.LogMomentAll), append(kurtosis, v.Kurtosis)
			errors = append(errors, v.SigmaSE)
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
	out.ParamSE = tail.InverseAlphaSE(median, draws/p.pool.cfg.Block, p.pool.cfg.Block) / (median * median)
	out.Sigma = quantile(activeScales(p.pool.sigma[from:to], p.pool.apart[from:to]), .5)
	out.SigmaSE = quantile(errors, .5)
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

// ElsewhereOptions say how the noise of a run that trains elsewhere is measured.
type ElsewhereOptions struct {
	Arrays []Sampled
	Block  int     // K1
	Kappa  float64 // threshold of a jump
	EtaRef float64 // learning rate that others are compared with
	Seed   uint64
}

// Elsewhere measures the noise of a run that trains elsewhere by its gradients, with the code that measures that of a
// built-in run. It is not for use by several goroutines at once.
type Elsewhere struct {
	judging
	jumps *jumpDetector
	last  *lastNoise
	from  int // step from which jumps are counted
	g     []float32
}

// sampledLayout are sampled arrays as those of a network.
type sampledLayout []Sampled

// NumParams is the number of parameters that are counted.
func (l sampledLayout) NumParams() int {
	if len(l) == 0 {
		return 0
	}
	return l[len(l)-1].To
}

// Tensors are the arrays, of the parameters that are counted.
func (l sampledLayout) Tensors() []nn.Tensor {
	out := make([]nn.Tensor, len(l))
	for i, a := range l {
		out[i] = nn.Tensor{Name: a.Name, Shape: a.Shape, Offset: a.From, Len: a.To - a.From}
		if a.Shape == nil {
			out[i].Shape = []int{out[i].Len}
		}
	}
	return out
}

// NewElsewhere measures parameters in these arrays.
func NewElsewhere(o ElsewhereOptions) *Elsewhere {
	e := &Elsewhere{judging: newJudging(o.Arrays, o.Block, 0),
		jumps: newJumpDetector(o.Kappa, o.EtaRef, sampledLayout(o.Arrays))}
	k, err := kernel.New(kernel.Gonum)
	if err != nil {
		panic(err) // it is there on all machines
	}
	e.jumps.follow(Config{Trajectory: jumps.Default(), JumpsEvery: 1, Seed: o.Seed}, k)
	e.g = make([]float32, len(e.jumps.centre))
	return e
}

// Draws are gradients that Elsewhere measures.
type Draws struct {
	Step   int       // of the weights
	Centre []float32 // their mean
	Count  int
	Row    func(m int) []float32 // draw m
	// Drifting says that the weights were not frozen. Then every second draw enters block sums with its sign turned: what
	// the mean gradient has moved would add up in them, and pass for a heavy tail.
	Drifting bool
}

// Measure judges draws; the jumps take their scales from them. What depends on the network itself stays empty in the
// estimate.
func (e *Elsewhere) Measure(ctx context.Context, d Draws) (NoiseEstimate, *series.Bank, error) {
	sink := e.begin(d.Centre, d.Count, true, d.Drifting)
	for m := range d.Count {
		room, _ := sink.Room()
		copy(room[:len(d.Centre)], d.Row(m))
		if err := sink.Count(1); err != nil {
			return NoiseEstimate{}, nil, err
		}
	}
	bank, err := sink.Judge(ctx, nil)
	if err != nil {
		return NoiseEstimate{}, nil, err
	}
	est := NoiseEstimate{Step: d.Step, Batches: d.Count, Block: e.pool.cfg.Block, Method: Stream}
	e.take(bank)
	if err := e.figures(ctx, bank, d.Count, &est); err != nil {
		return NoiseEstimate{}, nil, err
	}
	e.last = lastOf(est)
	e.jumps.calibrate(d.Centre, e.pool.sigma, e.pool.apart)
	e.jumps.watch.Calibrate(d.Step, true)
	return est, bank, nil
}

// Begin begins to count jumps at a step, about a centre that follows the gradients from there on.
func (e *Elsewhere) Begin(step int, centre []float32) {
	e.from = step
	copy(e.jumps.centre, centre)
}

// Count counts the jumps in the gradient of a step. A value that is not finite makes none.
func (e *Elsewhere) Count(step int, g []float32, eta, loss float64) {
	for i, v := range g {
		if v-v != 0 {
			v = e.jumps.centre[i]
		}
		e.g[i] = v
	}
	e.jumps.observe(step, e.g, nil, eta, loss)
}

// End ends the count before a step and returns what was found since Begin, nothing where no parameter was looked at.
func (e *Elsewhere) End(step int) (found []Event) {
	for i := range e.jumps.layers {
		j := e.jumps.take(i, e.from, step)
		if j.Trials == 0 && j.AtomTrials == 0 {
			continue
		}
		j.follow(e.jumps.watch.Array(i))
		found = append(found, j)
	}
	if t := e.jumps.watch.Take(step); t.Current.Trials > 0 {
		t.From = e.from
		found = append(found, Trajectory{t})
	}
	return found
}

// Law is how the jumps so far depend on the learning rate; false where none could be counted.
func (e *Elsewhere) Law() (JumpLaw, bool) {
	law := e.jumps.law(e.last)
	if law == nil {
		return JumpLaw{}, false
	}
	return JumpLaw{Law: *law}, true
}
