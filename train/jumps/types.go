// Package jumps follows the gradient noise of a training run along its path: how often it makes jumps, of which size,
// whether they come together, and whether the noise remembers its past.
//
// The noise of a step is u = g - m, with g the gradient of the minibatch and m a centre: the full gradient at the same
// weights where the run computes that, or an anchor that follows the minibatch gradients. With an anchor u contains
// what the anchor has not followed yet, the drift.
//
// There are two kinds of jumps of a parameter i, with the learning rate eta of the noise and a threshold kappa:
//
//	fixed     eta |u_i| > kappa eta_ref S_i     the update is beyond a size that stays the same for the whole run
//	current   |u_i| > kappa sigma_i             the noise is beyond kappa of its scales of today
//
// S_i is the scale of the parameter at one probe, the reference; sigma_i is that of the last probe. If eta falls by a
// factor s and the noise stays as it is, stable with the index alpha, fixed jumps become rarer by s^alpha whatever the
// decay does to the noise, and current ones stay as frequent as they were. So only current jumps tell whether a decay
// changes the noise. Files: types.go says what is reported, watch.go counts, law.go compares learning rates.
package jumps

import "fmt"

// Settings say how jumps are followed. A nil pointer to them: not at all.
type Settings struct {
	// Norm is the factor by which the norm of the noise exceeds its median in a jump of the norm, in [1.01, 1e6].
	Norm float64 `json:"norm"`
}

// Default are the settings of new runs.
func Default() *Settings { return &Settings{Norm: 2} }

// Validate returns an error that names a value out of its range.
func (s *Settings) Validate() error {
	if s != nil && !(s.Norm >= 1.01 && s.Norm <= 1e6) {
		return fmt.Errorf("norm factor = %g of jumps: use 1.01 to 1e6 medians of the norm", s.Norm)
	}
	return nil
}

// Count is how often there was a jump of one kind in some steps. A figure that cannot be computed is NaN.
type Count struct {
	Count  int `json:"count"`  // jumps
	Trials int `json:"trials"` // what was looked at: active parameters x steps, or steps
	Steps  int `json:"steps"`  // with something to look at
	// Low and High are the interval of 95 % of the rate Count/Trials if jumps were independent (Poisson).
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	// Fano is the variance of the number of jumps in a step over its mean: 1 if jumps are independent.
	Fano float64 `json:"fano"`
	// FanoP is the probability of such a Fano factor or a larger one if they are.
	FanoP float64 `json:"fano_p"`
	// ClusteredLow and ClusteredHigh are the interval of 95 % of the rate with the Fano factor, where that is above 1.
	ClusteredLow  float64 `json:"clustered_low"`
	ClusteredHigh float64 `json:"clustered_high"`
	// Several is the share of the jumps that come in steps with two or more.
	Several float64 `json:"several"`
	// Waiting is the mean number of steps from one with a jump to the next one.
	Waiting float64 `json:"waiting"`
}

// Rate is Count/Trials, NaN without a trial.
func (c Count) Rate() float64 { return float64(c.Count) / float64(c.Trials) }

// Concentration says how the jumps of the run so far are shared out among the parameters that had any trial.
type Concentration struct {
	Parameters int     `json:"parameters"` // active at the last probe
	Jumps      int     `json:"jumps"`      // of all parameters, in the run so far
	Half       float64 `json:"half"`       // share of the active parameters that holds half of them; NaN without a jump
	// HalfEqual is that share if all active parameters made jumps equally often, independently.
	HalfEqual float64 `json:"half_equal"`
	Largest   int     `json:"largest"`        // jumps of the parameter that has most
	Name      string  `json:"name,omitempty"` // of the first such parameter
}

// Tail is a generalised Pareto law fitted to excesses A/kappa - 1 of amplitudes A over the threshold.
type Tail struct {
	Shape   float64 `json:"shape"`    // xi; 1/alpha of a stable law; NaN of fewer than 30 excesses
	ShapeSE float64 `json:"shape_se"` // its standard error, for independent excesses
	Fitted  int     `json:"fitted"`   // excesses that were fitted: a random sample of at most 512
}

// Norm is about the norm of the noise of the whole network.
type Norm struct {
	Median  float64 `json:"median"`  // of |u| in the steps of the event, gradient units
	Largest float64 `json:"largest"` // of |u|, gradient units
	// Reference is the median norm of the first 64 steps from the reference on; NaN before they are over.
	Reference float64 `json:"reference"`
	Fixed     Count   `json:"fixed"`   // eta |u| beyond the factor times eta_ref Reference
	Current   Count   `json:"current"` // |u| beyond the factor times its median in the 64 steps before
}

// Serial is the correlation of the noise of a step with that of the next.
type Serial struct {
	// Norm is that of ln |u|, without the mean of the steps of the event.
	Norm   float64 `json:"norm"`
	NormSE float64 `json:"norm_se"` // its standard error, if there is none
	// Signed is that of u_i/sigma_i, clipped to 10 scales, over a random sample of the active parameters.
	Signed   float64 `json:"signed"`
	SignedSE float64 `json:"signed_se"` // its standard error, with what the parameters have in common
	// SignedNull is what Signed is of independent gradients: 0 with the exact centre, and just below it with an anchor,
	// which the last gradient has moved.
	SignedNull float64 `json:"signed_null"`
	Parameters int     `json:"parameters"` // of the sample that are active
}

// Change is the mean change of the minibatch loss after some steps, nats. Minibatch losses are noisy.
type Change struct {
	Steps int     `json:"steps"`
	Next  float64 `json:"next"` // from the loss of the step to that of the next one
	// NextSE is the standard error of Next.
	NextSE float64 `json:"next_se"`
	// Around is from the loss of the step before to that of the next one. A minibatch with a jump is one that has a
	// large loss itself, to which Next compares.
	Around   float64 `json:"around"`
	AroundSE float64 `json:"around_se"` // standard error of Around
}

// Loss says what the minibatch loss does in the step after a jump, in the run so far.
type Loss struct {
	Norm  Change `json:"norm"`  // steps with a current jump of the norm
	Top   Change `json:"top"`   // steps with more current jumps than 99 % of the 512 steps before
	Other Change `json:"other"` // all other steps
}

// Window is what was found along the path in the steps from From to Step - 1.
type Window struct {
	From  int     `json:"from"`         // first step
	Step  int     `json:"step"`         // one past the last
	Eta   float64 `json:"eta"`          // learning rate of the noise in the last step
	Exact bool    `json:"exact_centre"` // the centre was the full gradient in every step; otherwise an anchor
	// Caveat says what u contains beside the noise; empty with the exact centre.
	Caveat string `json:"caveat,omitempty"`
	// Reference is the step of the probe that fixed the sizes; -1: there was none yet.
	Reference int `json:"reference"`
	// Fixed and Current are the jumps of the active parameters of all arrays.
	Fixed   Count `json:"fixed"`
	Current Count `json:"current"`
	// FixedAmong and CurrentAmong say which parameters make them.
	FixedAmong   Concentration `json:"fixed_among"`
	CurrentAmong Concentration `json:"current_among"`
	Norm         Norm          `json:"norm"`
	Serial       Serial        `json:"serial"`
	Loss         Loss          `json:"loss"`
}
