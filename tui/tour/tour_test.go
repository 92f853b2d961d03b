package tour

import (
	"math"
	"strings"
	"testing"
)

var nan = math.NaN()

// probe is one of two layers, the first of which has no tail index.
func probe(step, batch int, alpha, se float64) Probe {
	return Probe{Step: step, Batch: batch, Layers: []Layer{{"dead.weight", nan, nan}, {"fc1.weight", alpha, se}}}
}

// says fails unless the tour asks for, and has seen, what the texts are parts of.
func says(t *testing.T, tour *Tour, ask, seen string) {
	t.Helper()
	a, s := tour.Words()
	if !strings.Contains(a, ask) || !strings.Contains(s, seen) || strings.Contains(a+s, "NaN") {
		t.Errorf("asks %q, has seen %q; want %q, %q", a, s, ask, seen)
	}
}

// The way in asks for a key at a time, and claims what is beyond its error.
func TestTourFromTheFirstKeyToTheLast(t *testing.T) {
	tour := New()
	says(t, tour, "wait: the run begins", "")
	f := Facts{Step: 100, Batch: 16, Eta: .1, Probe: probe(0, 16, 1.9, .02)}
	see := func(ask, seen string) {
		t.Helper()
		tour.Observe(f)
		says(t, tour, ask, seen)
	}
	see("wait for step 500", "2 of a Gaussian")
	f.Step = 600
	see("press p", "2 of a Gaussian")
	f.Probing = true
	see("wait: the noise", "")
	f.Probing, f.Probe = false, probe(600, 16, 1.81, .03)
	see("press l or h", "fc1 α 1.81 ± 0.03 at batch 16")
	f.Selected = "batch"
	see("press [ : halve the batch, from 16 to 8", "")
	f.Batch = 8
	see("press p", "at batch 16")
	f.Step, f.Probe = 700, probe(700, 8, 1.79, .03)
	see("press [ : halve it again, to 4", "not beyond its error yet: fc1 α 1.81 ± 0.03 → 1.79 ± 0.03")
	f.Batch = 4
	f.Step, f.Probe = 800, probe(800, 4, nan, nan)
	see("exact zeros: press ] : twice the batch", "not beyond")
	f.Step, f.Probe = 900, probe(900, 4, 1.6, .03)
	see("press s", "the tail got fatter when I shrank the batch: fc1 α 1.81 ± 0.03 → 1.60 ± 0.03, batch 16 → 4")
	jump := func(count int) {
		f.Step += 50
		f.Jumps = []Jumps{{"fc1.weight", f.Step - 50, f.Step, count, 1e6}}
		tour.Observe(f)
	}
	for i := range 10 {
		jump(100 + i)
	}
	f.Preview = true
	see("press enter", "the tail got fatter")
	f.Preview, f.Falling = false, true
	see("wait: η is 0.1", "the tail got fatter")
	f.Eta = .05
	for i := range 9 {
		jump(30 + i)
	}
	see("that is the way in", "decay made jumps rarer: fc1 10")
	if !tour.Done() || tour.Number() != 3 {
		t.Errorf("done %v, step %d", tour.Done(), tour.Number())
	}
}

// What is not so is not claimed.
func TestTourSaysTheTruth(t *testing.T) {
	at := func(f Facts) *Tour {
		tour := New()
		tour.Observe(Facts{Step: 600, Batch: 16, Eta: .1, Probe: probe(600, 16, 1.7, .03)})
		tour.Observe(f)
		return tour
	}
	thinner := Facts{Step: 700, Batch: 4, Eta: .1, Probe: probe(700, 4, 1.9, .03)}
	says(t, at(thinner), "press s", "the tail got thinner here: fc1 α 1.70 ± 0.03 → 1.90 ± 0.03")
	tour := at(Facts{Step: 700, Batch: 4, Probe: probe(700, 4, 1.69, .03)})
	for i := range enough - 1 {
		says(t, tour, "", "not beyond its error yet")
		tour.Observe(Facts{Step: 800 + i, Batch: 4, Probe: probe(800+i, 4, 1.69, .03)})
	}
	says(t, tour, "press s", "not beyond its error here")

	more := at(thinner)
	for i := range 40 {
		f := Facts{Step: 700 + 50*i, Batch: 4, Eta: .1, Falling: true, Probe: thinner.Probe}
		if i > 10 {
			f.Eta = .05
		}
		f.Jumps = []Jumps{{"fc1.weight", f.Step - 50, f.Step, 10 + 20*(i/11) + i%2, 1e5}}
		more.Observe(f)
	}
	says(t, more, "", "jumps got more frequent here")
	if _, seen := more.Words(); strings.Contains(seen, "rarer") {
		t.Errorf("%q", seen)
	}
}

// A run that stopped, had collapsed, or has begun again is said to have.
func TestTourFollowsTheRun(t *testing.T) {
	tour := New()
	tour.Observe(Facts{Step: 600, Batch: 16, Probe: probe(600, 16, 1.7, .03)})
	tour.Observe(Facts{Step: 700, Batch: 16, Probe: probe(600, 16, 1.7, .03), Stopped: "the run has stopped"})
	says(t, tour, "the run has stopped", "")
	tour.Observe(Facts{Step: 3, Batch: 16})
	says(t, tour, "wait for step 500", "")
	tour.Observe(Facts{Step: 600, Batch: 16, Collapsed: true})
	says(t, tour, "collapsed", "")
	one := New()
	one.Observe(Facts{Step: 600, Batch: 1, Probe: probe(600, 1, 1.7, .03)})
	one.Observe(Facts{Step: 601, Batch: 1, Probe: probe(600, 1, 1.7, .03)})
	says(t, one, "press s", "batch 1 cannot shrink")
	empty := Facts{Step: 700, Batch: 1, Probe: probe(700, 1, nan, nan), Selected: "batch",
		Jumps: []Jumps{{"fc1.weight", 650, 700, 0, 0}}}
	one.Observe(empty)
	says(t, one, "no weight has jumps", "")
}
