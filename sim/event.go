package sim

import (
	"levyscope/sim/path"
	"levyscope/sim/problem"
	"levyscope/sim/theory"
)

// Event is what a simulation yields.
type Event interface {
	// Type is the event's name in a recording.
	Type() string
	event()
}

// Started is the first event: all that the run is a function of.
type Started struct {
	Engine string `json:"engine"` // "sim"
	Config Config `json:"config"` // as it was given
	Setting
}

// Setting is what the controls in force make of a configuration.
type Setting struct {
	Dt        float64        `json:"dt"`      // length of a step, 1 in iteration time
	Horizon   float64        `json:"horizon"` // paths still inside then are censored
	Rho       float64        `json:"rho"`     // of path.JumpSplit, NaN where big jumps are not told apart
	SideNames []string       `json:"side_names"`
	Theory    *theory.Theory `json:"theory"` // nil where there is no prediction
	// Caveats are limits of the figures beyond those that Theory names: why there is no prediction,
	// what the search for the minima of the potential left out, and of a run that has ended what its
	// paths showed. See Warnings for all of them.
	Caveats []string `json:"caveats,omitempty"`
}

// Changed says that new controls took effect before step Step of the particle, or in a
// run without one before that quantum of the ensemble. The ensemble starts again from no
// path; the particle goes on from where it is.
type Changed struct {
	Step     int              `json:"step"`
	Controls problem.Controls `json:"controls"`
	Setting
}

// Progress is one step of the displayed particle.
type Progress struct {
	Step int       `json:"step"` // over all its paths
	Path int       `json:"path"`
	Time float64   `json:"time"` // since the path's start
	X    []float64 `json:"x"`    // (N) position after the step
}

// Jump is a step of the particle whose noise passes the big-jump threshold of
// coordinate i, sqrt(eps_i) sigma_i (rho = 1/2 in section 3 of docs/theory.md), with
// eps_i = eps in SDE time and eta(0)^(1-1/alpha_i) eps in iteration time.
type Jump struct {
	Step       int     `json:"step"`
	Coordinate int     `json:"coordinate"` // from 0
	Size       float64 `json:"size"`
}

// Escape is an exit of the particle, which starts its next path.
type Escape struct {
	Step int `json:"step"`
	path.Exit
}

// Exited is the exit of one path of the ensemble, in the order of their numbers.
type Exited struct{ path.Exit }

// Counts are the ensemble's counts so far, without any decimation.
type Counts struct {
	Step     int       `json:"step"` // of the particle
	Totals   Totals    `json:"totals"`
	InFlight int       `json:"in_flight"` // paths under way; they count as censored where they are
	BinWidth float64   `json:"bin_width"` // of Survival, in time
	Survival []float64 `json:"survival"`  // estimate of P(tau > j BinWidth), j = 0, 1, ...
}

// Totals sum up an ensemble.
type Totals struct {
	Paths      int     `json:"paths"` // that have ended: exited, censored or diverged
	Exited     int     `json:"exited"`
	Censored   int     `json:"censored"`
	PathSteps  int     `json:"path_steps"`
	MeanTime   float64 `json:"mean_exit_time"`    // time that all paths spent inside / exits
	MeanTimeSE float64 `json:"mean_exit_time_se"` // standard error of that ratio
	Diverged   int     `json:"diverged"`          // could not be followed, see path.Exit; neither exited nor censored
	Thrown     int     `json:"thrown,omitempty"`  // of the exited ones, those that the drift threw out
	Flows      int     `json:"flows,omitempty"`   // steps of the ended paths whose drift was followed along its flow
	Sides      []int   `json:"sides"`             // exits by side
	// Trapped is the share of the ended paths that were inside at the horizon; of a partial
	// run the estimate of Kaplan and Meier, NaN before any path came to the horizon.
	Trapped float64 `json:"trapped"`
}

// Done is the last event of a run that was not ended by an error.
type Done struct {
	Totals
	TimeUnit string `json:"time_unit"` // "sde" or "iteration"
	InFlight int    `json:"in_flight"` // paths that had not ended; they count as censored where they are
	Partial  bool   `json:"partial"`   // interrupted
	Setting
}

// Type is "started".
func (Started) Type() string { return "started" }

// Type is "changed".
func (Changed) Type() string { return "changed" }

// Type is "progress".
func (Progress) Type() string { return "progress" }

// Type is "jump".
func (Jump) Type() string { return "jump" }

// Type is "escape".
func (Escape) Type() string { return "escape" }

// Type is "exit".
func (Exited) Type() string { return "exit" }

// Type is "counts".
func (Counts) Type() string { return "counts" }

// Type is "done".
func (Done) Type() string { return "done" }

func (Started) event()  {}
func (Changed) event()  {}
func (Progress) event() {}
func (Jump) event()     {}
func (Escape) event()   {}
func (Exited) event()   {}
func (Counts) event()   {}
func (Done) event()     {}
