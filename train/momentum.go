package train

import (
	"errors"
	"math"

	"levyscope/train/nn/kernel"
	"levyscope/train/optim"
	"levyscope/train/schedule"
)

// MomentumForm says where the learning rate enters momentum: see optim.Form.
type MomentumForm = optim.Form

// The forms. The zero value is that of recordings without a form.
const (
	Polyak  = optim.Polyak
	PyTorch = optim.PyTorch
)

// ParseMomentumForm reads "polyak" or "pytorch".
func ParseMomentumForm(s string) (MomentumForm, error) { return optim.ParseForm(s) }

// velocityForm is the form in which the velocity is kept. Without momentum it is Polyak's, in
// which the velocity is the last step.
func (c Controls) velocityForm() MomentumForm {
	if c.Momentum == 0 {
		return Polyak
	}
	return c.Form
}

// splits says that the drift and the noise keep a velocity each: in the arms that give them
// learning rates of their own, in PyTorch's form. They do so before the decay begins too, since the
// velocity remembers. In Polyak's form one velocity is the sum of the two, as both decay by mu.
func (c Controls) splits() bool {
	if c.velocityForm() != PyTorch || c.Arm != schedule.NoiseOnly && c.Arm != schedule.StepOnly {
		return false
	}
	_, constant := c.Schedule.(schedule.Constant)
	return !constant
}

// enter brings the velocities into the form of the controls c, where that has changed. drift and
// noise are the learning rates of the coming step. A change of form keeps the step that the
// velocity stands for: from Polyak's to PyTorch's it is divided by the learning rate, back it is
// multiplied; a learning rate of 0 forgets it. Velocities that are split from now on begin with
// all of it in the drift's, as the mean of the noise is 0; those no longer split are added up.
func (s *sgd) enter(drift, noise float64, c Controls) {
	form, split := c.velocityForm(), c.splits()
	if form == s.form && split == s.split {
		return
	}
	switch {
	case s.form == PyTorch && form == Polyak:
		for i := range s.velocity {
			s.velocity[i] = float32(drift)*s.velocity[i] + float32(noise)*s.noiseVelocity(i)
		}
	case s.form == Polyak && form == PyTorch:
		scale := float32(1 / drift)
		if math.IsInf(float64(scale), 0) {
			scale = 0
		}
		for i := range s.velocity {
			s.velocity[i] *= scale
		}
	case s.split:
		for i := range s.velocity {
			s.velocity[i] += s.noise[i]
		}
	}
	s.form, s.split = form, split
	s.noise = nil
	if split {
		s.noise = make([]float32, len(s.velocity))
	}
}

// noiseVelocity is the velocity of the noise of parameter i, 0 where it has none of its own.
func (s *sgd) noiseVelocity(i int) float32 {
	if s.noise == nil {
		return 0
	}
	return s.noise[i]
}

// heavyBall is one update in PyTorch's form; see sgd.step.
func (s *sgd) heavyBall(g, full []float32, drift, noise float64, c Controls) {
	w, velocity := s.w[:len(g)], s.velocity[:len(g)]
	mu, lambda, etaDrift, etaNoise := float32(c.Momentum), float32(c.WeightDecay), float32(drift), float32(noise)
	if !s.split {
		if assembled(s.loops) {
			s.loops.HeavyBall(w, velocity, g, kernel.Descent{Rate: etaDrift, Momentum: mu, Decay: lambda})
			return
		}
		for i, u := range g {
			v := mu*velocity[i] + u + lambda*w[i]
			velocity[i] = v
			w[i] -= etaDrift * v
		}
		return
	}
	rest := s.noise[:len(g)]
	for i, u := range g {
		v := mu*velocity[i] + full[i] + lambda*w[i]
		n := mu*rest[i] + u - full[i]
		velocity[i], rest[i] = v, n
		w[i] -= etaDrift*v + etaNoise*n
	}
}

var errNoSchedule = errors.New("no learning-rate schedule is set: use for example constant:eta0=0.1")
