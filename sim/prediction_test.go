package sim

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/train/schedule"
)

// agrees fails if the mean exit time is off its prediction by more than 10 % and 4 standard errors.
func agrees(t *testing.T, what string, d Done) {
	t.Helper()
	th := d.Theory
	if th == nil || !th.Valid {
		t.Errorf("%s: theory %+v", what, th)
		return
	}
	off := d.MeanTime/th.MeanExitTime - 1
	t.Logf("%s: E tau %.4g +- %.2g, predicted %.4g (%+.1f %%)", what, d.MeanTime, d.MeanTimeSE, th.MeanExitTime, 100*off)
	if !(math.Abs(d.MeanTime-th.MeanExitTime) <= .1*th.MeanExitTime+4*d.MeanTimeSE) {
		t.Errorf("%s: E tau %.4g +- %.2g, predicted %.4g", what, d.MeanTime, d.MeanTimeSE, th.MeanExitTime)
	}
	for side, p := range th.Sides {
		got := float64(d.Sides[side]) / float64(d.Exited)
		if !(math.Abs(got-p) <= .1*p+4*math.Sqrt(p*(1-p)/float64(d.Exited))) {
			t.Errorf("%s: share of side %s %.4f, predicted %.4f", what, SideName(side), got, p)
		}
	}
}

// The hazard of every kind of noise is the rate of its jumps beyond the walls, in SDE
// time and per iteration.
func TestHazardsOfAllNoises(t *testing.T) {
	samples := []float64{64, 81, -118} // two that lead out to the right, and one to the left
	for i := range 597 {
		samples = append(samples, math.Sin(float64(i)))
	}
	for _, c := range []struct {
		clock Time
		noise Noise
	}{
		{SDE, Noise{}}, {SDE, Noise{Kind: SaSGaussNoise, Gauss: .6}}, {SDE, Noise{Kind: TruncatedNoise, Cut: 30}}, {SDE, Noise{Kind: TemperedNoise, Rate: .02}}, {SDE, Noise{Kind: PoissonNoise, Rate: .7}},
		{Iteration, Noise{}}, {Iteration, Noise{Kind: SaSGaussNoise, Gauss: .6}}, {Iteration, Noise{Kind: TruncatedNoise, Cut: 150}}, {Iteration, Noise{Kind: TemperedNoise, Rate: .005}},
		{Iteration, Noise{Kind: PoissonNoise, Rate: .7}}, {Iteration, Noise{Kind: EmpiricalNoise, File: "noise.csv", Samples: samples}},
	} {
		u := interval(1, 1.5, 1, 1)
		u.Eps, u.Noise, u.Box[0].Lo = .075, []Noise{c.noise}, -.8
		cfg := ExitConfig{Seed: 31, Paths: 600, Time: c.clock, Dt: .02, Controls: u}
		if c.clock == Iteration {
			cfg.Dt, cfg.Controls.Eps, cfg.Controls.Schedule = 1, .17, schedule.Constant{Eta0: .1}
		}
		agrees(t, fmt.Sprintf("%s, %s", c.noise, c.clock), exits(t, Config{ExitConfig: cfg, Slots: 600, Quantum: 1024, Every: 1}))
	}
}

// Hazards by hand: c_alpha (eps/a)^alpha per side for SaS, less (eps/cut)^alpha where
// jumps are cut off, half the rate times (a/eps)^-alpha for Pareto jumps, the share of
// the samples for resampled ones.
func TestHazardsByHand(t *testing.T) {
	const c15 = .1994711402 // Gamma(1.5) sin(3 pi/4)/pi
	at := func(noise Noise, clock Time) []float64 {
		u := interval(1, 1.5, 1, 1)
		u.Eps, u.Noise, u.Schedule, u.Box[0].Lo = .1, []Noise{noise}, schedule.Constant{Eta0: .5}, -2
		h := newHazard(FindGeometry(ExitConfig{Paths: 1, Time: clock, Dt: 1, Horizon: 100, Controls: u}))
		return append([]float64(nil), h.rates(0)...)
	}
	for _, c := range []struct {
		noise  Noise
		clock  Time
		lo, hi float64
	}{
		{Noise{}, SDE, c15 * math.Pow(.05, 1.5), c15 * math.Pow(.1, 1.5)},
		{Noise{}, Iteration, c15 * math.Pow(.025, 1.5), c15 * math.Pow(.05, 1.5)},
		{Noise{Kind: SaSGaussNoise, Gauss: .01}, SDE, c15 * math.Pow(.05, 1.5), c15 * math.Pow(.1, 1.5)},
		{Noise{Kind: TruncatedNoise, Cut: 15}, SDE, 0, c15 * (math.Pow(.1, 1.5) - math.Pow(1./15, 1.5))},
		{Noise{Kind: PoissonNoise, Rate: 3}, SDE, 1.5 * math.Pow(.05, 1.5), 1.5 * math.Pow(.1, 1.5)},
		{Noise{Kind: EmpiricalNoise, File: "noise.csv", Samples: []float64{0, 0, 21, 41, -39, -41}}, Iteration, 1. / 6, 1. / 3},
	} {
		got := at(c.noise, c.clock)
		what := fmt.Sprintf("%s, %s: hazard of the ", c.noise, c.clock)
		near.Abs(t, what+"lower side", got[0], c.lo, 1e-6*c.hi)
		near.Abs(t, what+"upper side", got[1], c.hi, 1e-6*c.hi)
	}
}

// The exponent of s in the hazard (theory.md, section 5): in iteration time s^alpha
// for ordinary decay and for less noise, 1 for a shorter step, and s^(alpha-1) for a
// growing batch; in SDE time ordinary decay runs a clock that slows down as s, and so
// has s^(alpha-1) as the growing batch has on either clock. p_trap is above zero where
// the power s^p has a finite sum: gamma p > 1.
func TestTrappingUnderAllArms(t *testing.T) {
	const alpha = 1.6
	for _, c := range []struct {
		clock Time
		arm   schedule.Arm
		p     float64
	}{
		{SDE, schedule.Both, alpha - 1}, {SDE, schedule.NoiseOnly, alpha}, {SDE, schedule.StepOnly, 0}, {SDE, schedule.GrowBatch, alpha - 1},
		{Iteration, schedule.Both, alpha}, {Iteration, schedule.NoiseOnly, alpha}, {Iteration, schedule.StepOnly, 0}, {Iteration, schedule.GrowBatch, alpha - 1},
	} {
		for _, turn := range []float64{.9, 1.1, 1.6} {
			gamma := turn
			if c.p > 0 {
				gamma /= c.p
			}
			const k0 = 4000.
			u := interval(1, alpha, 1, 1)
			u.Eps, u.Arm, u.Schedule = .05, c.arm, schedule.Power{Eta0: .2, K0: k0, Gamma: gamma}
			cfg := ExitConfig{Paths: 1, Time: c.clock, Dt: .01, Horizon: 500, Controls: u}
			if c.clock == Iteration {
				cfg.Dt, cfg.Horizon = 1, 50000
			}
			h := newHazard(FindGeometry(cfg))
			first := h.total(0)
			for _, k := range []int{10, 3000, 40000} {
				s := math.Pow(1+float64(k)/k0, -gamma)
				got, want := h.total(k)/first, math.Pow(s, c.p)
				what := fmt.Sprintf("%s, %s: hazard at step %d over the first, s^%.1f", c.clock, c.arm, k, c.p)
				near.Rel(t, what, got, want, 1e-9)
			}
			trap := Predict(FindGeometry(cfg)).PTrap
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

// P(tau > horizon) under every arm on either clock, simulated.
func TestArmsOnBothClocks(t *testing.T) {
	for _, clock := range []Time{SDE, Iteration} {
		for _, arm := range []schedule.Arm{schedule.Both, schedule.NoiseOnly, schedule.StepOnly, schedule.GrowBatch} {
			u := interval(1, 1.5, 1, 1)
			u.Eps, u.Arm, u.Schedule = .08, arm, schedule.Power{Eta0: .1, K0: 2000, Gamma: .8}
			cfg := ExitConfig{Seed: 41, Paths: 600, Time: clock, Dt: .02, Horizon: 120, Controls: u}
			if clock == Iteration {
				u.Eps, u.Schedule = .2, schedule.Power{Eta0: .1, K0: 300, Gamma: .8}
				cfg.Dt, cfg.Horizon, cfg.Controls = 1, 1000, u
			}
			d := exits(t, Config{ExitConfig: cfg, Slots: 500, Quantum: 1024, Every: 1})
			want := d.Theory.Inside
			se := math.Sqrt(want * (1 - want) / 600)
			what := fmt.Sprintf("%s, %s: P(inside)", clock, arm)
			near.Abs(t, what, d.Trapped, want, .1*(1-want)+4*se)
			near.Abs(t, what+" as predicted, far from 0 and 1", want, .5, .4)
		}
	}
}

// eps* of theory.md's fixture, by the formula of section 4 with the constants of its
// table, c_1.2 = .2780 and c_1.8 = .0916; and that of other domains, where at eps* the
// heavier coordinate takes half of the exits.
func TestReversal(t *testing.T) {
	u1 := .2780 * math.Pow(.5, 1.2) * (1 + math.Pow(.6, -1.2))
	u2 := .0916 * 2 * math.Pow(.7, -1.8)
	want := math.Pow(u2/u1, 1/(1.2-1.8))
	near.Rel(t, "eps*", epsReversal(Normalize(Default().ExitConfig)), want, 2e-3)
	for name, change := range map[string]func(*Controls){
		"ball":      func(c *Controls) { c.Domain = Domain{InBall, .8} },
		"sub-level": func(c *Controls) { c.Domain, c.Theta = Domain{InSublevel, .4}, []float64{1, 3} },
		"ring": func(c *Controls) {
			c.Domain, c.Potential = Domain{Kind: InBasin}, landscapeOf(t, "multiwell:wells=4", 2)
		},
	} {
		cfg := Default()
		change(&cfg.Controls)
		cfg.Start = nil
		cfg.Controls.Eps = epsReversal(Normalize(cfg.ExitConfig))
		h := newHazard(Normalize(cfg.ExitConfig))
		var by [2]float64
		for _, r := range h.rays {
			by[r.coordinate] += r.base
		}
		near.Rel(t, fmt.Sprintf("%s: hazards at eps* = %.4f", name, cfg.Controls.Eps), by[0], by[1], 1e-9)
	}
}
