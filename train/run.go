package train

import (
	"context"
	"iter"
	"math"
	"math/rand/v2"
	"sync/atomic"

	"levyscope/internal/engine"
	"levyscope/internal/rng"
	"levyscope/train/data"
	"levyscope/train/nn"
	"levyscope/train/optim"
	"levyscope/train/schedule"
	"levyscope/train/weights"
)

// Run trains a network and yields what happens, as it happens.
//
// It is synchronous: the consumer's loop body runs between two steps, while nothing else
// of the run does. Not returning from the body pauses the run, and break stops it. New
// controls stored in live, which may be nil, take effect at exactly the next step, with a
// Changed event; those that have the same effect as the controls in force are dropped.
// The events are a function of cfg and of the changes alone: a cfg.Script that holds the
// Changed events of a run replays it.
//
// The first event is Started. An error ends the run: a bad configuration, a
// *DivergedError after a Diverged event, or ctx's error after a Done event
// that is marked partial.
func Run(ctx context.Context, cfg Config, live *atomic.Pointer[Controls]) iter.Seq2[Event, error] {
	return runModel(ctx, cfg, live, nn.Parse)
}

// runModel is Run with the models that open makes.
func runModel(
	ctx context.Context, cfg Config, live *atomic.Pointer[Controls], open opener,
) iter.Seq2[Event, error] {
	return engine.Run(ctx, live, cfg.changes(), func(emit engine.Emit[Event]) (engine.Machine[Controls], error) {
		r, err := newRun(cfg, open)
		if err != nil {
			return nil, err
		}
		if err := r.begin(); err != nil {
			return nil, err
		}
		r.emit = emit
		return r, r.emit(r.started())
	})
}

// run is the state of a run under way, the engine.Machine of Run.
type run struct {
	cfg      Config
	set      *data.Set
	model    nn.Model
	controls Controls // in force
	sgd      sgd
	order    *order
	// orderStream is what order draws from.
	orderStream *rand.PCG
	batch       *minibatch
	on          nn.Machine   // that ws computes with
	ws          nn.Workspace // for minibatches of the size of batch
	g, full     []float32    // (params) minibatch gradient; full gradient
	pass        *pass
	prober      measurer
	jumps       *jumpDetector
	jumpFrom    int // first step whose jumps are not yet reported
	total       int // jumps reported
	atomJumps   int // those of parameters with atoms, which total leaves out
	steps       int // updates made
	last        Evaluated
	noise       *lastNoise  // nil before the first probe
	asked       bool        // a probe at the next step
	captured    []parameter // those of cfg.Capture
	growth      growth
	follower    *follower // nil where no iterates are followed
	clipped     clipCount
	loaded      *weights.Report // how the file of cfg.Weights was read; nil without one
	rerun       bool            // of a diverged run, to find the cause: it is not explained itself
	emit        engine.Emit[Event]
}

func newRun(cfg Config, open opener) (*run, error) {
	set, err := cfg.load()
	if err != nil {
		return nil, err
	}
	return newRunOn(cfg, set, open)
}

// newRunOn is newRun on a data set that has been loaded: that of cfg.
func newRunOn(cfg Config, set *data.Set, open opener) (*run, error) {
	m, err := open(cfg.Model, problem(set))
	if err != nil {
		return nil, err
	}
	n := m.NumParams()
	if err := cfg.validateFor(n, set); err != nil {
		return nil, err
	}
	captured, err := cfg.parametersOf(m)
	if err != nil {
		return nil, err
	}
	on, err := cfg.machine()
	if err != nil {
		return nil, err
	}
	r := &run{cfg: cfg, set: set, model: m, on: on, controls: cfg.Controls, captured: captured,
		sgd:         sgd{w: make([]float32, n), velocity: make([]float32, n), loops: on.Kernel},
		g:           make([]float32, n),
		full:        make([]float32, n),
		orderStream: &rand.PCG{},
		pass:        newPass(m, set.Dim, on),
		last:        Evaluated{TrainLoss: nan, TrainAccuracy: nan, TestLoss: nan, TestAccuracy: nan}}
	m.Init(r.sgd.w, rng.New(cfg.Seed, rng.Init, 0))
	r.sgd.follow(cfg.Controls.Optimizer)
	if cfg.Controls.Clip != (optim.Clip{}) {
		r.clipped.begin(0)
	}
	r.growth.start, _ = largest(r.sgd.w)
	rng.Reseed(r.orderStream, cfg.Seed, cfg.Sampling.stream(), 0)
	r.order = newOrder(cfg.Sampling, set.Train.Len(), rand.New(r.orderStream))
	r.prober = newMeasurer(cfg, m, set, r.pass, captured)
	r.jumps = newJumpDetector(cfg.JumpThreshold, schedule.Reference(cfg.Controls.Schedule), m)
	r.jumps.k = on.Kernel
	r.jumps.follow(cfg, on.Kernel)
	r.follower, err = cfg.follow(m)
	r.resize(0)
	return r, err
}

// Step is the next step, the number of updates made.
func (r *run) Step() int { return r.steps }

// Same says that c has the same effect as the controls in force.
func (r *run) Same(c Controls) bool { return c.same(r.controls) }

// Change puts new controls in force from the next step on.
func (r *run) Change(c Controls) error {
	if err := c.Validate(r.set.Train.Len()); err != nil {
		return err
	}
	if c.Clip != r.controls.Clip {
		if err := r.reportClipped(r.steps); err != nil {
			return err
		}
		r.clipped.begin(r.steps)
	}
	if !c.Trains(r.controls) {
		r.growth.changed, r.growth.share = true, 0
	}
	r.asked = r.asked || c.Probes > r.controls.Probes
	r.controls = c
	return r.emit(Changed{r.steps, c})
}

// Advance observes the weights, when it is time to, and updates them once.
func (r *run) Advance(ctx context.Context) (ended bool, err error) {
	k := r.steps
	if err := r.observe(ctx, k); err != nil {
		return false, err
	}
	if err := r.update(ctx, k); err != nil {
		return false, err
	}
	return r.steps == r.cfg.Steps, nil // never, where Steps is 0
}

// observe evaluates and probes the weights before step k, where that is due.
func (r *run) observe(ctx context.Context, k int) error {
	if every := r.cfg.EvaluateEvery; every > 0 && k%every == 0 {
		if err := r.evaluate(ctx, k); err != nil {
			return err
		}
	}
	if r.cfg.Probe.due(k) || r.asked && r.cfg.Probe.Every > 0 {
		r.asked = false
		return r.probe(ctx, k)
	}
	return nil
}

// evaluate emits the losses on the training and the test set at step k.
func (r *run) evaluate(ctx context.Context, k int) (err error) {
	e := Evaluated{Step: k, Batch: r.controls.grown(k, r.set.Train.Len())}
	if e.TrainLoss, e.TrainAccuracy, err = r.pass.loss(ctx, r.sgd.w, &r.set.Train); err != nil {
		return err
	}
	if e.TestLoss, e.TestAccuracy, err = r.pass.loss(ctx, r.sgd.w, &r.set.Test); err != nil {
		return err
	}
	if math.IsNaN(e.TrainLoss) || math.IsInf(e.TrainLoss, 0) {
		return r.diverged(ctx, k, r.sgd.w, e.TrainLoss)
	}
	r.last = e
	return r.emit(e)
}

// update is one step of SGD, and reports what is due after it.
func (r *run) update(ctx context.Context, k int) error {
	r.resize(k)
	r.order.next(r.batch, r.set)
	drift, noise := r.controls.Arm.Factors(r.controls.Schedule, k)
	if r.fuses(drift, noise) {
		return r.descend(ctx, k, drift)
	}
	sum, _ := r.ws.Gradient(r.g, r.sgd.w, r.batch.x, r.batch.y)
	loss := sum / float64(r.batch.len())
	if math.IsNaN(loss) || math.IsInf(loss, 0) {
		return r.diverged(ctx, k, r.sgd.w, loss)
	}
	if r.controls.hides(r.g) {
		return r.diverged(ctx, k, r.sgd.w, loss)
	}
	r.growth.step(k, loss, drift, r.controls)
	var full []float32
	if drift != noise || r.controls.splits() {
		full = r.full
		if err := r.pass.gradient(ctx, full, r.sgd.w, &r.set.Train); err != nil {
			return err
		}
	}
	if r.cfg.JumpsEvery > 0 {
		r.jumps.observe(k, r.g, full, noise, loss)
	}
	r.clip()
	r.sgd.step(r.g, full, drift, noise, r.controls)
	r.steps = k + 1
	return r.report(ctx, k, noise, loss)
}

// report emits what is due after step k, whose noise had the learning rate eta.
func (r *run) report(ctx context.Context, k int, eta, loss float64) error {
	if err := r.follow(); err != nil {
		return err
	}
	if k%r.cfg.ProgressEvery == 0 {
		batch := r.controls.grown(k, r.set.Train.Len())
		if err := r.emit(Progress{Step: k, Eta: eta, Loss: loss, Batch: batch}); err != nil {
			return err
		}
	}
	if every := r.cfg.JumpsEvery; every > 0 && (k+1)%every == 0 {
		if err := r.reportJumps(k + 1); err != nil {
			return err
		}
		if err := r.reportClipped(k + 1); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// reportJumps emits, for every array with noise, its jumps since the last report and
// before the given step.
func (r *run) reportJumps(step int) error {
	for i := range r.jumps.layers {
		j := r.jumps.take(i, r.jumpFrom, step)
		r.total += j.Count
		r.atomJumps += j.AtomCount
		if j.Trials == 0 && j.AtomTrials == 0 {
			continue
		}
		if w := r.jumps.watch; w != nil {
			j.follow(w.Array(i))
		}
		if err := r.emit(j); err != nil {
			return err
		}
	}
	r.jumpFrom = step
	if w := r.jumps.watch; w != nil {
		if found := w.Take(step); found.Current.Trials > 0 {
			return r.emit(Trajectory{found})
		}
	}
	return nil
}
