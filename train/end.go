package train

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"levyscope/train/nn"
)

// diverged emits a Diverged event and returns its error. The event names the first
// parameter that is not finite, or else the first such element of the minibatch
// gradient, or else the loss.
func (r *run) diverged(ctx context.Context, k int, w []float32, loss float64) error {
	d := Diverged{Step: k, Parameter: "the loss", Value: fmt.Sprint(loss), Eta: r.controls.Schedule.Eta(k)}
	if name, value, found := firstNonFinite(r.model, w); found {
		d.Parameter, d.Value = name, value
	} else if name, value, found := firstNonFinite(r.model, r.g); found {
		d.Parameter, d.Value = "the gradient of "+name, value
	}
	r.explain(ctx, &d, w)
	if err := r.emit(d); err != nil {
		return err
	}
	return &DivergedError{d}
}

// Finish evaluates and probes once more at the last weights, unless the run is partial,
// and emits Done, before that the weights if they are asked for.
func (r *run) Finish(ctx context.Context, partial bool) error {
	if !partial {
		if err := r.observeLast(ctx); err != nil {
			return err
		}
	}
	if err := r.keep(); err != nil {
		return err
	}
	if law := r.jumps.law(r.noise); law != nil {
		if err := r.emit(JumpLaw{*law, partial}); err != nil {
			return err
		}
	}
	return r.emit(r.totals(partial))
}

// observeLast is what is computed after the last step: the jumps that are not reported
// yet, an evaluation and a probe.
func (r *run) observeLast(ctx context.Context) error {
	k := r.steps
	if r.cfg.JumpsEvery > 0 && k > r.jumpFrom {
		if err := r.reportJumps(k); err != nil {
			return err
		}
	}
	if err := errors.Join(r.reportClipped(k), r.followLast()); err != nil {
		return err
	}
	if err := r.evaluate(ctx, k); err != nil {
		return err
	}
	if r.cfg.Probe.Every > 0 {
		return r.probe(ctx, k)
	}
	return nil
}

// totals are the figures of the run so far: those of the last evaluation and the last
// probe, NaN where there was none.
func (r *run) totals(partial bool) Done {
	d := Done{Partial: partial, Steps: r.steps, Loss: r.last.TrainLoss, TrainAccuracy: r.last.TrainAccuracy,
		TestLoss: r.last.TestLoss, TestAccuracy: r.last.TestAccuracy, Jumps: r.total, AtomJumps: r.atomJumps,
		Uncounted: r.cfg.JumpsEvery == 0}
	d.Clipped = r.clipped.total(len(r.g))
	d.Iterates = r.iterateTails()
	for i := range r.jumps.layers { // jumps that are counted but not yet reported
		d.Jumps += r.jumps.layers[i].count
		d.AtomJumps += r.jumps.layers[i].atomCount
	}
	if r.noise != nil {
		d.Collapse = r.noise.collapse
	}
	for i, t := range r.model.Tensors() {
		l := LayerDone{Name: t.Name, Params: t.Len, Alpha: nan, AlphaSE: nan, Sigma: nan}
		if r.noise != nil {
			n := r.noise.layers[i]
			l.Alpha, l.AlphaBeyond, l.AlphaSE = float64(n.Alpha), float64(n.AlphaBeyond), float64(n.AlphaSE)
			l.Sigma, l.Apart = float64(n.Sigma), n.Apart
		}
		d.Layers = append(d.Layers, l)
	}
	return d
}

var nan = math.NaN()

// Trained has the weights at the end of a run that did not diverge, be it interrupted, where Config.KeepWeights asks
// for them. It comes before Done and is no part of a recording.
type Trained struct {
	Step    int         `json:"step"` // updates made
	Tensors []nn.Tensor `json:"-"`    // the arrays of the network
	Weights []float32   `json:"-"`    // (params)
}

// Type is "trained".
func (Trained) Type() string { return "trained" }

// Transient keeps the event out of recordings.
func (Trained) Transient() {}
func (Trained) event()     {}

// keep emits the weights at the end of the run, if they are asked for.
func (r *run) keep() error {
	if !r.cfg.KeepWeights {
		return nil
	}
	return r.emit(Trained{r.steps, r.model.Tensors(), slices.Clone(r.sgd.w)})
}

// LayerDone is the last estimate of an array's gradient noise.
type LayerDone struct {
	Name        string  `json:"name"`                   // of the array
	Params      int     `json:"params"`                 // parameters of the array
	Alpha       float64 `json:"alpha"`                  // as in LayerNoise
	AlphaBeyond float64 `json:"alpha_beyond,omitempty"` // as in LayerNoise
	Apart       int     `json:"apart,omitempty"`        // parameters with atoms, as in Atoms
	AlphaSE     float64 `json:"alpha_se"`               // as in LayerNoise
	Sigma       float64 `json:"sigma"`                  // as in LayerNoise
}
