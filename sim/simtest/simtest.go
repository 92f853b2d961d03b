package simtest

import (
	"math"
	"sync/atomic"
	"testing"

	"levyscope/sim/landscape"
	"levyscope/sim/problem"
	"levyscope/train/schedule"
)

// parse is the schedule of a specification.
func Schedule(t testing.TB, s string) schedule.Schedule {
	t.Helper()
	v, err := schedule.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// interval is one coordinate on (-r, r).
func OnInterval(theta, alpha, sigma, r float64) problem.Controls {
	return problem.Controls{Schedule: schedule.Constant{Eta0: 1}, Eps: 1, Theta: []float64{theta},
		Alpha: []float64{alpha}, Sigma: []float64{sigma}, Box: []problem.Interval{{Lo: -r, Hi: r}}}
}

// within fails if got is more than 4 standard errors from want.
func Within(t *testing.T, what string, got, se, want float64) {
	t.Helper()
	z := (got - want) / se
	t.Logf("%s: %.5g +- %.2g, reference %.5g (%+.1f standard errors)", what, got, se, want, z)
	if !(math.Abs(z) <= 4) {
		t.Errorf("%s: %.5g +- %.2g is %+.1f standard errors from %.5g", what, got, se, z, want)
	}
}

// wide is n coordinates in a cube.
func Cube(n int) problem.Controls {
	u := problem.Controls{Schedule: schedule.Constant{Eta0: .1}, Eps: .1}
	for range n {
		u.Theta, u.Alpha, u.Sigma = append(u.Theta, 1), append(u.Alpha, 1.5), append(u.Sigma, 1)
		u.Box = append(u.Box, problem.Interval{Lo: -1, Hi: 1})
	}
	return u
}

// counted is a landscape that counts how often it is asked for a basin.
type Counted struct {
	landscape.Landscape
	Asked *atomic.Int64
	After func(asked int64)
}

func (l Counted) Basin(x []float64) int {
	n := l.Asked.Add(1)
	if l.After != nil {
		l.After(n)
	}
	return l.Landscape.Basin(x)
}

// landscapeOf is the potential of a specification in n coordinates.
func Landscape(t testing.TB, spec string, n int) landscape.Landscape {
	t.Helper()
	u, err := landscape.Parse(spec, n)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// unbounded is one coordinate that nothing stops.
func Unbounded(theta, alpha, sigma float64) problem.Controls {
	u := OnInterval(theta, alpha, sigma, 1)
	u.Box[0] = problem.Interval{Lo: math.Inf(-1), Hi: math.Inf(1)}
	return u
}
