package verdict

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"levyscope/stats/statstest"
)

// Series outside the hypotheses: dependent, skewed, off their centre, rounded. None may be called stable, and
// Note says where the signs or the zeros tell.
func TestVerdictOnSeriesItIsNotMadeFor(t *testing.T) {
	dependent := func(x []float64, r *rand.Rand) {
		s := r.NormFloat64() / math.Sqrt(1-.81)
		for i := range x {
			s = .9*s + r.NormFloat64()
			x[i] = s
		}
	}
	for i, c := range []struct {
		name string
		fill func([]float64, *rand.Rand)
		note string
	}{
		{"AR(1), phi .9", dependent, ""},
		{"exponential about its mean", verdictEach(func(r *rand.Rand) float64 { return r.ExpFloat64() - 1 }),
			"the two sides differ"},
		{"log-normal about its mean", verdictEach(func(r *rand.Rand) float64 {
			return math.Exp(r.NormFloat64()) - math.Exp(.5)
		}), "the two sides differ"},
		{"Gaussian half a deviation off", verdictEach(func(r *rand.Rand) float64 { return r.NormFloat64() + .5 }),
			"not symmetric"},
		{"uniform", verdictEach(func(r *rand.Rand) float64 { return 2*r.Float64() - 1 }), ""},
		{"rounded Gaussian", verdictEach(func(r *rand.Rand) float64 { return math.Round(10 * r.NormFloat64()) }),
			"rounded to steps of 1"},
	} {
		x, r := make([]float64, 4096), statstest.Rand(uint64(800+i))
		for range 50 {
			c.fill(x, r)
			v := verdictOf(x)
			if v.Kind == IsStable || !strings.Contains(v.Note(), c.note) {
				t.Errorf("%s: %v (%s)", c.name, v, v.Note())
			}
			if c.name == "uniform" && v.Kind != LightTailed {
				t.Errorf("uniform: %v", v)
			}
		}
	}
}

// Series of which little can be said, and long ones on which the smallest error of a table would show.
func TestVerdictOnExtremes(t *testing.T) {
	r := statstest.Rand(810)
	for _, c := range []struct {
		name string
		draw func() float64
	}{
		{"zeros", func() float64 { return 0 }},
		{"constant", func() float64 { return -.3 }},
		{"signs", func() float64 { return math.Copysign(1, r.Float64()-.5) }},
		{"two values", func() float64 { return 1 + 3*float64(r.IntN(2)) }},
		{"NaN", math.NaN},
		{"infinite", func() float64 { return math.Inf(r.IntN(2)*2 - 1) }},
		{"the largest", func() float64 { return math.MaxFloat64 * math.Copysign(1, r.Float64()-.5) }},
		{"the smallest", func() float64 { return 5e-324 }},
	} {
		for _, n := range []int{0, 1, 2, 700, 5000} {
			x := make([]float64, n)
			for i := range x {
				x[i] = c.draw()
			}
			v := verdictOf(x)
			if v.Kind != Undecided || v.Note() == "" || !math.IsNaN(v.PGaussian) || !math.IsNaN(v.PStable) ||
				v.String() == "" || v.Best().Name != "" {
				t.Errorf("%s, n %d: %v (%s), p %g %g", c.name, n, v, v.Note(), v.PGaussian, v.PStable)
			}
			if !math.IsNaN(v.Drift.P) && v.N == 0 {
				t.Errorf("%s, n %d: drift %v of nothing", c.name, n, v.Drift)
			}
		}
	}
	dice := make([]float64, 3000)
	for i := range dice {
		dice[i] = float64(1 + r.IntN(6))
	}
	if v := verdictOf(dice); v.Kind != LightTailed || !strings.Contains(v.Note(), "not symmetric") {
		t.Errorf("dice: %v (%s)", v, v.Note())
	}
	for _, s := range verdictSources {
		x := make([]float64, 1000000)
		s.fill(x, r)
		if v := verdictOf(x); v.Kind != s.right || v.Best().Name != s.best {
			t.Errorf("10^6 of %s: %v, best %s, p %g %g", s.name, v, v.Best().Law, v.PGaussian, v.PStable)
		}
	}
}
