package train

import "fmt"

// Event is what a run yields. Steps count from 0; an event of step k speaks of
// the weights before the update of step k, unless it says otherwise.
type Event interface {
	// Type is the event's name in a recording.
	Type() string
	event()
}

// Started is the first event of a run: all that it is a function of.
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

// LayerNoise describes the gradient noise of the parameters of one array, each
// of which is a series of K values of its own ("per parameter, across
// minibatches"). Numbers that do not exist are NaN, null in a recording.
type LayerNoise struct {
	Name      string     `json:"name"`
	Params    int        `json:"params"`
	Dead      int        `json:"dead"`      // parameters without any noise, never fitted
	Alpha     float64    `json:"alpha"`     // median over parameters of the block log-moment estimate
	AlphaSE   float64    `json:"alpha_se"`  // its standard error: jackknife over groups of minibatches
	Quantiles [5]float64 `json:"quantiles"` // of alpha-hat over parameters: 5, 25, 50, 75, 95 %
	ParamSE   float64    `json:"param_se"`  // median standard error of one parameter's alpha-hat
	Sigma     float64    `json:"sigma"`     // median scale (gradient units)
	SigmaSE   float64    `json:"sigma_se"`  // its standard error, as that of Alpha
	Kurtosis  float64    `json:"kurtosis"`  // median sample kurtosis; 3 for a Gaussian
	Pooled    float64    `json:"pooled"`    // alpha-hat of all parameters and minibatches taken as one series: another thing
	PooledSE  float64    `json:"pooled_se"` // as if that series were independent
	Histogram Histogram  `json:"histogram"` // of U_i/sigma_i, all parameters of the layer together
}

// Histogram counts values in equal bins over [-Limit, Limit).
type Histogram struct {
	Limit  float64 `json:"limit"`
	Counts []int   `json:"counts"`
	Under  int     `json:"under"`
	Over   int     `json:"over"`
	SD     float64 `json:"sd"` // root mean square of all values, those beyond the limits too
}

// Jumps counts the jumps of one array's parameters since the last such event. A
// jump of parameter i at step k is
//
//	A = eta_U |g_i - m_i| / (eta_ref sigma_i) > kappa
//
// with g the minibatch gradient, eta_U the learning rate of the noise at that
// step and eta_ref that at step 0. Centre m: the full gradient at the last probe
// and since then an exponential average of g over 100 steps in which no step
// pulls by more than 3 scales (the full gradient itself where the decay arm
// computes it). Scale sigma_i: that of the parameter's own noise at the last
// probe, and so at the probe's batch size. A stable law of the scale sigma_i would
// have the frequency 2 c_alpha (eta_U/(eta_ref kappa))^alpha to leading order.
type Jumps struct {
	From   int     `json:"from"` // first step
	Step   int     `json:"step"` // one past the last
	Layer  string  `json:"layer"`
	Count  int     `json:"count"`
	Trials int     `json:"trials"` // parameters with noise x steps
	Median float64 `json:"median"` // of the amplitude A, to 3 %; NaN without a jump
	P90    float64 `json:"p90"`
	Max    float64 `json:"max"`
}

// Diverged says that a number left the finite range; the run ends with it.
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
