package path

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/rng"
	"levyscope/sim/clock"
	"levyscope/sim/landscape"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
)

// freely are n coordinates without walls and noise.
func freely(n int) problem.Controls {
	u := simtest.Cube(n)
	u.Eps = 0
	for i := range u.Box {
		u.Box[i] = problem.Interval{Lo: math.Inf(-1), Hi: math.Inf(1)}
	}
	return u
}

// steepDriven is one path in the potential spec without noise, with steps of h from x.
func steepDriven(t *testing.T, spec string, h float64, x []float64, change func(*problem.ExitConfig)) *driven {
	t.Helper()
	cfg := problem.ExitConfig{Dt: h, Controls: freely(len(x))}
	cfg.Controls.Potential = simtest.Landscape(t, spec, len(x))
	if change != nil {
		change(&cfg)
	}
	d := newDriven(t, cfg)
	d.s.start = x // also where the potential is infinite
	d.p.begin(d.s, rng.Path, 0)
	return d
}

// One step from far out ends where the flow dx/dt = -U' ends, in every integrator. From x
// it leads in the time h to x/sqrt(1 + 2 x^2 h) for x^4/4, to x (1 + 4 x^4 h)^(-1/4) for
// x^6/6, and for e^x - x, where v = e^-x obeys v' = 1 - v, to -ln(1 + (e^-x - 1) e^-h).
func TestSteepStepFollowsTheFlow(t *testing.T) {
	quartic := func(x, h float64) float64 { return math.Copysign(1/math.Sqrt(1/x/x+2*h), x) } // also from beyond 10^154
	sextic := func(x, h float64) float64 { return x * math.Pow(1+4*math.Pow(x, 4)*h, -.25) }
	wall := func(x, h float64) float64 { return -math.Log1p(math.Expm1(-x) * math.Exp(-h)) }
	for _, c := range []struct {
		potential string
		x         float64
		flow      func(x, h float64) float64
	}{
		{"expr:x1^4/4", 9, quartic}, {"expr:x1^4/4", -1e4, quartic}, {"expr:x1^4/4", 1e90, quartic},
		{"expr:x1^4/4", -1e250, quartic}, {"expr:x1^6/6", 30, sextic}, {"expr:exp(x1)-x1", 20, wall},
		{"expr:exp(x1)-x1", 600, wall},
	} {
		const h = .01
		for _, integrator := range []problem.Integrator{problem.Euler, problem.Tamed, problem.JumpAdapted} {
			t.Run(fmt.Sprintf("%s from %g, %s", c.potential, c.x, integrator), func(t *testing.T) {
				d := steepDriven(t, c.potential, h, []float64{c.x}, func(cfg *problem.ExitConfig) {
					cfg.Controls.Integrator = integrator
				})
				x, side := d.follow([]float64{0})
				near.Abs(t, "side", float64(side), problem.Inside, 0)
				near.Rel(t, "x after a step", x[0], c.flow(c.x, h), 1e-3)
				near.Abs(t, "followed steps", float64(d.p.flows), 1, 0)
			})
		}
	}
}

// Coordinates that do not depend on each other follow their own flows.
func TestSteepStepInTwoDimensions(t *testing.T) {
	const h = .01
	d := steepDriven(t, "expr:x1^4/4+x2^2/2", h, []float64{300, .3}, nil)
	x, _ := d.follow([]float64{0}, []float64{0})
	near.Rel(t, "x1", x[0], 300/math.Sqrt(1+2*300*300*h), 1e-3)
	near.Rel(t, "x2", x[1], .3*math.Exp(-h), 1e-4)
}

// A step that does not overshoot is Euler's to the last bit, and the gradient is asked for
// once.
func TestGentleStepIsEulers(t *testing.T) {
	const h = .01
	for _, start := range []float64{-1.9, .2, 1.3, 2} {
		d := steepDriven(t, "expr:x1^4/4-x1^2/2", h, []float64{start}, nil)
		grad := []float64{0}
		d.s.potential.Grad(grad, []float64{start})
		x, _ := d.follow([]float64{0})
		near.Abs(t, "x after a step", x[0], start-h*grad[0], 0)
		if !d.s.steep.watches || d.s.steep.mayOvershoot(grad, h) {
			t.Errorf("from %g, with the gradient %g, the step is looked at twice", start, grad[0])
		}
	}
}

// In a stiff well every step is looked at, and none runs off.
func TestStiffWellIsFollowed(t *testing.T) {
	d := steepDriven(t, "expr:200*x1^2+x1^4", .01, []float64{.5}, nil) // h U'' = 4
	x, _ := d.follow(make([]float64, 3))
	near.Abs(t, "x after three steps", x[0], 0, 1e-3)
}

// A path whose drift is not defined where it is, or has no end, is lost: no exit and not
// censored.
func TestWhatCannotBeFollowedIsLost(t *testing.T) {
	for _, potential := range []string{"expr:x1^2/2+sqrt(x1+5)/100", "expr:x1^2/2-log(x1+5)^0.5/100"} {
		d := steepDriven(t, potential, .01, []float64{1}, func(c *problem.ExitConfig) {
			c.Controls.Eps, c.Controls.Domain = 1, problem.Domain{Kind: problem.InBasin}
		})
		d.p.x[0] = -20
		d.w.z[0][0] = 0
		side := d.s.mover.move(d.p, d.w, 1)
		e := d.p.exit(d.s, side)
		if !e.Diverged || e.Censored || e.Side != -1 {
			t.Errorf("%s: %+v", potential, e)
		}
	}
}

// In iteration time a step is one of SGD, which runs off where its step is too long: the
// exit is told from one by noise.
func TestThrownExitIsTold(t *testing.T) {
	d := steepDriven(t, "expr:x1^4/4", .1, []float64{-1}, func(c *problem.ExitConfig) {
		c.Time, c.Dt = clock.Iteration, 1
		c.Controls.Schedule = simtest.Schedule(t, "constant:eta0=0.1")
		c.Controls.Box = []problem.Interval{{Lo: math.Inf(-1), Hi: 3}}
	})
	d.p.x[0] = -20 // the drift of a step is .1 * 8000
	side := d.s.mover.move(d.p, d.w, 1)
	e := d.p.exit(d.s, side)
	near.Abs(t, "position", e.Position, 780, 1e-9)
	if !e.Thrown || e.Diverged {
		t.Errorf("%+v: want thrown", e)
	}
}

// The gate is closed for potentials that Euler's step can never overshoot.
func TestGateOfGentlePotentials(t *testing.T) {
	for _, u := range []landscape.Landscape{
		nil, simtest.Landscape(t, "expr:log(1+x1^2)+x2^2/2", 2),
	} {
		controls := freely(2)
		controls.Potential, controls.Theta[1] = u, 90
		d := newDriven(t, problem.ExitConfig{Dt: .01, Controls: controls})
		near.Least(t, "gate", d.s.steep.gate, math.Inf(1))
	}
}
