package path

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/rng"
	"levyscope/sim/clock"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/sim/ways"
	"levyscope/stats/law"
	"levyscope/train/schedule"
)

// The mover that takes coordinates one after another and the one for any system
// take the same steps with the same draws: the same exits, up to rounding.
func TestMoversAgree(t *testing.T) {
	power := schedule.Power{Eta0: .1, K0: 60, Gamma: .5}
	for n := 1; n <= 5; n++ {
		for _, c := range []struct {
			clock clock.Time
			eta   schedule.Schedule
			arm   schedule.Arm
		}{{clock.SDE, schedule.Constant{Eta0: .1}, schedule.Both}, {clock.SDE, power, schedule.Both},
			{clock.SDE, power, schedule.StepOnly}, {clock.Iteration, power, schedule.NoiseOnly},
			{clock.Iteration, schedule.Constant{Eta0: .1}, schedule.Both}} {
			u := simtest.Cube(n)
			u.Schedule, u.Arm, u.Eps = c.eta, c.arm, .5
			for i := range n {
				u.Theta[i], u.Alpha[i], u.Sigma[i] = .5*float64(i), .9+.25*float64(i), 1/(1+float64(i))
				u.Box[i] = problem.Interval{Lo: -1 - .3*float64(i), Hi: .7 + .1*float64(i)}
			}
			cfg := problem.ExitConfig{Seed: 11, Paths: 1, Time: c.clock, Dt: .05, Horizon: 40, Controls: u}
			if c.clock == clock.Iteration {
				cfg.Dt, cfg.Horizon = 1, 800
			}
			s := newSystem(ways.Find(cfg))
			if _, ok := s.mover.(independent); !ok {
				t.Fatalf("the mover is %T", s.mover)
			}
			g := general(cfg, s)
			p, q, w, v := newPath(s), newPath(g), newWork(s), newWork(g)
			for id := range 60 {
				p.begin(s, rng.Path, id)
				q.begin(g, rng.Path, id)
				e, _ := p.advance(s, w, 1000)
				f, _ := q.advance(g, v, 1000)
				close := func(a, b float64) bool {
					return a == b || math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 1e-9*(1+math.Abs(a))
				}
				if e.Steps != f.Steps || e.Side != f.Side || e.Time != f.Time || e.Coordinate != f.Coordinate ||
					!close(e.Position, f.Position) || !close(e.Size, f.Size) || !close(e.Overshoot, f.Overshoot) {
					t.Fatalf("%d coordinates, %s, %s, path %d:\nindependent %+v\ncoupled     %+v", n, c.clock, c.eta, id, e, f)
				}
			}
		}
	}
}

// Big jumps come at the rate 2 c_alpha u^-alpha of every coordinate with the tail
// (u/y)^alpha beyond the threshold u = eps^-rho, and the small part of a step has the
// variance 2 C_alpha u^(2-alpha)/(2-alpha) dt (docs/theory.md, section 3).
func TestBigAndSmallJumps(t *testing.T) {
	const eps, rho, dt = .1, .4, .02
	u := simtest.Cube(2)
	u.Alpha, u.Sigma, u.Eps, u.Rho, u.Integrator = []float64{1.2, 1.7}, []float64{.5, .8}, eps, rho, problem.JumpAdapted
	s := newSystem(ways.Find(problem.ExitConfig{Paths: 1, Dt: dt, Horizon: 1, Controls: u}))
	threshold := math.Pow(eps, -rho)
	rates := []float64{2 * law.TailConstant(1.2) * math.Pow(threshold, -1.2),
		2 * law.TailConstant(1.7) * math.Pow(threshold, -1.7)}
	near.Abs(t, "rate of big jumps of both coordinates", s.big.rate(), rates[0]+rates[1], 1e-12)
	const n = 200000
	r := rand.New(rand.NewPCG(5, 5))
	var count, far [2]int
	right := 0
	for range n {
		d, size := s.big.draw(r)
		if !(math.Abs(size) >= threshold) {
			t.Fatalf("a big jump of %g, threshold %g", size, threshold)
		}
		count[s.big.drivers[d].Coordinate]++
		if math.Abs(size) > 4*threshold {
			far[s.big.drivers[d].Coordinate]++
		}
		if size > 0 {
			right++
		}
	}
	share := rates[0] / (rates[0] + rates[1])
	simtest.Within(t, "share of coordinate 1", float64(count[0])/n, math.Sqrt(share*(1-share)/n), share)
	simtest.Within(t, "share to the right", float64(right)/n, .5/math.Sqrt(n), .5)
	for i, alpha := range u.Alpha {
		m := float64(count[i])
		want := math.Pow(4, -alpha)
		simtest.Within(t, fmt.Sprintf("alpha %g: P(|J| > 4u)", alpha), float64(far[i])/m, math.Sqrt(want*(1-want)/m), want)
		level := alpha * law.TailConstant(alpha) // C_alpha
		variance := eps * eps * u.Sigma[i] * u.Sigma[i] * 2 * level * math.Pow(threshold, 2-alpha) / (2 - alpha) * dt
		c := s.coefficients.rows[1+i] // unit draws have variance 2
		near.Rel(t, fmt.Sprintf("alpha %g: variance of the small part", alpha), 2*c*c, variance, 1e-12)
	}
}

// Over a unit of time the displacement of a free path has the law SaS(1), whatever
// the threshold: its tail to the accuracy of the Gaussian limit of the small jumps,
// and P(|L| > 1) besides.
func TestJumpAdaptedLaw(t *testing.T) {
	const n, alpha, eps = 20000, 1.3, .05
	law := law.SaS(alpha, 1)
	for _, rho := range []float64{.1, .25} {
		u := simtest.Unbounded(0, alpha, 1)
		u.Eps, u.Rho, u.Integrator = eps, rho, problem.JumpAdapted
		u.Box[0] = problem.Interval{Lo: -1e6, Hi: 1e6}
		s := newSystem(ways.Find(problem.ExitConfig{Seed: 7, Paths: 1, Dt: .25, Horizon: 1e9, Controls: u}))
		p, w := newPath(s), newWork(s)
		levels := []float64{1, 3, 6, 12, 40}
		counts := make([]int, len(levels))
		for id := range n {
			p.begin(s, rng.Path, id)
			for range 4 {
				p.step(s, w)
			}
			for j, y := range levels {
				if math.Abs(p.x[0]) > eps*y {
					counts[j]++
				}
			}
		}
		for j, y := range levels {
			want := 2 * law.Survival(y)
			got, se := float64(counts[j])/n, math.Sqrt(want*(1-want)/n)
			near.Abs(t, fmt.Sprintf("rho %g: P(|L_1| > %g)", rho, y), got, want, 4*se+.04*want)
		}
	}
}

// Where rho is not given, the least big jumps are a third of the way out of the
// coordinate whose noise is widest, and no more than eps^-1/2, or eps^-3/4 with the
// accelerated method.
func TestJumpSplit(t *testing.T) {
	cfg := problem.Default()
	for _, c := range []struct {
		method    problem.Method
		eps, rho  float64
		threshold float64
	}{
		{problem.Direct, .1, math.Log10(.7 / .3), .7 / .3},
		{problem.Accelerated, .1, math.Log10(.7 / .3), .7 / .3},
		{problem.Direct, .001, .5, math.Sqrt(1000)},
		{problem.Accelerated, .001, .75, math.Pow(1000, .75)},
		{problem.Direct, .9, .05, math.Pow(.9, -.05)},
	} {
		cfg.Method, cfg.Controls.Eps = c.method, c.eps
		what := fmt.Sprintf("%s, eps %g: ", c.method, c.eps)
		rho, u := JumpSplit(ways.Find(cfg))
		near.Abs(t, what+"rho", rho, c.rho, 1e-12)
		near.Rel(t, what+"threshold", u, c.threshold, 1e-12)
	}
	cfg.Controls.Rho = .3
	if rho, _ := JumpSplit(ways.Find(cfg)); rho != .3 {
		t.Errorf("rho 0.3 given, %g in force", rho)
	}
}
