package sim

import (
	"context"
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/sim/path"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/sim/theory"
	"levyscope/train/schedule"
)

// The exact results of docs/theory.md, section 6, each within four standard errors at a
// fixed seed, the standard error below 1 % of the value. A comment at each test says
// why the time step adds less than that.

// exactly fails unless got is within 4 standard errors of want, and these below 1 % of it.
func exactly(t *testing.T, what string, got, se, want float64) {
	t.Helper()
	z := (got - want) / se
	t.Logf("%s: %.5g +- %.2g, exact %.5g (%+.1f standard errors)", what, got, se, want, z)
	if !(math.Abs(z) <= 4) {
		t.Errorf("%s: %.5g +- %.2g is %+.1f standard errors from %.5g", what, got, se, z, want)
	}
	most := .01
	if testing.Short() {
		most = .03
	}
	if !(se < most*math.Abs(want)) {
		t.Errorf("%s: the standard error %.2g is not below %g of %.5g", what, se, most, want)
	}
}

// share holds k of n to the probability p.
func share(t *testing.T, what string, k, n int, p float64) {
	t.Helper()
	exactly(t, what, float64(k)/float64(n), math.Sqrt(p*(1-p)/float64(n)), p)
}

// freeFrom is a free SaS(1) process from x in (-1, 1).
func freeFrom(alpha, x, dt float64, paths int) problem.ExitConfig {
	return problem.ExitConfig{Seed: 17, Paths: paths, Dt: dt, Start: []float64{x},
		Controls: simtest.OnInterval(0, alpha, 1, 1)}
}

// everyExit calls do with each exit of cfg.
func everyExit(t *testing.T, cfg problem.ExitConfig, do func(path.Exit)) {
	t.Helper()
	for e, err := range FirstExit(context.Background(), cfg) {
		if err != nil {
			t.Fatal(err)
		}
		do(e)
	}
}

// ended runs cfg to its end.
func ended(t *testing.T, cfg problem.ExitConfig) Done {
	t.Helper()
	return outcome(t, Config{ExitConfig: cfg, Slots: 512, Quantum: 4096, Every: 1})
}

// shiftOf is how far the walls are moved for looking every dt only: not at all for
// alpha <= 1, where the bias is of the order of dt itself.
func shiftOf(alpha, dt float64) float64 {
	if alpha <= 1 {
		return 0
	}
	return theory.MonitoringShift(alpha, 1, dt, 1)
}

// Item 1, Getoor's mean, and item 2, the side, from 0 and off centre. At dt = 0.001 the
// moved walls account for 5 % (alpha = 2) of the mean and less; what they leave, 0.2 %
// at D = 0.01 and alpha = 1.8 by 10^6 paths, falls faster than the shift itself. For
// alpha <= 1 the bias is of the order dt ln(1/dt)/(2 pi) = 0.1 %, against standard
// errors of 0.7 %.
func TestExactGetoorMeanAndSide(t *testing.T) {
	const dt = .001
	for _, c := range []struct{ alpha, x float64 }{{.5, 0}, {.8, .5}, {1, 0}, {1, -.7}, {1.2, .3}, {1.5, 0}, {1.5, .5},
		{1.8, 0}, {1.8, .5}, {2, .3}} {
		d := ended(t, freeFrom(c.alpha, c.x, dt, simtest.Paths(20000, 4000)))
		r := 1 + shiftOf(c.alpha, dt)
		name := fmt.Sprintf("alpha %g from %g", c.alpha, c.x)
		exactly(t, name+": E tau", d.MeanTime, d.MeanTimeSE, theory.GetoorMean(c.alpha, 1, r, c.x))
		likelier := 1
		if c.x < 0 {
			likelier = 0
		}
		share(t, name+": P("+problem.SideName(likelier)+")", d.Sides[likelier], d.Paths,
			theory.GetoorRight(c.alpha, r, math.Abs(c.x)))
	}
}

// Item 1 in d dimensions: independent coordinates of one alpha and unequal scales in a
// ball. Across the sphere at the unit normal n the process has the scale (sum |n_i
// sigma_i|^alpha)^(1/alpha), between two bounds; the shift that goes with the middle
// one is 0.5 % of r at most, and what it leaves some 0.2 % of the mean.
func TestExactGetoorInTheBall(t *testing.T) {
	for _, c := range []struct {
		alpha     float64
		sigma     []float64
		start     []float64
		dt, scale float64
	}{
		{.7, []float64{1, .5}, nil, .0005, 0},
		{1, []float64{.5, 1, .8}, []float64{.3, -.4, .2}, .0005, 0},
		{1.5, []float64{1, .7}, []float64{.2, .5}, .0005, 1},
		{1.5, []float64{1, .6, .8}, nil, .0005, 1},
	} {
		n := len(c.sigma)
		if testing.Short() && n > 2 {
			continue
		}
		u := problem.Controls{Schedule: schedule.Constant{Eta0: 1}, Eps: 1, Theta: make([]float64, n), Sigma: c.sigma,
			Domain: problem.Domain{Kind: problem.InBall, Size: 1}}
		sum, square := 0.0, 0.0
		for i, sigma := range c.sigma {
			u.Alpha, u.Box = append(u.Alpha, c.alpha), append(u.Box, problem.Interval{Lo: -1, Hi: 1})
			sum += math.Pow(sigma, c.alpha)
			if c.start != nil {
				square += c.start[i] * c.start[i]
			}
		}
		cfg := problem.ExitConfig{Seed: 19, Paths: simtest.Paths(10000, 2500), Dt: c.dt, Start: c.start, Controls: u}
		if c.start == nil {
			cfg.Start = make([]float64, n)
		}
		r := 1 + c.scale*shiftOf(c.alpha, c.dt)
		want := math.Pow(r*r-square, c.alpha/2) / (math.Gamma(1+c.alpha) * sum)
		d := ended(t, cfg)
		exactly(t, fmt.Sprintf("alpha %g, %d coordinates from %v: E tau", c.alpha, n, cfg.Start), d.MeanTime, d.MeanTimeSE,
			want)
	}
}

// Item 7, the bias itself at D = 0.01: the moved walls hold, those where they are do not.
func TestExactMonitoringBias(t *testing.T) {
	for _, c := range []struct{ alpha, corrected, uncorrected float64 }{{1.5, .796, .752}, {1.8, .665, .597}} {
		const dt = .01
		d := ended(t, freeFrom(c.alpha, 0, dt, 40000))
		moved, plain := theory.GetoorMean(c.alpha, 1, 1+theory.MonitoringShift(c.alpha, 1, dt, 1), 0),
			theory.GetoorMean(c.alpha, 1, 1, 0)
		near.Abs(t, fmt.Sprintf("alpha %g: mean with moved walls, of theory.md", c.alpha), moved, c.corrected, 6e-4)
		near.Abs(t, fmt.Sprintf("alpha %g: mean with walls as they are, of theory.md", c.alpha), plain, c.uncorrected, 6e-4)
		exactly(t, fmt.Sprintf("alpha %g, D = 0.01", c.alpha), d.MeanTime, d.MeanTimeSE, moved)
		z := (d.MeanTime - plain) / d.MeanTimeSE
		near.Least(t, fmt.Sprintf("alpha %g: standard errors from %.4f, the walls where they are", c.alpha, plain), z, 8)
	}
}
