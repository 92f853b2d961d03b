package train

import (
	"levyscope/train/kesten"
	"levyscope/train/optim"
	"levyscope/train/schedule"
)

// IterateTheory is the exact index of package kesten where it is known: plain SGD with one learning rate on
// fresh examples of linear regression, and a linear model without bias.
type IterateTheory struct {
	Alpha      float64 `json:"alpha"`      // +Inf beyond kesten.Highest; NaN without a stationary law
	Lyapunov   float64 `json:"lyapunov"`   // a step; 0 or more: no stationary law
	Stationary bool    `json:"stationary"` // Lyapunov < 0
}

// iterateTheory is what is known of the stationary law of the run's iterates, or else why that is nothing.
func (r *run) iterateTheory() (*IterateTheory, string) {
	if why := r.noTheory(); why != "" {
		return nil, why
	}
	u, law := r.controls, r.set.Law
	x, err := kesten.Design{Dim: r.set.Dim, Batch: u.Batch, Sigma: law.Sigma,
		Eta: schedule.Reference(u.Schedule), Decay: u.WeightDecay}.Index()
	if err != nil {
		return nil, err.Error()
	}
	return &IterateTheory{x.Alpha, x.Lyapunov, x.Stationary()}, ""
}

// noTheory is the first thing by which the run differs from those that package kesten knows; "" where none does.
func (r *run) noTheory() string {
	u, law := r.controls, r.set.Law
	_, constant := u.Schedule.(schedule.Constant)
	switch {
	case law == nil:
		return "the data are not the Gaussian design of --data regression"
	case law.Noise == 0:
		return "the targets have no noise: the weights go to the exact ones, or run away"
	case len(r.model.Tensors()) != 1 || r.model.NumParams() != r.set.Dim:
		return "the model is not linear:nobias"
	case r.cfg.Sampling != Fresh:
		return "minibatches are drawn from a finite set: use --sampling fresh"
	case u.Optimizer != nil:
		return "the optimiser is not plain SGD"
	case u.Momentum != 0:
		return "momentum is not 0"
	case u.Clip.By != optim.Nothing:
		return "gradients are clipped"
	case r.growth.changed:
		return "the controls were changed in the run"
	case !constant:
		return "the learning rate is not constant"
	}
	return ""
}
