package simscreen

import (
	"slices"

	"levyscope/sim"
	"levyscope/sim/problem"
	"levyscope/sim/theory"
	"levyscope/tui/chart"
)

// What of the particle is kept for the screen.
const (
	trailLength   = 500  // steps of its path
	exitsKept     = 24   // places where it left
	escapesKept   = 200  // rows of the table of escapes
	trackCapacity = 2048 // columns of each coordinate over time
)

// data is what a run has shown so far.
type data struct {
	step, path int // of the particle
	pathStart  int // step at which its path began
	time       float64
	x          []float64
	trail      []sim.Progress // of the current path, the last trailLength steps or more
	exits      [][]float64    // the places of the last exits
	escapes    []sim.Escape   // the last ones
	escaped    int            // how many there were
	diverged   int            // how many of these diverged
	jumps      []int          // by coordinate
	tracks     []*chart.Track // by coordinate
	counts     *sim.Counts    // of the ensemble, like the next one; nil until there are any
	statistics *sim.Statistics
	theory     *theory.Theory   // nil if there is none
	caveats    []string         // of sim.Setting
	rho        float64          // the threshold eps^-rho tells big jumps from small ones
	sides      []string         // names of the ways out
	land       *terrain         // nil: to be made
	dt         float64          // SDE time of a step
	markers    []chart.Marker   // the changes of the controls
	controls   problem.Controls // in force in the engine
	changes    []sim.Changed    // of the controls, in their order
}

// move takes in a step of the particle. A new path begins a new trail.
func (d *data) move(e sim.Progress) {
	d.step, d.path, d.time, d.x = e.Step, e.Path, e.Time, e.X
	if len(d.trail) > 0 && d.trail[0].Path != e.Path {
		d.trail, d.pathStart = d.trail[:0], e.Step
	}
	if len(d.trail) >= 2*trailLength {
		d.trail = append(d.trail[:0], d.trail[trailLength:]...)
	}
	d.trail = append(d.trail, e)
	for i, x := range e.X {
		d.tracks[i].Append(float64(e.Step), x)
	}
}

// escape takes in the end of a path of the particle.
func (d *data) escape(e sim.Escape) {
	d.escaped++
	if d.escapes = append(d.escapes, e); len(d.escapes) > escapesKept {
		d.escapes = d.escapes[1:]
	}
	if e.Diverged {
		d.diverged++
	}
	if e.Censored || e.Diverged {
		return
	}
	if d.exits = append(d.exits, d.x); len(d.exits) > exitsKept {
		d.exits = d.exits[1:]
	}
}

// change marks a change of the controls; the ensemble begins again with it.
func (d *data) change(e sim.Changed) {
	old := d.controls
	if !sameTerrain(old, e.Controls) {
		d.land = nil
	}
	d.controls, d.theory, d.sides, d.rho, d.caveats = e.Controls, e.Theory, e.SideNames, e.Rho, e.Caveats
	d.counts, d.statistics, d.exits = nil, nil, nil
	d.markers = append(d.markers, chart.Marker{X: float64(e.Step), Label: changeLabel(old, e.Controls)})
}

// changeLabel is what stands at the marker of a change.
func changeLabel(old, now problem.Controls) string {
	switch {
	case old.Schedule != now.Schedule:
		return "s"
	case old.Arm != now.Arm:
		return "d"
	case old.Eps != now.Eps:
		return "ε"
	case !slices.Equal(old.Alpha, now.Alpha):
		return "α"
	case !slices.Equal(old.Sigma, now.Sigma):
		return "σ"
	case old.Integrator != now.Integrator:
		return "integrator"
	case old.Rho != now.Rho:
		return "rho"
	case old.Dt != now.Dt:
		return "dt"
	case !sameTerrain(old, now):
		return "wall"
	}
	return "·"
}
