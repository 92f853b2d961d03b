package train

import (
	"context"
	"fmt"
	"math"

	"levyscope/train/nn/kernel"
	"levyscope/train/optim"
)

// sgd holds the weights, and what the optimiser in force remembers: the velocity of momentum, or the moments of
// another rule.
type sgd struct {
	w, velocity []float32     // (params)
	noise       []float32     // (params) velocity of the noise, where split; velocity is then that of the drift
	form        MomentumForm  // of the velocities
	split       bool          // drift and noise have a velocity each
	rule        optim.Rule    // of the last step; nil of SGD and momentum
	loops       kernel.Kernel // nil: as kernel.Gonum
	atRest      bool          // the velocities are known to be 0
	moments     *optim.Moments
}

// assembled says that a kernel has loops in assembly. They give the bits of the loops in Go on the same processor.
// On other processors Go may round a product and a sum once, so that gonum's kernel keeps to the loops in Go.
func assembled(k kernel.Kernel) bool { return k != nil && k.Name() != kernel.Gonum }

// step is one update with the gradient split into drift and noise, U = g - grad L. In Polyak's
// form of momentum, and without momentum:
//
//	v <- mu v + drift (grad L + lambda w) + noise U,   w <- w - v
//
// and in PyTorch's, where n is a velocity of its own only in arms in which the learning rates
// drift and noise differ:
//
//	v <- mu v + grad L + lambda w,   n <- mu n + U,   w <- w - drift v - noise n
//
// full is grad L; it may be nil where both learning rates are equal and the velocities not split.
// lambda and mu are the weight decay and the momentum of c. Where c has another optimiser, that makes the step, with
// the learning rate drift, which is equal to noise then.
func (s *sgd) step(g, full []float32, drift, noise float64, c Controls) {
	s.follow(c.Optimizer)
	if s.rule != nil {
		s.rule.Step(s.w, g, s.moments, drift)
		return
	}
	if s.forgets(c) {
		s.forget()
		s.plain(g, full, drift, noise, c)
		return
	}
	s.enter(drift, noise, c)
	s.atRest = false
	if s.form == PyTorch {
		s.heavyBall(g, full, drift, noise, c)
		return
	}
	w, velocity := s.w[:len(g)], s.velocity[:len(g)]
	mu, decay, eta := float32(c.Momentum), float32(drift*c.WeightDecay), float32(noise)
	if full == nil && mu == 0 && decay == 0 {
		for i, v := range g {
			step := eta * v
			velocity[i] = step // kept, since momentum may be turned on later
			w[i] -= step
		}
		return
	}
	rest := float32(drift - noise)
	if full == nil {
		full, rest = g, 0
	}
	for i, v := range g {
		step := eta*v + decay*w[i] + rest*full[i] + mu*velocity[i]
		velocity[i] = step
		w[i] -= step
	}
}

// follow brings what is remembered to the optimiser of the coming step; nil is SGD or momentum. Another kind of
// optimiser begins with moments, or a velocity, of 0 and counts its steps from 1. Other parameters of the same kind
// keep them.
func (s *sgd) follow(rule optim.Rule) {
	if rule == s.rule {
		return
	}
	if rule == nil || s.rule == nil || optim.Kind(rule) != optim.Kind(s.rule) {
		clear(s.velocity)
		s.form, s.split, s.noise, s.moments = Polyak, false, nil, nil
		if rule != nil {
			s.moments = optim.NewMoments(rule, len(s.w))
		}
	}
	s.rule = rule
}

// firstNonFinite names the first element of x (params) that is NaN or infinite, as
// "fc2.weight[1 37]".
func firstNonFinite(m layout, x []float32) (name, value string, found bool) {
	for _, t := range m.Tensors() {
		for i, v := range x[t.Offset : t.Offset+t.Len] {
			if f := float64(v); math.IsNaN(f) || math.IsInf(f, 0) {
				return fmt.Sprintf("%s%v", t.Name, index(i, t.Shape)), fmt.Sprint(f), true
			}
		}
	}
	return "", "", false
}

// index is the multi-index of element i of a row-major array of the given shape.
func index(i int, shape []int) []int {
	out := make([]int, len(shape))
	for d := len(shape) - 1; d >= 0; d-- {
		out[d] = i % shape[d]
		i /= shape[d]
	}
	return out
}

// forgets says that a step under c leaves no velocity: one without momentum, by a rule that is in force with all
// kernels but Gonum's. Momentum that is turned on later begins at v = 0 then, as in torch.optim.SGD. With Gonum's
// kernel the velocity is the last step, as in recordings that name no kernel.
func (s *sgd) forgets(c Controls) bool {
	return c.Momentum == 0 && assembled(s.loops)
}

// forget sets the velocities to 0.
func (s *sgd) forget() {
	if s.atRest {
		return
	}
	clear(s.velocity)
	s.form, s.split, s.noise, s.atRest = Polyak, false, nil, true
}

// plain is a step without momentum: w <- w - (noise g + drift lambda w + (drift - noise) grad L). full is grad L; nil
// where both learning rates are equal.
func (s *sgd) plain(g, full []float32, drift, noise float64, c Controls) {
	w, decay, eta := s.w[:len(g)], float32(drift*c.WeightDecay), float32(noise)
	switch {
	case full == nil && decay == 0:
		s.loops.Update(w, g, eta)
	case full == nil:
		for i, v := range g {
			w[i] -= eta*v + decay*w[i]
		}
	default:
		rest := float32(drift - noise)
		for i, v := range g {
			w[i] -= eta*v + decay*w[i] + rest*full[i]
		}
	}
}

// fuses says that nothing but the weights needs the gradient of the coming step, so that the workspace may make the
// step while it computes the gradient. The bits are those of the step in two parts.
func (r *run) fuses(drift, noise float64) bool {
	c := &r.controls
	return r.cfg.JumpsEvery == 0 && drift == noise && c.WeightDecay == 0 && c.Clip == (optim.Clip{}) &&
		c.Optimizer == nil && r.sgd.forgets(*c)
}

// descend is a step that fuses says may be made so.
func (r *run) descend(ctx context.Context, k int, eta float64) error {
	r.sgd.follow(nil)
	r.sgd.forget()
	w := r.sgd.w
	sum, _ := r.ws.Descend(w, r.batch.x, r.batch.y, float32(eta))
	loss := sum / float64(r.batch.len())
	if math.IsNaN(loss) || math.IsInf(loss, 0) {
		r.ws.Gradient(r.g, w, r.batch.x, r.batch.y) // w is as it was: which gradient is not finite
		return r.diverged(ctx, k, w, loss)
	}
	r.growth.step(k, loss, eta, r.controls)
	r.steps = k + 1
	return r.report(ctx, k, eta, loss)
}
