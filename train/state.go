package train

import (
	"fmt"

	"levyscope/internal/checkpoint"
	"levyscope/internal/rng"
	"levyscope/internal/safetensors"
	"levyscope/train/jumps"
	"levyscope/train/nn"
)

// State is what a run is between two steps: all that its further events are a function of, beside its
// Config. It is written as JSON and, apart from that, tensors; ReadState is the inverse. A State is
// immutable and shares no memory with a run.
//
// What a probe leaves behind is no part of it, but for the scales of the jumps and the figures that
// Done repeats: each probe draws from streams of its own.
type State struct {
	plain    plainState
	weights  []float32 // (params)
	velocity []float32 // (params)
	noise    []float32 // (params) velocity of the noise, nil where it has none
	first    []float32 // (params) optim.Moments.First; nil of SGD and momentum
	second   []float32 // (params) optim.Moments.Second; nil where the optimiser has none
	centre   []float32 // (params) jumpDetector.centre
	sigma    []float32 // (params) jumpDetector.sigma
	apart    []uint8   // (params) jumpDetector.apart, 0 or 1
	order    []int64   // (n) order.all; nil under Replacement and Fresh
	sizes    []int64   // (layers, octaves*octaveBins) jumpCount.amplitude
	layers   []Layer   // of the model

	iterates iterateArrays
}

// plainState is the part of a State that is written as JSON.
type plainState struct {
	Config    Config         `json:"config"` // of the run, as in Started
	Step      int            `json:"step"`   // that comes next
	Controls  Controls       `json:"controls"`
	Form      MomentumForm   `json:"velocity_form"`
	Split     bool           `json:"velocity_split"` // drift and noise have one each
	Stream    rng.State      `json:"order_stream"`
	EpochLeft int            `json:"epoch_left"` // examples of the epoch that are still to come
	Growth    growthState    `json:"growth"`
	Evaluated evaluatedState `json:"evaluated"`
	Noise     *noiseState    `json:"noise"` // nil before the first probe
	Jumps     int            `json:"jumps"` // reported
	AtomJumps int            `json:"atom_jumps"`
	Counts    []jumpState    `json:"jump_counts"` // of jumps that are not reported, by layer
	// Trajectory is nil where the noise along the path is not followed.
	Trajectory *jumps.State `json:"trajectory,omitempty"`
	// Moments is optim.Moments.Steps; 0 of optimisers that count none.
	Moments int        `json:"moment_steps,omitempty"`
	Clipped *clipState `json:"clipped,omitempty"` // nil where no step had clipping
	// Iterates are by parameter of Config.Iterates.
	Iterates []iterateState `json:"iterates,omitempty"`
}

// growthState is growth.
type growthState struct {
	First   checkpoint.Float `json:"first"`
	Last    checkpoint.Float `json:"last"`
	Start   checkpoint.Float `json:"start"`
	Share   checkpoint.Float `json:"share"`
	Decay   *Controls        `json:"decay"` // nil where no step had a weight decay
	Eta     checkpoint.Float `json:"eta"`
	Changed bool             `json:"changed"`
}

// evaluatedState is Evaluated.
type evaluatedState struct {
	Step          int              `json:"step"`
	TrainLoss     checkpoint.Float `json:"train_loss"`
	TrainAccuracy checkpoint.Float `json:"train_accuracy"`
	TestLoss      checkpoint.Float `json:"test_loss"`
	TestAccuracy  checkpoint.Float `json:"test_accuracy"`
	Batch         int              `json:"batch"`
}

// noiseState is lastNoise.
type noiseState struct {
	Layers   []layerState   `json:"layers"`
	Collapse *collapseState `json:"collapse"`
}

// layerState are the figures of LayerDone.
type layerState struct {
	Alpha       checkpoint.Float `json:"alpha"`
	AlphaBeyond checkpoint.Float `json:"alpha_beyond"`
	AlphaSE     checkpoint.Float `json:"alpha_se"`
	Sigma       checkpoint.Float `json:"sigma"`
	Apart       int              `json:"apart"`
}

// collapseState is Collapse.
type collapseState struct {
	Idle     checkpoint.Float `json:"idle"`
	TopClass checkpoint.Float `json:"top_class"`
	Caveat   string           `json:"caveat"`
}

// jumpState is the plain part of jumpCount.
type jumpState struct {
	Noise      int              `json:"noise"`
	Count      int              `json:"count"`
	AtomCount  int              `json:"atom_count"`
	AtomTrials int              `json:"atom_trials"`
	Trials     int              `json:"trials"`
	Top        checkpoint.Float `json:"top"`
}

// Checkpoint is the state of a run before a step, and before the changes of that step. No recording
// of events keeps it.
type Checkpoint struct {
	Step  int // that comes next
	State *State
}

// Type is "checkpoint".
func (Checkpoint) Type() string { return "checkpoint" }

// Transient keeps the event out of recordings.
func (Checkpoint) Transient() {}
func (Checkpoint) event()     {}

// Step is the step that comes next.
func (s *State) Step() int { return s.plain.Step }

// Controls are those in force.
func (s *State) Controls() Controls { return s.plain.Controls }

// MarshalJSON writes the part of the state that is no tensor, and a checksum of the whole state.
func (s *State) MarshalJSON() ([]byte, error) { return checkpoint.Marshal(s.plain, s.Tensors()) }

// Names of tensors: those of the weights are the model's own, and the others have a prefix before them.
const (
	velocityOf      = "velocity."
	noiseVelocityOf = "noise_velocity."
	firstMomentOf   = "first_moment."
	secondMomentOf  = "second_moment."
	jumpCentreOf    = "jump_centre."
	jumpScaleOf     = "jump_scale."
	jumpApartOf     = "jump_apart."
	orderTensor     = "order"
	sizesTensor     = "jump_sizes"
)

// Tensors are the arrays of the state: the weights by the names of the model, and beside each
// "velocity.", "noise_velocity." (where the noise has one), "first_moment." and "second_moment."
// (where the optimiser has them), "jump_centre.", "jump_scale." and "jump_apart." before that name;
// the order of the examples, and the jumps by size. They are the state's own memory.
func (s *State) Tensors() []safetensors.Tensor {
	var out []safetensors.Tensor
	each := func(prefix string, values func(from, to int) safetensors.Values) {
		at := 0
		for _, l := range s.layers {
			n := product(l.Shape)
			out = append(out, safetensors.Tensor{Name: prefix + l.Name, Shape: l.Shape, Values: values(at, at+n)})
			at += n
		}
	}
	narrow := func(x []float32) func(from, to int) safetensors.Values {
		return func(from, to int) safetensors.Values { return safetensors.F32(x[from:to]) }
	}
	each("", narrow(s.weights))
	each(velocityOf, narrow(s.velocity))
	if s.noise != nil {
		each(noiseVelocityOf, narrow(s.noise))
	}
	if s.first != nil {
		each(firstMomentOf, narrow(s.first))
	}
	if s.second != nil {
		each(secondMomentOf, narrow(s.second))
	}
	each(jumpCentreOf, narrow(s.centre))
	each(jumpScaleOf, narrow(s.sigma))
	if s.order != nil {
		out = append(out, safetensors.Tensor{
			Name: orderTensor, Shape: []int{len(s.order)}, Values: safetensors.I64(s.order)})
	}
	out = append(out, safetensors.Tensor{
		Name: sizesTensor, Shape: []int{len(s.layers), octaves * octaveBins}, Values: safetensors.I64(s.sizes)})
	out = append(out, s.iterates.tensors(len(s.plain.Iterates))...)
	out = append(out, s.plain.Trajectory.Tensors()...)
	each(jumpApartOf, func(from, to int) safetensors.Values { return safetensors.U8(s.apart[from:to]) })
	return out
}

// product is the number of elements of a shape.
func product(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}

// ReadState reads a state of a run of cfg from what MarshalJSON and Tensors gave. It refuses one that
// is damaged or edited, and one of another run: cfg may differ from the state's in Steps and Script
// alone. The error names what does not fit.
func ReadState(cfg Config, text []byte, tensors []safetensors.Tensor) (*State, error) {
	s := &State{}
	if err := checkpoint.Unmarshal(text, tensors, &s.plain); err != nil {
		return nil, err
	}
	if err := s.plain.checkConfig(cfg); err != nil {
		return nil, err
	}
	r, err := newRun(cfg, nn.Parse)
	if err != nil {
		return nil, err
	}
	if err := s.take(tensors, r); err != nil {
		return nil, err
	}
	if err := s.check(r); err != nil {
		return nil, fmt.Errorf("the checkpoint is damaged or of another run: %w", err)
	}
	return s, nil
}
