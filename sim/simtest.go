package sim

import (
	"math"
	"sync/atomic"
	"testing"

	"levyscope/train/schedule"
)

// parse is the schedule of a specification.
func parse(t testing.TB, s string) schedule.Schedule {
	t.Helper()
	v, err := schedule.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// interval is one coordinate on (-r, r).
func interval(theta, alpha, sigma, r float64) Controls {
	return Controls{Schedule: schedule.Constant{Eta0: 1}, Eps: 1, Theta: []float64{theta},
		Alpha: []float64{alpha}, Sigma: []float64{sigma}, Box: []Interval{{-r, r}}}
}

// within fails if got is more than 4 standard errors from want.
func within(t *testing.T, what string, got, se, want float64) {
	t.Helper()
	z := (got - want) / se
	t.Logf("%s: %.5g +- %.2g, reference %.5g (%+.1f standard errors)", what, got, se, want, z)
	if !(math.Abs(z) <= 4) {
		t.Errorf("%s: %.5g +- %.2g is %+.1f standard errors from %.5g", what, got, se, z, want)
	}
}

// wide is n coordinates in a cube.
func wide(n int) Controls {
	u := Controls{Schedule: schedule.Constant{Eta0: .1}, Eps: .1}
	for range n {
		u.Theta, u.Alpha, u.Sigma = append(u.Theta, 1), append(u.Alpha, 1.5), append(u.Sigma, 1)
		u.Box = append(u.Box, Interval{-1, 1})
	}
	return u
}

// counted is a landscape that counts how often it is asked for a basin.
type counted struct {
	Landscape
	asked *atomic.Int64
	after func(asked int64)
}

func (l counted) Basin(x []float64) int {
	n := l.asked.Add(1)
	if l.after != nil {
		l.after(n)
	}
	return l.Landscape.Basin(x)
}

// landscapeOf is the potential of a specification in n coordinates.
func landscapeOf(t testing.TB, spec string, n int) Landscape {
	t.Helper()
	u, err := ParsePotential(spec, n)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// unbounded is one coordinate that nothing stops.
func unbounded(theta, alpha, sigma float64) Controls {
	u := interval(theta, alpha, sigma, 1)
	u.Box[0] = Interval{math.Inf(-1), math.Inf(1)}
	return u
}
