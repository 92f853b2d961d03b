package train

import (
	"context"
	"iter"
	"math"
	"sync/atomic"

	"levyscope/internal/stream"
	"levyscope/train/data"
	"levyscope/train/nn"
)

// Run trains a network and yields what happens, as it happens.
//
// It is synchronous: between two steps the consumer's loop body runs, and
// nothing else of the run does; not returning from the body pauses it, break
// stops it, and new controls stored in live take effect at exactly the next
// step, with a Changed event. live may be nil. The events are a function of cfg
// and of the changes alone: cfg.Script with the Changed events of a run replays it.
//
// The first event is Started. An error ends the run: a bad configuration, a
// *DivergedError after a Diverged event, or ctx's error after a Done event
// that is marked partial.
func Run(ctx context.Context, cfg Config, live *atomic.Pointer[Controls]) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		r, err := newRun(cfg)
		if err != nil {
			yield(nil, err)
			return
		}
		r.yield = func(e Event) bool { return yield(e, nil) }
		if err := r.train(ctx, live); err != nil && err != errStopped {
			yield(nil, err)
		}
	}
}

// run is the state of a run under way.
type run struct {
	cfg      Config
	set      *data.Set
	model    *nn.MLP
	controls Controls
	seen     *Controls // the last value taken from live
	sgd      sgd
	order    *order
	batch    *minibatch
	ws       *nn.Workspace
	g, full  []float32 // (params) minibatch gradient; full gradient
	pass     *pass
	prober   *prober
	jumps    *jumpDetector
	jumpFrom int
	total    int // jumps so far
	steps    int // updates made
	last     Evaluated
	noise    *NoiseEstimate
	captured []parameter // those of cfg.Capture
	yield    func(Event) bool
}

func newRun(cfg Config) (*run, error) {
	set, err := data.Load(cfg.Data, cfg.Seed)
	if err != nil {
		return nil, err
	}
	model, err := nn.ParseMLP(cfg.Model, set.Dim, set.Classes)
	if err != nil {
		return nil, err
	}
	if err := cfg.Validate(model.NumParams(), set.Train.Len()); err != nil {
		return nil, err
	}
	captured, err := parametersOf(cfg.Capture, model)
	if err != nil {
		return nil, err
	}
	n := model.NumParams()
	r := &run{cfg: cfg, set: set, model: model, controls: cfg.Controls, captured: captured,
		sgd:  sgd{w: make([]float32, n), velocity: make([]float32, n)},
		g:    make([]float32, n),
		full: make([]float32, n),
		pass: newPass(model, set.Dim),
		last: Evaluated{TrainLoss: nan, TrainAccuracy: nan, TestLoss: nan, TestAccuracy: nan}}
	model.Init(r.sgd.w, stream.New(cfg.Seed, stream.Init, 0))
	r.order = newOrder(cfg.Sampling, set.Train.Len(), stream.New(cfg.Seed, stream.Order, 0))
	r.prober = newProber(cfg.Probe, cfg.Seed, model, &set.Train, set.Dim, r.pass)
	r.jumps = newJumpDetector(cfg.JumpThreshold, cfg.Controls.Schedule.Eta(0), model)
	r.resize(0)
	return r, nil
}

// resize makes room for the batch size in force at step k.
func (r *run) resize(k int) {
	if n := r.controls.BatchSize(k, r.set.Train.Len()); r.ws == nil || r.ws.Batch() != n {
		r.ws = r.model.NewWorkspace(n)
		r.batch = newMinibatch(n, r.set.Dim)
	}
}

func (r *run) train(ctx context.Context, live *atomic.Pointer[Controls]) error {
	if !r.yield(r.started()) {
		return errStopped
	}
	script := r.cfg.Script
	for k := 0; r.cfg.Steps == 0 || k < r.cfg.Steps; k++ {
		for ; len(script) > 0 && script[0].Step <= k; script = script[1:] {
			if err := r.change(k, script[0].Controls); err != nil {
				return err
			}
		}
		if live != nil {
			if c := live.Load(); c != nil && c != r.seen {
				r.seen = c
				if !c.same(r.controls) {
					if err := r.change(k, *c); err != nil {
						return err
					}
				}
			}
		}
		if err := r.observe(ctx, k); err != nil {
			return r.stopped(ctx, err)
		}
		if err := r.step(ctx, k); err != nil {
			return r.stopped(ctx, err)
		}
	}
	return r.done(ctx)
}

func (r *run) started() Started {
	s := Started{Engine: "train", Config: r.cfg, Network: r.model.String(), Parameters: r.model.NumParams(), Examples: r.set.Train.Len()}
	for _, t := range r.model.Tensors() {
		s.Layers = append(s.Layers, Layer{t.Name, t.Shape})
	}
	return s
}

// change puts new controls in force from step k on.
func (r *run) change(k int, c Controls) error {
	if err := c.Validate(r.set.Train.Len()); err != nil {
		return err
	}
	r.controls = c
	if !r.yield(Changed{k, c}) {
		return errStopped
	}
	return nil
}

// observe probes and evaluates the weights before step k, when it is their time.
func (r *run) observe(ctx context.Context, k int) error {
	if every := r.cfg.EvaluateEvery; every > 0 && k%every == 0 {
		if err := r.evaluate(ctx, k); err != nil {
			return err
		}
	}
	if r.cfg.Probe.due(k) {
		return r.probe(ctx, k)
	}
	return nil
}

func (r *run) evaluate(ctx context.Context, k int) (err error) {
	e := Evaluated{Step: k}
	if e.TrainLoss, e.TrainAccuracy, err = r.pass.loss(ctx, r.sgd.w, &r.set.Train); err != nil {
		return err
	}
	if e.TestLoss, e.TestAccuracy, err = r.pass.loss(ctx, r.sgd.w, &r.set.Test); err != nil {
		return err
	}
	if math.IsNaN(e.TrainLoss) || math.IsInf(e.TrainLoss, 0) {
		return r.diverged(k, r.sgd.w, e.TrainLoss)
	}
	r.last = e
	if !r.yield(e) {
		return errStopped
	}
	return nil
}

func (r *run) probe(ctx context.Context, k int) error {
	batch := r.cfg.Probe.Batch
	if batch == 0 {
		batch = r.controls.BatchSize(k, r.set.Train.Len())
	}
	est, err := r.prober.measure(ctx, k, r.sgd.w, batch)
	if err != nil {
		return err
	}
	if _, _, found := firstNonFinite(r.model, r.prober.full); found {
		copy(r.g, r.prober.full)
		return r.diverged(k, r.sgd.w, nan)
	}
	r.noise = &est
	r.jumps.calibrate(r.prober.full, r.prober.sigma)
	if !r.yield(est) {
		return errStopped
	}
	if r.captured != nil && !r.yield(r.prober.capture(k, batch, r.captured)) {
		return errStopped
	}
	return nil
}

// step is one update of the weights.
func (r *run) step(ctx context.Context, k int) error {
	r.resize(k)
	for j := range r.ws.Batch() {
		r.batch.set(j, &r.set.Train, r.set.Dim, r.order.next())
	}
	sum, _ := r.model.Gradient(r.ws, r.g, r.sgd.w, r.batch.x, r.batch.y)
	loss := sum / float64(r.ws.Batch())
	if math.IsNaN(loss) || math.IsInf(loss, 0) {
		return r.diverged(k, r.sgd.w, loss)
	}
	drift, noise := r.controls.Arm.Factors(r.controls.Schedule, k)
	var full []float32
	if drift != noise {
		full = r.full
		if err := r.pass.gradient(ctx, full, r.sgd.w, &r.set.Train); err != nil {
			return err
		}
	}
	r.jumps.step(r.g, full, noise)
	r.sgd.step(r.g, full, drift, noise, r.controls)
	r.steps = k + 1
	return r.report(ctx, k, noise, loss)
}

// report yields what is due after step k.
func (r *run) report(ctx context.Context, k int, eta, loss float64) error {
	if k%r.cfg.ProgressEvery == 0 && !r.yield(Progress{k, eta, loss}) {
		return errStopped
	}
	if (k+1)%r.cfg.JumpsEvery == 0 {
		if err := r.reportJumps(k + 1); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// reportJumps yields the jumps of every array since the last time.
func (r *run) reportJumps(step int) error {
	for i := range r.jumps.layers {
		j := r.jumps.take(i, r.jumpFrom, step)
		r.total += j.Count
		if j.Trials > 0 && !r.yield(j) {
			return errStopped
		}
	}
	r.jumpFrom = step
	return nil
}
