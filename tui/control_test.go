package tui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"levyscope/internal/recording"
	"levyscope/sim"
	"levyscope/train"
	"levyscope/train/schedule"
	"levyscope/tui/feed"
)

// A change by a key takes effect at a step, is marked there in the charts, and
// the learning rate follows the new schedule from it on.
func TestAChangeIsMarkedAtItsStep(t *testing.T) {
	o := small()
	m := open(t, o, 120, 36)
	s := m.screens[0].(*trainScreen)
	s.live = newLive[train.Controls]()
	steps, pressed := 0, 0
	var etas []train.Progress
	for e, err := range s.run(t.Context(), s.controls, s.live) {
		if err != nil {
			t.Fatal(err)
		}
		s.see(e)
		if p, ok := e.(train.Progress); ok {
			etas = append(etas, p)
			if steps++; steps == 40 {
				press(m, "s") // to step decay, from step 39 on
				press(m, "l", "l", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[")
				pressed = p.Step
			}
			if steps == 80 {
				break
			}
		}
	}
	if len(s.seen.markers) != 1 || int(s.seen.markers[0].X) != pressed+1 || s.seen.markers[0].Label != "s" {
		t.Fatalf("pressed after step %d, markers %+v", pressed, s.seen.markers)
	}
	now := s.controls.Schedule
	if schedule.Kind(now) != "step" {
		t.Fatalf("schedule %s", now)
	}
	for _, p := range etas {
		want := .1
		if p.Step > pressed {
			want = now.Eta(p.Step)
		}
		if p.Eta != want {
			t.Fatalf("step %d: eta %g, want %g of %s", p.Step, p.Eta, want, now)
		}
	}
	if last := etas[len(etas)-1]; last.Eta == .1 {
		t.Errorf("the rate has not decayed by step %d under %s", last.Step, now)
	}
	if !strings.Contains(ansi.Strip(m.text()), "s") || s.version() == 0 {
		t.Error("the marker is not drawn")
	}
}

func TestUndoAndRedo(t *testing.T) {
	m := open(t, small(), 120, 36)
	pump(t, m, 5)
	s := m.screens[0].(*trainScreen)
	first := s.controls
	press(m, "d")
	second := s.controls
	press(m, "]")
	third := s.controls
	press(m, "u")
	if s.controls != second {
		t.Errorf("undo: %+v, want %+v", s.controls, second)
	}
	press(m, "u", "u")
	if s.controls != first || m.said != "there is no change to undo" {
		t.Errorf("undo at the beginning: %+v, %q", s.controls, m.said)
	}
	press(m, "ctrl+r", "ctrl+r")
	if s.controls != third {
		t.Errorf("redo: %+v, want %+v", s.controls, third)
	}
	press(m, "u", "s", "ctrl+r")
	if m.said != "there is no undone change" {
		t.Errorf("redo after a new change: %q", m.said)
	}
}

// Live changes of the simulation: eps and a tail index, with their markers.
func TestSimulationControls(t *testing.T) {
	o := small()
	o.Screen = "simulate"
	m := open(t, o, 160, 48)
	s := m.screens[1].(*simScreen)
	s.live = newLive[sim.Controls]()
	steps := 0
	for e, err := range s.run(t.Context(), s.controls, s.live) {
		if err != nil {
			t.Fatal(err)
		}
		s.see(e)
		if p, ok := e.(sim.Progress); ok {
			steps++
			switch p.Step {
			case 50:
				press(m, "l", "[") // eps, after eta0
			case 90:
				press(m, "l", "]") // alpha_1
			}
		}
		if steps == 200 {
			break
		}
	}
	d := s.seen
	if len(d.markers) != 2 || d.markers[0].X != 51 || d.markers[0].Label != "ε" || d.markers[1].X != 91 || d.markers[1].Label != "α" {
		t.Errorf("markers %+v", d.markers)
	}
	if d.controls.Eps != .25 || d.controls.Alpha[0] != 1.25 || o.Sim.Controls.Alpha[0] != 1.2 {
		t.Errorf("controls %+v; the configuration has alpha %v", d.controls, o.Sim.Controls.Alpha)
	}
	if d.theory == nil || d.theory.MeanExitTime == s.started.Theory.MeanExitTime {
		t.Error("the prediction did not follow the controls")
	}
}

// What a feed delivers and records while a display drains it is what the engine
// yields without one.
func TestTheDisplayChangesNoEvent(t *testing.T) {
	o := small()
	o.Train.Steps = 150
	encode := func(e train.Event) string {
		b, err := recording.Append(nil, e)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	var alone []string
	for e, err := range train.Run(t.Context(), o.Train, nil) {
		if err != nil {
			t.Fatal(err)
		}
		alone = append(alone, encode(e))
	}
	m := open(t, o, 160, 48)
	s := m.screens[0].(*trainScreen)
	s.pace = 0
	var shown []string
	cmd := s.begin()
	for !s.ended {
		msg := cmd()
		for _, e := range msg.(feed.Batch[train.Event]).Events {
			shown = append(shown, encode(e))
		}
		cmd = s.update(msg)
		wholeScreen(t, "while it runs", m.text(), 160, 48)
	}
	if !slices.Equal(alone, shown) {
		t.Errorf("%d events with the display, %d without, or not the same", len(shown), len(alone))
	}
}

// A run that diverges is shown as such, with its step, and can be undone and restarted.
func TestDivergenceIsShown(t *testing.T) {
	o := small()
	o.Train.Controls.Schedule = schedule.Constant{Eta0: 1e4}
	m := open(t, o, 120, 36)
	s := m.screens[0].(*trainScreen)
	s.pace = 0
	cmd := m.show(0)
	for !s.ended {
		_, cmd = m.Update(cmd())
		if !s.ended {
			cmd = s.feed.Next()
		}
	}
	text := ansi.Strip(m.text())
	if s.diverged == nil || !strings.Contains(text, fmt.Sprintf("DIVERGED at step %d", s.diverged.Step)) || !strings.Contains(text, "r restart") {
		t.Errorf("the screen does not tell of the divergence %+v:\n%s", s.diverged, text)
	}
	wholeScreen(t, "diverged", m.text(), 120, 36)
	press(m, "space")
	if !strings.Contains(m.said, "r starts it again") {
		t.Errorf("space after the end says %q", m.said)
	}
	s.pace = 100
	press(m, "r")
	if s.ended || s.err != nil || s.diverged != nil {
		t.Error("r does not start it again")
	}
	<-s.stop()
}

func TestLadder(t *testing.T) {
	for _, c := range []struct {
		x    float64
		dir  int
		want float64
	}{{.1, 1, .125}, {.1, -1, .08}, {.125, -1, .1}, {1, -1, .8}, {8, 1, 10}, {.11, 1, .125}, {.11, -1, .1}, {1000, 1, 1250}, {2e-5, 1, 2.5e-5}} {
		if got := rung(c.x, c.dir); got != c.want {
			t.Errorf("from %g, direction %d: %.17g, want %g", c.x, c.dir, got, c.want)
		}
	}
	x := .1
	for range 40 {
		x = rung(x, 1)
	}
	for range 40 {
		x = rung(x, -1)
	}
	if x != .1 {
		t.Errorf("up and down again: %.17g", x)
	}
}

// Merging keeps the hull of what was added.
func TestRibbonKeepsExcursions(t *testing.T) {
	var r ribbon
	const n = 100000
	for i := range n {
		lo, hi := -1.0, 1.0
		if i == 33333 {
			lo, hi = -77, 99
		}
		r.add(float64(i), lo, hi)
	}
	if len(r.x) > ribbonCapacity || slices.Min(r.lo) != -77 || slices.Max(r.hi) != 99 || !slices.IsSorted(r.x) {
		t.Errorf("%d intervals, from %g to %g", len(r.x), slices.Min(r.lo), slices.Max(r.hi))
	}
}
