package tour

import (
	"fmt"
	"strings"
)

// Words are what the strip says: what to do now, and what has been seen so far.
func (t *Tour) Words() (ask, seen string) {
	switch {
	case t.facts.Batch == 0:
		return "wait: the run begins", ""
	case t.facts.Stopped != "" && t.stage != done:
		return t.facts.Stopped, t.seen()
	}
	return t.ask(), t.seen()
}

// Number is that of the step, of 3.
func (t *Tour) Number() int { return min(int(t.stage), int(decay)) + 1 }

// ask is the key to press, or what to wait for.
func (t *Tour) ask() string {
	f := t.facts
	switch t.stage {
	case measure:
		return askToMeasure(f)
	case shrink:
		return t.askToShrink()
	case decay:
		return t.askToDecay()
	}
	return "that is the way in: ? has all keys, 2 shows an SDE that escapes"
}

func askToMeasure(f Facts) string {
	switch {
	case f.Collapsed:
		return "the network has collapsed, no noise is left: press r"
	case f.Probing:
		return "wait: the noise of many minibatches is measured"
	case f.Step < ripe:
		return fmt.Sprintf("wait for step %d: the network learns, its loss falls", ripe)
	}
	return "press p: measure the noise of the gradients"
}

func (t *Tour) askToShrink() string {
	f := t.facts
	lost := f.Probe.Batch < t.before.Batch && !usable(f.Probe)
	least := max(1, t.before.Batch/most)
	smaller := f.Batch < t.before.Batch
	switch {
	case f.Probing:
		return "wait: the noise is measured"
	case lost && f.Batch == f.Probe.Batch:
		return "no tail index is left, only exact zeros: " + f.press("]", "twice the batch")
	case smaller && f.Probe.Batch != f.Batch:
		return "press p: measure the noise of smaller minibatches"
	case smaller && f.Batch <= least:
		return "press p, or wait: the next probe tells more"
	case smaller:
		return f.press("[", fmt.Sprintf("halve it again, to %d", f.Batch/2))
	}
	return f.press("[", fmt.Sprintf("halve the batch, from %d to %d", f.Batch, f.Batch/2))
}

// press says which key turns the batch: first those that select it.
func (f Facts) press(key, what string) string {
	if f.Selected != "batch" {
		return "press l or h until [batch] is selected, in line 2"
	}
	return "press " + key + " : " + what
}

func (t *Tour) askToDecay() string {
	f := t.facts
	switch {
	case f.still():
		return "no weight has jumps, only exact zeros: " + f.press("]", "twice the batch")
	case f.Preview:
		return "press enter: put the schedule that is drawn in force"
	case !f.Falling:
		return "press s: look at a learning rate that falls"
	case t.low == 0:
		return fmt.Sprintf("wait: η is %.3g; its curve shows when it falls", f.Eta)
	case t.counted() < leastIntervals:
		return fmt.Sprintf("wait: η is down to %.3g, jumps are counted (%d of %d)", f.Eta, t.counted(),
			leastIntervals)
	}
	return "wait: jumps are counted"
}

// counted is the number of intervals that were counted after the fall.
func (t *Tour) counted() (n int) {
	for _, r := range t.decaying.after {
		n = max(n, len(r))
	}
	return n
}

// seen is what has come of the keys so far.
func (t *Tour) seen() string {
	switch t.stage {
	case measure:
		return "α is the tail index of the gradient noise: 2 of a Gaussian, less of a fatter tail"
	case shrink:
		if t.probes > 0 {
			return t.tailText()
		}
		l := t.layer()
		return fmt.Sprintf("%s α %.2f ± %.2f at batch %d; 2 would be Gaussian", shortName(l.Name), l.Alpha, l.SE,
			t.before.Batch)
	case decay:
		if t.decaying.comparison().layer != "" {
			return t.jumpText()
		}
		return t.tailText()
	}
	return t.jumpText()
}

// tailText says what the smaller batch did.
func (t *Tour) tailText() string {
	if t.before.Batch == 1 {
		return fmt.Sprintf("batch 1 cannot shrink any further, so this step is left out")
	}
	c := t.change()
	if c.layer == "" {
		return "no layer has a tail index both before and after"
	}
	numbers := fmt.Sprintf("%s α %.2f ± %.2f → %.2f ± %.2f", shortName(c.layer), c.before.Alpha, c.before.SE,
		c.after.Alpha, c.after.SE)
	batches := fmt.Sprintf(", batch %d → %d, steps %d → %d", t.before.Batch, t.after.Batch, t.before.Step, t.after.Step)
	switch {
	case !c.beyond() && t.stage == shrink:
		return "not beyond its error yet: " + numbers + batches
	case !c.beyond():
		return "not beyond its error here: " + numbers + batches
	case c.after.Alpha > c.before.Alpha:
		return "the tail got thinner here: " + numbers + batches
	}
	return "the tail got fatter when I shrank the batch: " + numbers + batches
}

// shortName is the name of a layer without that of its array.
func shortName(layer string) string { return strings.TrimSuffix(layer, ".weight") }

// jumpText says what the lower learning rate did.
func (t *Tour) jumpText() string {
	c := t.decaying.comparison()
	numbers := fmt.Sprintf("%s %s → %s per million", shortName(c.layer), c.before, c.after)
	switch {
	case c.layer == "":
		return "no layer has jumps to compare"
	case !c.beyond() && t.stage == decay:
		return "not beyond its error yet: " + numbers
	case !c.beyond():
		return "not beyond its error here: " + numbers
	case c.after.value > c.before.value:
		return "jumps got more frequent here: " + numbers
	}
	return "decay made jumps rarer: " + numbers
}

// String is the frequency per million parameters and steps.
func (i interval) String() string {
	return fmt.Sprintf("%.3g [%.3g, %.3g]", i.value*1e6, i.low*1e6, i.high*1e6)
}
