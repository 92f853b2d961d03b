package sim

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"levyscope/sim/landscape"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/stats/law"
)

// positions are those of the displayed particle after every so many steps of cfg, by
// coordinate, in a box that it does not leave.
func positions(t *testing.T, cfg problem.ExitConfig, steps, every int) [][]float64 {
	t.Helper()
	x := make([][]float64, cfg.Controls.Dim())
	for i := range cfg.Controls.Box {
		cfg.Controls.Box[i] = problem.Interval{Lo: -1e150, Hi: 1e150}
		x[i] = make([]float64, 0, steps/every)
	}
	cfg.Paths, cfg.Horizon = 1, cfg.Dt*float64(2*steps)
	for e, err := range Run(context.Background(),
		Config{ExitConfig: cfg, Particle: true, Steps: steps, Slots: 1, Quantum: 1, Every: steps}, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if p, ok := e.(Progress); ok && (p.Step+1)%every == 0 {
			for i, v := range p.X {
				x[i] = append(x[i], v)
			}
		}
	}
	return x
}

// distanceOf is Kolmogorov's sqrt(n) sup |F_n - F|, which for n draws of F is above
// 2.3 with the probability 5e-5, that of four standard errors.
func distanceOf(x []float64, cdf func(float64) float64) float64 {
	x = slices.Clone(x)
	slices.Sort(x)
	n, worst := float64(len(x)), 0.0
	for i, v := range x {
		p := cdf(v)
		worst = max(worst, p-float64(i)/n, float64(i+1)/n-p)
	}
	return math.Sqrt(n) * worst
}

// stableSample holds independent x to SaS(scale): its law by Kolmogorov's distance, and the
// scale by E ln|X| = gamma_E (1/alpha - 1) + ln scale.
func stableSample(t *testing.T, what string, x []float64, alpha, scale float64) {
	t.Helper()
	if d := distanceOf(x, law.SaS(alpha, scale).CDF); !(d < 2.3) {
		t.Errorf("%s: Kolmogorov's distance %.2f from SaS(%g), scale %.4f", what, d, alpha, scale)
	}
	sum := 0.0
	for _, v := range x {
		sum += math.Log(math.Abs(v))
	}
	n := float64(len(x))
	const euler = .57721566490153286
	got := math.Exp(sum/n - euler*(1/alpha-1))
	exactly(t, what+": scale", got, scale*math.Sqrt(math.Pi*math.Pi/6*(1/alpha/alpha+.5)/n), scale)
}

// Item 6: the exact step of an Ornstein-Uhlenbeck process has no bias at any D. What a
// step adds, X' - e^(-theta D) X, is independent; positions 6/theta apart nearly are
// (e^-6 = 0.2 % of one is left in the next).
func TestExactOrnsteinUhlenbeck(t *testing.T) {
	const steps, theta = 60000, .8
	for _, alpha := range []float64{.7, 1, 1.5, 1.8, 2} {
		for _, d := range []float64{.5, 8} {
			u := simtest.OnInterval(theta, alpha, .6, 1)
			u.Integrator = problem.Exact
			x := positions(t, problem.ExitConfig{Seed: 31, Dt: d, Controls: u}, steps, 1)[0]
			name := fmt.Sprintf("alpha %g, D = %g", alpha, d)
			added := make([]float64, len(x)-1)
			for k := range added {
				added[k] = x[k+1] - math.Exp(-theta*d)*x[k]
			}
			stableSample(t, name+": transition", added, alpha, .6*math.Pow(-math.Expm1(-alpha*theta*d)/(alpha*theta), 1/alpha))
			if d == 8 {
				stableSample(t, name+": stationary", x[1:], alpha, .6*math.Pow(alpha*theta, -1/alpha))
			}
		}
	}
}

// Euler's stationary scale at a long step is sigma D^(1/alpha)/(1-|1-theta D|^alpha)^(1/alpha)
// exactly (docs/theory.md, section 5), which is not that of the process. At D = 0.9/theta a
// tenth of a position is left in the next, and a thousandth after three steps.
func TestExactEulerStationaryScale(t *testing.T) {
	const steps, d = 180000, .9
	for _, alpha := range []float64{.8, 1.5, 2} {
		x := positions(t, problem.ExitConfig{Seed: 37, Dt: d, Controls: simtest.OnInterval(1, alpha, 1, 1)}, steps, 3)[0]
		euler := math.Pow(d/(1-math.Pow(1-d, alpha)), 1/alpha)
		stableSample(t, fmt.Sprintf("alpha %g: Euler", alpha), x, alpha, euler)
		process := math.Pow(alpha, -1/alpha)
		if !(math.Abs(euler/process-1) >= .1 && distanceOf(x, law.SaS(alpha, process).CDF) >= 4) {
			t.Errorf("alpha %g: scale %.4f of Euler's method is not told from %.4f of the process", alpha, euler, process)
		}
	}
}

// quarticCDF is the integral from 0 to x of the stationary density of item 8, by parts
// of the fraction 1/(1 - x^2 + x^4).
func quarticCDF(x float64) float64 {
	r3 := math.Sqrt(3)
	log := math.Log((x*x+r3*x+1)/(x*x-r3*x+1)) / (4 * r3)
	return (log + (math.Atan(2*x+r3)+math.Atan(2*x-r3))/2) / math.Pi
}

// restrained is U = x^4/4 up to |x| = 3 in every coordinate, and a parabola beyond, where
// Euler's method would otherwise break down after a big jump.
type restrained struct{ landscape.Landscape }

func (r restrained) Grad(dst, x []float64) {
	r.Landscape.Grad(dst, x)
	for i, v := range x {
		if beyond := math.Abs(v) - 3; beyond > 0 {
			dst[i] = math.Copysign(27+27*beyond, v)
		}
	}
}

// Item 8: Cauchy noise in U = x^4/4, several coordinates at once. The law is held to
// where |x| < 3, of which the part beyond knows only how soon it comes back: the drift
// is 27 there. (The tamed scheme returns by a length of 1 a step at most, so that the
// part beyond would have a share of some dt ln(1/dt) too much.) At dt = 0.002 Euler's
// method is right to some 3 x^2 dt/2 = 0.3 %; the standard errors, from the means of
// batches of 20 time units, are above that.
func TestExactCauchyQuartic(t *testing.T) {
	if testing.Short() {
		t.Skip("3 million steps in eight coordinates")
	}
	const n, dt, steps, every, batch = 8, .002, 3_000_000, 10, 1000
	u := problem.Controls{Schedule: simtest.OnInterval(0, 1, 1, 1).Schedule, Eps: 1, Theta: make([]float64, n),
		Box: make([]problem.Interval, n)}
	for range n {
		u.Alpha, u.Sigma = append(u.Alpha, 1), append(u.Sigma, 1)
	}
	quartic, err := landscape.Parse("quartic", n)
	if err != nil {
		t.Fatal(err)
	}
	u.Potential = restrained{quartic}
	xs := positions(t, problem.ExitConfig{Seed: 41, Dt: dt, Controls: u}, steps, every)
	edges := []float64{0, .25, .6, .8, 1.2, 3}
	density := make([]float64, len(edges)-1)
	for j := range density {
		var parts, wholes []float64 // by batch
		for _, x := range xs {
			for part := range slices.Chunk(x[batch:], batch) {
				k, all := 0.0, 0.0
				for _, v := range part {
					switch a := math.Abs(v); {
					case a >= 3:
						continue
					case a >= edges[j] && a < edges[j+1]:
						k++
					}
					all++
				}
				parts, wholes = append(parts, k), append(wholes, all)
			}
		}
		got, se := ratioOf(parts, wholes)
		p := (quarticCDF(edges[j+1]) - quarticCDF(edges[j])) / quarticCDF(3)
		exactly(t, fmt.Sprintf("P(%g < |x| < %g)", edges[j], edges[j+1]), got, se, p)
		density[j] = got / (edges[j+1] - edges[j])
	}
	// Bimodal at 1/sqrt2, where the density is 4/3 of that at 0.
	if !(density[2] > 1.2*density[0] && density[2] > 1.1*density[3]) {
		t.Errorf("densities %.3v by |x|, want a maximum in %g..%g", density, edges[2], edges[3])
	}
}

// ratioOf is sum a/sum b and its standard error, sqrt(sum (a - r b)^2)/sum b.
func ratioOf(a, b []float64) (r, se float64) {
	up, down := 0.0, 0.0
	for i := range a {
		up, down = up+a[i], down+b[i]
	}
	r = up / down
	sum := 0.0
	for i := range a {
		sum += (a[i] - r*b[i]) * (a[i] - r*b[i])
	}
	return r, math.Sqrt(sum) / down
}
