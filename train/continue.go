package train

import (
	"context"
	"iter"
	"slices"
	"sync/atomic"

	"levyscope/internal/checkpoint"
	"levyscope/internal/engine"
	"levyscope/internal/rng"
	"levyscope/train/nn"
	"levyscope/train/optim"
)

// Continue is Run from a state on: the events are those that the unbroken run of cfg yields next, so
// that the first is no Started event. From nil it is Run. Of cfg.Script the changes from the step of
// the state on are applied; the state holds the controls that the earlier ones left.
//
// due, which may be nil, is asked before each step, and before the changes of that step; where it
// says so the run yields a Checkpoint.
func Continue(
	ctx context.Context, cfg Config, from *State, live *atomic.Pointer[Controls], due func() bool,
) iter.Seq2[Event, error] {
	return continueModel(ctx, cfg, from, live, due, nn.Parse)
}

// continueModel is Continue with the models that open makes.
func continueModel(ctx context.Context, cfg Config, from *State, live *atomic.Pointer[Controls], due func() bool,
	open opener,
) iter.Seq2[Event, error] {
	start := func(emit engine.Emit[Event]) (engine.Resumable[Controls], error) {
		r, err := newRun(cfg, open)
		if err != nil {
			return nil, err
		}
		r.emit = emit
		if from == nil {
			if err := r.begin(); err != nil {
				return nil, err
			}
			return r, r.emit(r.started())
		}
		if err := from.plain.checkConfig(cfg); err != nil {
			return nil, err
		}
		r.restore(from)
		return r, nil
	}
	return engine.Continue(ctx, live, cfg.changes(), due, start)
}

// changes is the script as the loop takes it.
func (c Config) changes() []engine.Change[Controls] {
	script := make([]engine.Change[Controls], len(c.Script))
	for i, change := range c.Script {
		script[i] = engine.Change[Controls](change)
	}
	return script
}

// Checkpoint emits the state before the next step.
func (r *run) Checkpoint() error { return r.emit(Checkpoint{r.steps, r.state()}) }

// state is a copy of all that further events depend on. What is not in it is computed anew from the
// configuration, or is scratch that is written before it is read: the gradients, the arrays of the
// prober, the workspaces. r.jumpFrom is the last multiple of JumpsEvery.
func (r *run) state() *State {
	s := &State{
		plain: plainState{
			Config: r.cfg, Step: r.steps, Controls: r.controls, Form: r.sgd.form, Split: r.sgd.split,
			Stream: rng.StateOf(r.orderStream), EpochLeft: len(r.order.epoch),
			Growth: r.growth.state(), Evaluated: r.last.state(), Noise: r.noise.state(),
			Jumps: r.total, AtomJumps: r.atomJumps, Clipped: r.clipped.state(),
		},
		weights: slices.Clone(r.sgd.w), velocity: slices.Clone(r.sgd.velocity), noise: slices.Clone(r.sgd.noise),
		centre: slices.Clone(r.jumps.centre), sigma: slices.Clone(r.jumps.sigma),
		apart: make([]uint8, len(r.jumps.apart)), layers: r.started().Layers,
	}
	s.plain.Config.Script = nil
	if w := r.jumps.watch; w != nil {
		s.plain.Trajectory = w.State()
	}
	s.plain.Iterates, s.iterates = r.follower.state()
	if m := r.sgd.moments; m != nil {
		s.first, s.second, s.plain.Moments = slices.Clone(m.First), slices.Clone(m.Second), m.Steps
	}
	for i, apart := range r.jumps.apart {
		if apart {
			s.apart[i] = 1
		}
	}
	if r.cfg.Sampling.ordered() {
		for _, i := range r.order.all {
			s.order = append(s.order, int64(i))
		}
	}
	for i := range r.jumps.layers {
		l := &r.jumps.layers[i]
		s.plain.Counts = append(s.plain.Counts, jumpState{
			l.noise, l.count, l.atomCount, l.atomTrials, l.trials, checkpoint.Float(l.top)})
		for _, n := range l.amplitude {
			s.sizes = append(s.sizes, int64(n))
		}
	}
	return s
}

// restore puts a run that is at its beginning into the state s, which is one of such a run.
func (r *run) restore(s *State) {
	p := &s.plain
	r.steps, r.controls = p.Step, p.Controls
	r.sgd = sgd{w: slices.Clone(s.weights), velocity: slices.Clone(s.velocity), noise: slices.Clone(s.noise),
		loops: r.on.Kernel, form: p.Form, split: p.Split, rule: p.Controls.Optimizer}
	if r.sgd.rule != nil {
		r.sgd.moments = &optim.Moments{First: slices.Clone(s.first), Second: slices.Clone(s.second), Steps: p.Moments}
	}
	r.clipped = p.Clipped.clipCount()
	r.follower.restore(p.Iterates, s.iterates)
	p.Stream.Restore(r.orderStream)
	for i, example := range s.order {
		r.order.all[i] = int(example)
	}
	r.order.epoch = r.order.all[len(r.order.all)-p.EpochLeft:]
	r.growth, r.last, r.noise = p.Growth.growth(), p.Evaluated.evaluated(), p.Noise.lastNoise()
	r.jumpFrom = p.Step
	if every := r.cfg.JumpsEvery; every > 0 {
		r.jumpFrom -= p.Step % every
	}
	r.total, r.atomJumps = p.Jumps, p.AtomJumps
	copy(r.jumps.centre, s.centre)
	copy(r.jumps.sigma, s.sigma)
	for i, apart := range s.apart {
		r.jumps.apart[i] = apart != 0
	}
	for i := range r.jumps.layers {
		l, c := &r.jumps.layers[i], p.Counts[i]
		l.noise, l.count, l.atomCount, l.atomTrials, l.trials, l.top =
			c.Noise, c.Count, c.AtomCount, c.AtomTrials, c.Trials, float64(c.Top)
		for bin := range l.amplitude {
			l.amplitude[bin] = int(s.sizes[i*len(l.amplitude)+bin])
		}
	}
	r.jumps.countActive()
	if w := r.jumps.watch; w != nil {
		w.Restore(s.plain.Trajectory)
	}
}
