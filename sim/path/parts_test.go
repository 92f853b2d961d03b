package path

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/rng"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/sim/ways"
	"levyscope/train/schedule"
)

// configured is one path on the interval (-r, r) with theta 2 and alpha 1.5.
func configured(eps, r float64, change func(c *problem.ExitConfig)) *ways.Geometry {
	u := simtest.OnInterval(2, 1.5, 1, r)
	u.Eps = eps
	c := problem.ExitConfig{Seed: 5, Paths: 1, Dt: .1, Horizon: 1000, Controls: u}
	change(&c)
	return ways.Find(c)
}

// A part of a step takes that part of the drift, and its root of the noise.
func TestPartOfAStep(t *testing.T) {
	s := newSystem(configured(.1, 10, func(c *problem.ExitConfig) { c.Controls.Integrator = problem.JumpAdapted }))
	m, p, w := newJumpAdapted(s), newPath(s), newWork(s)
	rows, _ := s.coefficients.block(0, 1, w.rows)
	p.x[0] = 1
	m.substep(p, w, rows, .25, func(int) float64 { return 0 })
	near.Rel(t, "place after a quarter of the drift", p.x[0], 1-.25*.1*2, 1e-12)
	p.x[0] = 0
	m.substep(p, w, rows, .25, func(int) float64 { return 1 })
	near.Rel(t, "place after a quarter of the noise", p.x[0], .5*rows[1], 1e-12)
}

// What stands for small jumps follows a learning rate as the jumps that it replaces.
func TestSmallPartsDecayAsTheirJumps(t *testing.T) {
	s := newSystem(configured(.1, 10, func(c *problem.ExitConfig) { c.Controls.Integrator = problem.JumpAdapted }))
	near.Abs(t, "exponent", s.drivers[0].DecayExponent(), 1.5, 0)
}

// Between big jumps the small parts bring a path to the stationary variance of its
// Ornstein-Uhlenbeck process, 2 scale^2/(2 theta).
func TestVarianceBetweenBigJumps(t *testing.T) {
	s := newSystem(configured(.01, 10, func(c *problem.ExitConfig) { c.Method = problem.Accelerated }))
	p, w := newPath(s), newWork(s)
	p.begin(s, rng.Path, 0)
	const n = 20000
	sum := 0.0
	for range n {
		p.x[0] = 0
		s.chain.relax(p, w, 50, 0)
		sum += p.x[0] * p.x[0] / n
	}
	scale := s.chain.smallScale[0]
	near.Rel(t, "variance", sum, scale*scale/2, 5*math.Sqrt(2./n))
}

// A path that the accelerated method finds outside before a big jump left half-way since
// the one before; the jump itself leaves at its own time.
func TestTimesOfAcceleratedExits(t *testing.T) {
	s := newSystem(configured(.8, 1, func(c *problem.ExitConfig) { c.Method, c.Controls.Rho = problem.Accelerated, .5 }))
	p, w := newPath(s), newWork(s)
	between, at := 0, 0
	for id := range 400 {
		p.begin(s, rng.Path, id)
		copied := p.pcg
		whole := rand.New(&copied).ExpFloat64() / s.chain.rate / s.cfg.Dt
		e, ended := s.chain.advance(p, w, 1)
		switch {
		case !ended:
		case math.Abs(e.Clock/whole-.5) <= 1e-12:
			between++
		case math.Abs(e.Clock/whole-1) <= 1e-12:
			at++
		default:
			t.Fatalf("path %d left at %g of the time to the first big jump", id, e.Clock/whole)
		}
	}
	if between == 0 || at == 0 {
		t.Errorf("%d exits before a big jump, %d by one", between, at)
	}
}

// The overshoot of a box counts from where the path rests, in distances of the wall from there.
func TestOvershootCountsFromTheMinimum(t *testing.T) {
	s := newSystem(configured(.1, 1, func(c *problem.ExitConfig) {
		c.Controls.Potential = simtest.Landscape(t, "expr:(x1-1)^2/2", 1)
		c.Controls.Box[0], c.Start = problem.Interval{Lo: 0, Hi: 3}, []float64{1}
	}))
	p := newPath(s)
	p.begin(s, rng.Path, 0)
	p.x[0] = 5
	p.recordExit(s, 1, []float64{4})
	near.Abs(t, "overshoot above", p.exit(s, 1).Overshoot, 2, 1e-9)
	p.x[0] = -2
	p.recordExit(s, 0, []float64{-3})
	near.Abs(t, "overshoot below", p.exit(s, 0).Overshoot, 3, 1e-9)
}

// Without noise the noise of a step is nothing, whatever tames its drift.
func TestNoiseOfASilentStep(t *testing.T) {
	for _, how := range []problem.Integrator{problem.Euler, problem.Tamed, problem.Exact} {
		s := newSystem(configured(0, 10, func(c *problem.ExitConfig) { c.Controls.Integrator, c.Start = how, []float64{4} }))
		p, w, noise := newPath(s), newWork(s), []float64{math.NaN()}
		p.begin(s, rng.Path, 0)
		p.stepNoise(s, w, noise)
		near.Abs(t, how.String()+": noise", noise[0], 0, 1e-12)
	}
}

// unequal is one path between the wells of doublewell:left=1,right=2, at -1 and 2.
func unequal(t *testing.T) *ways.Geometry {
	return configured(.05, 10, func(c *problem.ExitConfig) {
		c.Controls.Potential = simtest.Landscape(t, "doublewell:left=1,right=2", 1)
		c.Controls.Domain = problem.Domain{Kind: problem.InWells}
		c.Controls.Schedule = schedule.Constant{Eta0: 1}
	})
}

// The core of a basin reaches half as far as the separatrix, or a quarter of the way to
// the next minimum; a transition counts when the path comes into the core.
func TestCoresByHand(t *testing.T) {
	s := newSystem(unequal(t))
	near.Abs(t, "first core", s.visits.core[0], .5, 1e-6)
	near.Abs(t, "second core", s.visits.core[1], .75, 1e-6)
	p := newPath(s)
	p.x[0] = -1
	s.visits.record(p, 0)
	for k, step := range []struct {
		x    float64
		want int
	}{{.5, 0}, {1.15, 0}, {1.3, 1}, {-.4, 1}, {-.6, 1}} {
		p.x[0] = step.x
		s.visits.record(p, k+1)
		if got := p.cores.Counts()[0][1]; got != step.want {
			t.Errorf("at %g: %d transitions, want %d", step.x, got, step.want)
		}
	}
	if got := p.cores.Counts()[1][0]; got != 1 {
		t.Errorf("%d transitions back", got)
	}
}

// The time that visits tell of is that of the simulation: steps times dt.
func TestVisitsAreInTime(t *testing.T) {
	e := NewEnsemble(unequal(t), 1)
	if err := e.Advance(context.Background(), 2, 50, nil, func(Exit) {}); err != nil {
		t.Fatal(err)
	}
	steps := 0
	e.InFlight(func(n int, _ float64) { steps += n })
	v := e.Visits()
	spent := v.Places.OutsideTime()
	for _, row := range v.Places.Rates() {
		spent += row[0].Residence
	}
	near.Rel(t, "time in all basins", spent, float64(steps)*.1, 1e-12)
	near.Least(t, "steps", float64(steps), 50)
}
