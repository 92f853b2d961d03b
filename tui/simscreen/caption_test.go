package simscreen

import (
	"math"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"levyscope/sim"
	"levyscope/sim/clock"
	"levyscope/sim/expr"
	"levyscope/sim/noise"
	"levyscope/sim/problem"
	"levyscope/sim/theory"
	"levyscope/train/schedule"
	"levyscope/tui/screen"
	"levyscope/tui/screentest"
)

// headRoom is what tabs and state leave to the figures in the head of 80 cells: it is
// "levyscope  1 Train [2 Simulate]" and "running", with two blanks at both ends of the figures.
const headRoom = 80 - 31 - 7 - 4

// However long its figures are, the step and the mean exit time stay in the head of 80 cells and in that of 60, which
// has no name of the program, and the theory as long as it fits.
func TestHeadKeepsTheMean(t *testing.T) {
	for _, c := range []struct {
		mean, se, theory float64
		want             string
	}{
		{3.21, .1, 3.5, "E τ 3.21 ±0.1"},
		{12345678, 123456, 23456789, "E τ 1.23e7 ±1.2e5"},
		{1.2345e-11, 1.23e-12, 1.24e-11, "E τ 1.23e-11 ±1.2e-12"},
		{123, math.NaN(), math.Inf(1), "E τ 123 ±–"},
	} {
		counted := counts(12345678, 2345678, 0, 0)
		counted.Totals.MeanTime, counted.Totals.MeanTimeSE = c.mean, c.se
		m := shown(t, small(), counted)
		m.data.controls.Schedule = schedule.Constant{Eta0: .1}
		m.data.theory = &theory.Theory{MeanExitTime: c.theory, PTrap: math.NaN(), EpsReversal: math.NaN(),
			Sides: make([]float64, 4)}
		for _, room := range []int{headRoom, headRoom - 10} {
			want := "step 19"
			if ansi.StringWidth(want+"  "+c.want) <= room {
				want += "  " + c.want
			}
			head := strings.Replace(screen.Abreast(m.Figures(), room), "14691356 exits  ", "", 1)
			if !strings.HasPrefix(head, want) || strings.Contains(head, "NaN") {
				t.Errorf("in %d cells no %q in %q", room, want, head)
			}
		}
	}
}

// Where paths are trapped for ever, a head of 80 cells says so beside a step of five digits, and calls it theory.
func TestHeadSaysThatPathsAreTrapped(t *testing.T) {
	m := shown(t, small(), counts(30, 10, 0, 0))
	m.data.step = 12345
	m.data.theory = &theory.Theory{MeanExitTime: math.Inf(1), PTrap: .5234}
	want := "step 12345  E τ ∞, theory trapped 0.52"
	if head := screen.Abreast(m.Figures(), headRoom); head != want {
		t.Errorf("%q, want %q", head, want)
	}
}

// In a small pane few words stand for many, so that the noise and the domain are not cut off.
func TestCaptionInFewWords(t *testing.T) {
	cfg := wells(1, "basin")
	cfg.Controls.Noise = []noise.Noise{{Kind: noise.Tempered, Rate: 1}}
	m := shown(t, cfg)
	c := m.Controls()
	c.Integrator, c.Rho, c.Arm = problem.JumpAdapted, .5, schedule.NoiseOnly
	c.Reading, c.Multiplicative = problem.Marcus, []*expr.Expression{nil}
	m.Take(sim.Changed{Controls: c, Setting: sim.Setting{Dt: .01, Rho: .5, SideNames: c.SideNames()}})
	text := func(w, h int) string { return strings.Join(m.caption(screen.Frame{W: w, H: h}), "\n") }
	few := text(39, 14)
	for _, want := range []string{"dt 0.01", "arm noise", "jump rho .5", "Marcus", "tempered:rate=1", "domain basin"} {
		if !strings.Contains(few, want) {
			t.Errorf("%q is missing in\n%s", want, few)
		}
	}
	// No more words are saved than it takes, from the end on.
	plain := shown(t, wells(1, "basin"))
	for w, want := range map[int]string{
		39: "dt 0.01; tamed; domain basin",
		44: "SDE time, step 0.01; tamed; domain basin",
		50: "SDE time, step 0.01; tamed Euler; domain basin",
	} {
		if got := strings.TrimSpace(ansi.Strip(strings.Join(plain.caption(screen.Frame{W: w, H: 9}), ""))); got != want {
			t.Errorf("caption in %d cells %q, want %q", w, got, want)
		}
	}
	for _, want := range []string{
		"SDE time, step 0.01", "Marcus reading of the multiplicative noise", "noise tempered:rate=1", "domain basin",
		"U doublewell",
	} {
		if large := text(79, 40); !strings.Contains(large, want) {
			t.Errorf("%q is missing in\n%s", want, large)
		}
	}
}

// A domain without walls at a distance of their own has no overshoots however many exits there are.
func TestOvershootNeedsWalls(t *testing.T) {
	for _, domain := range []string{"basin", "sublevel:u=0.1", "ball:r=0.8"} {
		m := shown(t, wells(1, domain), counts(50, 50), sim.Statistics{})
		screentest.Press(t, m, "m", "m")
		why := noWalls
		if domain == "ball:r=0.8" {
			why = tooFew
		}
		if text := screentest.View(m, 80, 24); !strings.Contains(text, why) {
			t.Errorf("%s: %q is missing in\n%s", domain, why, text)
		}
	}
}

// The caption says what differs from the plain case.
func TestCaption(t *testing.T) {
	cfg := small()
	m := shown(t, cfg)
	told := func() string {
		must, more := m.computed()
		var words []string
		for _, p := range append(must, more...) {
			words = append(words, p.full)
		}
		return strings.Join(words, "; ")
	}
	if got, want := told(), "SDE time, step 0.01; domain box; U quadratic:theta=1/1"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	c := m.Controls()
	c.Integrator, c.Arm, c.Eps, c.Multiplicative =
		problem.JumpAdapted, schedule.GrowBatch, .1, []*expr.Expression{nil, nil}
	m.Take(sim.Changed{Controls: c, Setting: sim.Setting{Dt: .01, SideNames: c.SideNames()}})
	for _, want := range []string{
		"jump-adapted: rho 0.5, jumps of L > 3.16", "arm: grow the batch", "Ito reading of the multiplicative noise",
	} {
		if !strings.Contains(told(), want) {
			t.Errorf("%q is missing in %q", want, told())
		}
	}
	if got := m.data.markers[0].Label; got != "d" {
		t.Errorf("the marker is %q", got)
	}
	m.cfg.Time, m.cfg.Method = clock.Iteration, problem.Accelerated
	for _, want := range []string{"iteration time", "ensemble accelerated"} {
		if !strings.Contains(told(), want) {
			t.Errorf("%q is missing in %q", want, told())
		}
	}
	lines := m.caption(screen.Frame{W: 40, H: 14})
	if len(lines) != 2 || ansi.StringWidth(lines[0]) != 40 || ansi.StringWidth(lines[1]) != 40 {
		t.Errorf("caption of a small pane: %q", lines)
	}
}
