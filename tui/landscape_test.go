package tui

import (
	"fmt"
	"math"
	"testing"

	"levyscope/sim"
)

// doubleWell is U = (x1^2-1)^2/4 + sum of x_i^2/2 over the other coordinates: minima at x1 = -1 and 1, where U = 0, and a
// saddle of height 1/4 at 0.
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

func (w doubleWell) Saddles() []sim.Saddle {
	return []sim.Saddle{{X: make([]float64, w.n), From: 0, To: 1}}
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

// wells is a simulation of an n-dimensional double well with a tamed step.
func wells(o Options, n int, domain string) Options {
	o.Screen = "simulate"
	c := &o.Sim.Controls
	c.Potential = doubleWell{n}
	c.Theta, c.Alpha, c.Sigma, c.Box = nil, nil, nil, nil
	for range n {
		c.Theta, c.Alpha, c.Sigma = append(c.Theta, 1), append(c.Alpha, 1.5), append(c.Sigma, .6)
		c.Box = append(c.Box, sim.Interval{Lo: math.Inf(-1), Hi: math.Inf(1)})
	}
	c.Integrator = sim.Tamed
	d, err := sim.ParseDomain(domain)
	if err != nil {
		panic(err)
	}
	c.Domain = d
	return o
}

// BenchmarkSimulateFrame is a screen of 160x48 with a landscape; the bound is 8 ms.
func BenchmarkSimulateFrame(b *testing.B) {
	for _, again := range []bool{false, true} {
		b.Run(fmt.Sprintf("landscape anew %v", again), func(b *testing.B) {
			o := wells(small(), 2, "wells")
			m, err := newRoot(b.Context(), o)
			if err != nil {
				b.Fatal(err)
			}
			m.w, m.h = 160, 48
			s := m.screens[1].(*simScreen)
			if err := feedThrough(s.run(b.Context(), s.controls, nil), s.isStep, 2000, s.see); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if s.data++; again {
					s.seen.land = nil
				}
				m.text()
			}
		})
	}
}
