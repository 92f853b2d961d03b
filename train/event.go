package train

import (
	"levyscope/stats/series"
	"levyscope/train/jumps"
	"levyscope/train/noise"
	"levyscope/train/weights"
)

// Event is what a run yields. Steps count from 0. An event of step k describes the
// weights before the update of step k, unless its documentation says otherwise.
type Event interface {
	// Type is the event's name in a recording.
	Type() string
	event()
}

// Foreign makes a struct that embeds it an Event, of a run that trains elsewhere: see package watch. The struct has a
// Type of its own.
type Foreign struct{}

var _ Event = Foreign{}

// Type is "foreign".
func (Foreign) Type() string { return "foreign" }
func (Foreign) event()       {}

// Started is the first event of a run. It holds the configuration, of which (with the
// Changed events that follow) the whole run is a function.
type Started struct {
	Engine     string  `json:"engine"`     // "train"
	Config     Config  `json:"config"`     // of the run, its defaults filled in
	Network    string  `json:"network"`    // the model in words, "MLP 40-100-100-10 relu"
	Parameters int     `json:"parameters"` // length of the parameter vector
	Layers     []Layer `json:"layers"`     // the parameter arrays in their order
	Examples   int     `json:"examples"`   // in the training set
	// DataSource is nil of a data set that is generated.
	DataSource *DataSource `json:"data_source,omitempty"`
	// Weights says how the tensors of the file of Config.Weights were taken for those of the network; nil without one.
	Weights *weights.Report `json:"weights,omitempty"`
}

// Layer names a parameter array.
type Layer struct {
	Name  string `json:"name"`  // of the array, "fc1.weight"
	Shape []int  `json:"shape"` // row-major dimensions
}

// Changed says that new controls took effect at the start of Step.
type Changed struct {
	Step     int      `json:"step"`     // from 0
	Controls Controls `json:"controls"` // in force from Step on
}

// Progress is one training step.
type Progress struct {
	Step int     `json:"step"` // from 0
	Eta  float64 `json:"eta"`  // learning rate of this step's noise: eta(k), or eta(0) in the arm "step"
	Loss float64 `json:"loss"` // mean cross-entropy of the minibatch, nats
	// Batch is the number of examples in the minibatch where that grows (schedule.GrowBatch); 0
	// elsewhere: it is that of the controls.
	Batch int `json:"batch,omitempty"`
	// Unrecorded says of a run elsewhere that the step's gradient was not recorded.
	Unrecorded bool `json:"unrecorded,omitempty"`
}

// Evaluated is the loss (nats) and the accuracy on all examples.
type Evaluated struct {
	Step          int     `json:"step"`            // steps taken before
	TrainLoss     float64 `json:"train_loss"`      // mean cross-entropy, nats
	TrainAccuracy float64 `json:"train_accuracy"`  // share of right answers, in [0, 1]
	TestLoss      float64 `json:"test_loss"`       // mean cross-entropy, nats
	TestAccuracy  float64 `json:"test_accuracy"`   // share of right answers, in [0, 1]
	Batch         int     `json:"batch,omitempty"` // of the next step, where it grows, as in Progress
}

// NoiseEstimate is what a probe of gradient noise found.
type NoiseEstimate struct {
	Step     int      `json:"step"`     // the step whose weights were probed
	Batch    int      `json:"batch"`    // examples in each minibatch
	Batches  int      `json:"batches"`  // K
	Block    int      `json:"block"`    // K1
	Sampling Sampling `json:"sampling"` // how the examples of the minibatches were drawn, which are independent
	// TrainingBatch is the batch of training where that has grown beyond Batch, to which a probe is
	// bounded; the noise of training is weaker then. 0: as Batch, or as the configuration has it.
	TrainingBatch int          `json:"training_batch,omitempty"`
	Layers        []LayerNoise `json:"layers"` // in the order of Started.Layers
	// WholeNet is another quantity than those of the layers.
	WholeNet WholeNet  `json:"whole_net"`
	Collapse *Collapse `json:"collapse,omitempty"` // nil of a network that has not collapsed

	// Method is how the gradients of the probe were kept; absent of recordings older than Stream.
	Method ProbeMethod `json:"method,omitempty"`
	// Centre is what the noise was measured from, absent where that is the gradient over all examples, and
	// CentreExamples how many examples that took, beside the Batch x Batches of the minibatches.
	Centre         noise.Centre `json:"centre,omitempty"`
	CentreExamples int          `json:"centre_examples,omitempty"`
	// CentreCaveat says in words that the centre's own error may reach the laws and their verdicts; "" where it does not.
	CentreCaveat string `json:"centre_caveat,omitempty"`
	// CentreError is the standard error of the centre Anchor, in standard deviations of the noise.
	CentreError float64 `json:"centre_error,omitempty"`
	// Across is the tail across the parameters of one gradient, another axis than those of the layers and of WholeNet;
	// nil of the method Matrix.
	Across *noise.Across `json:"across,omitempty"`
	// Pooled is one histogram of the noise of all parameters of each array, where not all parameters are kept.
	Pooled []noise.PooledArray `json:"pooled,omitempty"`
	// Kept is how many parameters were counted one by one, where those are not all.
	Kept int `json:"kept,omitempty"`
	// Burst are the steps of a run elsewhere whose gradients these are, in place of a probe at frozen weights; nil of a
	// probe. Then the figures are of noise and drift.
	Burst *Burst `json:"burst,omitempty"`
}

// Looked has the laws of all parameters as the last probe found them. It follows the NoiseEstimate of the same probe,
// and is no part of a recording.
type Looked struct {
	Step int          `json:"step"` // whose weights were probed
	Bank *series.Bank `json:"-"`
}

// Type is "looked".
func (Looked) Type() string { return "looked" }

// Transient keeps the event out of recordings.
func (Looked) Transient() {}
func (Looked) event()     {}

// LayerNoise describes the gradient noise of the parameters of one array. Estimates are
// made per parameter, from its K values across the minibatches of the probe, and then
// summarised over the active parameters: those that are not dead and have no atom (see
// AtomShare), Params - Dead - Atoms.Apart of them. A figure that cannot be computed is NaN,
// which is null in a recording. A tail index is at most 2: where the formula gives more,
// the figure is 2, and the field of the same name with "beyond" has what the formula
// gives, null for infinity.
type LayerNoise struct {
	Name   string `json:"name"`   // of the array
	Params int    `json:"params"` // parameters of the array
	Dead   int    `json:"dead"`   // parameters whose K values are all equal; they enter no estimate
	Atoms  Atoms  `json:"atoms"`  // exact zeros of the gradients, and the parameters set apart for them
	// Alpha is the median over parameters of the block log-moment estimate.
	Alpha       float64 `json:"alpha"`
	AlphaBeyond float64 `json:"alpha_beyond,omitempty"` // the formula's, where that is more than 2
	AlphaSE     float64 `json:"alpha_se"`               // its standard error: jackknife over groups of minibatches
	// AlphaAll is as Alpha, but over the parameters with atoms too: their atoms are taken for noise.
	AlphaAll   float64 `json:"alpha_all"`
	AlphaAllSE float64 `json:"alpha_all_se"` // its standard error, as that of Alpha
	// Quantiles are those of alpha-hat over parameters: 5, 25, 50, 75, 95 %.
	Quantiles [5]float64 `json:"quantiles"`
	// InverseQuantiles are the same of 1/alpha-hat, as the formula gives it: below 1/2, and even below 0,
	// where there is no such tail index.
	InverseQuantiles [5]float64 `json:"inverse_quantiles"`
	ParamSE          float64    `json:"param_se"` // median standard error of one parameter's alpha-hat
	Sigma            float64    `json:"sigma"`    // median scale (gradient units)
	// SigmaSE is its standard error, as that of Alpha; of the method Stream that of one parameter, the median, which is
	// an upper bound.
	SigmaSE  float64 `json:"sigma_se"`
	Kurtosis float64 `json:"kurtosis"` // median sample kurtosis; 3 for a Gaussian
	// Pooled is alpha-hat of all active parameters and minibatches as one series: a variant, by array, of
	// the estimate of Simsekli et al. 2019, which is WholeNet.
	Pooled       float64   `json:"pooled"`
	PooledBeyond float64   `json:"pooled_beyond,omitempty"` // the formula's, where that is more than 2
	PooledSE     float64   `json:"pooled_se"`               // standard error if the values of that series were independent
	PooledBlock  int       `json:"pooled_block"`            // its K1, neighbouring parameters of a minibatch; 0: none
	Histogram    Histogram `json:"histogram"`               // of U_i/sigma_i, all active parameters together

	// Laws are those of the array's parameters one by one, each judged by itself; nil of the method Matrix. They
	// leave out the atoms of a parameter, where Alpha leaves out the parameters that have them.
	Laws *series.Laws `json:"laws,omitempty"`
}

// Histogram counts values in equal bins over [-Limit, Limit).
type Histogram struct {
	Limit  float64 `json:"limit"`  // in units of sigma
	Counts []int   `json:"counts"` // of each bin, from -Limit up
	Under  int     `json:"under"`  // values below -Limit
	Over   int     `json:"over"`   // values from Limit on
	SD     float64 `json:"sd"`     // root mean square of all values, including those beyond the limits
}

// Jumps counts the jumps of one array's parameters since the last such event. There is a
// jump of parameter i at step k if its amplitude
//
//	A = eta_U |g_i - m_i| / (eta_ref sigma_i)
//
// exceeds kappa, the JumpThreshold of the configuration. Here g is the minibatch
// gradient, eta_U the learning rate of the noise at that step, and eta_ref the learning
// rate that the first schedule decays from (schedule.Reference).
//
// Under clipping, and with optimisers other than SGD and momentum, A is not the size of an update: g is the gradient of
// the minibatch before clipping, and what the optimiser makes of it is another quantity.
//
// The centre m estimates the full gradient. Where the decay arm computes the full
// gradient at each step, m is that. Otherwise m is the full gradient at the last probe,
// from where it follows g as an exponential average over 100 steps, in which g - m is
// clipped to 3 scales.
//
// Only active parameters count: not those that were dead at the last probe, nor those with
// an atom, whose gradient is 0 most of the time and whose -grad L is far out in units of
// what is left. The jumps of the latter are counted apart, and so are their trials. In a
// network that had collapsed at the last probe nothing is counted.
//
// NoiseCount counts |g_i - m_i| > kappa sigma_i instead: noise beyond kappa scales, whatever the
// learning rate. Count falls under a decay by its definition, since the updates shrink;
// NoiseCount changes only if the noise does.
//
// The scale sigma_i is that of the parameter's noise at the last probe, and so for the
// probe's batch size; whether it has an atom is judged there too, though a larger training
// batch has fewer. If the noise were stable with that scale, a jump would have the
// probability 2 c_alpha (eta_U/(eta_ref kappa))^alpha, to leading order in 1/kappa.
type Jumps struct {
	From       int     `json:"from"`                  // first step
	Step       int     `json:"step"`                  // one past the last
	Layer      string  `json:"layer"`                 // name of the array
	Count      int     `json:"count"`                 // jumps
	NoiseCount int     `json:"noise_count"`           // noises beyond kappa scales
	Trials     int     `json:"trials"`                // (parameter, step) pairs that were looked at: active ones x steps
	Median     float64 `json:"median"`                // of the amplitude A, to 3 %; NaN without a jump
	P90        float64 `json:"p90"`                   // 90 % quantile of A; NaN without a jump
	Max        float64 `json:"max"`                   // largest A; NaN without a jump
	AtomCount  int     `json:"atom_count,omitempty"`  // jumps of the parameters with atoms, which enter no other field
	AtomTrials int     `json:"atom_trials,omitempty"` // (parameter, step) pairs of theirs
	// Fixed and Current count the jumps of package jumps in the same steps; nil where Config.Trajectory is nil, and
	// Fixed before the reference probe. NoiseCount is Current.Count.
	Fixed   *jumps.Count `json:"fixed,omitempty"`
	Current *jumps.Count `json:"current,omitempty"`
}

// Trajectory is the noise along the path since the last such event, where Config.Trajectory asks for it. There is one
// after each round of Jumps events.
type Trajectory struct{ jumps.Window }

// JumpLaw is how the jumps of the run depend on the learning rate. It comes before Done, where Config.Trajectory asks
// for it and there was a step to count jumps in.
type JumpLaw struct {
	jumps.Law
	Partial bool `json:"partial,omitempty"` // the run was interrupted
}

// Done is the last event of a run that was not ended by an error.
type Done struct {
	Steps         int         `json:"steps"`                // steps taken
	Loss          float64     `json:"loss"`                 // on all training examples, nats
	TrainAccuracy float64     `json:"train_accuracy"`       // on all training examples, in [0, 1]
	TestLoss      float64     `json:"test_loss"`            // on all test examples, nats
	TestAccuracy  float64     `json:"test_accuracy"`        // on all test examples, in [0, 1]
	Layers        []LayerDone `json:"layers"`               // the last probe of each array; empty without probes
	Jumps         int         `json:"jumps"`                // of all arrays, in the whole run
	AtomJumps     int         `json:"atom_jumps,omitempty"` // of parameters with atoms, which Jumps leaves out
	Uncounted     bool        `json:"uncounted,omitempty"`  // no jumps were counted, and Jumps is 0: JumpsEvery is 0
	Collapse      *Collapse   `json:"collapse,omitempty"`   // of the last probe
	// Clipped is what clipping did in the whole run, nil where no step had any.
	Clipped *ClippedTotal `json:"clipped,omitempty"`
	// Iterates are the tails of the parameters that Config.Iterates names.
	Iterates []IterateTail `json:"iterates,omitempty"`
	Partial  bool          `json:"partial"` // the run was interrupted
}

// Type is "started", the name of the event in a recording.
func (Started) Type() string { return "started" }

// Type is "changed", the name of the event in a recording.
func (Changed) Type() string { return "changed" }

// Type is "progress", the name of the event in a recording.
func (Progress) Type() string { return "progress" }

// Type is "evaluated", the name of the event in a recording.
func (Evaluated) Type() string { return "evaluated" }

// Type is "noise", the name of the event in a recording.
func (NoiseEstimate) Type() string { return "noise" }

// Type is "jumps", the name of the event in a recording.
func (Jumps) Type() string { return "jumps" }

// Type is "trajectory", the name of the event in a recording.
func (Trajectory) Type() string { return "trajectory" }

// Type is "jump_law", the name of the event in a recording.
func (JumpLaw) Type() string { return "jump_law" }

// Type is "diverged", the name of the event in a recording.
func (Diverged) Type() string { return "diverged" }

// Type is "done", the name of the event in a recording.
func (Done) Type() string { return "done" }

func (Started) event()       {}
func (Changed) event()       {}
func (Progress) event()      {}
func (Evaluated) event()     {}
func (NoiseEstimate) event() {}
func (Jumps) event()         {}
func (Trajectory) event()    {}
func (JumpLaw) event()       {}
func (Diverged) event()      {}
func (Done) event()          {}
