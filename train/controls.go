package train

import (
	"encoding/json"
	"fmt"
	"math"

	"levyscope/internal/spec"
	"levyscope/train/optim"
	"levyscope/train/schedule"
)

// Method is the optimiser in force, be it one of the field Optimizer or what Momentum, Form and WeightDecay say.
func (c Controls) Method() optim.Optimizer {
	switch {
	case c.Optimizer != nil:
		return c.Optimizer
	case c.Momentum != 0:
		return optim.Momentum{Mu: c.Momentum, Form: c.Form, WeightDecay: c.WeightDecay}
	}
	return optim.SGD{WeightDecay: c.WeightDecay}
}

// WithMethod is c with another optimiser, in the fields in which that is recorded. It is the inverse of Method, except
// that momentum of mu = 0 is plain SGD.
func (c Controls) WithMethod(o optim.Optimizer) Controls {
	c.Optimizer, c.Momentum, c.WeightDecay, c.formless = nil, 0, 0, false
	switch o := o.(type) {
	case optim.SGD:
		c.WeightDecay = o.WeightDecay
	case optim.Momentum:
		c.Momentum, c.Form, c.WeightDecay = o.Mu, o.Form, o.WeightDecay
	case optim.Rule:
		c.Optimizer = o
	}
	return c
}

// checkMethod returns an error if the optimiser or the clipping is out of its range, or does not go with the arm or
// with the fields of SGD.
func (c Controls) checkMethod() error {
	if err := c.Clip.Validate(); err != nil {
		return err
	}
	full := c.Arm == schedule.NoiseOnly || c.Arm == schedule.StepOnly
	if c.Clip != (optim.Clip{}) && full {
		return fmt.Errorf("clip %s with the arm %s, which takes a gradient apart into drift and noise, "+
			"of which a clipped one is no sum: use the arm both or batch, or clip none", c.Clip, c.Arm)
	}
	if c.Optimizer == nil {
		return nil
	}
	kind := optim.Kind(c.Optimizer)
	switch {
	case c.Momentum != 0:
		return fmt.Errorf("momentum = %g beside the optimizer %s, which has parameters of its own: "+
			"set momentum to 0, or use the optimizer momentum", c.Momentum, kind)
	case c.WeightDecay != 0:
		return fmt.Errorf("weight decay = %g beside the optimizer %s: use its own parameter, as %s:weight_decay=%[1]g",
			c.WeightDecay, kind, kind)
	case full:
		return fmt.Errorf("arm %s with the optimizer %s: it is defined for sgd and momentum, whose steps are sums of "+
			"drift and noise: use one of these, or the arm both or batch", c.Arm, kind)
	}
	_, err := optim.Parse(c.Optimizer.String())
	return err
}

// decay is the weight decay lambda, and the eta lambda beyond which it makes the weights grow by itself.
func (c Controls) decay() (lambda, bound float64) {
	if c.Optimizer != nil {
		return c.Optimizer.Decay()
	}
	return c.WeightDecay, 2 * (1 + c.Momentum)
}

// momentum is mu of an optimiser whose steps add up to 1/(1 - mu) times a step, and 0 of the others.
func (c Controls) momentum() float64 {
	if n, ok := c.Optimizer.(optim.Nesterov); ok {
		return n.Mu
	}
	return c.Momentum
}

// without is c with one parameter of its optimiser, "mu" or "weight_decay", at 0.
func (c Controls) without(name string) Controls {
	o, err := optim.With(c.Method(), name, spec.Number(0))
	if err != nil {
		return c // an optimiser that has no such parameter
	}
	form := c.Form
	c = c.WithMethod(o)
	c.Form = form
	return c
}

// controlsJSON is Controls as it is recorded: the schedule as what Parse reads, and the form of
// momentum where there is momentum. Recordings older than the forms are written as they were read.
type controlsJSON struct {
	Schedule    string        `json:"schedule"`
	Arm         schedule.Arm  `json:"arm"`
	Batch       int           `json:"batch"`
	Momentum    float64       `json:"momentum"`
	Form        *MomentumForm `json:"momentum_form,omitempty"`
	WeightDecay float64       `json:"weight_decay"`
	Optimizer   string        `json:"optimizer,omitempty"` // "" of SGD and momentum
	Clip        optim.Clip    `json:"clip,omitzero"`
	Probes      int           `json:"probes,omitempty"`
}

// MarshalJSON writes the schedule in its String form. Controls without one are an error.
func (c Controls) MarshalJSON() ([]byte, error) {
	if c.Schedule == nil {
		return nil, errNoSchedule
	}
	j := controlsJSON{Schedule: c.Schedule.String(), Arm: c.Arm, Batch: c.Batch, Momentum: c.Momentum,
		WeightDecay: c.WeightDecay, Clip: c.Clip, Probes: c.Probes}
	if c.Momentum != 0 && !(c.formless && c.Form == Polyak) {
		j.Form = &c.Form
	}
	if c.Optimizer != nil {
		j.Optimizer = c.Optimizer.String()
	}
	return json.Marshal(j)
}

// UnmarshalJSON is the inverse of MarshalJSON. Without a form momentum is Polyak's; without
// momentum the form is PyTorch's, which has no effect until there is some.
func (c *Controls) UnmarshalJSON(b []byte) error {
	var j controlsJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	s, err := schedule.Parse(j.Schedule)
	if err != nil {
		return err
	}
	*c = Controls{Schedule: s, Arm: j.Arm, Batch: j.Batch, Momentum: j.Momentum, WeightDecay: j.WeightDecay,
		Clip: j.Clip, Probes: j.Probes}
	switch {
	case j.Form != nil:
		c.Form = *j.Form
	case j.Momentum == 0:
		c.Form = PyTorch
	default:
		c.formless = true
	}
	if j.Optimizer == "" {
		return nil
	}
	o, err := optim.Parse(j.Optimizer)
	if err != nil {
		return err
	}
	rule, ok := o.(optim.Rule)
	if !ok {
		return fmt.Errorf("optimizer %q: sgd and momentum stand in momentum, momentum_form and weight_decay: "+
			"leave it out and set those", j.Optimizer)
	}
	c.Optimizer = rule
	return nil
}

// maxGrownProbe bounds the examples of one probe, minibatches times their size, where the batch
// has grown: with the default 1024 minibatches to 256 each, some seconds of work.
const maxGrownProbe = 1 << 18

// BatchSize is the number of examples in the minibatch of step k. It is Batch, except in
// the arm GrowBatch: there it is Batch eta_ref/eta(k) (schedule.Reference), and at most n, the number of
// training examples.
func (c Controls) BatchSize(k, n int) int {
	if c.Arm != schedule.GrowBatch {
		return c.Batch
	}
	grown := math.Round(float64(c.Batch) * schedule.Reference(c.Schedule) / c.Schedule.Eta(k)) // +Inf where the rate is 0
	return int(max(1, min(grown, float64(n))))
}

// grown is the batch of step k of n examples in the arm GrowBatch, and 0 in the others: what
// events say of it.
func (c Controls) grown(k, n int) int {
	if c.Arm != schedule.GrowBatch {
		return 0
	}
	return c.BatchSize(k, n)
}

// batchSize is the number of examples in each minibatch of a probe at step k, with n training
// examples. It follows training as far as maxGrownProbe allows, but never below the batch from
// which training began to grow; bounded says that training has more.
func (p Probe) batchSize(c Controls, k, n int) (size int, bounded bool) {
	if p.Batch > 0 {
		return p.Batch, false
	}
	size = c.BatchSize(k, n)
	if limit := max(c.Batch, maxGrownProbe/p.Batches); size > limit {
		return limit, true
	}
	return size, false
}
