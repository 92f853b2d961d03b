package sim

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/stream"
	"levyscope/stats"
	"levyscope/train/schedule"
)

// The mover that takes coordinates one after another and the one for any system
// take the same steps with the same draws: the same exits, up to rounding.
func TestMoversAgree(t *testing.T) {
	power := schedule.Power{Eta0: .1, K0: 60, Gamma: .5}
	for n := 1; n <= 5; n++ {
		for _, c := range []struct {
			clock Time
			eta   schedule.Schedule
			arm   schedule.Arm
		}{{SDE, schedule.Constant{Eta0: .1}, schedule.Both}, {SDE, power, schedule.Both}, {SDE, power, schedule.StepOnly}, {Iteration, power, schedule.NoiseOnly}, {Iteration, schedule.Constant{Eta0: .1}, schedule.Both}} {
			u := wide(n)
			u.Schedule, u.Arm, u.Eps = c.eta, c.arm, .5
			for i := range n {
				u.Theta[i], u.Alpha[i], u.Sigma[i] = .5*float64(i), .9+.25*float64(i), 1/(1+float64(i))
				u.Box[i] = Interval{-1 - .3*float64(i), .7 + .1*float64(i)}
			}
			cfg := ExitConfig{Seed: 11, Paths: 1, Time: c.clock, Dt: .05, Horizon: 40, Controls: u}
			if c.clock == Iteration {
				cfg.Dt, cfg.Horizon = 1, 800
			}
			s := newSystem(FindGeometry(cfg))
			if _, ok := s.mover.(independent); !ok {
				t.Fatalf("the mover is %T", s.mover)
			}
			g := general(cfg, s)
			p, q, w, v := newPath(s), newPath(g), newWork(s), newWork(g)
			for id := range 60 {
				p.begin(s, stream.Path, id)
				q.begin(g, stream.Path, id)
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

// Exits are a function of the path's number, whatever mover, domain or method: FirstExit
// and a run with other slots and quanta, on one core, find the same.
func TestExitsDependOnThePathAloneForEveryMover(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"ball":        func(c *Config) { c.Controls.Domain = Domain{InBall, .8} },
		"jump":        func(c *Config) { c.Controls.Integrator = JumpAdapted },
		"accelerated": func(c *Config) { c.Method, c.Controls.Eps = Accelerated, .1 },
		"basin, decay": func(c *Config) {
			c.Controls.Domain.Kind, c.Controls.Potential = InBasin, landscapeOf(t, "multiwell:wells=4", 2)
			c.Controls.Schedule, c.Horizon = schedule.Exponential{Eta0: .1, Kappa: 1e-4}, 60
		},
		"noises": func(c *Config) {
			c.Controls.Noise = []Noise{{Kind: PoissonNoise, Rate: 1}, {Kind: TruncatedNoise, Cut: 8}}
			c.Horizon = 60
		},
	} {
		cfg := Default()
		cfg.Paths, cfg.Controls.Eps, cfg.Exits = 120, .3, true
		change(&cfg)
		var want, got []Exit
		for e, err := range FirstExit(context.Background(), cfg.ExitConfig) {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			want = append(want, e)
		}
		old := runtime.GOMAXPROCS(1)
		cfg.Slots, cfg.Quantum = 7, 13
		for e, err := range Run(context.Background(), cfg, nil) {
			if err != nil {
				t.Fatal(err)
			}
			if x, ok := e.(Exited); ok {
				got = append(got, x.Exit)
			}
		}
		runtime.GOMAXPROCS(old)
		if len(want) != 120 || fmt.Sprint(got) != fmt.Sprint(want) { // printed, since NaN is not itself
			t.Errorf("%s: other slots and quanta gave other exits", name)
		}
	}
}

// Big jumps come at the rate 2 c_alpha u^-alpha of every coordinate with the tail
// (u/y)^alpha beyond the threshold u = eps^-rho, and the small part of a step has the
// variance 2 C_alpha u^(2-alpha)/(2-alpha) dt (theory.md, section 3).
func TestBigAndSmallJumps(t *testing.T) {
	const eps, rho, dt = .1, .4, .02
	u := wide(2)
	u.Alpha, u.Sigma, u.Eps, u.Rho, u.Integrator = []float64{1.2, 1.7}, []float64{.5, .8}, eps, rho, JumpAdapted
	s := newSystem(FindGeometry(ExitConfig{Paths: 1, Dt: dt, Horizon: 1, Controls: u}))
	threshold := math.Pow(eps, -rho)
	rates := []float64{2 * stats.TailConstant(1.2) * math.Pow(threshold, -1.2), 2 * stats.TailConstant(1.7) * math.Pow(threshold, -1.7)}
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
		count[s.big.drivers[d].coordinate]++
		if math.Abs(size) > 4*threshold {
			far[s.big.drivers[d].coordinate]++
		}
		if size > 0 {
			right++
		}
	}
	share := rates[0] / (rates[0] + rates[1])
	within(t, "share of coordinate 1", float64(count[0])/n, math.Sqrt(share*(1-share)/n), share)
	within(t, "share to the right", float64(right)/n, .5/math.Sqrt(n), .5)
	for i, alpha := range u.Alpha {
		m := float64(count[i])
		want := math.Pow(4, -alpha)
		within(t, fmt.Sprintf("alpha %g: P(|J| > 4u)", alpha), float64(far[i])/m, math.Sqrt(want*(1-want)/m), want)
		level := alpha * stats.TailConstant(alpha) // C_alpha
		variance := eps * eps * u.Sigma[i] * u.Sigma[i] * 2 * level * math.Pow(threshold, 2-alpha) / (2 - alpha) * dt
		c := s.coef.rows[1+i] // unit draws have variance 2
		near.Rel(t, fmt.Sprintf("alpha %g: variance of the small part", alpha), 2*c*c, variance, 1e-12)
	}
}

// Over a unit of time the displacement of a free path has the law SaS(1), whatever
// the threshold: its tail to the accuracy of the Gaussian limit of the small jumps,
// and P(|L| > 1) besides.
func TestJumpAdaptedLaw(t *testing.T) {
	const n, alpha, eps = 20000, 1.3, .05
	law := stats.SaS(alpha, 1)
	for _, rho := range []float64{.1, .25} {
		u := unbounded(0, alpha, 1)
		u.Eps, u.Rho, u.Integrator = eps, rho, JumpAdapted
		u.Box[0] = Interval{-1e6, 1e6}
		s := newSystem(FindGeometry(ExitConfig{Seed: 7, Paths: 1, Dt: .25, Horizon: 1e9, Controls: u}))
		p, w := newPath(s), newWork(s)
		levels := []float64{1, 3, 6, 12, 40}
		counts := make([]int, len(levels))
		for id := range n {
			p.begin(s, stream.Path, id)
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

// The mean exit time of the fixture at eps = 0.1 (theory.md, section 4: simulated
// 35.8) and its sides do not depend on the integrator, nor on the threshold; and jumps
// leave when they come, not at the end of a step.
func TestExitsDoNotDependOnTheThreshold(t *testing.T) {
	for _, c := range []struct {
		integrator Integrator
		rho, dt    float64
	}{{Euler, .5, .02}, {Tamed, .5, .02}, {Exact, .5, .02}, {JumpAdapted, .3, .02}, {JumpAdapted, .5, .02}, {JumpAdapted, .7, .02}} {
		cfg := Default()
		cfg.Paths, cfg.Dt, cfg.Seed = 1000, c.dt, 23
		cfg.Controls.Integrator, cfg.Controls.Rho = c.integrator, c.rho
		between := 0
		var sum, square float64
		first := 0
		for e, err := range FirstExit(context.Background(), cfg.ExitConfig) {
			if err != nil {
				t.Fatal(err)
			}
			sum += e.Time / 1000
			square += e.Time * e.Time / 1000
			if e.Coordinate == 0 {
				first++
			}
			if steps := e.Time / c.dt; math.Abs(steps-math.Round(steps)) > 1e-6 {
				between++
			}
			if !(e.Time <= float64(e.Steps)*c.dt*(1+1e-12) && e.Time > float64(e.Steps-1)*c.dt*(1-1e-12)) {
				t.Fatalf("exit at %g after %d steps of %g", e.Time, e.Steps, c.dt)
			}
		}
		what := fmt.Sprintf("%s, rho %g", c.integrator, c.rho)
		within(t, what+": E tau", sum, math.Sqrt((square-sum*sum)/1000), 35.8)
		within(t, what+": P(coordinate 1)", float64(first)/1000, math.Sqrt(.782*.218/1000), .782)
		if jumps := c.integrator == JumpAdapted; jumps && between < 700 || !jumps && between > 0 {
			t.Errorf("%s: %d of 1000 exits lie between steps", what, between)
		}
	}
}

// GrowBatch is what ordinary decay is in SDE time, path by path: the same noise, the
// same drift, and so the same exits.
func TestGrowBatchIsDecayInSDETime(t *testing.T) {
	var first []Exit
	for _, arm := range []schedule.Arm{schedule.Both, schedule.GrowBatch} {
		cfg := Default()
		cfg.Paths, cfg.Horizon, cfg.Controls.Eps, cfg.Controls.Arm, cfg.Controls.Schedule = 60, 30, .3, arm, schedule.Power{Eta0: .1, K0: 100, Gamma: .6}
		j := 0
		for e, err := range FirstExit(context.Background(), cfg.ExitConfig) {
			if err != nil {
				t.Fatal(err)
			}
			if arm == schedule.Both {
				first = append(first, e)
			} else if e.Steps != first[j].Steps || e.Side != first[j].Side {
				t.Fatalf("path %d: %+v with decay, %+v with a growing batch", j, first[j], e)
			}
			j++
		}
		if j != 60 {
			t.Fatalf("%d exits", j)
		}
	}
}
