package experiment

import (
	"context"
	"fmt"
	"math"
	"testing"

	assert "levyscope/internal/near"
	"levyscope/sim/landscape"
)

// The deviation counts the errors of both sides; without any there is none.
func TestSigmas(t *testing.T) {
	for _, c := range []struct{ got, se, reference, referenceSE, want float64 }{
		{11, .3, 10, .4, 2}, {9, 1, 10, 0, -1}, {9.7, 0, 10, .1, -3}, {1, 0, 1, 0, nan}, {1, nan, 1, 0, nan},
	} {
		r := beside("x", c.got, c.se, c.reference, c.referenceSE, nan)
		z := r.Sigmas()
		if math.IsNaN(c.want) != math.IsNaN(z) {
			t.Errorf("%+v: %g", c, z)
		}
		if !math.IsNaN(c.want) {
			assert.Abs(t, fmt.Sprintf("%+v: sigmas", c), z, c.want, 1e-9)
		}
		if z := r.Sigmas(); !math.IsNaN(z) && r.OK() != (math.Abs(z) <= 4) {
			t.Errorf("%+v: %g sigmas, ok %v", c, z, r.OK())
		}
	}
	r := simulated("x", 1, .3, 1.3, nan)
	assert.Abs(t, "sigmas of a simulation", r.Sigmas(), -1/math.Sqrt2, 1e-12)
	if r.SE != .3 {
		t.Errorf("%+v", r)
	}
	if r := shown("x", 5, .1, 1, nan); !r.OK() || r.Held() || !near("x", 5, .1, 1, nan).Held() {
		t.Errorf("%+v", r)
	}
}

// The integrals of exp(-U/eps^2) in the limit of small noise, sqrt(pi eps^2 w^2/(4 D))
// exp(D/eps^2) a well (Laplace), and two equal wells.
func TestBoltzmann(t *testing.T) {
	equal, err := landscape.Parse("doublewell", 1)
	if err != nil {
		t.Fatal(err)
	}
	assert.Abs(t, "equal wells", boltzmann(equal, .5), 1, 1e-12)
	u, err := landscape.Parse("doublewell:left=1.5,right=0.75,depth-left=1,depth-right=1.5", 1)
	if err != nil {
		t.Fatal(err)
	}
	const eps = .15
	want := 1.5 / .75 * math.Sqrt(1.5) * math.Exp(-.5/(eps*eps))
	assert.Rel(t, "ratio of the wells", boltzmann(u, eps), want, .02)
}

// The scale of iterates is that of theory.md's arms.
func TestStationaryScale(t *testing.T) {
	if testing.Short() {
		t.Skip("3 million iterations")
	}
	scale, se, err := stationaryScale(context.Background(), 3, single(1, 1.5, .2, 1))
	if err != nil {
		t.Fatal(err)
	}
	want := .02 / math.Pow(1-math.Pow(.9, 1.5), 1/1.5)
	assert.Abs(t, "stationary scale", scale, want, 4*se)
	assert.Most(t, "its standard error", se, .01*want)
}
