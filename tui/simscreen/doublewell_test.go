package simscreen

import (
	"fmt"
	"math"
	"testing"

	"levyscope/sim"
	"levyscope/sim/landscape"
	"levyscope/sim/problem"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// doubleWell is U = (x1^2-1)^2/4 + sum of x_i^2/2 over the other coordinates. Its minima are
// at x1 = -1 and 1, where U = 0; its saddle is at 0, where U = 1/4.
type doubleWell struct{ n int }

func (w doubleWell) Dim() int       { return w.n }
func (w doubleWell) String() string { return fmt.Sprintf("doublewell:n=%d", w.n) }

func (w doubleWell) Value(x []float64) float64 {
	u := (x[0]*x[0] - 1) * (x[0]*x[0] - 1) / 4
	for _, v := range x[1:] {
		u += v * v / 2
	}
	return u
}

func (w doubleWell) Grad(dst, x []float64) {
	copy(dst, x)
	dst[0] = x[0] * (x[0]*x[0] - 1)
}

func (w doubleWell) Minima() [][]float64 {
	left, right := make([]float64, w.n), make([]float64, w.n)
	left[0], right[0] = -1, 1
	return [][]float64{left, right}
}

func (w doubleWell) Saddles() []landscape.Saddle {
	return []landscape.Saddle{{X: make([]float64, w.n), From: 0, To: 1}}
}

func (w doubleWell) Basin(x []float64) int {
	switch {
	case x[0] < 0:
		return 0
	case x[0] > 0:
		return 1
	}
	return -1
}

// small is a short run with noise that lets paths escape soon.
func small() sim.Config {
	cfg := Default()
	cfg.Paths, cfg.Slots = 500, 64
	cfg.Controls.Eps = .3
	return cfg
}

// wells is a simulation of an n-dimensional double well with a tamed step.
func wells(n int, domain string) sim.Config {
	cfg := small()
	c := &cfg.Controls
	c.Potential = doubleWell{n}
	c.Theta, c.Alpha, c.Sigma, c.Box = nil, nil, nil, nil
	for range n {
		c.Theta, c.Alpha, c.Sigma = append(c.Theta, 1), append(c.Alpha, 1.5), append(c.Sigma, .6)
		c.Box = append(c.Box, problem.Interval{Lo: math.Inf(-1), Hi: math.Inf(1)})
	}
	c.Integrator = problem.Tamed
	d, err := problem.ParseDomain(domain)
	if err != nil {
		panic(err)
	}
	c.Domain = d
	return cfg
}

// open is a screen of cfg that is not under way.
func open(t testing.TB, cfg sim.Config) *model {
	return newModel(t.Context(), screen.Env{Title: "Simulate"}, cfg)
}

// shown is a screen that has taken in a few hand-made events: what is tested with it is the
// screen alone.
func shown(t testing.TB, cfg sim.Config, events ...sim.Event) *model {
	t.Helper()
	m := open(t, cfg)
	c := cfg.Controls
	setting := sim.Setting{Dt: cfg.Dt, Horizon: 100, SideNames: c.SideNames()}
	m.Take(sim.Started{Engine: "sim", Config: cfg, Setting: setting})
	for k := range 20 {
		x := make([]float64, len(c.Alpha))
		x[0] = -1 + .05*math.Sin(float64(k))
		m.Take(sim.Progress{Step: k, Time: float64(k) * cfg.Dt, X: x})
	}
	for _, e := range events {
		m.Take(e)
	}
	return m
}

// counts are those of an ensemble whose paths have all left, by way out.
func counts(sides ...int) sim.Counts {
	n := 0
	for _, k := range sides {
		n += k
	}
	return sim.Counts{BinWidth: 1, Survival: []float64{1, .8, .6, .5},
		Totals: sim.Totals{Paths: n, Exited: n, Sides: sides, MeanTime: 3, MeanTimeSE: .1}}
}

// BenchmarkFrame is the panes of a terminal of 160x48 with a landscape; the bound is 8 ms.
func BenchmarkFrame(b *testing.B) {
	for _, again := range []bool{false, true} {
		b.Run(fmt.Sprintf("landscape anew %v", again), func(b *testing.B) {
			m := open(b, wells(2, "wells"))
			if err := m.Advance(b.Context(), 2000); err != nil {
				b.Fatal(err)
			}
			for dark := true; b.Loop(); dark = !dark { // another theme each time, so that every pane is drawn
				if again {
					m.data.land = nil
				}
				m.View(screen.Area{W: 160, H: 45, Size: screen.Full, Theme: theme.New(dark, theme.Braille)})
			}
		})
	}
}
