package tour

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Words are what the strip says: what to do now, and what has been seen so far, in lines.
func (t *Tour) Words() (ask string, seen []string) {
	switch {
	case t.stage == done:
	case t.facts.Batch == 0:
		return "wait: the run begins", []string{""}
	case t.facts.Stopped != "":
		return t.facts.Stopped, t.seen()
	}
	return t.ask(), t.seen()
}

// Number is that of the step, of 3.
func (t *Tour) Number() int { return min(int(t.stage), int(decay)) + 1 }

// ask is the key to press, or what to wait for.
func (t *Tour) ask() string {
	f := t.facts
	switch {
	case t.stage == done:
		return "u takes the decay back; ? has all keys, 2 an SDE"
	case f.Collapsed:
		return "the network has collapsed, no noise: press r"
	case f.Probing:
		return "wait: the noise of many minibatches is measured"
	case t.stage == measure:
		return askToMeasure(f)
	case t.stage == shrink:
		return t.askToShrink()
	}
	return t.askToDecay()
}

func askToMeasure(f Facts) string {
	switch {
	case f.Step < ripe && f.Paused:
		return fmt.Sprintf("press space: the network goes on to step %d", ripe)
	case f.Step < ripe:
		return fmt.Sprintf("wait for step %d: the network learns", ripe)
	case f.Probe.Batch > 0 && f.Probe.Step >= ripe && !usable(f.Probe):
		return "no noise is left but exact zeros: press r"
	}
	return "press p: measure the noise of the gradients"
}

func (t *Tour) askToShrink() string {
	f := t.facts
	switch {
	case !f.Paused:
		return "press space: hold the network at its weights"
	case !t.fresh():
		return fmt.Sprintf("press p: measure at batch %d, at these weights", f.Batch)
	case f.Batch >= t.before.Batch:
		return f.press("[", fmt.Sprintf("halve the batch, from %d to %d", f.Batch, f.Batch/2))
	case f.Probe.Batch != f.Batch:
		return "press p: measure again, a step later"
	}
	return f.press("[", fmt.Sprintf("halve it again, to %d", f.Batch/2))
}

// press says which key turns the batch: first those that select it.
func (f Facts) press(key, what string) string {
	if f.Selected != "batch" {
		return "press l or h until [batch] is selected, line 2"
	}
	return "press " + key + " : " + what
}

// late is the number of steps after which a schedule is not waited for any more.
const late = 5000

func (t *Tour) askToDecay() string {
	f := t.facts
	switch {
	case f.Preview:
		return "press enter: put the drawn schedule in force"
	case f.Paused:
		return "press space: the network goes on"
	case !f.Falling && t.fell == 0:
		return "press s: look at a learning rate that falls"
	case t.fell == 0 && t.begun > 0 && f.Step-t.begun > late:
		return "η has not fallen: press s for another, or esc"
	case t.fell == 0:
		return fmt.Sprintf("wait: η is %.3g; its curve shows when it falls", f.Eta)
	}
	return fmt.Sprintf("wait: η fell to %.3g; jumps of %s steps", f.Eta, thousands(steps(t.decaying.after)))
}

// seen is what has come of the keys so far.
func (t *Tour) seen() []string {
	switch {
	case t.stage == measure:
		return []string{"α is the tail index of the gradient noise: 2 if Gaussian, less of a fatter tail"}
	case t.stage == shrink && t.after.Batch == 0:
		l := t.layer()
		return []string{fmt.Sprintf("step %s, batch %s: %s median α (K1) %s", thousands(t.before.Step),
			thousands(t.before.Batch), shortName(l.Name), l)}
	case t.stage == done:
		return t.jumpText()
	}
	return t.tailText()
}

// tailText says what the smaller batch did.
func (t *Tour) tailText() []string {
	if t.before.Batch == 1 {
		return []string{"batch 1 cannot shrink any further, so this step is left out"}
	}
	where := fmt.Sprintf("steps %s → %s, batch %s → %s: ", thousands(t.before.Step), thousands(t.after.Step),
		thousands(t.before.Batch), thousands(t.after.Batch))
	c := t.change()
	if c.layer == "" {
		return []string{where + "no tail index is left"}
	}
	numbers := fmt.Sprintf("%s median α (K1) %s → %s (one standard error)", shortName(c.layer), c.before, c.after)
	switch {
	case !c.beyond() && t.stage == shrink:
		where += "not beyond its error yet"
	case !c.beyond():
		where += "not beyond its error"
	case c.after.Alpha > c.before.Alpha:
		where += "the tail is thinner"
	default:
		where += "the tail is fatter"
	}
	return []string{where, numbers}
}

// String is the tail index with its standard error.
func (l Layer) String() string { return fmt.Sprintf("%.2f ±%.2f", l.Alpha, l.SE) }

// shortName is the name of a layer without that of its array, the beginning of a long one.
func shortName(layer string) string {
	const longest = 12
	name := []rune(strings.TrimSuffix(layer, ".weight"))
	if len(name) > longest {
		return string(name[:longest-1]) + "…"
	}
	return string(name)
}

// jumpText says what the lower learning rate did, by both measures.
func (t *Tour) jumpText() []string {
	c := t.decaying.comparison()
	switch {
	case len(c.after) == 0 || len(c.before) == 0:
		return []string{"the learning rate fell: too few steps on one side to compare its jumps"}
	case empty(c.fixed) && empty(c.current):
		return []string{"the learning rate fell: no jumps left to compare; r begins a run that has some"}
	}
	unit, factor := "1,000", 1e3
	if max(finite(c.fixed[0].value), finite(c.current[0].value)) < 1e-4 {
		unit, factor = "1e6", 1e6
	}
	return []string{
		fmt.Sprintf("jumps: %s steps before → after step %s, per parameter, %s steps:", thousands(steps(c.before)),
			thousands(c.after[0].From), unit),
		"updates > fixed σ: " + told(c.fixed, factor, "by definition"),
		"noise > current σ: " + told(c.current, factor, "beyond error"),
	}
}

// told is a frequency before and after, and what the difference is where it is beyond its error.
func told(r [2]rate, factor float64, verdict string) string {
	if empty(r) {
		return "no jumps left to compare"
	}
	switch {
	case !beyond(r):
		verdict = "within error"
	case r[1].value > r[0].value:
		verdict = "beyond error"
	}
	return fmt.Sprintf("%s → %s, %s", r[0].times(factor), r[1].times(factor), verdict)
}

// times is the frequency in another unit, with its interval.
func (r rate) times(factor float64) string {
	return fmt.Sprintf("%s [%s, %s]", short(r.value*factor), short(r.low*factor), short(r.high*factor))
}

// short is a number in at most five cells, with up to three digits that count.
func short(v float64) string {
	if v >= 99.95 {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	digits := 3
	if v >= 1 {
		digits = 2 - int(math.Log10(v))
	}
	return strconv.FormatFloat(v, 'f', digits, 64)
}

// finite is v, 0 where it is NaN.
func finite(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return v
}

// thousands writes a whole number with commas.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
