package theory

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/sim/clock"
	"levyscope/sim/noise"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/sim/ways"
	"levyscope/train/schedule"
)

// Hazards by hand: c_alpha (eps/a)^alpha per side for SaS, less (eps/cut)^alpha where
// jumps are cut off, half the rate times (a/eps)^-alpha for Pareto jumps, the share of
// the samples for resampled ones.
func TestHazardsByHand(t *testing.T) {
	const c15 = .1994711402 // Gamma(1.5) sin(3 pi/4)/pi
	at := func(process noise.Noise, clock clock.Time) []float64 {
		u := simtest.OnInterval(1, 1.5, 1, 1)
		u.Eps, u.Noise, u.Schedule, u.Box[0].Lo = .1, []noise.Noise{process}, schedule.Constant{Eta0: .5}, -2
		h := newHazard(ways.Find(problem.ExitConfig{Paths: 1, Time: clock, Dt: 1, Horizon: 100, Controls: u}))
		return append([]float64(nil), h.rates(0)...)
	}
	for _, c := range []struct {
		noise  noise.Noise
		clock  clock.Time
		lo, hi float64
	}{
		{noise.Noise{}, clock.SDE, c15 * math.Pow(.05, 1.5), c15 * math.Pow(.1, 1.5)},
		{noise.Noise{}, clock.Iteration, c15 * math.Pow(.025, 1.5), c15 * math.Pow(.05, 1.5)},
		{noise.Noise{Kind: noise.SaSGauss, Gauss: .01}, clock.SDE, c15 * math.Pow(.05, 1.5), c15 * math.Pow(.1, 1.5)},
		{noise.Noise{Kind: noise.Truncated, Cut: 15}, clock.SDE, 0, c15 * (math.Pow(.1, 1.5) - math.Pow(1./15, 1.5))},
		{noise.Noise{Kind: noise.Poisson, Rate: 3}, clock.SDE, 1.5 * math.Pow(.05, 1.5), 1.5 * math.Pow(.1, 1.5)},
		{noise.Noise{Kind: noise.Empirical, File: "noise.csv", Samples: []float64{0, 0, 21, 41, -39, -41}}, clock.Iteration,
			1. / 6, 1. / 3},
	} {
		got := at(c.noise, c.clock)
		what := fmt.Sprintf("%s, %s: hazard of the ", c.noise, c.clock)
		near.Abs(t, what+"lower side", got[0], c.lo, 1e-6*c.hi)
		near.Abs(t, what+"upper side", got[1], c.hi, 1e-6*c.hi)
	}
}

// The exponent of s in the hazard (docs/theory.md, section 5): in iteration time s^alpha
// for ordinary decay and for less noise, 1 for a shorter step, and s^(alpha-1) for a
// growing batch; in SDE time ordinary decay runs a clock that slows down as s, and so
// has s^(alpha-1) as the growing batch has on either clock. p_trap is above zero where
// the power s^p has a finite sum: gamma p > 1.
func TestTrappingUnderAllArms(t *testing.T) {
	const alpha = 1.6
	for _, c := range []struct {
		clock clock.Time
		arm   schedule.Arm
		p     float64
	}{
		{clock.SDE, schedule.Both, alpha - 1}, {clock.SDE, schedule.NoiseOnly, alpha}, {clock.SDE, schedule.StepOnly, 0},
		{clock.SDE, schedule.GrowBatch, alpha - 1},
		{clock.Iteration, schedule.Both, alpha}, {clock.Iteration, schedule.NoiseOnly, alpha},
		{clock.Iteration, schedule.StepOnly, 0}, {clock.Iteration, schedule.GrowBatch, alpha - 1},
	} {
		for _, turn := range []float64{.9, 1.1, 1.6} {
			gamma := turn
			if c.p > 0 {
				gamma /= c.p
			}
			const k0 = 4000.
			u := simtest.OnInterval(1, alpha, 1, 1)
			u.Eps, u.Arm, u.Schedule = .05, c.arm, schedule.Power{Eta0: .2, K0: k0, Gamma: gamma}
			cfg := problem.ExitConfig{Paths: 1, Time: c.clock, Dt: .01, Horizon: 500, Controls: u}
			if c.clock == clock.Iteration {
				cfg.Dt, cfg.Horizon = 1, 50000
			}
			h := newHazard(ways.Find(cfg))
			first := h.total(0)
			for _, k := range []int{10, 3000, 40000} {
				s := math.Pow(1+float64(k)/k0, -gamma)
				got, want := h.total(k)/first, math.Pow(s, c.p)
				what := fmt.Sprintf("%s, %s: hazard at step %d over the first, s^%.1f", c.clock, c.arm, k, c.p)
				near.Rel(t, what, got, want, 1e-9)
			}
			trap := Predict(ways.Find(cfg)).PTrap
			if c.p == 0 || turn < 1 {
				if trap != 0 {
					t.Errorf("%s, %s, gamma p = %.1f: p_trap = %g, want 0", c.clock, c.arm, turn, trap)
				}
				continue
			}
			// The integral t0/(gamma p - 1), and half the first term of the sum over steps.
			want := math.Exp(-first * cfg.Dt * (k0/(turn-1) + .5))
			near.Abs(t, fmt.Sprintf("%s, %s, gamma p = %.1f: p_trap", c.clock, c.arm, turn), trap, want, 1e-5)
		}
	}
}

// eps* of docs/theory.md's fixture, by the formula of section 4 with the constants of its
// table, c_1.2 = .2780 and c_1.8 = .0916; and that of other domains, where at eps* the
// heavier coordinate takes half of the exits.
func TestReversal(t *testing.T) {
	u1 := .2780 * math.Pow(.5, 1.2) * (1 + math.Pow(.6, -1.2))
	u2 := .0916 * 2 * math.Pow(.7, -1.8)
	want := math.Pow(u2/u1, 1/(1.2-1.8))
	near.Rel(t, "eps*", epsReversal(Normalize(problem.Default())), want, 2e-3)
	for name, change := range map[string]func(*problem.Controls){
		"ball": func(c *problem.Controls) { c.Domain = problem.Domain{Kind: problem.InBall, Size: .8} },
		"sub-level": func(c *problem.Controls) {
			c.Domain, c.Theta = problem.Domain{Kind: problem.InSublevel, Size: .4}, []float64{1, 3}
		},
		"ring": func(c *problem.Controls) {
			c.Domain, c.Potential = problem.Domain{Kind: problem.InBasin}, simtest.Landscape(t, "multiwell:wells=4", 2)
		},
	} {
		cfg := problem.Default()
		change(&cfg.Controls)
		cfg.Start = nil
		cfg.Controls.Eps = epsReversal(Normalize(cfg))
		h := newHazard(Normalize(cfg))
		var by [2]float64
		for _, r := range h.rays {
			by[r.Coordinate] += r.firstRate
		}
		near.Rel(t, fmt.Sprintf("%s: hazards at eps* = %.4f", name, cfg.Controls.Eps), by[0], by[1], 1e-9)
	}
}
