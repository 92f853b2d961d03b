package sim

import (
	"fmt"

	"levyscope/internal/checkpoint"
	"levyscope/internal/safetensors"
	"levyscope/sim/exits"
	"levyscope/sim/path"
	"levyscope/sim/problem"
)

// State is what a run is between two steps: all that its further events are a function of, beside its
// Config. It is written as JSON and, apart from that, tensors; ReadState is the inverse. A State is
// immutable and shares no memory with a run.
type State struct {
	plain    plainState
	ensemble path.EnsembleState // without its visits, which plain has
}

// plainState is the part of a State that is written as JSON.
type plainState struct {
	Config         Config               `json:"config"` // of the run, as in Started
	Step           int                  `json:"step"`   // that comes next
	Controls       problem.Controls     `json:"controls"`
	Slots          int                  `json:"slots"`       // of the ensemble
	Coordinates    int                  `json:"coordinates"` // N
	Finished       bool                 `json:"finished"`
	NextStatistics int                  `json:"next_statistics"`
	NextExit       int                  `json:"next_exit"` // the path whose exit is to be emitted next
	Waiting        []exitState          `json:"waiting"`   // exits of later paths, in the order of their paths
	Tally          Tally                `json:"tally"`     // of all paths that have ended
	Places         []*exits.Transitions `json:"places,omitempty"`
	Cores          []*exits.Transitions `json:"cores,omitempty"`
	Particle       *path.ParticleState  `json:"particle"` // nil without one
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

// MarshalJSON writes the part of the state that is no tensor, and a checksum of the whole state.
func (s *State) MarshalJSON() ([]byte, error) { return checkpoint.Marshal(s.plain, s.Tensors()) }

// Tensors are the arrays of the state, by slot of the ensemble: see path.EnsembleState. They are the
// state's own memory.
func (s *State) Tensors() []safetensors.Tensor {
	e, n := &s.ensemble, s.plain.Slots
	return []safetensors.Tensor{
		{Name: "paths", Shape: []int{n}, Values: safetensors.I64(e.Paths)},
		{Name: "steps", Shape: []int{n}, Values: safetensors.I64(e.Steps)},
		{Name: "clock", Shape: []int{n}, Values: safetensors.F64(e.Clock)},
		{Name: "next_big", Shape: []int{n}, Values: safetensors.F64(e.NextBig)},
		{Name: "flows", Shape: []int{n}, Values: safetensors.I64(e.Flows)},
		{Name: "x", Shape: []int{n, s.plain.Coordinates}, Values: safetensors.F64(e.X)},
		{Name: "streams", Shape: []int{n, 2}, Values: safetensors.I64(e.Streams)},
		{Name: "active", Shape: []int{n}, Values: safetensors.U8(e.Active)},
	}
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
	t, n := checkpoint.NewTensors(tensors), s.plain.Slots
	s.ensemble = path.EnsembleState{
		Paths:   checkpoint.Take[safetensors.I64](t, "paths", n),
		Steps:   checkpoint.Take[safetensors.I64](t, "steps", n),
		Clock:   checkpoint.Take[safetensors.F64](t, "clock", n),
		NextBig: checkpoint.Take[safetensors.F64](t, "next_big", n),
		Flows:   checkpoint.Take[safetensors.I64](t, "flows", n),
		X:       checkpoint.Take[safetensors.F64](t, "x", n, s.plain.Coordinates),
		Streams: checkpoint.Take[safetensors.I64](t, "streams", n, 2),
		Active:  checkpoint.Take[safetensors.U8](t, "active", n),
	}
	if err := t.Err(); err != nil {
		return nil, err
	}
	if _, err := resume(cfg, s); err != nil {
		return nil, err
	}
	return s, nil
}

// checkConfig returns an error if the state is of another run than that of cfg, or if nothing is left
// to do.
func (s *plainState) checkConfig(cfg Config) error {
	mine, given := s.Config, cfg
	mine.Steps, given.Steps = 0, 0
	if err := checkpoint.SameRun(mine, given); err != nil {
		return err
	}
	if s.Step < 0 || cfg.Particle && cfg.Steps > 0 && s.Step >= cfg.Steps {
		return fmt.Errorf("the checkpoint is before step %d, and the run has %d steps: nothing is left to do; "+
			"use more steps, or 0 to run without end", s.Step, cfg.Steps)
	}
	return nil
}
