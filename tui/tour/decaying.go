package tour

import (
	"math"

	"levyscope/stats/tail"
)

// Window are the jumps of all arrays in the steps From to Step - 1, the last of which had the learning rate Eta.
type Window struct {
	From, Step int
	Eta        float64
	Fixed      Tally // updates beyond a fixed size
	Current    Tally // noise beyond scales of the last probe
}

// Tally is a number of jumps in so many (parameter, step) pairs, with the Fano factor of their numbers in the steps.
type Tally struct {
	Count, Trials int
	Fano          float64 // NaN where it is not known
}

// decaying is the comparison of the jumps before and after the learning rate fell.
type decaying struct {
	begun   int     // the step at which it began
	steady  int     // the step from which on only the schedule has changed
	highest float64 // learning rate of the windows before
	lowest  float64 // that of the first window after
	fell    int     // the step from which on it is known to be lower; 0: it is not yet
	before  []Window
	after   []Window
	last    int // the step of the last window that was taken in
}

const (
	fallen  = .75  // the share of the highest learning rate below which it has fallen
	same    = .95  // the share above which it has not
	span    = 1000 // steps that are compared at most on each side
	patient = 1500 // steps after the fall at which the comparison ends whatever was counted
)

// observe takes in what the screen knows now; it says whether the comparison has come to its end.
func (d *decaying) observe(f Facts) (done bool) {
	if d.begun == 0 || d.steady != f.Steady {
		*d = decaying{begun: max(1, f.Step), steady: f.Steady, highest: f.Eta}
	}
	for _, w := range f.Windows {
		if w.Step > d.last {
			d.last = w.Step
			if d.take(w) {
				return true
			}
		}
	}
	if d.fell == 0 {
		d.highest = max(d.highest, f.Eta)
		if f.Eta <= fallen*d.highest {
			d.fell = f.Step
		}
	}
	return d.fell > 0 && f.Step-d.fell >= patient
}

// take takes in a window; it says whether there are enough after the fall, or the learning rate has fallen again.
func (d *decaying) take(w Window) (enough bool) {
	switch {
	case d.fell == 0 && w.Eta > fallen*d.highest:
		if d.highest = max(d.highest, w.Eta); w.Eta >= same*d.highest {
			d.before = append(d.before, w)
		}
		for steps(d.before[min(1, len(d.before)):]) >= span {
			d.before = d.before[1:]
		}
	case w.Eta > fallen*d.highest: // its last step was before the fall
	case d.fell == 0:
		d.fell = w.Step // its first steps may have been before the fall
	case w.From >= d.fell:
		if len(d.after) == 0 {
			d.lowest = w.Eta
		}
		if w.Eta <= fallen*d.lowest {
			return true
		}
		d.after = append(d.after, w)
	}
	return steps(d.after) >= span
}

// steps are those of some windows.
func steps(windows []Window) (n int) {
	for _, w := range windows {
		n += w.Step - w.From
	}
	return n
}

// rate is a frequency per parameter and step with its interval of 95 %.
type rate struct {
	count            int
	value, low, high float64
}

// comparison is that of equally many steps just before and just after the learning rate fell.
type comparison struct {
	before, after  []Window
	fixed, current [2]rate // before, after
}

// comparison is that of the windows so far.
func (d *decaying) comparison() (c comparison) {
	n := min(steps(d.before), steps(d.after))
	for i := len(d.before) - 1; i >= 0 && steps(d.before[i:]) <= n; i-- {
		c.before = d.before[i:]
	}
	for i := 1; i <= len(d.after) && steps(d.after[:i]) <= n; i++ {
		c.after = d.after[:i]
	}
	for i, side := range [2][]Window{c.before, c.after} {
		c.fixed[i] = rateOf(side, func(w Window) Tally { return w.Fixed })
		c.current[i] = rateOf(side, func(w Window) Tally { return w.Current })
	}
	return c
}

// rateOf is the frequency in some windows. Its interval is that of a Poisson law, widened by the Fano factor where
// jumps come together.
func rateOf(windows []Window, of func(Window) Tally) rate {
	var n, trials int
	var fano, weight float64
	for _, w := range windows {
		t := of(w)
		n, trials = n+t.Count, trials+t.Trials
		if !math.IsNaN(t.Fano) && !math.IsInf(t.Fano, 0) {
			fano, weight = fano+float64(t.Count)*t.Fano, weight+float64(t.Count)
		}
	}
	low, high := tail.PoissonInterval(n, .95)
	wider := 1.
	if weight > 0 {
		wider = math.Sqrt(max(1, fano/weight))
	}
	x, all := float64(n), float64(trials)
	return rate{n, x / all, max(0, x-wider*(x-low)) / all, (x + wider*(high-x)) / all}
}

// empty says that there was nothing to count on one side, or no jump on either.
func empty(r [2]rate) bool {
	return math.IsNaN(r[0].value) || math.IsNaN(r[1].value) || r[0].count+r[1].count == 0
}

// beyond says that the intervals do not meet.
func beyond(r [2]rate) bool { return r[1].high < r[0].low || r[1].low > r[0].high }
