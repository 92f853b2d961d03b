package simscreen

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"levyscope/sim"
	"levyscope/sim/exits"
	"levyscope/sim/path"
	"levyscope/sim/problem"
	"levyscope/tui/screentest"
)

// Ways out have the run's names; of many those with most exits are shown, and the others are counted.
func TestWaysOut(t *testing.T) {
	cfg := wells(2, "basin")
	m := shown(t, cfg, counts(0, 90, 10))
	text := screentest.View(m, 120, 36)
	if !strings.Contains(text, "to 2 ") || !strings.Contains(text, "away ") || strings.Contains(text, "to 1 ") {
		t.Errorf("the basins entered are not the ways out:\n%s", text)
	}
	cfg = small()
	c := &cfg.Controls
	c.Theta, c.Alpha, c.Sigma, c.Box = nil, nil, nil, nil
	for range 300 {
		c.Theta, c.Alpha, c.Sigma = append(c.Theta, 1), append(c.Alpha, 1.5), append(c.Sigma, 1)
		c.Box = append(c.Box, problem.Interval{Lo: -1, Hi: 1})
	}
	sides := make([]int, 600)
	sides[401], sides[2] = 70, 30
	m = shown(t, cfg, counts(sides...))
	text = screentest.View(m, 120, 36)
	for _, want := range []string{"201+ ", "2- ", "more", "w1 and w2 of 300"} {
		if !strings.Contains(text, want) {
			t.Errorf("of 600 sides %q is not shown:\n%s", want, text)
		}
	}
	if got, left := m.likeliest(10); len(got) != 8 || left != 592 || got[0] != 401 || got[1] != 2 {
		t.Errorf("likeliest %v and %d others", got, left)
	}
	if n := len(m.knobs()); n > 12 {
		t.Errorf("%d knobs for 300 coordinates", n)
	}
}

// In domain wells the time spent in the basins stands where the ways out were.
func TestOccupation(t *testing.T) {
	st := sim.Statistics{Transitions: &sim.Transitions{Counts: [][]int{{0, 41}, {37, 0}},
		Occupation: []exits.OccupationShare{{Share: .3, SE: .02}, {Share: .7, SE: .02}}, Stationary: []float64{.35, .65}}}
	m := shown(t, wells(1, "wells"), counts(), st)
	text := screentest.View(m, 120, 36)
	for _, want := range []string{
		"occupation of basins", "theory 0.35", "0.70", "left 41x", "left 37x", "nothing leaves domain wells",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing:\n%s", want, text)
		}
	}
}

// m goes through what is known of the exit times: their survival with its band, their quantiles and their overshoots.
func TestMeasures(t *testing.T) {
	c := counts(50, 50, 0)
	st := sim.Statistics{}
	for j, s := range []float64{.8, .6, .5} {
		st.Survival = append(st.Survival, exits.SurvivalPoint{Time: c.BinWidth * float64(j+1), Survival: s,
			Lo: s - .1, Hi: s + .1})
	}
	m := shown(t, wells(1, "ball:r=0.8"), c, st)
	if !strings.Contains(screentest.View(m, 120, 36), "still inside") {
		t.Error("survival is not shown first")
	}
	banded := screentest.View(m, 120, 36)
	m.Take(sim.Statistics{})
	if screentest.View(m, 120, 36) == banded {
		t.Error("the band of the survival is not drawn")
	}
	for _, want := range []string{"exponential QQ", "overshoot"} {
		screentest.Press(t, m, "m")
		text := screentest.View(m, 120, 36)
		if !strings.Contains(text, want) || !strings.Contains(text, "too few exits yet") {
			t.Errorf("%s without figures:\n%s", want, text)
		}
	}
	st.Mean.Mean, st.Variation = 10, exits.Variation{CV: 1.02, SE: .03}
	st.QQ = []exits.QQPoint{{Exponential: .1, Empirical: 1.1}, {Exponential: .7, Empirical: 6.9},
		{Exponential: 2, Empirical: 21}}
	for u := 1.0; u < 30; u *= 2 {
		st.Overshoot = append(st.Overshoot, exits.OvershootPoint{Ratio: u, Exits: 9, Survival: math.Pow(u, -1.4),
			Lo: .5 / u, Hi: 1.5 / u, Theory: math.Pow(u, -1.5)})
	}
	m.Take(st)
	for _, want := range []string{"theory (1/u)^α", "still inside", "CV 1.02 ±0.03"} {
		if text := screentest.View(m, 120, 36); !strings.Contains(text, want) {
			t.Errorf("%q is missing:\n%s", want, text)
		}
		screentest.Press(t, m, "m")
	}
}

// A path that became NaN is called diverged, in the list, in its title and at the head.
func TestDivergedPathsAreShown(t *testing.T) {
	e := sim.Escape{Step: 19, Exit: path.Exit{Path: 0, Time: .2, Side: 1, Diverged: true,
		Position: math.NaN(), Size: math.NaN()}}
	m := shown(t, wells(2, "box"), e, counts(0, 0, 0, 0))
	text := screentest.View(m, 160, 48) + fmt.Sprint(m.Figures())
	for _, want := range []string{"could not be followed", "escapes of the particle: 1, 1 DIVERGED", "DIVERGED 1x"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing:\n%s", want, text)
		}
	}
	if len(m.data.exits) != 0 {
		t.Error("a diverged path has a place of exit")
	}
}

// ± is one standard error of a share, also where all paths or none took the side: then from its interval of 95 %.
func TestErrorsOfSharesAreStandardErrors(t *testing.T) {
	c := counts(400, 0, 0, 0)
	text := screentest.View(shown(t, small(), c), 160, 48)
	if !strings.Contains(text, "1.000 ±.002") && !strings.Contains(text, "1 ±.002") {
		t.Errorf("no standard error of a share of 1 in\n%s", text)
	}
	if strings.Contains(text, "+.") && strings.Contains(text, "-.0000") {
		t.Errorf("another error than a standard error in\n%s", text)
	}
}
