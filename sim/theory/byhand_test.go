package theory

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/sim/clock"
	"levyscope/sim/expr"
	"levyscope/sim/noise"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/sim/ways"
	"levyscope/stats/law"
	"levyscope/train/schedule"
)

// exitFrom is one path of the system u in steps of .01, up to time 100.
func exitFrom(u problem.Controls) problem.ExitConfig {
	return problem.ExitConfig{Paths: 1, Dt: .01, Horizon: 100, Controls: u}
}

// A jump out of the left well of three, at -2, 0 and 2 with the saddles +-2/sqrt3, comes
// into the middle basin if it ends before the second saddle:
// c_alpha eps^alpha (d_1^-alpha - d_2^-alpha), and beyond that into the right one.
func TestRatesBetweenThreeWells(t *testing.T) {
	const alpha, eps = 1.5, .01
	u := simtest.OnInterval(0, alpha, 1, 3)
	u.Eps, u.Domain = eps, problem.Domain{Kind: problem.InWells}
	u.Potential = simtest.Landscape(t, "expr:x1^2*(x1^2-4)^2/16", 1)
	rates := TransitionRates(ways.Find(exitFrom(u)))
	saddle := 2 / math.Sqrt(3)
	beyond := func(d float64) float64 { return law.TailConstant(alpha) * math.Pow(eps/d, alpha) }
	minima := u.Potential.Minima()
	for from, a := range minima {
		for to, b := range minima {
			want := 0.0
			switch d := math.Abs(b[0] - a[0]); {
			case d < 1:
				continue
			case math.Abs(a[0]) < 1:
				want = beyond(saddle)
			case d < 3:
				want = beyond(2-saddle) - beyond(2+saddle)
			default:
				want = beyond(2 + saddle)
			}
			near.Rel(t, fmt.Sprintf("rate from %.3g to %.3g", a[0], b[0]), rates[from][to], want, 1e-5)
		}
	}
}

// Gaussian noise that comes to the separatrix falls to either side alike, and jumps
// lead to the other side at once: the rates of both parts add up so.
func TestTransitionRatesAddUp(t *testing.T) {
	u := simtest.OnInterval(0, 1.5, 1, 3)
	u.Eps, u.Domain = .6, problem.Domain{Kind: problem.InWells}
	u.Potential = simtest.Landscape(t, "doublewell:left=1,right=1", 1)
	rate := func(n noise.Noise) float64 {
		u.Noise = []noise.Noise{n}
		return TransitionRates(ways.Find(exitFrom(u)))[0][1]
	}
	jumps, gauss := rate(noise.Noise{}), rate(noise.Noise{Kind: noise.Gauss})
	both := rate(noise.Noise{Kind: noise.SaSGauss, Gauss: 1})
	near.Rel(t, "rate by jumps and a Gaussian part", both, jumps+gauss, 1e-9)
	near.Least(t, "share of the Gaussian part", gauss/both, .01)
	u.Noise = []noise.Noise{{Kind: noise.Gauss}}
	basin := Predict(ways.Find(exitFrom(u)).Basin(0))
	near.Rel(t, "Gaussian rate", gauss, 1/(2*basin.MeanExitTime), 1e-9)
}

// A truncated draw of iteration time is made again until it is kept.
func TestHazardOfTruncatedDraws(t *testing.T) {
	u := simtest.OnInterval(1, 1.5, 1, 1)
	u.Noise, u.Schedule = []noise.Noise{{Kind: noise.Truncated, Cut: 3}}, schedule.Constant{Eta0: .5}
	c := exitFrom(u)
	c.Time, c.Dt = clock.Iteration, 1
	kept := 1 - 2*law.SaS(1.5, 1).Survival(3)
	want := law.TailConstant(1.5) * (math.Pow(2, -1.5) - math.Pow(3, -1.5)) / kept
	got := newHazard(ways.Find(c)).rates(0)
	near.Rel(t, "hazard of the lower side", got[0], want, 1e-9)
	near.Rel(t, "hazard of the upper side", got[1], want, 1e-9)
}

// The hazard of a Gaussian part is one over the mean exit time of its Ornstein-Uhlenbeck
// process, by sides: per unit of time of theta and eps sigma gauss, per iteration of
// eta theta and eta eps sigma gauss.
func TestGaussianHazardByHand(t *testing.T) {
	const theta, eps, sigma, gauss, eta = 1.5, 1, .8, .6, .8
	u := simtest.OnInterval(theta, 1.5, sigma, 1)
	u.Eps, u.Box[0].Lo, u.Schedule = eps, -1.2, schedule.Constant{Eta0: eta}
	u.Noise = []noise.Noise{{Kind: noise.SaSGauss, Gauss: gauss}}
	for _, time := range []clock.Time{clock.SDE, clock.Iteration} {
		c, step := exitFrom(u), 1.0
		if c.Time = time; time == clock.Iteration {
			c.Dt, step = 1, eta
		}
		h := newHazard(ways.Find(c))
		jumps := h.jumpRates()
		got := h.rates(0)
		mean, right := OrnsteinUhlenbeckExit(step*theta, step*eps*sigma*gauss, 1.2, 1)
		if !(right > .55) {
			t.Errorf("share of the nearer wall %g: the sides are to differ", right)
		}
		near.Rel(t, fmt.Sprintf("%s: Gaussian hazard of the lower side", time), got[0]-jumps[0], (1-right)/mean, 1e-6)
		near.Rel(t, fmt.Sprintf("%s: Gaussian hazard of the upper side", time), got[1]-jumps[1], right/mean, 1e-6)
	}
}

// No exit rate of Gaussian noise is known where it depends on the place.
func TestMultiplicativeGaussianIsNotPredicted(t *testing.T) {
	u := simtest.OnInterval(1, 2, 1, 1)
	u.Eps = .3
	if Predict(ways.Find(exitFrom(u))) == nil {
		t.Error("no prediction of additive Gaussian noise")
	}
	g, err := expr.Parse("1+x1^2", 1)
	if err != nil {
		t.Fatal(err)
	}
	u.Multiplicative = []*expr.Expression{g}
	if th := Predict(ways.Find(exitFrom(u))); th != nil {
		t.Errorf("multiplicative Gaussian noise is predicted: %+v", th)
	}
}

// Noise that decays as (1 + t/t0)^-gamma beside a constant drift: with p = gamma alpha,
//
//	H(t) = lambda t0 [(1 + t/t0)^(1-p) - 1]/(1 - p).
func TestCumulativeHazardByHand(t *testing.T) {
	const alpha, gamma, dt, k0 = 1.5, .4, .01, 400.
	u := simtest.OnInterval(1, alpha, 1, 1)
	u.Eps, u.Arm, u.Schedule = .05, schedule.NoiseOnly, schedule.Power{Eta0: .1, K0: k0, Gamma: gamma}
	th := Predict(ways.Find(exitFrom(u)))
	const t0, p = k0 * dt, gamma * alpha
	rate := 2 * law.TailConstant(alpha) * math.Pow(u.Eps, alpha)
	want := func(time float64) float64 { return rate * t0 * (math.Pow(1+time/t0, 1-p) - 1) / (1 - p) }
	got := th.Cumulative(100)
	var survival [6]float64
	th.Survival(survival[:], 5)
	for j := 1; j < len(survival); j++ {
		time := 5 * float64(j)
		near.Rel(t, fmt.Sprintf("H(%g)", time), got(time), want(time), 1.5e-3)
		near.Rel(t, fmt.Sprintf("-ln S(%g)", time), -math.Log(survival[j]), want(time), 1.5e-3)
	}
}

// p_trap of jumps with a Pareto tail of index alpha, whose sum is numerical, is that of
// the power: exp(-lambda dt sum_k s_k^alpha).
func TestNumericalTrapping(t *testing.T) {
	const alpha = 1.5
	u := simtest.OnInterval(1, alpha, 1, 1)
	u.Eps, u.Arm, u.Schedule = .05, schedule.NoiseOnly, schedule.Power{Eta0: .1, K0: 40000, Gamma: 2}
	u.Noise = []noise.Noise{{Kind: noise.Poisson, Rate: 2}}
	th := Predict(ways.Find(exitFrom(u)))
	want := 2 * math.Pow(u.Eps, alpha) * .01 * schedule.TotalPower(u.Schedule, alpha)
	near.Rel(t, "-ln p_trap", -math.Log(th.PTrap), want, 4e-5)
}

// The exponent gamma alpha of trapping under a power.
func TestTrapExponentsByHand(t *testing.T) {
	u := simtest.OnInterval(1, 1.5, 1, 1)
	u.Eps, u.Arm, u.Schedule = .05, schedule.NoiseOnly, schedule.Power{Eta0: .1, K0: 400, Gamma: .5}
	near.Abs(t, "exponent", Predict(ways.Find(exitFrom(u))).TrapExponents[0], .75, 1e-12)
}

// Of two coordinates with the heaviest tail the likelier one decides about eps*.
func TestReversalOfTheLikelier(t *testing.T) {
	u := simtest.Cube(3)
	u.Alpha, u.Sigma = []float64{1.2, 1.2, 1.8}, []float64{.1, .5, 1}
	hazard := func(alpha, sigma float64) float64 { return law.TailConstant(alpha) * math.Pow(sigma, alpha) }
	want := math.Pow(hazard(1.8, 1)/hazard(1.2, .5), 1/(1.2-1.8))
	near.Rel(t, "eps*", Predict(ways.Find(exitFrom(u))).EpsReversal, want, 1e-9)
}

// eps* counts a ray that ends as what lies between its ends: beyond the middle basin of
// three, along either axis, lies the third, and together they are all beyond the first saddle.
func TestReversalOverBasins(t *testing.T) {
	u := simtest.Cube(2)
	u.Alpha, u.Sigma, u.Eps = []float64{1.2, 1.8}, []float64{.5, 1}, .01
	u.Potential = simtest.Landscape(t, "expr:x1^2*(x1^2-4)^2/16+x2^2*(x2^2-4)^2/16", 2)
	u.Domain = problem.Domain{Kind: problem.InBasin}
	c := exitFrom(u)
	c.Start = []float64{-2, -2}
	first := 2 - 2/math.Sqrt(3)
	hazard := func(alpha, sigma float64) float64 {
		return law.TailConstant(alpha) * math.Pow(sigma/first, alpha)
	}
	want := math.Pow(hazard(1.8, 1)/hazard(1.2, .5), 1/(1.2-1.8))
	near.Rel(t, "eps*", Predict(ways.Find(c)).EpsReversal, want, 1e-5)
}
