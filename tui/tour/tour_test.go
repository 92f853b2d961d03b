package tour

import (
	"math"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

var nan = math.NaN()

// probe is one of two layers, the first of which has no tail index.
func probe(step, batch int, alpha, se float64) Probe {
	return Probe{Step: step, Batch: batch, Layers: []Layer{{"dead.weight", nan, nan}, {"fc1.weight", alpha, se}}}
}

// says fails unless the tour asks for, and has seen, what the texts are parts of, each within a line of 80 cells.
func says(t *testing.T, tour *Tour, ask, seen string) {
	t.Helper()
	a, lines := tour.Words()
	s := strings.Join(lines, "\n")
	if !strings.Contains(a, ask) || !strings.Contains(s, seen) || strings.Contains(a+s, "NaN") {
		t.Errorf("asks %q, has seen %q; want %q, %q", a, s, ask, seen)
	}
	fits(t, tour)
}

// fits fails unless all lines fit into 80 cells with what stands beside them.
func fits(t *testing.T, tour *Tour) {
	t.Helper()
	ask, lines := tour.Words()
	if w := ansi.StringWidth(" Way in 1 of 3 " + ask + "  " + "esc skips "); w > 80 {
		t.Errorf("%d cells: %s", w, ask)
	}
	for _, line := range lines {
		if w := ansi.StringWidth(" " + line); w > 80 || w < 2 && ask != "wait: the run begins" {
			t.Errorf("%d cells: %q", w, line)
		}
	}
}

// scene is a tour with the facts that it is told next.
type scene struct {
	*testing.T
	*Tour
	f Facts
}

func (s *scene) see(ask, seen string) {
	s.Helper()
	s.Observe(s.f)
	says(s.T, s.Tour, ask, seen)
}

// atDecay is a tour that has come to its last step, after step k.
func atDecay(t *testing.T, k int) *scene {
	s := &scene{t, New(), Facts{Run: 1, Step: k, Batch: 16, Eta: .1, Paused: true, Selected: "batch",
		Probe: probe(k, 16, 1.81, .03)}}
	s.Observe(s.f)
	s.f.Step, s.f.Batch, s.f.Probe = k+1, 4, probe(k+1, 4, 1.6, .03)
	s.Observe(s.f)
	s.f.Paused, s.f.Falling, s.f.Steady = false, true, k+1
	return s
}

// goes has the run go on for n windows of 50 steps with so many jumps in a million trials each.
func (s *scene) goes(n int, eta float64, fixed, current int) {
	for range n {
		s.f.Step += 50
		s.f.Eta = eta
		s.f.Windows = append(s.f.Windows, Window{s.f.Step - 50, s.f.Step, eta, Tally{fixed, 1e6, 1},
			Tally{current, 1e6, nan}})
		s.Observe(s.f)
	}
}

// The way in asks for a key at a time, and compares the batches at weights that are a few steps apart.
func TestTourFromTheFirstKeyToTheLast(t *testing.T) {
	s := &scene{t, New(), Facts{Run: 1, Step: 100, Batch: 16, Eta: .1, Probe: probe(0, 16, 1.9, .02)}}
	says(t, s.Tour, "wait: the run begins", "")
	s.see("wait for step 500", "2 if Gaussian")
	s.f.Paused = true
	s.see("press space", "2 if Gaussian")
	s.f.Paused, s.f.Step = false, 600
	s.see("press p", "2 if Gaussian")
	s.f.Probing = true
	s.see("wait: the noise", "")
	s.f.Probing, s.f.Probe = false, probe(600, 16, 1.85, .03)
	s.see("press space: hold", "step 600, batch 16: fc1 median α (K1) 1.85 ±0.03")
	s.f.Step, s.f.Paused = 66918, true
	s.see("press p: measure at batch 16", "")
	s.f.Step, s.f.Probe = 66919, probe(66918, 16, 1.81, .03)
	s.see("press l or h", "step 66,918, batch 16: fc1 median α (K1) 1.81 ±0.03")
	s.f.Selected = "batch"
	s.see("press [ : halve the batch, from 16 to 8", "")
	s.f.Batch = 8
	s.see("press p: measure again", "batch 16")
	s.f.Step, s.f.Probe = 66920, probe(66919, 8, 1.79, .03)
	s.see("press [ : halve it again, to 4", "not beyond its error yet\nfc1 median α (K1) 1.81 ±0.03 → 1.79 ±0.03")
	s.f.Batch = 4
	s.f.Step, s.f.Probe = 66921, probe(66920, 4, 1.6, .03)
	s.see("press space: the network goes on", "steps 66,918 → 66,920, batch 16 → 4: the tail is fatter")
	s.f.Paused, s.f.Steady = false, 66920
	s.see("press s", "tail is fatter")
	s.goes(30, .1, 100, 300)
	s.f.Preview = true
	s.see("press enter", "the tail is fatter")
	s.f.Preview, s.f.Falling = false, true
	s.see("wait: η is 0.1", "")
	s.goes(10, .05, 30, 300)
	s.see("wait: η fell to 0.05; jumps of 450 steps", "")
	s.goes(11, .05, 30, 300)
	s.see("u takes the decay back", "1,000 steps before → after step 68,471, per parameter, 1,000 steps")
	s.see("", "updates > fixed σ: 0.100 [0.0")
	s.see("", "by definition\nnoise > current σ: 0.300 [0.292, 0.308] → 0.300 [0.292, 0.308], within error")
	if !s.Done() || s.Number() != 3 {
		t.Errorf("done %v, step %d", s.Done(), s.Number())
	}
}

// Probes that lie far apart are not compared, since the network has learned in between.
func TestTourComparesTheSameWeights(t *testing.T) {
	s := &scene{t, New(), Facts{Run: 1, Step: 600, Batch: 16, Eta: .1, Probe: probe(512, 16, 1.83, .03)}}
	s.Observe(s.f)
	s.f.Step, s.f.Batch, s.f.Probe = 66919, 8, probe(66918, 8, 1.26, .03)
	s.see("press space", "step 66,918, batch 8: fc1 median α (K1) 1.26")
	s.f.Paused, s.f.Selected = true, "batch"
	s.see("press [ : halve the batch, from 8 to 4", "")
	s.f.Step, s.f.Batch, s.f.Probe = 66920, 4, probe(66919, 4, 1.4, .03)
	s.f.Step++
	s.see("press space: the network goes on", "the tail is thinner")
	near := &scene{t, New(), Facts{Run: 1, Step: 601, Batch: 16, Paused: true, Probe: probe(600, 16, 1.7, .03)}}
	near.Observe(near.f)
	near.f.Step, near.f.Batch, near.f.Probe = 602, 4, probe(601, 4, 1.69, .03)
	near.see("press space", "steps 600 → 601, batch 16 → 4: not beyond its error\n")
}

// Without jumps, or without a fall, the tour comes to its end all the same.
func TestTourEndsWithoutJumps(t *testing.T) {
	s := atDecay(t, 82416)
	s.goes(25, .1, 0, 0)
	s.goes(25, .05, 0, 0)
	s.see("u takes the decay back", "no jumps left to compare; r")
	none := atDecay(t, 82416)
	none.see("wait: η is 0.1", "")
	none.f.Eta, none.f.Step = .05, 84000
	none.see("wait: η fell", "")
	none.f.Step += patient
	none.see("u takes", "too few steps")
	dead := atDecay(t, 82416)
	for _, eta := range []float64{.1, .05} {
		for range 25 {
			dead.f.Step += 50
			dead.f.Windows = append(dead.f.Windows, Window{From: dead.f.Step - 50, Step: dead.f.Step, Eta: eta})
			dead.f.Eta = eta
			dead.Observe(dead.f)
		}
	}
	dead.see("u takes", "no jumps left to compare")
	waits := atDecay(t, 600)
	waits.Observe(waits.f)
	waits.f.Step += late + 1
	waits.see("η has not fallen: press s", "")
}

// What the noise does beyond its error is said to be so, and steps beyond another fall do not count.
func TestTourComparesEquallyManySteps(t *testing.T) {
	s := atDecay(t, 100000)
	s.goes(40, .1, 123456, 123456)
	s.goes(11, .05, 23456, 23456)
	s.goes(1, .025, 1, 1)
	s.see("u takes", "500 steps before → after step 102,051")
	s.see("", "noise > current σ: 123 [123, 124] → 23.5 [23.4, 23.6], beyond error")
	few := atDecay(t, 100000)
	few.goes(40, .1, 12, 1)
	few.goes(30, .05, 1, 1)
	few.see("u takes", "per parameter, 1e6 steps")
}

// A tour that is done stays so, whatever run is in front; one that is not follows the run.
func TestTourFollowsTheRun(t *testing.T) {
	s := atDecay(t, 600)
	s.goes(25, .1, 100, 100)
	s.goes(25, .05, 100, 100)
	s.f = Facts{Run: 2, Step: 3, Batch: 16}
	s.see("u takes", "within error")

	s = atDecay(t, 600)
	s.f.Stopped = "the run has stopped: u undoes it, r restarts"
	s.see("the run has stopped", "")
	s.f = Facts{Run: 2, Step: 3, Batch: 16}
	s.see("wait for step 500", "")
	s.f = Facts{Run: 1, Step: 82416, Batch: 4, Probe: probe(82000, 4, nan, nan)}
	s.see("exact zeros: press r", "")
	s.f.Collapsed = true
	s.see("collapsed", "")
	one := &scene{t, New(), Facts{Step: 600, Batch: 1, Probe: probe(600, 1, 1.7, .03)}}
	one.see("press s", "batch 1 cannot shrink")
}

// With long numbers and names all lines fit into 80 cells.
func TestTourFits(t *testing.T) {
	s := &scene{t, New(), Facts{Run: 1, Step: 99999991, Batch: 60000, Eta: .000123456, Paused: true}}
	long := func(batch int, alpha float64) Probe {
		return Probe{s.f.Step, batch, []Layer{{strings.Repeat("blocks.0.", 9) + ".weight", alpha, 12.34}}}
	}
	s.f.Probe = long(60000, 1.23)
	s.see("press l", "step 99,999,991, batch 60,000")
	s.f.Selected = "batch"
	s.see("from 60000 to 30000", "")
	s.f.Batch, s.f.Probe = 30000, long(30000, 1.2)
	s.see("press [", "not beyond")
	s.f.Batch, s.f.Probe = 15000, long(15000, 1.2)
	s.see("press space", "not beyond")
	s.f.Paused, s.f.Falling = false, true
	s.see("wait", "")
	s.goes(25, .000123456, 987654, 987654)
	s.goes(5, .0000123456, 987654, 987654)
	s.see("wait", "")
	s.goes(25, .0000123456, 987654, 987654)
	s.see("u takes", "")
}
