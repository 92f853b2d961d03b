package near

import (
	"math"
	"testing"
)

// recorder notes whether a comparison reported an error.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }

func TestNear(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	type comparison func(testing.TB, string, float64, float64, float64) bool
	most := func(t testing.TB, what string, got, bound, _ float64) bool { return Most(t, what, got, bound) }
	least := func(t testing.TB, what string, got, bound, _ float64) bool { return Least(t, what, got, bound) }
	for _, c := range []struct {
		name           string
		compare        comparison
		got, want, tol float64
		holds          bool
	}{
		{"abs within", Abs, 1.05, 1, .1, true},
		{"abs beyond", Abs, 1.2, 1, .1, false},
		{"abs below", Abs, .8, 1, .1, false},
		{"abs of NaN", Abs, nan, 1, .1, false},
		{"abs of a wanted NaN", Abs, 1, nan, .1, false},
		{"abs with a NaN tolerance", Abs, 1.05, 1, nan, false},
		{"abs of infinities", Abs, inf, inf, .1, true},
		{"abs of opposite infinities", Abs, inf, -inf, .1, false},
		{"rel within", Rel, 105, 100, .1, true},
		{"rel beyond", Rel, 120, 100, .1, false},
		{"rel of a negative", Rel, -105, -100, .1, true},
		{"rel of NaN", Rel, nan, 100, .1, false},
		{"most within", most, 1, 1, 0, true},
		{"most beyond", most, 2, 1, 0, false},
		{"most of NaN", most, nan, 1, 0, false},
		{"least within", least, 1, 1, 0, true},
		{"least beyond", least, 0, 1, 0, false},
		{"least of NaN", least, nan, 1, 0, false},
	} {
		r := &recorder{TB: t}
		if holds := c.compare(r, c.name, c.got, c.want, c.tol); holds != c.holds || r.failed == holds {
			t.Errorf("%s: holds = %t, reported = %t; want %t", c.name, holds, r.failed, c.holds)
		}
	}
}
