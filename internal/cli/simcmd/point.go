package simcmd

import (
	"slices"

	"levyscope/internal/sweep"
	"levyscope/sim"
	"levyscope/sim/path"
)

// point is a finished point of a sweep.
type point struct {
	Parameters sweep.Point `json:"parameters"`
	Seed       uint64      `json:"seed"`
	sim.Done
	Transitions *sim.Transitions `json:"transitions,omitempty"` // in the domain wells
}

// Type names the event.
func (point) Type() string { return "point" }

// comparedPoint is one by both methods.
type comparedPoint struct {
	point
	Comparison comparison `json:"comparison"`
}

// sweepDone is the last event of a sweep.
type sweepDone struct {
	Points  int  `json:"points"` // that ran to their end
	Of      int  `json:"of"`
	Common  bool `json:"common_noise"` // all points drew the same random numbers
	Partial bool `json:"partial"`      // interrupted
}

// Type names the event.
func (sweepDone) Type() string { return "done" }

// exitAt is the exit of a path of a point.
type exitAt struct {
	path.Exit
	Parameters sweep.Point `json:"parameters"`
	names      []string    // of the ways out
}

// Type names the event.
func (exitAt) Type() string { return "exit" }

// sideOf is the name of a way out of those names.
func sideOf(side int, names []string) string {
	if side < 0 || side >= len(names) {
		return ""
	}
	return names[side]
}

// sidesBy counts the exits by the ways out called names; -1 for one that the run does not have.
func sidesBy(names []string, d sim.Done) []int {
	out := make([]int, len(names))
	for i, name := range names {
		out[i] = -1
		if j := slices.Index(d.SideNames, name); j >= 0 && j < len(d.Sides) {
			out[i] = d.Sides[j]
		}
	}
	return out
}
