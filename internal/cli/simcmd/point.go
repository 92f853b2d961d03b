package simcmd

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"levyscope/sim"
	"levyscope/sim/path"
)

// parameters are those of a point of a sweep, in the order of the sweeps.
type parameters struct {
	names  []string
	values []float64
}

// MarshalJSON writes an object.
func (p parameters) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, name := range p.names {
		if i > 0 {
			b = append(b, ',')
		}
		key, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		b = append(append(b, key...), ':')
		b = strconv.AppendFloat(b, p.values[i], 'g', -1, 64)
	}
	return append(b, '}'), nil
}

// String is "name = value, ...".
func (p parameters) String() string {
	parts := make([]string, len(p.names))
	for i, name := range p.names {
		parts[i] = fmt.Sprintf("%s = %s", name, decimal(p.values[i]))
	}
	return strings.Join(parts, ", ")
}

// point is a finished point of a sweep.
type point struct {
	Parameters parameters `json:"parameters"`
	Seed       uint64     `json:"seed"`
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
	Parameters parameters `json:"parameters"`
	names      []string   // of the ways out
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
