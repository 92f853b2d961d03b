package simscreen

import (
	"slices"
	"strings"
	"testing"

	"levyscope/sim"
	"levyscope/sim/problem"
	"levyscope/sim/theory"
	"levyscope/tui/screen"
	"levyscope/tui/screentest"
)

// knobOf is the knob of a name.
func knobOf(t *testing.T, m *model, name string) screen.Knob {
	t.Helper()
	for _, k := range m.knobs() {
		if k.Name == name {
			return k
		}
	}
	t.Fatalf("there is no knob %s among %v", name, slices.Collect(func(yield func(string) bool) {
		for _, k := range m.knobs() {
			yield(k.Name)
		}
	}))
	return screen.Knob{}
}

// Raising a knob of the domain makes it larger, whatever the domain is, and no control is written in place.
func TestKnobsOfTheDomain(t *testing.T) {
	cfg := small()
	m := shown(t, cfg)
	knobOf(t, m, "wall1-").Move(1)
	knobOf(t, m, "wall2+").Move(-1)
	if got := m.Controls().Box; got[0] != (problem.Interval{Lo: -.63, Hi: 1}) ||
		got[1] != (problem.Interval{Lo: -.7, Hi: .63}) {
		t.Errorf("box %v", got)
	}
	if cfg.Controls.Box[0].Lo != -.6 {
		t.Error("the configuration was written to")
	}
	m = shown(t, wells(1, "box"))
	if notice := knobOf(t, m, "wall1+").Move(1); !strings.Contains(notice, "no wall") {
		t.Errorf("moving a wall that there is not says %q", notice)
	}
	m = shown(t, wells(1, "ball:r=0.8"))
	knobOf(t, m, "radius").Move(1)
	if got := m.Controls().Domain.Size; got != 1 {
		t.Errorf("radius %g, want 1", got)
	}
	m = shown(t, wells(1, "sublevel:u=0.1"))
	knobOf(t, m, "level").Move(-1)
	if got := m.Controls().Domain.Size; got != .08 {
		t.Errorf("level %g, want 0.08", got)
	}
}

// The integrator goes round those that the system allows, and says why it left out others; rho belongs to jump.
func TestKnobOfTheIntegrator(t *testing.T) {
	m := shown(t, small())
	var names []string
	for range 4 {
		names = append(names, m.Controls().Integrator.String())
		knobOf(t, m, "integrator").Move(1)
	}
	if got := strings.Join(names, " "); got != "euler exact tamed jump" || m.Controls().Integrator != problem.Euler {
		t.Errorf("a quadratic goes through %s", got)
	}
	knobOf(t, m, "integrator").Move(-1)
	notice := ""
	for range 12 {
		notice = knobOf(t, m, "rho").Move(1)
	}
	// eps^(1-rho) sigma must stay below the walls at 0.7: rho < 1 - ln 0.7/ln 0.3 = 0.704.
	if m.Controls().Rho != .7 || !strings.Contains(notice, "way out") {
		t.Errorf("rho %g (%s), want 0.7 at most, and to be told why", m.Controls().Rho, notice)
	}
	m = shown(t, wells(1, "box"))
	knobOf(t, m, "integrator").Move(-1) // from tamed
	if m.Controls().Integrator != problem.Euler {
		t.Errorf("below tamed is %s, want euler: exact is for a quadratic", m.Controls().Integrator)
	}
	notice = knobOf(t, m, "integrator").Move(1)
	if !strings.Contains(notice, "integrator euler → tamed") || !strings.Contains(notice, "quadratic") {
		t.Errorf("leaving out exact says %q", notice)
	}
	for _, k := range m.knobs() {
		if k.Name == "rho" {
			t.Error("rho is shown where nothing depends on it")
		}
	}
}

// Live changes of the simulation: eps and a tail index, with their markers.
func TestControls(t *testing.T) {
	cfg := small()
	m := open(t, cfg)
	steps := 0
	for e, err := range m.Events(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		m.Take(e)
		if p, ok := e.(sim.Progress); ok {
			steps++
			switch p.Step {
			case 50:
				screentest.Press(t, m, "l", "[") // eps, after eta0
			case 90:
				screentest.Press(t, m, "l", "]") // alpha_1
			}
		}
		if steps == 200 {
			break
		}
	}
	d := m.data
	if k := d.markers; len(k) != 2 || k[0].X != 51 || k[0].Label != "ε" || k[1].X != 91 || k[1].Label != "α" {
		t.Errorf("markers %+v", k)
	}
	if d.controls.Eps != .25 || d.controls.Alpha[0] != 1.25 || cfg.Controls.Alpha[0] != 1.2 {
		t.Errorf("controls %+v; the configuration has alpha %v", d.controls, cfg.Controls.Alpha)
	}
	if d.theory == nil || d.theory.MeanExitTime == m.started.Theory.MeanExitTime {
		t.Error("the prediction did not follow the controls")
	}
}

// The coordinates are gone through in both directions, in a circle.
func TestCoordinatesAreSelectedInACircle(t *testing.T) {
	m := shown(t, wells(3, "basin"))
	for _, c := range []struct {
		key  string
		want int
	}{{"j", 1}, {"k", 0}, {"k", 2}, {"j", 0}} {
		if screentest.Press(t, m, c.key); m.row != c.want {
			t.Errorf("%s: coordinate %d, want %d", c.key, m.row, c.want)
		}
	}
}

// The explorer opens on a system that the theory it draws is valid for.
func TestDefaultLiesInsideItsTheory(t *testing.T) {
	th := theory.Predict(theory.Normalize(Default().ExitConfig))
	if th == nil || !th.Valid || th.Caveat != "" {
		t.Errorf("%+v", th)
	}
}

// What a move of a knob gives can be typed, in every domain and with every integrator.
func TestTypedValuesOfKnobs(t *testing.T) {
	for _, domain := range []string{"box", "ball:r=0.8", "sublevel:u=0.1", "basin", "wells"} {
		m := shown(t, wells(1, domain))
		knobs := func() []screen.Knob {
			return slices.DeleteFunc(m.knobs(), func(k screen.Knob) bool { return k.Value == "-Inf" || k.Value == "+Inf" })
		}
		screentest.Knobs(t, domain, knobs)
	}
	cfg := small()
	cfg.Controls.Integrator = problem.JumpAdapted
	screentest.Knobs(t, "jump", shown(t, cfg).knobs)
}
