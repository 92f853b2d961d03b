package theory

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/sim/clock"
	"levyscope/sim/noise"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/sim/ways"
	"levyscope/stats/law"
	"levyscope/train/schedule"
)

// Where caveats begin: by a separatrix, and in a step of the exact integrator.
func TestWhereCaveatsBegin(t *testing.T) {
	u := simtest.OnInterval(1, 1.5, 1, 1)
	u.Eps, u.Integrator = .001, problem.Exact
	c := exitFrom(u)
	c.Dt = .1 // alpha theta dt/2 is .075
	if th := Predict(ways.Find(c)); th.Valid || !strings.Contains(th.Caveat, "too long") {
		t.Errorf("exact steps of .1: %q", th.Caveat)
	}
	c.Dt = .05
	if th := Predict(ways.Find(c)); !th.Valid {
		t.Errorf("exact steps of .05: %q", th.Caveat)
	}
	u = simtest.OnInterval(1, 1.5, 1, 1)
	u.Eps, u.Domain = .2, problem.Domain{Kind: problem.InBasin}
	u.Potential = simtest.Landscape(t, "doublewell:left=1,right=1", 1)
	th := Predict(ways.Find(exitFrom(u)))
	if !(th.NoiseRatio > .03 && th.NoiseRatio < .1) || !strings.Contains(th.Caveat, "noise/separatrix") {
		t.Errorf("noise ratio %g at a separatrix: %q", th.NoiseRatio, th.Caveat)
	}
}

// int_{|y| < d} y^2 nu(dy) of SaS noise is 2 alpha c_alpha d^(2-alpha)/(2-alpha); with a
// Gaussian part of scale b the path spreads by [(scale^2 that + 2 b^2)/(2 theta)]^(1/2).
func TestSpreadByHand(t *testing.T) {
	const alpha, theta, eps, gauss = 1.5, 2., .5, 1.6
	u := simtest.OnInterval(theta, alpha, 1, 1)
	u.Eps, u.Noise = eps, []noise.Noise{{Kind: noise.SaSGauss, Gauss: gauss}}
	h := newHazard(ways.Find(exitFrom(u)))
	moment := func(d float64) float64 {
		return 2 * alpha * law.TailConstant(alpha) * math.Pow(d, 2-alpha) / (2 - alpha)
	}
	for _, d := range []float64{.5, 2, 20} {
		near.Rel(t, fmt.Sprintf("second moment below %g", d), h.secondMoment(0, d), moment(d), 1e-3)
	}
	spread := math.Sqrt((eps*eps*moment(1/eps) + 2*eps*eps*gauss*gauss) / (2 * theta))
	want := fmt.Sprintf("many jumps spread %.2g of the way", spread)
	if got := h.manyJumpsCaveat([]float64{theta}); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// The accelerated method says that it does not see a hundredth of the exits or more.
func TestUnseenGaussianShare(t *testing.T) {
	u := simtest.OnInterval(1, 1.5, 1, 1)
	u.Eps = .05
	between := 0
	for gauss := 2.; gauss < 10; gauss += .25 {
		u.Noise = []noise.Noise{{Kind: noise.SaSGauss, Gauss: gauss}}
		c := exitFrom(u)
		c.Method = problem.Accelerated
		h := newHazard(ways.Find(c))
		jumps := h.jumpRates()
		share := 1 - (jumps[0]+jumps[1])/h.total(0)
		if share > .02 && share < .4 {
			between++
		}
		if said := h.unseenGaussianCaveat() != ""; said != (share > .01) {
			t.Errorf("Gaussian part %g, a share %g of the exits: said %v", gauss, share, said)
		}
	}
	if between == 0 {
		t.Error("no share between .02 and .4")
	}
}

// A horizon that is not given is twenty mean exit times, and under a decay with which
// paths leave late 64 times that.
func TestChosenHorizons(t *testing.T) {
	u := simtest.OnInterval(1, 1.5, 1, 1)
	u.Eps = .01
	c := exitFrom(u)
	c.Horizon = 0
	rate := 2 * law.TailConstant(1.5) * math.Pow(u.Eps, 1.5)
	near.Rel(t, "horizon of a constant hazard", Normalize(c).Horizon, 20/rate, 1e-9)
	c.Controls.Arm, c.Controls.Schedule = schedule.NoiseOnly, schedule.Power{Eta0: 1, K0: 100, Gamma: 1. / 3}
	near.Rel(t, "horizon of a hazard that falls as the root of time", Normalize(c).Horizon, 64*20/rate, 1e-9)
}

// Processes without a drift: the ends of a half-line, the scale of iterations, the
// caveat of a near horizon.
func TestFreeProcessByHand(t *testing.T) {
	u := simtest.OnInterval(0, 1.5, 1, 1)
	u.Eps, u.Schedule = .1, schedule.Constant{Eta0: .5}
	c := exitFrom(u)
	c.Dt, c.Time, c.Horizon = 1, clock.Iteration, 1e5
	near.Rel(t, "mean in iterations", Predict(ways.Find(c)).MeanExitTime, 1/(math.Gamma(2.5)*math.Pow(.05, 1.5)), 1e-9)
	c = exitFrom(u)
	c.Dt = 1e-4
	mean := Predict(ways.Find(c)).MeanExitTime
	for times, want := range map[float64]string{5: "horizon too near", 20: ""} {
		c.Horizon = times * mean
		if got := Predict(ways.Find(c)).Caveat; got != want {
			t.Errorf("horizon of %g mean exit times: %q, want %q", times, got, want)
		}
	}
	for side, walls := range []problem.Interval{{Lo: -1, Hi: math.Inf(1)}, {Lo: math.Inf(-1), Hi: 1}} {
		c.Controls.Box = []problem.Interval{walls}
		if th := Predict(ways.Find(c)); th.Sides[side] != 1 || th.Sides[1-side] != 0 {
			t.Errorf("%v: sides %v", walls, th.Sides)
		}
	}
}

// The shift at alpha = 1 is sigma dt ln(2 pi span/dt)/(2 pi); the walls of a box and the
// radius of a ball move outward by it.
func TestMonitoringByHand(t *testing.T) {
	near.Rel(t, "shift at alpha 1", MonitoringShift(1, .5, .01, 1), .5*.01*math.Log(200*math.Pi)/(2*math.Pi), 1e-12)
	u := simtest.OnInterval(1, 1.5, 1, 1)
	u.Eps = .1
	shift := MonitoringShift(1.5, .1, .01, 1)
	g, known := withMonitoredWalls(ways.Find(exitFrom(u)))
	if !known {
		t.Error("the shift of a box is not known")
	}
	near.Abs(t, "lower wall", g.Controls.Box[0].Lo, -1-shift, 1e-12)
	near.Abs(t, "upper wall", g.Controls.Box[0].Hi, 1+shift, 1e-12)
	u.Domain = problem.Domain{Kind: problem.InBall, Size: 1}
	g, known = withMonitoredWalls(ways.Find(exitFrom(u)))
	if !known {
		t.Error("the shift of a ball is not known")
	}
	near.Abs(t, "radius", g.Controls.Domain.Size, 1+shift, 1e-12)
}
