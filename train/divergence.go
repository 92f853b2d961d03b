package train

import (
	"context"
	"fmt"
	"math"

	"levyscope/internal/spec"
	"levyscope/train/nn"
	"levyscope/train/schedule"
)

// Cause is what made a run diverge, as far as facts of the run tell.
type Cause uint8

// The causes.
const (
	UnknownCause      Cause = iota // the loss and the weights had not grown before
	LearningRateCause              // they had, and no other cause explains it
	WeightDecayCause               // eta lambda near or beyond its bound, where w <- w - eta lambda w grows
	MomentumCause                  // the same steps without momentum do not diverge
	DataCause                      // a value of the training data is not finite
	ArmCause                       // the arm step had cut the drift, and not the noise
	StartCause                     // the loss or its gradient is not finite at the weights that the run begins from
)

var causes = spec.Enum[Cause]{What: "cause of a divergence",
	Names: []string{"unknown", "learning_rate", "weight_decay", "momentum", "data", "arm", "start"}}

// String is "learning_rate", for example.
func (c Cause) String() string { return causes.String(c) }

// MarshalText writes what String gives.
func (c Cause) MarshalText() ([]byte, error) { return causes.Marshal(c) }

// UnmarshalText is the inverse of MarshalText.
func (c *Cause) UnmarshalText(b []byte) error { return causes.Unmarshal(c, b) }

// Diverged says that a number left the finite range. It is the last event of its run.
type Diverged struct {
	Step      int     `json:"step"`       // at which it was found
	Parameter string  `json:"parameter"`  // the first parameter, or gradient, that is not finite
	Value     string  `json:"value"`      // "NaN", "+Inf" or "-Inf"
	Eta       float64 `json:"eta"`        // learning rate of that step
	Cause     Cause   `json:"cause"`      // what made it diverge
	Advice    string  `json:"advice"`     // cause and remedy in words
	FirstLoss float64 `json:"first_loss"` // of the minibatch of the first step, nats; 0 if there was none
	LastLoss  float64 `json:"last_loss"`  // of the last minibatch with a finite loss, nats; 0 if there was none
	Largest   float64 `json:"largest"`    // largest finite |w|
}

// Figures are the step and the numbers in words.
func (d Diverged) Figures() string {
	text := fmt.Sprintf("step %d: %s is %s at learning rate %.6g", d.Step, d.Parameter, d.Value, d.Eta)
	if d.LastLoss != 0 {
		text += fmt.Sprintf("; loss %.3g at first, %.3g before", d.FirstLoss, d.LastLoss)
	}
	if d.Largest == 0 { // none is finite
		return text
	}
	return text + fmt.Sprintf("; largest parameter %.3g", d.Largest)
}

// DivergedError is the error with which a diverged run ends.
type DivergedError struct{ Diverged }

// Error names cause and remedy, then the step, the parameter and its value.
func (e *DivergedError) Error() string {
	return fmt.Sprintf("%s (training diverged at %s)", e.Advice, e.Figures())
}

// growth is what a run keeps of its way, by which a divergence is explained.
type growth struct {
	first, last float64 // finite losses of minibatches
	start       float64 // largest |w| of the first weights
	share       float64 // largest eta lambda over its bound of all steps; beyond 1 the weights grow by themselves
	decay       Controls
	eta         float64 // of the drift, where share was largest
	changed     bool    // the controls have changed
}

// step takes in a step with the loss of its minibatch, under the controls c and the learning rate
// eta of the drift.
func (g *growth) step(k int, loss, eta float64, c Controls) {
	if k == 0 {
		g.first = loss
	}
	g.last = loss
	if lambda, bound := c.decay(); eta*lambda/bound > g.share {
		share := eta * lambda / bound
		g.share, g.decay, g.eta = share, c, eta
	}
}

// largest is the largest finite |w|, and finite says that there are no others.
func largest(w []float32) (top float64, finite bool) {
	finite = true
	for _, v := range w {
		f := math.Abs(float64(v))
		if math.IsNaN(f) || math.IsInf(f, 0) {
			finite = false
			continue
		}
		top = max(top, f)
	}
	return top, finite
}

// longestRerun bounds the steps that are taken once more to find a cause.
const longestRerun = 256

// rerunFactor times as many steps are taken once more as led to the divergence: what diverges a
// little later without the suspect has another cause.
const rerunFactor = 4

// explain sets the cause of d and the advice. The rules, of which the first that holds decides:
// a value of the data is not finite; no step was made; eta lambda was beyond the bound of stability of
// w <- w - eta lambda w, 2 (1 + mu) under momentum (optim.Rule has that of the others), or beyond half of it, or there
// was a weight decay and the weights or the loss had grown, and the same steps without it do not diverge; they had
// grown, and the arm step
// had cut the drift to less than half and not the noise; they had grown, and the same steps without
// momentum do not diverge; they had grown; none of these.
func (r *run) explain(ctx context.Context, d *Diverged, w []float32) {
	if r.rerun { // only asked whether it diverges
		return
	}
	g := &r.growth
	d.FirstLoss, d.LastLoss = g.first, g.last
	top, finite := largest(w)
	d.Largest = top
	grown := !finite || g.last > 10*g.first || top > 10*g.start
	c := r.controls
	eta, _ := c.Arm.Factors(c.Schedule, d.Step)
	mu := c.momentum()
	if i, bad := firstBad(r.set.Train.X); bad {
		d.Cause, d.Advice = DataCause, fmt.Sprintf(
			"data not finite, mend or leave out training example %d: it holds %v", i/r.set.Dim, r.set.Train.X[i])
		return
	}
	lambda, _ := c.decay()
	switch {
	case r.steps == 0:
		d.Cause, d.Advice = StartCause, r.startAdvice(top)
	case (g.share > .5 || grown && lambda > 0) &&
		r.blames(ctx, g.share > 1, func(c *Controls) { *c = c.without("weight_decay") }):
		d.Cause, d.Advice = WeightDecayCause, g.decayAdvice()
	case grown && c.Arm == schedule.StepOnly && eta < schedule.Reference(c.Schedule)/2 &&
		r.blames(ctx, true, func(c *Controls) { c.Arm = schedule.Both }):
		d.Cause, d.Advice = ArmCause, fmt.Sprintf("arm step cuts the drift to %.3g and leaves the noise at eta0 = %.3g, "+
			"more than that drift holds: lower eta0, or use arm both", eta, schedule.Reference(c.Schedule))
	case grown && mu > 0 && r.blames(ctx, false, func(c *Controls) { *c = c.without("mu") }):
		d.Cause, d.Advice = MomentumCause, fmt.Sprintf("momentum %g too strong, lower it or eta0: "+
			"steps of %.4g add up to %.4g, and without momentum do not diverge", mu, eta, eta/(1-mu))
	case grown && mu > 0:
		d.Cause, d.Advice = LearningRateCause, fmt.Sprintf("learning rate too large, lower eta0 (or momentum %g): "+
			"steps of %.4g add up to %.4g", mu, eta, eta/(1-mu))
	case grown:
		d.Cause = LearningRateCause
		d.Advice = "learning rate too large, lower eta0 or let it decay sooner: " + g.growthText(top)
	default:
		d.Advice = "cause not known, try a lower eta0: " + g.growthText(top) + ", and one step left the finite range"
	}
}

// decayAdvice names the weight decay and the bounds for it and for the learning rate: half of
// where the weights grow by themselves.
func (g *growth) decayAdvice() string {
	lambda, bound := g.decay.decay()
	half := bound / 2
	if g.share <= 1 {
		return fmt.Sprintf("weight decay too strong, lower it or eta0: eta x lambda = %.3g adds to eta times the "+
			"curvature of the loss, which together have to stay below %.3g; the same steps without it do not diverge",
			g.eta*lambda, bound)
	}
	return fmt.Sprintf("weight decay too strong, lower it below %.3g, or eta0 below %.3g: eta x lambda = %.3g of "+
		"at most %.3g, beyond this the weights grow by themselves", half/g.eta, half/lambda, g.eta*lambda, bound)
}

// startAdvice says what is too large before the first step, with the largest weight.
func (r *run) startAdvice(top float64) string {
	what := "the first weights"
	if r.cfg.Weights != nil {
		what = "the weights of " + r.cfg.Weights.Path
	}
	inputs, _ := largest(r.set.Train.X)
	return fmt.Sprintf("the loss or its gradient is not finite before the first step, whatever the learning rate, "+
		"scale down what is large: %s are up to %.3g, the inputs up to %.3g", what, top, inputs)
}

// growthText says by how much the largest parameter and the loss had changed.
func (g *growth) growthText(top float64) string {
	reached := fmt.Sprintf("%.3g", top)
	if top < g.start { // the others are no numbers any more
		reached = "beyond all numbers"
	}
	text := fmt.Sprintf("the largest parameter went from %.3g to %s, the loss from %.3g to %.3g",
		g.start, reached, g.first, g.last)
	if g.first > largeLoss {
		text += ", and so large a first loss comes of inputs, or weights, of a large scale: normalise them"
	}
	return text
}

// largeLoss is a loss of the first minibatch (nats) that no weights near 0 give, unless inputs are large.
const largeLoss = 1e4

// firstBad is the position of the first value that is not finite.
func firstBad(x []float32) (i int, bad bool) {
	for i, v := range x {
		if f := float64(v); math.IsNaN(f) || math.IsInf(f, 0) {
			return i, true
		}
	}
	return 0, false
}

// blames takes the steps of the run once more with other controls, and says that they do not
// diverge then. Where that would take long, or the controls have changed, the answer is untried.
func (r *run) blames(ctx context.Context, untried bool, other func(*Controls)) bool {
	if r.steps > longestRerun || r.growth.changed || r.controls.Arm == schedule.GrowBatch {
		return untried
	}
	cfg := r.cfg
	other(&cfg.Controls)
	cfg.Script, cfg.Capture, cfg.Probe.Every = nil, nil, 0
	again, err := newRunOn(cfg, r.set, func(string, nn.Problem) (nn.Model, error) { return r.model, nil })
	if err != nil {
		return untried
	}
	if again.begin() != nil {
		return untried
	}
	again.emit = func(Event) error { return nil }
	again.rerun = true
	for k := range min(rerunFactor*(r.steps+1), rerunFactor*longestRerun) { // it may only take longer
		if again.update(ctx, k) != nil {
			return false
		}
	}
	_, finite := largest(again.sgd.w)
	return finite
}
