package train

import (
	"fmt"
	"math"

	"levyscope/internal/checkpoint"
	"levyscope/train/optim"
)

// Clipped says what clipping did since the last such event. Norms are those of whole minibatch gradients before it.
// There is one where there is a Jumps event (at the end of the run, where no jumps are counted), and before a change of
// the clipping.
type Clipped struct {
	From       int        `json:"from"`        // first step
	Step       int        `json:"step"`        // one past the last
	Clip       optim.Clip `json:"clip"`        // in force
	Count      int        `json:"count"`       // steps whose gradient was changed, of Step - From
	EntryShare float64    `json:"entry_share"` // entries that were changed, of those of all gradients, in [0, 1]
	MedianNorm float64    `json:"median_norm"` // to 3 %, gradient units
	MaxNorm    float64    `json:"max_norm"`    // gradient units
}

// Type is "clipped", the name of the event in a recording.
func (Clipped) Type() string { return "clipped" }
func (Clipped) event()       {}

// ClippedTotal is what clipping did in a run so far.
type ClippedTotal struct {
	Steps      int     `json:"steps"`       // taken with clipping
	Count      int     `json:"count"`       // of these, whose gradient was changed
	EntryShare float64 `json:"entry_share"` // entries that were changed, of those of all gradients, in [0, 1]
}

// Share is the share of gradients that were changed, in [0, 1], of a total of 1 step or more.
func (t ClippedTotal) Share() float64 { return float64(t.Count) / float64(t.Steps) }

// String is for example "12.5 % of the gradients clipped (3.1 % of all entries)".
func (t ClippedTotal) String() string {
	return fmt.Sprintf("%.3g %% of the gradients clipped (%.3g %% of all entries)", 100*t.Share(), 100*t.EntryShare)
}

// normBins are bins of norms: octaveBins equal ones in each octave from 2^-normOctaves to 2^normOctaves, the first and
// the last of which take what lies beyond.
const (
	normOctaves = 64
	normBins    = 2 * normOctaves * octaveBins
)

// clipCount counts what clipping does. The zero value has counted nothing; begin makes it ready.
type clipCount struct {
	from    int     // first step
	steps   int     // since then
	count   int     // of these, whose gradient was changed
	entries int     // that were changed
	top     float64 // largest norm
	norms   []int   // (normBins) steps by norm; nil before the first clipping
	before  clipSums
}

// clipSums are the counts that events have reported.
type clipSums struct {
	Steps   int `json:"steps"`
	Count   int `json:"count"`
	Entries int `json:"entries"`
}

// begin starts a count at a step.
func (c *clipCount) begin(step int) {
	if c.norms == nil {
		c.norms = make([]int, normBins)
	}
	c.from = step
}

// add takes in a step.
func (c *clipCount) add(found optim.Clipped) {
	c.steps++
	c.entries += found.Number
	if found.Number > 0 {
		c.count++
	}
	c.top = max(c.top, found.Norm)
	// The exponent of the norm and the upper four bits of its mantissa.
	bin := int(math.Float64bits(found.Norm)>>48) - (1023-normOctaves)*octaveBins
	c.norms[max(0, min(bin, normBins-1))]++
}

// take returns and clears the count of the steps before the given one. params is the number of entries of a gradient.
func (c *clipCount) take(clip optim.Clip, step, params int) Clipped {
	out := Clipped{From: c.from, Step: step, Clip: clip, Count: c.count, MedianNorm: c.median(), MaxNorm: c.top,
		EntryShare: float64(c.entries) / (float64(c.steps) * float64(params))}
	c.before = c.sums()
	c.from, c.steps, c.count, c.entries, c.top = step, 0, 0, 0, 0
	clear(c.norms)
	return out
}

// median is the middle of the bin that holds the norm of rank (steps-1)/2, but at most the largest norm.
func (c *clipCount) median() float64 {
	rank := (c.steps - 1) / 2
	for bin, n := range c.norms {
		if rank -= n; rank < 0 {
			octave, part := bin/octaveBins, bin%octaveBins
			return min(math.Ldexp(1+(float64(part)+.5)/octaveBins, octave-normOctaves), c.top)
		}
	}
	return c.top
}

// sums are the counts of the whole run.
func (c *clipCount) sums() clipSums {
	return clipSums{c.before.Steps + c.steps, c.before.Count + c.count, c.before.Entries + c.entries}
}

// total is what Done says of them, nil where no step had clipping.
func (c *clipCount) total(params int) *ClippedTotal {
	s := c.sums()
	if s.Steps == 0 {
		return nil
	}
	return &ClippedTotal{s.Steps, s.Count, float64(s.Entries) / (float64(s.Steps) * float64(params))}
}

// clipState is clipCount in a State.
type clipState struct {
	From    int              `json:"from"`
	Steps   int              `json:"steps"`
	Count   int              `json:"count"`
	Entries int              `json:"entries"`
	Top     checkpoint.Float `json:"top"`
	Norms   [][2]int         `json:"norms"` // bin and steps, where there are some
	Before  clipSums         `json:"before"`
}

// state is c as it is written, nil of one that never began.
func (c *clipCount) state() *clipState {
	if c.norms == nil {
		return nil
	}
	s := &clipState{c.from, c.steps, c.count, c.entries, checkpoint.Float(c.top), [][2]int{}, c.before}
	for bin, n := range c.norms {
		if n > 0 {
			s.Norms = append(s.Norms, [2]int{bin, n})
		}
	}
	return s
}

// clipCount is the inverse of state, for a state that check accepts.
func (s *clipState) clipCount() clipCount {
	if s == nil {
		return clipCount{}
	}
	c := clipCount{s.From, s.Steps, s.Count, s.Entries, float64(s.Top), make([]int, normBins), s.Before}
	for _, pair := range s.Norms {
		c.norms[pair[0]] = pair[1]
	}
	return c
}

// check returns an error if no run before the given step, of so many parameters and with clip in force, can have
// counted s.
func (s *clipState) check(step, params int, clip optim.Clip) error {
	if s == nil {
		if clip != (optim.Clip{}) {
			return fmt.Errorf("clipped is missing with clip %s", clip)
		}
		return nil
	}
	sum, last := 0, -1
	for _, pair := range s.Norms {
		if pair[0] <= last || pair[0] >= normBins || pair[1] < 1 || pair[1] > step {
			return fmt.Errorf("clipped.norms has %d steps in bin %d, of %d bins in their order", pair[1], pair[0], normBins)
		}
		sum, last = sum+pair[1], pair[0]
	}
	counts := []int{s.From, s.Steps, s.Count, s.Entries, s.Before.Steps, s.Before.Count, s.Before.Entries}
	for _, n := range counts {
		if n < 0 {
			return fmt.Errorf("clipped has a count of %d: counts are 0 or more", n)
		}
	}
	top, steps := float64(s.Top), 0 // steps with clipping since From
	if clip != (optim.Clip{}) {
		steps = step - s.From
	}
	now, before := clipSums{s.Steps, s.Count, s.Entries}, s.Before
	if s.Steps != steps || sum != s.Steps || before.Steps > s.From || !now.possible(params) || !before.possible(params) ||
		!(top >= 0 && top <= math.MaxFloat64) {
		return fmt.Errorf("clipped is %+v, which no run has before step %d", *s, step)
	}
	return nil
}

// possible says that the gradients of so many parameters can have these counts.
func (s clipSums) possible(params int) bool {
	return s.Count <= s.Steps && s.Entries >= s.Count && s.Entries/params <= s.Count
}

// clip bounds the minibatch gradient as the controls say, and counts what that did.
func (r *run) clip() {
	if c := r.controls.Clip; c != (optim.Clip{}) {
		r.clipped.add(c.Apply(r.g))
	}
}

// reportClipped emits what clipping did before the given step, where it is in force.
func (r *run) reportClipped(step int) error {
	if r.clipped.steps == 0 {
		return nil
	}
	return r.emit(r.clipped.take(r.controls.Clip, step, len(r.g)))
}

// hides says that the controls may make a finite step of a gradient that is not finite, as a bound, a sign or a root
// does, so that training has to end before that.
func (c Controls) hides(g []float32) bool {
	return (c.Clip != (optim.Clip{}) || c.Optimizer != nil) && !optim.Finite(g)
}
