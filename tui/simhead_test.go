package tui

import (
	"math"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"levyscope/sim"
	"levyscope/train/schedule"
)

// The least important figures are left out first, one by one, and the order of the others stays.
func TestFiguresAbreast(t *testing.T) {
	figures := []figure{{"step 9", 3}, {"40 exits", 2}, {"mean 12", 0}, {", theory 13", 1}}
	for w, want := range map[int]string{
		80: "step 9  40 exits  mean 12, theory 13", 36: "step 9  40 exits  mean 12, theory 13", 35: "40 exits  mean 12, theory 13",
		27: "mean 12, theory 13", 17: "mean 12", 7: "mean 12", 6: "", 0: "", -3: "",
	} {
		if got := abreast(figures, w); got != want {
			t.Errorf("in %d cells %q, want %q", w, got, want)
		}
	}
	if got := abreast(ranked("loss", "step", "rate"), 12); got != "step  loss" {
		t.Errorf("ranked figures are %q", got)
	}
}

// However long its figures are, the mean exit time stays in the head of 80 cells, and the theory as long as it fits.
func TestHeadKeepsTheMean(t *testing.T) {
	for _, c := range []struct {
		mean, se, theory float64
		want             string
	}{
		{3.21, .1, 3.5, "E τ 3.21 ±0.1, theory 3.5"},
		{12345678, 123456, 23456789, "E τ 1.23e7 ±1.2e5, theory 2.35e7"},
		{1.2345e-11, 1.23e-12, 1.24e-11, "E τ 1.23e-11 ±1.2e-12"},
		{123, math.NaN(), math.Inf(1), "E τ 123 ±–, theory never"},
	} {
		counted := counts(12345678, 2345678, 0, 0)
		counted.Totals.MeanTime, counted.Totals.MeanTimeSE = c.mean, c.se
		m, s := shown(t, small(), 80, 24, counted)
		s.seen.controls.Schedule = schedule.Constant{Eta0: .1}
		s.seen.theory = &sim.Theory{MeanExitTime: c.theory, PTrap: math.NaN(), EpsReversal: math.NaN(), Sides: make([]float64, 4)}
		head, _, _ := strings.Cut(ansi.Strip(m.text()), "\n")
		if !strings.Contains(head, c.want) || ansi.StringWidth(head) != 80 || strings.Contains(head, "NaN") {
			t.Errorf("no %q in %q", c.want, head)
		}
	}
}

// In a small pane few words stand for many, so that the noise and the domain are not cut off.
func TestCaptionInFewWords(t *testing.T) {
	o := wells(small(), 1, "basin")
	o.Sim.Controls.Noise = []sim.Noise{{Kind: sim.TemperedNoise, Rate: 1}}
	_, s := shown(t, o, 80, 24)
	c := s.controls
	c.Integrator, c.Rho, c.Arm, c.Reading, c.Multiplicative = sim.JumpAdapted, .5, schedule.NoiseOnly, sim.Marcus, []*sim.Expression{nil}
	s.see(sim.Changed{Controls: c, Setting: sim.Setting{Dt: .01, Rho: .5, SideNames: c.SideNames()}})
	text := func(w, h int) string { return strings.Join(s.caption(frame{w: w, h: h}), "\n") }
	few := text(39, 14)
	for _, want := range []string{"dt 0.01", "arm noise", "jump rho .5", "Marcus", "tempered:rate=1", "domain basin"} {
		if !strings.Contains(few, want) {
			t.Errorf("%q is missing in\n%s", want, few)
		}
	}
	// No more words are saved than it takes, from the end on.
	_, plain := shown(t, wells(small(), 1, "basin"), 80, 24)
	for w, want := range map[int]string{39: "dt 0.01; tamed; domain basin", 44: "SDE time, step 0.01; tamed; domain basin", 50: "SDE time, step 0.01; tamed Euler; domain basin"} {
		if got := strings.TrimSpace(ansi.Strip(strings.Join(plain.caption(frame{w: w, h: 9}), ""))); got != want {
			t.Errorf("caption in %d cells %q, want %q", w, got, want)
		}
	}
	for _, want := range []string{"SDE time, step 0.01", "Marcus reading of the multiplicative noise", "noise tempered:rate=1", "domain basin", "U doublewell"} {
		if large := text(79, 40); !strings.Contains(large, want) {
			t.Errorf("%q is missing in\n%s", want, large)
		}
	}
}

// A domain without walls at a distance of their own has no overshoots however many exits there are.
func TestOvershootNeedsWalls(t *testing.T) {
	for _, domain := range []string{"basin", "sublevel:u=0.1", "ball:r=0.8"} {
		m, _ := shown(t, wells(small(), 1, domain), 80, 24, counts(50, 50), sim.Statistics{})
		press(m, "m", "m")
		why := noWalls
		if domain == "ball:r=0.8" {
			why = tooFew
		}
		if text := ansi.Strip(m.text()); !strings.Contains(text, why) {
			t.Errorf("%s: %q is missing in\n%s", domain, why, text)
		}
	}
}
