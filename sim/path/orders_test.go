package path

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/rng"
	"levyscope/sim/clock"
	"levyscope/sim/landscape"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/sim/theory"
	"levyscope/stats/law"
	"levyscope/train/schedule"
)

// driven is a path whose draws a test chooses.
type driven struct {
	s *system
	p *path
	w *work
}

func newDriven(t testing.TB, cfg problem.ExitConfig) *driven {
	t.Helper()
	if cfg.Paths == 0 {
		cfg.Paths = 1
	}
	if cfg.Horizon == 0 {
		cfg.Horizon = 1e6 * cfg.Dt
	}
	if err := cfg.Validate(); err != nil {
		t.Fatal(err)
	}
	s := newSystem(theory.Normalize(cfg))
	d := &driven{s, newPath(s), newWork(s)}
	d.p.begin(s, rng.Path, 0)
	return d
}

// follow moves the path by the draws z (driver, step) from where it began.
func (d *driven) follow(z ...[]float64) (x []float64, side int) {
	id := d.p.id
	d.p.begin(d.s, rng.Path, id)
	side = problem.Inside
	for from := 0; from < len(z[0]) && side < 0; from += d.s.longest {
		n := min(d.s.longest, len(z[0])-from)
		for j := range z {
			copy(d.w.z[j][:n], z[j][from:from+n])
		}
		side = d.s.mover.move(d.p, d.w, n)
	}
	return d.p.x, side
}

// orderOf is the slope of ln error over ln dt by least squares.
func orderOf(dt, e []float64) float64 {
	var mx, my, xx, xy float64
	for i := range dt {
		mx += math.Log(dt[i]) / float64(len(dt))
		my += math.Log(e[i]) / float64(len(dt))
	}
	for i := range dt {
		x := math.Log(dt[i]) - mx
		xx += x * x
		xy += x * (math.Log(e[i]) - my)
	}
	return xy / xx
}

// holdOrder fails where the measured order is not the one known.
func holdOrder(t *testing.T, what string, dt, e []float64, want, tolerance float64) {
	t.Helper()
	got := orderOf(dt, e)
	t.Logf("%s: errors %.3g at steps %.3g, order %.3f", what, e, dt, got)
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: order %.3f, want %.2f +- %.2f; errors %.3g", what, got, want, tolerance, e)
	}
}

// coarse are the draws over steps m times as long: sums of m, in the scale of the
// unit increments of SaS.
func coarse(z []float64, m int, alpha float64) []float64 {
	out := make([]float64, len(z)/m)
	shrink := math.Pow(float64(m), -1/alpha)
	for k := range out {
		for _, v := range z[k*m : (k+1)*m] {
			out[k] += v * shrink
		}
	}
	return out
}

// general moves a system that could be taken coordinate by coordinate by the
// general mover.
func general(cfg problem.ExitConfig, s *system) *system {
	g := *s
	g.coefficients = newCoefficients(cfg, g.drivers, false)
	g.mover = coupled{&g}
	return &g
}

// Without noise the drift is followed to first order by every scheme of Euler's, and
// by the exact one without an error: x' = -x and x' = -x^3, whose solutions are
// x0 e^-t and x0/sqrt(1 + 2 x0^2 t).
func TestDriftOrder(t *testing.T) {
	quartic, err := landscape.Parse("quartic", 1)
	if err != nil {
		t.Fatal(err)
	}
	const x0 = 1.5
	steps := []int{16, 32, 64, 128}
	for _, c := range []struct {
		integrator problem.Integrator
		potential  landscape.Landscape
		want       float64
	}{
		{problem.Euler, nil, x0 * math.Exp(-1)}, {problem.Exact, nil, x0 * math.Exp(-1)},
		{problem.Tamed, nil, x0 * math.Exp(-1)}, {problem.JumpAdapted, nil, x0 * math.Exp(-1)},
		{problem.Euler, quartic, x0 / math.Sqrt(1+2*x0*x0)}, {problem.Tamed, quartic, x0 / math.Sqrt(1+2*x0*x0)},
		{problem.JumpAdapted, quartic, x0 / math.Sqrt(1+2*x0*x0)},
	} {
		var dt, e []float64
		for _, n := range steps {
			u := simtest.Unbounded(1, 1.5, 0)
			u.Potential, u.Integrator = c.potential, c.integrator
			d := newDriven(t, problem.ExitConfig{Dt: 1 / float64(n), Start: []float64{x0}, Controls: u})
			x, _ := d.follow(make([]float64, n))
			dt, e = append(dt, 1/float64(n)), append(e, math.Abs(x[0]-c.want))
		}
		if c.integrator == problem.Exact {
			for _, v := range e {
				near.Most(t, "error of the exact step", v, 1e-14)
			}
			continue
		}
		holdOrder(t, fmt.Sprintf("%s, potential %v", c.integrator, landscapeText(c.potential)), dt, e, 1, .1)
	}
}

func landscapeText(u landscape.Landscape) string {
	if u == nil {
		return "quadratic"
	}
	return u.String()
}

// The law of x(T) is linear in the draws of an Ornstein-Uhlenbeck process, so that
// responses r_k to single draws give its scale, (sum |r_k|^alpha)^(1/alpha), without
// sampling; the exact one is sigma ((1 - e^(-alpha theta T))/(alpha theta))^(1/alpha)
// (docs/theory.md, section 6). Euler's is right to first order in dt, in the variance
// (alpha = 2) as in any scale; the exact scheme has no error, at any step.
func TestWeakOrderIsExactlyComputable(t *testing.T) {
	const theta, sigma, end = 1.3, .7, 2.
	for _, alpha := range []float64{2, 1.5, .8} {
		exact := math.Pow(sigma, alpha) * -math.Expm1(-alpha*theta*end) / (alpha * theta)
		for _, integrator := range []problem.Integrator{problem.Euler, problem.Exact} {
			for _, movers := range []string{"independent", "coupled"} {
				if movers == "coupled" && integrator == problem.Exact {
					continue
				}
				var dt, e []float64
				for _, n := range []int{16, 32, 64, 128} {
					u := simtest.Unbounded(theta, alpha, sigma)
					u.Integrator = integrator
					d := newDriven(t, problem.ExitConfig{Dt: end / float64(n), Start: []float64{0}, Controls: u})
					if movers == "coupled" {
						d.s = general(d.s.cfg.ExitConfig, d.s)
						d.w = newWork(d.s)
					}
					sum := 0.0
					z := make([]float64, n)
					for k := range z {
						z[k] = 1
						x, _ := d.follow(z)
						sum += math.Pow(math.Abs(x[0]), alpha)
						z[k] = 0
					}
					dt, e = append(dt, end/float64(n)), append(e, math.Abs(sum-exact))
				}
				if integrator == problem.Exact {
					for _, v := range e {
						near.Most(t, fmt.Sprintf("alpha %g: error of the exact step", alpha), v, 1e-13)
					}
					continue
				}
				holdOrder(t, fmt.Sprintf("alpha %g, %s: scale^alpha", alpha, movers), dt, e, 1, .1)
			}
		}
	}
}

// Additive noise: over the same increments, summed up for longer steps, the paths
// converge in the mean to first order, for Gaussian noise (Milstein's scheme is
// Euler's then) and for stable noise in the median.
func TestStrongOrderAdditive(t *testing.T) {
	const n, paths = 1024, 200
	well, err := landscape.Parse("expr:x1^2/2-cos(2*x1)/2", 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		integrator problem.Integrator
		alpha      float64
		want       float64
	}{{problem.Euler, 2, 1}, {problem.Tamed, 2, 1}, {problem.Euler, 1.5, 1}, {problem.Tamed, 1.5, 1}} {
		dt := []float64{1. / 16, 1. / 32, 1. / 64}
		e := make([]float64, len(dt))
		of := func(step float64) *driven {
			u := simtest.Unbounded(1, c.alpha, .5)
			u.Potential, u.Integrator = well, c.integrator
			return newDriven(t, problem.ExitConfig{Dt: step, Start: []float64{.3}, Controls: u})
		}
		fine := of(1. / n)
		var steps []*driven
		for _, h := range dt {
			steps = append(steps, of(h))
		}
		sampler := law.SaS(c.alpha, 1).Sampler()
		r := rand.New(rand.NewPCG(7, 1))
		z := make([]float64, n)
		for range paths {
			sampler.Fill(z, r)
			x, _ := fine.follow(z)
			want := x[0]
			for j, d := range steps {
				m := int(dt[j]*n + .5)
				x, _ := d.follow(coarse(z, m, c.alpha))
				// The mean of a root is finite, and of one order with the median, whatever alpha.
				e[j] += math.Sqrt(math.Abs(x[0]-want)) / paths
			}
		}
		for j := range e {
			e[j] *= e[j]
		}
		holdOrder(t, fmt.Sprintf("%s, alpha %g", c.integrator, c.alpha), dt, e, c.want, .15)
	}
}

// Between the big jumps, which come at the same times whatever the step, the
// jump-adapted scheme follows the flow: x(T) = sum J_k e^(-theta (T - t_k)) without
// the small jumps, to first order.
func TestJumpAdaptedOrder(t *testing.T) {
	const end, paths = 4., 60
	ns := []int{64, 128, 256, 512, 1 << 13}
	of := func(n int) *driven {
		u := simtest.Unbounded(1, 1.2, 1)
		u.Eps, u.Integrator = .3, problem.JumpAdapted
		d := newDriven(t, problem.ExitConfig{Dt: end / float64(n), Start: []float64{1}, Controls: u})
		d.s.coefficients.rows[1] = 0 // no small jumps
		return d
	}
	var dt, e []float64
	var last [paths]float64
	for j := len(ns) - 1; j >= 0; j-- {
		d := of(ns[j])
		z := make([]float64, ns[j])
		sum := 0.0
		for id := range paths {
			d.p.id = id
			x, _ := d.follow(z)
			if j == len(ns)-1 {
				last[id] = x[0]
			}
			sum += math.Sqrt(math.Abs(x[0]-last[id])) / paths
		}
		if j < len(ns)-1 {
			dt, e = append(dt, end/float64(ns[j])), append(e, sum*sum)
		}
	}
	holdOrder(t, "jump-adapted", dt, e, 1, .1)
}

// Both clocks: a constant learning rate in iteration time is Euler's step of that length.
func TestIterationIsEulersStep(t *testing.T) {
	const eta, alpha = .05, 1.4
	z := make([]float64, 200)
	sampler := law.SaS(alpha, 1).Sampler()
	sampler.Fill(z, rand.New(rand.NewPCG(3, 3)))
	u := simtest.Unbounded(1.1, alpha, .3)
	sde := newDriven(t, problem.ExitConfig{Dt: eta, Start: []float64{.2}, Controls: u})
	v := u
	v.Schedule, v.Eps = schedule.Constant{Eta0: eta}, math.Pow(eta, 1/alpha-1)
	iteration := newDriven(t, problem.ExitConfig{Time: clock.Iteration, Dt: 1, Start: []float64{.2}, Controls: v})
	x, _ := sde.follow(z)
	y, _ := iteration.follow(z)
	near.Abs(t, "SDE next to the iteration", x[0], y[0], 1e-12*(1+math.Abs(x[0])))
}
