package simtest

import (
	"math"
	"sync/atomic"
	"testing"

	"levyscope/sim/landscape"
	"levyscope/sim/problem"
	"levyscope/train/schedule"
)

// Schedule is the schedule that a specification describes.
func Schedule(t testing.TB, s string) schedule.Schedule {
	t.Helper()
	v, err := schedule.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Paths is full, or short under -short: the sample size of a test whose tolerance follows
// from its standard errors.
func Paths(full, short int) int {
	if testing.Short() {
		return short
	}
	return full
}

// OnInterval is one coordinate on (-r, r) in the quadratic potential of theta, with eps = 1 and a
// steady learning rate.
func OnInterval(theta, alpha, sigma, r float64) problem.Controls {
	return problem.Controls{Schedule: schedule.Constant{Eta0: 1}, Eps: 1, Theta: []float64{theta},
		Alpha: []float64{alpha}, Sigma: []float64{sigma}, Box: []problem.Interval{{Lo: -r, Hi: r}}}
}

// Within fails if got, whose standard error is se, is more than 4 standard errors from want.
func Within(t *testing.T, what string, got, se, want float64) {
	t.Helper()
	z := (got - want) / se
	t.Logf("%s: %.5g +- %.2g, reference %.5g (%+.1f standard errors)", what, got, se, want, z)
	if !(math.Abs(z) <= 4) {
		t.Errorf("%s: %.5g +- %.2g is %+.1f standard errors from %.5g", what, got, se, z, want)
	}
}

// Cube is n coordinates in the cube (-1, 1)^n, with theta = 1, alpha = 1.5, sigma = 1 and
// eps = 0.1.
func Cube(n int) problem.Controls {
	u := problem.Controls{Schedule: schedule.Constant{Eta0: .1}, Eps: .1}
	for range n {
		u.Theta, u.Alpha, u.Sigma = append(u.Theta, 1), append(u.Alpha, 1.5), append(u.Sigma, 1)
		u.Box = append(u.Box, problem.Interval{Lo: -1, Hi: 1})
	}
	return u
}

// Counted is a landscape that counts in Asked how often it is asked for a basin, and calls
// After, unless it is nil, with the count each time.
type Counted struct {
	landscape.Landscape
	Asked *atomic.Int64
	After func(asked int64)
}

// Basin counts, and is the basin of x.
func (l Counted) Basin(x []float64) int {
	n := l.Asked.Add(1)
	if l.After != nil {
		l.After(n)
	}
	return l.Landscape.Basin(x)
}

// Landscape is the potential that a specification describes in n coordinates.
func Landscape(t testing.TB, spec string, n int) landscape.Landscape {
	t.Helper()
	u, err := landscape.Parse(spec, n)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// Unbounded is OnInterval without walls.
func Unbounded(theta, alpha, sigma float64) problem.Controls {
	u := OnInterval(theta, alpha, sigma, 1)
	u.Box[0] = problem.Interval{Lo: math.Inf(-1), Hi: math.Inf(1)}
	return u
}
