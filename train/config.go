// Package train runs minibatch SGD on real data and measures its gradient noise.
//
// Run takes a Config, which is plain data, and yields events: what a step did, what a
// probe of the noise found, how often parameters jumped. The models are those of package
// nn, the learning-rate schedules those of package schedule, the examples those of
// package data. Files: run.go is the order of a step, update.go the equation of SGD,
// probe.go, noise.go, atoms.go, pooled.go and summary.go measure the noise, collapse.go knows
// a collapsed network, jump.go counts jumps.
package train

import (
	"cmp"
	"errors"
	"fmt"

	"levyscope/train/data"
	"levyscope/train/jumps"
	"levyscope/train/nn/kernel"
	"levyscope/train/noise"
	"levyscope/train/optim"
	"levyscope/train/schedule"
	"levyscope/train/weights"
)

// Controls are what a user may change while a run is under way. The value is
// immutable and swapped whole; a change takes effect at the start of a step.
type Controls struct {
	Schedule    schedule.Schedule // learning rate eta(k), k the step number
	Arm         schedule.Arm      // what the decay acts on
	Batch       int               // examples in a minibatch, >= 1
	Momentum    float64           // mu in [0, 1)
	Form        MomentumForm      // of the momentum; without effect where Momentum is 0
	WeightDecay float64           // lambda >= 0: lambda w is added to the gradient of the loss
	Optimizer   optim.Rule        // nil: SGD with Momentum, Form and WeightDecay, which are 0 with any other
	Clip        optim.Clip        // of the minibatch gradient, before the optimiser; the zero value: none
	Probes      int               // probes asked for so far: one more is made at the step at which this grows

	formless bool // read from a recording that is older than the forms
}

// Config is a whole run: a run is a function of it and of nothing else. The zero
// value is not valid; see Default.
type Config struct {
	Seed          uint64    `json:"seed"`           // of every random number of the run
	Data          string    `json:"data"`           // a text that data.Load reads
	Model         string    `json:"model"`          // a specification that nn.Parse reads
	Steps         int       `json:"steps"`          // 0: without end
	Sampling      Sampling  `json:"sampling"`       // how minibatches are drawn
	Probe         Probe     `json:"probe"`          // when and how gradient noise is measured
	JumpThreshold float64   `json:"jump_threshold"` // kappa of Jumps, in [0.01, 1e6]
	ProgressEvery int       `json:"progress_every"` // steps between Progress events, >= 1
	JumpsEvery    int       `json:"jumps_every"`    // steps between Jumps events, 0: none are counted
	EvaluateEvery int       `json:"evaluate_every"` // steps between Evaluated events, 0: at the end only
	Controls      Controls  `json:"controls"`       // at step 0
	Script        []Changed `json:"-"`              // changes to replay, by step

	// Kernel has the inner loops. Recordings without one have Gonum's.
	Kernel kernel.Name `json:"kernel,omitempty"`
	// Threads share a step, 1 to 64; 0: one. No result depends on it, and it is not recorded.
	Threads int `json:"-"`

	// Capture names parameters, as "fc2.weight[137]" or "fc2.weight[2,:]", whose gradient noise
	// each probe yields as a Captured event: at most MaxCapture, each once.
	Capture []string `json:"capture,omitempty"`

	// Weights are those that the run begins from; nil: the model draws them.
	Weights *weights.Source `json:"weights,omitempty"`
	// KeepWeights asks for a Trained event at the end of the run. It is not recorded.
	KeepWeights bool `json:"-"`
	// Trajectory follows the noise along the path, in Trajectory events; nil: not at all, and so where JumpsEvery is 0.
	Trajectory *jumps.Settings `json:"trajectory,omitempty"`
	// Iterates follows parameters from step to step; nil: none.
	Iterates *Iterates `json:"iterates,omitempty"`

	// DataDir is the folder in which the files of Data are looked for first; empty: only in the usual ones.
	DataDir string `json:"data_dir,omitempty"`
	// DataHere is that folder where the run is computed again, in place of DataDir; no recording has it.
	DataHere string `json:"-"`
	// DataDigest is that of the examples, DataSource.Digest, which Data must have; empty: any.
	DataDigest string `json:"-"`
}

// Probe says how gradient noise is measured. A probe keeps the weights of a step, draws
// Batches minibatches by the Sampling of training, and takes their gradients minus the full
// gradient as the noise. The minibatches are independent of each other: under Epochs each is
// that of an epoch of its own, so that what successive ones owe each other (they add up to
// the full gradient) does not show. Where the batch of training has grown (schedule.GrowBatch)
// that of a probe is bounded to 2^18 examples in all minibatches, and its NoiseEstimate says so.
// A probe leaves training as it is.
type Probe struct {
	Every   int `json:"every"`   // steps between probes; 0: none. Early in a run there are more; see due
	Batches int `json:"batches"` // K, minibatches of one probe
	Block   int `json:"block"`   // K1 values are summed to a block by the estimator of alpha; K2 = Batches/Block blocks
	Batch   int `json:"batch"`   // examples in a probe's minibatch; 0: as in training, bounded where that grows
	// PooledBlock is K1 of WholeNet; 0: near the root of its number of values.
	PooledBlock int `json:"pooled_block,omitempty"`

	// Method is how the gradients of a probe are kept: Matrix in recordings that do not name it.
	Method ProbeMethod `json:"method,omitempty"`
	// Centre is what the noise is measured from, with the method Stream: the gradient over all examples unless it is
	// named.
	Centre noise.Centre `json:"centre,omitempty"`
	// Anchor is the number of examples of the centre Anchor.
	Anchor int `json:"anchor,omitempty"`
	// Keep is how many parameters are counted one by one by the method Stream, about; 0: all up to 10 million, and of
	// more a million.
	Keep int `json:"keep,omitempty"`
	// Share is the share of the time that probes are to have, in [0, 0.9]. The run, which has no clock, leaves that to
	// its consumer (see package probetime), and probes at the first step, at some early ones, and wherever
	// Controls.Probes grows; Every is then not looked at, but for 0. 0: probes come every so many steps.
	Share float64 `json:"share,omitempty"`
}

// earlyFrom is the shortest interval between probes with early probes in the first one.
const earlyFrom = 256

// due says that there is a probe at step k: at the multiples of Every, and where Every is
// earlyFrom or more also at an eighth, a quarter and a half of it. The noise of a fresh
// network grows so fast that the scale measured at step 0 would soon be far too small.
func (p Probe) due(k int) bool {
	if p.Every == 0 {
		return false
	}
	if p.Share > 0 {
		return k == 0 || k == earlyFrom/2 || k == 2*earlyFrom // the noise of a fresh network grows fast
	}
	early := p.Every >= earlyFrom && (k == p.Every/8 || k == p.Every/4 || k == p.Every/2)
	return early || k%p.Every == 0
}

// Default is the run that the explorer opens with: MLP 40-100-100-10 on MNIST-1D.
func Default() Config {
	eta, err := schedule.Default("constant", .1)
	if err != nil {
		panic(err)
	}
	return Config{
		Seed: 1, Data: "mnist1d", Model: "mlp:100-100",
		Probe:         Probe{Every: 500, Batches: 1024, Block: 32, Method: Stream},
		JumpThreshold: 10, Kernel: kernel.Best(),
		Trajectory:    jumps.Default(),
		ProgressEvery: 1, JumpsEvery: 50, EvaluateEvery: 250,
		Controls: Controls{Schedule: eta, Batch: 16, Form: PyTorch},
	}
}

// maxProbeBytes bounds the matrix of a probe, Batches x parameters of float32.
const maxProbeBytes = 2 << 30

// Validate returns an error that names the first value out of its range. params is the
// number of parameters of the model, n the number of training examples.
func (c Config) Validate(params, n int) error {
	p := c.Probe
	switch {
	case !(p.Share >= 0 && p.Share <= .9):
		return fmt.Errorf("probe share = %g: use a number in [0, 0.9]", p.Share)
	case c.Steps < 0:
		return fmt.Errorf("steps = %d: use a positive number, or 0 to run without end", c.Steps)
	case !(c.JumpThreshold >= .01 && c.JumpThreshold <= 1e6):
		return fmt.Errorf("jump threshold = %g: use 0.01 to 1e6 scales", c.JumpThreshold)
	case !c.Sampling.Valid():
		return fmt.Errorf("sampling = %d: use Replacement, Epochs, Without or Fresh", c.Sampling)
	case c.ProgressEvery < 1 || c.JumpsEvery < 0 || c.EvaluateEvery < 0 || p.Every < 0:
		return fmt.Errorf("an interval between events is negative or zero "+
			"(progress %d, jumps %d, evaluate %d, probe %d): use 1 or more steps; 0 switches jumps, evaluation or probes off",
			c.ProgressEvery, c.JumpsEvery, c.EvaluateEvery, p.Every)
	}
	if p.Every > 0 {
		if err := errors.Join(p.validate(params, n), p.checkAnchor(cmp.Or(p.Batch, c.Controls.Batch), n)); err != nil {
			return err
		}
	}
	if err := c.checkMachine(); err != nil {
		return err
	}
	if err := errors.Join(c.checkCapture(), c.checkIterates(), c.Trajectory.Validate()); err != nil {
		return err
	}
	return c.Controls.Validate(n)
}

// validate returns an error that names the first value of the probes out of its range.
func (p Probe) validate(params, n int) error {
	switch {
	case p.Block < 2 || p.Batches < 2*p.Block:
		return fmt.Errorf("probe of %d minibatches in blocks of %d: "+
			"the block estimator needs a block of 2 or more, and two blocks at least", p.Batches, p.Block)
	case p.Batch < 0 || p.Batch > n:
		return fmt.Errorf("probe batch = %d: use 1 to %d (the training examples), or 0 for the training batch",
			p.Batch, n)
	case !p.Centre.Valid():
		return fmt.Errorf("centre of a probe = %d: use Full, Anchor or Differences", p.Centre)
	case p.Method == Matrix && (p.Centre != noise.Full || p.Keep != 0):
		return errors.New("the method matrix has the full gradient as the centre and keeps all parameters: " +
			"leave centre and keep out, or use the method stream")
	case p.Keep < 0:
		return fmt.Errorf("parameters that a probe keeps = %d: use 1 or more, or 0 for all up to %d", p.Keep, noise.MostKept)
	case (p.Centre == noise.Anchor) != (p.Anchor > 0) || p.Anchor < 0:
		return fmt.Errorf("an anchor of %d examples with the centre %s: use 1 or more with the centre anchor, and 0 with "+
			"others", p.Anchor, p.Centre)
	case !p.Method.Valid():
		return fmt.Errorf("probe method = %d: use Matrix or Stream", p.Method)
	case p.Method == Stream && p.Block > 128:
		return fmt.Errorf("probe in blocks of %d: use 2 to 128, or the method matrix", p.Block)
	case p.Method == Matrix && p.Batches > maxProbeBytes/4/params:
		mib := int(4 * float64(p.Batches) * float64(params) / (1 << 20))
		return fmt.Errorf("a probe of %d minibatches of %d parameters needs %d MiB as a matrix: use fewer, at most %d, "+
			"or the method stream", p.Batches, params, mib, maxProbeBytes/4/params)
	case p.PooledBlock < 0 || p.PooledBlock == 1 || p.PooledBlock > p.Batches*params/2:
		return fmt.Errorf("pooled K1 = %d: use 2 to %d (half of the %d minibatches x %d parameters), "+
			"or 0 for one near the root of their number", p.PooledBlock, p.Batches*params/2, p.Batches, params)
	case p.Method == Stream && p.PooledBlock > poolValues/4:
		return fmt.Errorf("pooled K1 = %d: the method stream keeps about %d values for it: use at most %d",
			p.PooledBlock, poolValues, poolValues/4)
	}
	return nil
}

// checkAnchor returns an error for an anchor that is too poor a centre of the noise of minibatches of n examples.
func (p Probe) checkAnchor(batch, n int) error {
	if p.Centre != noise.Anchor || p.Anchor < 1 || batch < 1 {
		return nil
	}
	if off := noise.AnchorError(batch, p.Anchor, n); off > mostCentreError {
		return fmt.Errorf("an anchor of %d examples is off by %.2g standard deviations of the noise of minibatches of %d: "+
			"use %.0f examples or more", p.Anchor, off, batch, min(float64(n), float64(batch)/mostCentreError/mostCentreError))
	}
	return nil
}

// Validate returns an error that names the first control out of its range. n is the
// number of training examples.
func (c Controls) Validate(n int) error {
	switch {
	case c.Schedule == nil:
		return errNoSchedule
	case !c.Arm.Valid():
		return fmt.Errorf("decay arm = %d: use Both, NoiseOnly, StepOnly or GrowBatch", c.Arm)
	case c.Batch < 1 || c.Batch > n:
		return fmt.Errorf("batch = %d: use 1 to %d (the training examples)", c.Batch, n)
	case !(c.Momentum >= 0 && c.Momentum < 1):
		return fmt.Errorf("momentum = %g: use a number in [0, 1)", c.Momentum)
	case !c.Form.Valid():
		return fmt.Errorf("momentum form = %d: use PyTorch or Polyak", c.Form)
	case !(c.WeightDecay >= 0) || c.WeightDecay > 1e3:
		return fmt.Errorf("weight decay = %g: use a number in [0, 1000]", c.WeightDecay)
	case c.Probes < 0:
		return fmt.Errorf("probes asked for = %d: use 0 or more", c.Probes)
	}
	return c.checkMethod()
}

// same says that c and o have the same effect. Schedules are compared by their text,
// because their types need not be comparable.
func (c Controls) same(o Controls) bool {
	return c.Probes == o.Probes && c.Trains(o)
}

// Trains says that c and o train alike: they differ at most in the probes that were asked for.
func (c Controls) Trains(o Controls) bool {
	return c.Schedule != nil && o.Schedule != nil && c.Schedule.String() == o.Schedule.String() &&
		c.Arm == o.Arm && c.Batch == o.Batch && c.Momentum == o.Momentum &&
		c.velocityForm() == o.velocityForm() && c.WeightDecay == o.WeightDecay &&
		c.Optimizer == o.Optimizer && c.Clip == o.Clip
}

// validateFor is Validate for a model of params parameters on a data set, whose kind it looks at too.
func (c Config) validateFor(params int, set *data.Set) error {
	if err := c.Validate(params, set.Train.Len()); err != nil {
		return err
	}
	if c.Sampling == Fresh && set.Law == nil {
		return fmt.Errorf("sampling fresh: the data set %s has only the examples that it holds: use replacement, epochs or "+
			"without, or the data set regression", set.Name)
	}
	return nil
}
