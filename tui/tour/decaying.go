package tour

import "math"

// decaying is the comparison of the jumps before and after the learning rate fell.
type decaying struct {
	highest float64          // the learning rate before
	low     int              // step from which on it is known to be lower; 0: it is not yet
	before  map[string]rates // by layer
	after   map[string]rates
	last    int // the step of the last interval that was taken in
}

// rates are the frequencies of jumps in the last intervals.
type rates []float64

// fallen is the share of the highest learning rate below which it has fallen.
const fallen = .75

// The least and the most intervals of steps that are compared.
const (
	leastIntervals = 8
	mostIntervals  = 24
)

// observe takes in what the screen knows now; it says whether the comparison has come to its end.
func (d *decaying) observe(f Facts) (done bool) {
	if d.before == nil {
		*d = decaying{before: map[string]rates{}, after: map[string]rates{}}
	}
	d.highest = max(d.highest, f.Eta)
	if d.low == 0 && f.Eta <= fallen*d.highest {
		d.low = f.Step
	}
	if len(f.Jumps) == 0 || f.Jumps[0].Step == d.last {
		return false
	}
	d.last = f.Jumps[0].Step
	for _, j := range f.Jumps {
		rate := float64(j.Count) / float64(j.Trials)
		switch {
		case j.Trials <= 0:
		case d.low == 0:
			d.before[j.Layer] = d.before[j.Layer].with(rate)
		case j.From >= d.low:
			d.after[j.Layer] = d.after[j.Layer].with(rate)
		}
	}
	c := d.comparison()
	n := len(d.after[c.layer])
	return n >= leastIntervals && (c.beyond() || n >= mostIntervals)
}

// with are the rates with one more, the last ones only.
func (r rates) with(rate float64) rates {
	if r = append(r, rate); len(r) > mostIntervals {
		r = r[1:]
	}
	return r
}

// mean is their mean with the interval of 95 % that their scatter gives, which allows for jumps that come together.
func (r rates) mean() interval {
	var sum, squares float64
	n := float64(len(r))
	for _, x := range r {
		sum += x
	}
	mean := sum / n
	for _, x := range r {
		squares += (x - mean) * (x - mean)
	}
	half := normal975 * math.Sqrt(squares/(n-1)/n)
	return interval{mean, max(0, mean-half), mean + half}
}

// interval is a frequency with its interval of 95 %.
type interval struct{ value, low, high float64 }

// comparison is that of a layer.
type comparison struct {
	layer         string
	before, after interval
}

// comparison is that of the layer with the most jumps before among those that have enough intervals.
func (d *decaying) comparison() (c comparison) {
	for layer, before := range d.before {
		after := d.after[layer]
		if len(before) < 2 || len(after) < 2 {
			continue
		}
		if b := before.mean(); b.value > c.before.value || b.value == c.before.value && layer < c.layer {
			c = comparison{layer, b, after.mean()}
		}
	}
	return c
}

// beyond says that the intervals do not meet.
func (c comparison) beyond() bool {
	return c.layer != "" && (c.after.high < c.before.low || c.after.low > c.before.high)
}
