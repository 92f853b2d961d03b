package simscreen

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"levyscope/internal/near"
	"levyscope/sim"
	"levyscope/sim/problem"
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
	view := func(n int, domain string, box ...problem.Interval) *terrain {
		cfg := wells(n, domain)
		if len(box) > 0 {
			cfg.Controls.Box = box
		}
		return newTerrain(cfg.ExitConfig, cfg.Controls)
	}
	holds := func(what string, v problem.Interval, points ...float64) {
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
	half := view(1, "box", problem.Interval{Lo: math.Inf(-1), Hi: -.5})
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
	const validations = 10 // of changed controls, which look at the start
	if c.Eps == cfg.Controls.Eps || first < 1000 || n.calls-first > validations {
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

func TestGridsHoldThePanes(t *testing.T) { screentest.Grids(t, panes, fullGrid, compactGrid) }
