// Package tour is the way in: three steps for whoever sees the explorer for the first time. Each asks for one key at a
// time and says, with the engine's own numbers, what came of it: that the tail of the noise is fatter with a smaller
// minibatch, and that a decay of the learning rate makes jumps rarer. What is not beyond its error is not claimed.
//
//	measure --a probe--> shrink --smaller batch, another probe--> decay --lower eta, jumps counted again--> done
package tour

import "math"

// Facts are what the Train screen knows. Batch is 0 before the run has begun.
type Facts struct {
	Step      int     // of the last Progress
	Batch     int     // as last asked for
	Eta       float64 // of the last step
	Falling   bool    // the schedule in force is not constant
	Selected  string  // the control that is selected
	Preview   bool    // a schedule is looked at
	Probing   bool    // a probe is under way
	Collapsed bool    // the network has, at the last probe
	Stopped   string  // why the engine does nothing more; ""
	Probe     Probe   // the last one
	Jumps     []Jumps // in the last interval, of each weight matrix
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

// Jumps are the updates beyond a fixed size in the steps From to Step - 1 of a layer.
type Jumps struct {
	Layer         string
	From, Step    int
	Count, Trials int
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
	before Probe // the last one with the first batch
	after  Probe // the last one with the smaller batch
	probes int   // with the smaller batch
	decaying
}

// ripe is the step from which the noise is measured: before it the network changes so fast that its noise does by
// itself.
const ripe = 500

// most is the factor by which the batch is to shrink at most: with few examples most gradients have exact zeros, and no
// tail index.
const most = 4

// New is a tour that begins.
func New() *Tour { return &Tour{} }

// Done says that all steps have been taken.
func (t *Tour) Done() bool { return t.stage == done }

// Observe takes in what the screen knows now.
func (t *Tour) Observe(f Facts) {
	if f.Batch == 0 {
		return
	}
	if f.Step < t.facts.Step { // another run, or back to an earlier step of this one
		*t = Tour{}
	}
	t.facts = f
	switch t.stage {
	case measure:
		if usable(f.Probe) && f.Probe.Step >= ripe {
			t.before, t.stage = f.Probe, shrink
		}
	case shrink:
		t.compare(f)
	case decay:
		if t.decaying.observe(f) {
			t.stage = done
		}
	}
}

// compare waits for a probe with a smaller batch.
func (t *Tour) compare(f Facts) {
	switch p := f.Probe; {
	case t.before.Batch == 1: // there is nothing to shrink
		t.stage = decay
	case !usable(p):
	case p.Batch >= t.before.Batch:
		t.before = p // the nearer to the change the better
	case p.Step != t.after.Step:
		t.after = p
		if t.probes++; t.change().beyond() || t.probes >= enough {
			t.stage = decay
		}
	}
}

// enough is the number of probes after which a difference within its error is left as it is.
const enough = 4

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

// still says that no parameter has jumps to count, since all have exact zeros at the batch of the last probe.
func (f Facts) still() bool {
	for _, j := range f.Jumps {
		if j.Trials > 0 {
			return false
		}
	}
	return len(f.Jumps) > 0 && f.Probe.Batch == f.Batch
}
