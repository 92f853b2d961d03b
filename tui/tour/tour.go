// Package tour is the way in: three steps for whoever sees the explorer for the first time. Each asks for one key at a
// time and says, with the engine's own numbers, what came of it: what a smaller minibatch does to the tail of the noise
// at the same weights, and what a lower learning rate does to its jumps. What is not beyond its error is not claimed.
//
//	measure --a probe--> shrink --probes of smaller batches, held--> decay --lower eta, jumps counted again--> done
package tour

import "math"

// Facts are what the Train screen knows. Batch is 0 before the run has begun.
type Facts struct {
	Run       int     // its number among those of the screen
	Step      int     // of the last Progress
	Batch     int     // as last asked for
	Eta       float64 // of the last step
	Falling   bool    // the schedule in force is not constant
	Selected  string  // the control that is selected
	Preview   bool    // a schedule is looked at
	Paused    bool    // the run is held
	Probing   bool    // a probe is under way
	Collapsed bool    // the network has, at the last probe
	Stopped   string  // why the engine does nothing more; ""
	Probe     Probe   // the last one
	Steady    int     // the step since which nothing has changed but the schedule
	Windows   []Window
}

// Probe is what a probe found. Batch is 0 where there was none.
type Probe struct {
	Step, Batch int
	Layers      []Layer // the weight matrices
}

// Layer is the median tail index of a layer, with its standard error.
type Layer struct {
	Name      string
	Alpha, SE float64
}

// stage is what is asked for.
type stage uint8

const (
	measure stage = iota
	shrink
	decay
	done
)

// Tour is the way in.
type Tour struct {
	stage  stage
	facts  Facts
	before Probe // the last one with the larger batch
	after  Probe // the last one with a smaller batch at nearly the same weights
	decaying
}

const (
	ripe = 500 // the step from which the noise is measured: before it the network changes too fast
	near = 8   // the most steps between two probes that are compared
	// most is the factor by which the batch is to shrink at most: with few examples most gradients have exact zeros,
	// and no tail index.
	most = 4
)

// New is a tour that begins.
func New() *Tour { return &Tour{} }

// Done says that all steps have been taken.
func (t *Tour) Done() bool { return t.stage == done }

// Observe takes in what the screen knows now. A tour that is done stays so, whatever the run in front.
func (t *Tour) Observe(f Facts) {
	if t.stage == done {
		return
	}
	if f.Batch == 0 || f.Run != t.facts.Run || f.Step < t.facts.Step { // another run, or back to an earlier step
		*t = Tour{}
	}
	if t.facts = f; f.Batch == 0 {
		return
	}
	switch t.stage {
	case measure:
		if usable(f.Probe) && f.Probe.Step >= ripe {
			t.before, t.stage = f.Probe, shrink
			t.compare(f)
		}
	case shrink:
		t.compare(f)
	case decay:
		if t.decaying.observe(f) {
			t.stage = done
		}
	}
}

// compare waits for a probe with a smaller batch at nearly the same weights.
func (t *Tour) compare(f Facts) {
	p := f.Probe
	switch {
	case p.Batch == 0 || f.Collapsed:
	case t.before.Batch == 1: // there is nothing to shrink
		t.stage = decay
	case !usable(p) && f.Step-p.Step > near: // an old one, which tells nothing of the weights of now
	case !usable(p):
		t.after, t.stage = p, decay
	case p.Batch >= t.before.Batch || p.Step-t.before.Step > near:
		t.before, t.after = p, Probe{}
	default:
		t.after = p
		if t.change().beyond() || p.Batch <= t.least() {
			t.stage = decay
		}
	}
}

// least is the smallest batch that is asked for.
func (t *Tour) least() int { return max(1, t.before.Batch/most) }

// fresh says that the probe of the larger batch can still be compared with one at the next step.
func (t *Tour) fresh() bool { return t.facts.Step-t.before.Step <= near }

// change is a tail index before and after.
type change struct {
	layer         string
	before, after Layer
}

// change is that of the first layer that has both tail indices.
func (t *Tour) change() change {
	for _, a := range t.after.Layers {
		for _, b := range t.before.Layers {
			if a.Name == b.Name && a.finite() && b.finite() {
				return change{a.Name, b, a}
			}
		}
	}
	return change{}
}

// normal975 is the 97.5 % quantile of the normal law.
const normal975 = 1.96

// beyond says that the difference is beyond its error, with 95 %.
func (c change) beyond() bool {
	return c.layer != "" && math.Abs(c.after.Alpha-c.before.Alpha) > normal975*math.Hypot(c.before.SE, c.after.SE)
}

// finite says that there is a tail index with an error.
func (l Layer) finite() bool {
	return !math.IsNaN(l.Alpha+l.SE) && !math.IsInf(l.Alpha+l.SE, 0)
}

// usable says that a probe has a tail index.
func usable(p Probe) bool {
	for _, l := range p.Layers {
		if l.finite() {
			return p.Batch > 0
		}
	}
	return false
}

// layer is the one whose numbers are told.
func (t *Tour) layer() Layer {
	for _, l := range t.before.Layers {
		if l.finite() {
			return l
		}
	}
	return Layer{}
}
