package simscreen

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"levyscope/internal/near"
	"levyscope/sim"
	"levyscope/train/schedule"
	"levyscope/tui/screen"
	"levyscope/tui/screentest"
	"levyscope/tui/theme"
)

var domains = []string{"box", "ball:r=0.8", "sublevel:u=0.1", "basin", "wells"}

// Every domain of a landscape of one, two or three coordinates fills every size, in ASCII too.
func TestEveryDomainFillsEverySize(t *testing.T) {
	for _, n := range []int{1, 2, 3} {
		for _, domain := range domains {
			for _, g := range []theme.Glyphs{theme.Braille, theme.ASCII} {
				for _, at := range [][2]int{{160, 48}, {80, 24}, {60, 16}} {
					fillsSize(t, wells(n, domain), g, at[0], at[1])
				}
			}
		}
	}
}

// fillsSize tests every measure at one size.
func fillsSize(t *testing.T, cfg sim.Config, g theme.Glyphs, w, h int) {
	t.Helper()
	c := cfg.Controls
	m := shown(t, cfg, counts(make([]int, len(c.SideNames()))...))
	what := fmt.Sprintf("n %d, %s, glyphs %v, %dx%d", len(c.Alpha), c.Domain, g, w, h)
	for range measureCount {
		text := screentest.Render(m, g, w, h)
		screentest.Fills(t, what, text, w, h-2)
		text = ansi.Strip(text)
		if g == theme.ASCII && strings.IndexFunc(text, func(r rune) bool { return r > '~' }) >= 0 {
			t.Errorf("%s: not ASCII:\n%s", what, text)
		}
		if w == 160 && !strings.Contains(text, "domain "+c.Domain.String()) {
			t.Errorf("%s: the domain is not named:\n%s", what, text)
		}
		screentest.Press(t, m, "m")
	}
}

// The view holds what a reader must see: both minima and the saddle, the whole ball, the finite wall of a half-line.
func TestViewOfADoubleWell(t *testing.T) {
	view := func(n int, domain string, box ...sim.Interval) *terrain {
		cfg := wells(n, domain)
		if len(box) > 0 {
			cfg.Controls.Box = box
		}
		return newTerrain(cfg.ExitConfig, cfg.Controls)
	}
	holds := func(what string, v sim.Interval, points ...float64) {
		t.Helper()
		for _, p := range points {
			if !(v.Lo < p && p < v.Hi) || math.IsInf(v.Hi-v.Lo, 0) {
				t.Errorf("%s: the view %v does not hold %g", what, v, p)
			}
		}
	}
	for _, n := range []int{1, 2} {
		// U reaches the height 1/4 of the saddle at |x1| = sqrt 2, and along x2 at sqrt(1/2).
		land := view(n, "basin")
		holds("basin", land.x, -math.Sqrt2, 0, math.Sqrt2)
		if land.x.Hi > 2.2 {
			t.Errorf("basin: the view %v is wider than a landscape of sqrt 2", land.x)
		}
		if n == 2 {
			holds("basin, x2", land.y, -math.Sqrt(.5), math.Sqrt(.5))
		} else {
			holds("basin, U", land.y, 0, .25)
		}
		holds("ball", view(n, "ball:r=3").x, -4, 2)
	}
	half := view(1, "box", sim.Interval{Lo: math.Inf(-1), Hi: -.5})
	holds("half-line", half.x, -1, -.5)
	if w := half.walls(); !math.IsInf(w.X0, -1) || w.X1 != -.5 || !math.IsInf(w.Y1, 1) {
		t.Errorf("half-line: walls %+v", w)
	}
	// U = 0.1 where x1^2 = 1 +- sqrt 0.4.
	in, out := math.Sqrt(1-math.Sqrt(.4)), math.Sqrt(1+math.Sqrt(.4))
	got := view(1, "sublevel:u=0.1").crossings()
	want := []float64{-out, -in, in, out}
	if len(got) != len(want) {
		t.Fatalf("borders of the sub-level set %v, want %v", got, want)
	}
	for i := range want {
		near.Abs(t, fmt.Sprintf("border %d of the sub-level set", i), got[i], want[i], 1e-3)
	}
	if got = view(1, "basin").crossings(); len(got) != 1 {
		t.Fatalf("separatrices %v, want one", got)
	}
	near.Abs(t, "separatrix", got[0], 0, 1e-3)
}

// The separatrix of the double well is the line x1 = 0 of the picture, and the ball's border its circle.
func TestBordersOfDomains(t *testing.T) {
	for domain, off := range map[string]func(x, y float64) float64{
		"basin":      func(x, _ float64) float64 { return x },
		"wells":      func(x, _ float64) float64 { return x },
		"ball:r=0.8": func(x, y float64) float64 { return math.Hypot(x+1, y) - .8 },
		"sublevel:u=0.1": func(x, y float64) float64 {
			return (x*x-1)*(x*x-1)/4 + y*y/2 - .1
		},
	} {
		cfg := wells(2, domain)
		land := newTerrain(cfg.ExitConfig, cfg.Controls)
		picture := land.draw(80, 30)
		if len(picture.border) < 20 || len(picture.contours) < 20 {
			t.Fatalf("%s: %d pieces of the border, %d of level lines", domain, len(picture.border), len(picture.contours))
		}
		for _, s := range picture.border {
			near.Abs(t, fmt.Sprintf("%s: the distance of %v from the border", domain, s.A), off(s.A.X, s.A.Y), 0, .005)
		}
	}
}

// A landscape is sampled once for a size, however often it is drawn and whatever else is changed.
func TestLandscapeIsSampledOnce(t *testing.T) {
	cfg := wells(2, "basin")
	n := &counted{doubleWell: doubleWell{2}}
	cfg.Controls.Potential = n
	m := shown(t, cfg)
	screentest.View(m, 120, 36)
	first := n.calls
	screentest.Press(t, m, "l", "]", "]")
	c := m.Controls()
	m.Take(sim.Changed{Step: 9, Controls: c, Setting: sim.Setting{Dt: .01, SideNames: c.SideNames()}})
	for range 5 {
		screentest.View(m, 120, 36)
	}
	if c.Eps == cfg.Controls.Eps || first < 1000 || n.calls != first {
		t.Errorf("eps %g, %d samples at first, %d more for the same landscape", c.Eps, first, n.calls-first)
	}
}

type counted struct {
	doubleWell
	calls int
}

func (c *counted) Value(x []float64) float64 {
	c.calls++
	return c.doubleWell.Value(x)
}

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
		c.Box = append(c.Box, sim.Interval{Lo: -1, Hi: 1})
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
		Occupation: []sim.OccupationShare{{Share: .3, SE: .02}, {Share: .7, SE: .02}}, Stationary: []float64{.35, .65}}}
	m := shown(t, wells(1, "wells"), counts(), st)
	text := screentest.View(m, 120, 36)
	for _, want := range []string{"occupation of basins", "theory 0.35", "0.70", "left 41x", "left 37x", "nothing leaves domain wells"} {
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
		st.Survival = append(st.Survival, sim.SurvivalPoint{Time: c.BinWidth * float64(j+1), Survival: s, Lo: s - .1, Hi: s + .1})
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
		if text := screentest.View(m, 120, 36); !strings.Contains(text, want) || !strings.Contains(text, "too few exits yet") {
			t.Errorf("%s without figures:\n%s", want, text)
		}
	}
	st.Mean.Mean, st.Variation = 10, sim.Variation{CV: 1.02, SE: .03}
	st.QQ = []sim.QQPoint{{Exponential: .1, Empirical: 1.1}, {Exponential: .7, Empirical: 6.9}, {Exponential: 2, Empirical: 21}}
	for u := 1.0; u < 30; u *= 2 {
		st.Overshoot = append(st.Overshoot, sim.OvershootPoint{Ratio: u, Exits: 9, Survival: math.Pow(u, -1.4), Lo: .5 / u, Hi: 1.5 / u, Theory: math.Pow(u, -1.5)})
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
	e := sim.Escape{Step: 19, Exit: sim.Exit{Path: 0, Time: .2, Side: 1, Diverged: true, Position: math.NaN(), Size: math.NaN()}}
	m := shown(t, wells(2, "box"), e, counts(0, 0, 0, 0))
	text := screentest.View(m, 160, 48) + fmt.Sprint(m.Figures())
	for _, want := range []string{"diverged: step too long", "escapes of the particle: 1, 1 DIVERGED", "DIVERGED 1x"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing:\n%s", want, text)
		}
	}
	if len(m.data.exits) != 0 {
		t.Error("a diverged path has a place of exit")
	}
}

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
	if got := m.Controls().Box; got[0] != (sim.Interval{Lo: -.63, Hi: 1}) || got[1] != (sim.Interval{Lo: -.7, Hi: .63}) {
		t.Errorf("box %v", got)
	}
	if cfg.Controls.Box[0].Lo != -.6 {
		t.Error("the configuration was written to")
	}
	m = shown(t, wells(1, "box"))
	if said := knobOf(t, m, "wall1+").Move(1); !strings.Contains(said, "no wall") {
		t.Errorf("moving a wall that there is not says %q", said)
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
	if got := strings.Join(names, " "); got != "euler exact tamed jump" || m.Controls().Integrator != sim.Euler {
		t.Errorf("a quadratic goes through %s", got)
	}
	knobOf(t, m, "integrator").Move(-1)
	said := ""
	for range 12 {
		said = knobOf(t, m, "rho").Move(1)
	}
	// eps^(1-rho) sigma must stay below the walls at 0.7: rho < 1 - ln 0.7/ln 0.3 = 0.704.
	if m.Controls().Rho != .7 || !strings.Contains(said, "way out") {
		t.Errorf("rho %g (%s), want 0.7 at most, and to be told why", m.Controls().Rho, said)
	}
	m = shown(t, wells(1, "box"))
	knobOf(t, m, "integrator").Move(-1) // from tamed
	if m.Controls().Integrator != sim.Euler {
		t.Errorf("below tamed is %s, want euler: exact is for a quadratic", m.Controls().Integrator)
	}
	if said := knobOf(t, m, "integrator").Move(1); !strings.Contains(said, "integrator tamed") || !strings.Contains(said, "quadratic") {
		t.Errorf("leaving out exact says %q", said)
	}
	for _, k := range m.knobs() {
		if k.Name == "rho" {
			t.Error("rho is shown where nothing depends on it")
		}
	}
}

// The caption says what differs from the plain case.
func TestCaption(t *testing.T) {
	cfg := small()
	m := shown(t, cfg)
	said := func() string {
		must, more := m.computed()
		var words []string
		for _, p := range append(must, more...) {
			words = append(words, p.full)
		}
		return strings.Join(words, "; ")
	}
	if got, want := said(), "SDE time, step 0.01; domain box; U quadratic:theta=1/1"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	c := m.Controls()
	c.Integrator, c.Arm, c.Eps, c.Multiplicative = sim.JumpAdapted, schedule.GrowBatch, .1, []*sim.Expression{nil, nil}
	m.Take(sim.Changed{Controls: c, Setting: sim.Setting{Dt: .01, SideNames: c.SideNames()}})
	for _, want := range []string{"jump-adapted: rho 0.5, jumps of L > 3.16", "arm: grow the batch", "Ito reading of the multiplicative noise"} {
		if !strings.Contains(said(), want) {
			t.Errorf("%q is missing in %q", want, said())
		}
	}
	if got := m.data.markers[0].Label; got != "d" {
		t.Errorf("the marker is %q", got)
	}
	m.cfg.Time, m.cfg.Method = sim.Iteration, sim.Accelerated
	for _, want := range []string{"iteration time", "ensemble accelerated"} {
		if !strings.Contains(said(), want) {
			t.Errorf("%q is missing in %q", want, said())
		}
	}
	lines := m.caption(screen.Frame{W: 40, H: 14})
	if len(lines) != 2 || ansi.StringWidth(lines[0]) != 40 || ansi.StringWidth(lines[1]) != 40 {
		t.Errorf("caption of a small pane: %q", lines)
	}
}

func TestGridsHoldThePanes(t *testing.T) { screentest.Grids(t, panes, fullGrid, compactGrid) }

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
