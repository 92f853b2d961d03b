package experiment

import (
	"context"
	"math"
	"testing"

	"levyscope/sim"
)

// The deviation counts the errors of both sides; without any there is none.
func TestSigmas(t *testing.T) {
	for _, c := range []struct{ got, se, reference, referenceSE, want float64 }{
		{11, .3, 10, .4, 2}, {9, 1, 10, 0, -1}, {9.7, 0, 10, .1, -3}, {1, 0, 1, 0, nan}, {1, nan, 1, 0, nan},
	} {
		r := beside("x", c.got, c.se, c.reference, c.referenceSE, nan)
		if z := r.Sigmas(); math.Abs(z-c.want) > 1e-9 || math.IsNaN(z) != math.IsNaN(c.want) {
			t.Errorf("%+v: %g", c, z)
		}
		if z := r.Sigmas(); !math.IsNaN(z) && r.OK() != (math.Abs(z) <= 4) {
			t.Errorf("%+v: %g sigmas, ok %v", c, z, r.OK())
		}
	}
	if r := simulated("x", 1, .3, 1.3, nan); math.Abs(r.Sigmas()+1/math.Sqrt2) > 1e-12 || r.SE != .3 {
		t.Errorf("%+v", r)
	}
	if r := shown("x", 5, .1, 1, nan); !r.OK() || r.Held() || !near("x", 5, .1, 1, nan).Held() {
		t.Errorf("%+v", r)
	}
}

// The integrals of exp(-U/eps^2) in the limit of small noise, sqrt(pi eps^2 w^2/(4 D))
// exp(D/eps^2) a well (Laplace), and two equal wells.
func TestBoltzmann(t *testing.T) {
	equal, err := sim.ParsePotential("doublewell", 1)
	if err != nil {
		t.Fatal(err)
	}
	if r := boltzmann(equal, .5); math.Abs(r-1) > 1e-12 {
		t.Errorf("equal wells: %g", r)
	}
	u, err := sim.ParsePotential("doublewell:left=1.5,right=0.75,depth-left=1,depth-right=1.5", 1)
	if err != nil {
		t.Fatal(err)
	}
	const eps = .15
	want := 1.5 / .75 * math.Sqrt(1.5) * math.Exp(-.5/(eps*eps))
	if r := boltzmann(u, eps); math.Abs(r/want-1) > .02 {
		t.Errorf("%g, want %g", r, want)
	}
}

// The scale of iterates is that of theory.md's arms.
func TestStationaryScale(t *testing.T) {
	if testing.Short() {
		t.Skip("3 million iterations")
	}
	scale, se, err := stationaryScale(context.Background(), 3, single(1, 1.5, .2, 1))
	if want := .02 / math.Pow(1-math.Pow(.9, 1.5), 1/1.5); err != nil || math.Abs(scale-want) > 4*se || se > .01*want {
		t.Errorf("%g +- %g, want %g; %v", scale, se, want, err)
	}
}
