package train

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// errStopped says that the consumer broke off; nothing more may be yielded.
var errStopped = errors.New("the consumer stopped the run")

// diverged reports the first parameter that is not finite, or else the first
// such element of the minibatch gradient, or else the loss.
func (r *run) diverged(k int, w []float32, loss float64) error {
	d := Diverged{Step: k, Parameter: "the loss", Value: fmt.Sprint(loss), Eta: r.controls.Schedule.Eta(k)}
	if name, value, found := firstNonFinite(r.model, w); found {
		d.Parameter, d.Value = name, value
	} else if name, value, found := firstNonFinite(r.model, r.g); found {
		d.Parameter, d.Value = "the gradient of "+name, value
	}
	if !r.yield(d) {
		return errStopped
	}
	return &DivergedError{d}
}

// stopped ends an interrupted run with what it has; any other error passes through.
func (r *run) stopped(ctx context.Context, err error) error {
	if ctx.Err() == nil || !errors.Is(err, ctx.Err()) {
		return err
	}
	d := r.totals()
	d.Partial = true
	if !r.yield(d) {
		return errStopped
	}
	return err
}

// done evaluates and probes once more at the last weights and yields Done.
func (r *run) done(ctx context.Context) error {
	k := r.cfg.Steps
	if k > r.jumpFrom {
		if err := r.reportJumps(k); err != nil {
			return err
		}
	}
	if err := r.evaluate(ctx, k); err != nil {
		return r.stopped(ctx, err)
	}
	if r.cfg.Probe.Every > 0 {
		if err := r.probe(ctx, k); err != nil {
			return r.stopped(ctx, err)
		}
	}
	if !r.yield(r.totals()) {
		return errStopped
	}
	return nil
}

// totals are the run's last figures.
func (r *run) totals() Done {
	d := Done{Steps: r.steps, Loss: r.last.TrainLoss, TrainAccuracy: r.last.TrainAccuracy,
		TestLoss: r.last.TestLoss, TestAccuracy: r.last.TestAccuracy, Jumps: r.total}
	for i := range r.jumps.layers { // those not yet reported
		d.Jumps += r.jumps.layers[i].count
	}
	for i, t := range r.model.Tensors() {
		l := LayerDone{Name: t.Name, Params: t.Len, Alpha: nan, AlphaSE: nan, Sigma: nan}
		if r.noise != nil {
			n := r.noise.Layers[i]
			l.Alpha, l.AlphaSE, l.Sigma = n.Alpha, n.AlphaSE, n.Sigma
		}
		d.Layers = append(d.Layers, l)
	}
	return d
}

var nan = math.NaN()
