package train

import (
	"context"
	"math"

	"levyscope/train/optim"
)

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
