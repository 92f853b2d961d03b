package train

import "fmt"

// Event is what a run yields. Steps count from 0. An event of step k describes the
// weights before the update of step k, unless its documentation says otherwise.
type Event interface {
	// Type is the event's name in a recording.
	Type() string
	event()
}

// Started is the first event of a run. It holds the configuration, of which (with the
// Changed events that follow) the whole run is a function.
type Started struct {
	Engine     string  `json:"engine"` // "train"
	Config     Config  `json:"config"`
	Network    string  `json:"network"`
	Parameters int     `json:"parameters"`
	Layers     []Layer `json:"layers"`
	Examples   int     `json:"examples"` // in the training set
}

// Layer names a parameter array.
type Layer struct {
	Name  string `json:"name"`
	Shape []int  `json:"shape"`
}

// Changed says that new controls took effect at the start of Step.
type Changed struct {
	Step     int      `json:"step"`
	Controls Controls `json:"controls"`
}

// Progress is one training step.
type Progress struct {
	Step int     `json:"step"`
	Eta  float64 `json:"eta"`  // learning rate of this step's noise: eta(k), or eta(0) in the arm "step"
	Loss float64 `json:"loss"` // mean cross-entropy of the minibatch, nats
}

// Evaluated is the loss (nats) and the accuracy on all examples.
type Evaluated struct {
	Step          int     `json:"step"`
	TrainLoss     float64 `json:"train_loss"`
	TrainAccuracy float64 `json:"train_accuracy"`
	TestLoss      float64 `json:"test_loss"`
	TestAccuracy  float64 `json:"test_accuracy"`
}

// NoiseEstimate is what a probe of gradient noise found.
type NoiseEstimate struct {
	Step    int          `json:"step"`
	Batch   int          `json:"batch"`   // examples in each minibatch
	Batches int          `json:"batches"` // K
	Block   int          `json:"block"`   // K1
	Layers  []LayerNoise `json:"layers"`
}

// LayerNoise describes the gradient noise of the parameters of one array. Estimates are
// made per parameter, from its K values across the minibatches of the probe, and then
// summarised over the parameters. A figure that cannot be computed is NaN, which is null
// in a recording.
type LayerNoise struct {
	Name      string     `json:"name"`
	Params    int        `json:"params"`
	Dead      int        `json:"dead"`      // parameters whose K values are all equal; they enter no estimate
	Alpha     float64    `json:"alpha"`     // median over parameters of the block log-moment estimate
	AlphaSE   float64    `json:"alpha_se"`  // its standard error: jackknife over groups of minibatches
	Quantiles [5]float64 `json:"quantiles"` // of alpha-hat over parameters: 5, 25, 50, 75, 95 %
	ParamSE   float64    `json:"param_se"`  // median standard error of one parameter's alpha-hat
	Sigma     float64    `json:"sigma"`     // median scale (gradient units)
	SigmaSE   float64    `json:"sigma_se"`  // its standard error, as that of Alpha
	Kurtosis  float64    `json:"kurtosis"`  // median sample kurtosis; 3 for a Gaussian
	Pooled    float64    `json:"pooled"`    // alpha-hat of all parameters and minibatches as one series
	PooledSE  float64    `json:"pooled_se"` // standard error of Pooled if the values of that series were independent
	Histogram Histogram  `json:"histogram"` // of U_i/sigma_i, all parameters of the layer together
}

// Histogram counts values in equal bins over [-Limit, Limit).
type Histogram struct {
	Limit  float64 `json:"limit"`
	Counts []int   `json:"counts"`
	Under  int     `json:"under"`
	Over   int     `json:"over"`
	SD     float64 `json:"sd"` // root mean square of all values, including those beyond the limits
}

// Jumps counts the jumps of one array's parameters since the last such event. There is a
// jump of parameter i at step k if its amplitude
//
//	A = eta_U |g_i - m_i| / (eta_ref sigma_i)
//
// exceeds kappa, the JumpThreshold of the configuration. Here g is the minibatch
// gradient, eta_U the learning rate of the noise at that step, and eta_ref the learning
// rate at step 0.
//
// The centre m estimates the full gradient. Where the decay arm computes the full
// gradient at each step, m is that. Otherwise m is the full gradient at the last probe,
// from where it follows g as an exponential average over 100 steps, in which g - m is
// clipped to 3 scales.
//
// The scale sigma_i is that of the parameter's noise at the last probe, and so for the
// probe's batch size. If the noise were stable with that scale, a jump would have the
// probability 2 c_alpha (eta_U/(eta_ref kappa))^alpha, to leading order in 1/kappa.
type Jumps struct {
	From   int     `json:"from"` // first step
	Step   int     `json:"step"` // one past the last
	Layer  string  `json:"layer"`
	Count  int     `json:"count"`
	Trials int     `json:"trials"` // (parameter, step) pairs that were looked at: parameters with noise x steps
	Median float64 `json:"median"` // of the amplitude A, to 3 %; NaN without a jump
	P90    float64 `json:"p90"`
	Max    float64 `json:"max"`
}

// Diverged says that a number left the finite range. It is the last event of its run.
type Diverged struct {
	Step      int     `json:"step"`
	Parameter string  `json:"parameter"` // the first parameter, or gradient, that is not finite
	Value     string  `json:"value"`
	Eta       float64 `json:"eta"`
}

// Done is the last event of a run that was not ended by an error.
type Done struct {
	Steps         int         `json:"steps"`
	Loss          float64     `json:"loss"` // on all training examples, nats
	TrainAccuracy float64     `json:"train_accuracy"`
	TestLoss      float64     `json:"test_loss"`
	TestAccuracy  float64     `json:"test_accuracy"`
	Layers        []LayerDone `json:"layers"`
	Jumps         int         `json:"jumps"`
	Partial       bool        `json:"partial"` // the run was interrupted
}

// LayerDone is the last estimate of an array's gradient noise.
type LayerDone struct {
	Name    string  `json:"name"`
	Params  int     `json:"params"`
	Alpha   float64 `json:"alpha"`
	AlphaSE float64 `json:"alpha_se"`
	Sigma   float64 `json:"sigma"`
}

// DivergedError is the error with which a diverged run ends.
type DivergedError struct{ Diverged }

func (e *DivergedError) Error() string {
	return fmt.Sprintf("training diverged at step %d: %s is %s at learning rate %g; lower eta0, or let it decay sooner",
		e.Step, e.Parameter, e.Value, e.Eta)
}

// Type names the event in a recording.
func (Started) Type() string       { return "started" }
func (Changed) Type() string       { return "changed" }
func (Progress) Type() string      { return "progress" }
func (Evaluated) Type() string     { return "evaluated" }
func (NoiseEstimate) Type() string { return "noise" }
func (Jumps) Type() string         { return "jumps" }
func (Diverged) Type() string      { return "diverged" }
func (Done) Type() string          { return "done" }

func (Started) event()       {}
func (Changed) event()       {}
func (Progress) event()      {}
func (Evaluated) event()     {}
func (NoiseEstimate) event() {}
func (Jumps) event()         {}
func (Diverged) event()      {}
func (Done) event()          {}
