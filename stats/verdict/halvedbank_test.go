package verdict_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/screen"
	"levyscope/stats/verdict"
)

// A halved bank has the fits of histograms by quarters of octaves, of each half and of both, the atoms of a bank, and
// the verdicts on the planted laws.
func TestHalvedBank(t *testing.T) {
	const n = 4000
	laws := []interface{ Rand(*rand.Rand) float64 }{
		law.Stable{Alpha: 1.5, Scale: 2}, law.Gaussian{Scale: 1e-3}, law.Laplace{Scale: 1},
		law.Stable{Alpha: 1.3, Beta: 1, Scale: 1},
	}
	kinds := []verdict.Kind{verdict.IsStable, verdict.IsGaussian, verdict.HeavyTailed, verdict.IsStable}
	r := rand.New(rand.NewPCG(8, 1))
	x, screens := make([][]float64, len(laws)), make([]*screen.Screen, len(laws))
	for i, l := range laws {
		x[i] = make([]float64, n)
		for k := range x[i] {
			x[i][k] = l.Rand(r)
			if i == 1 && r.IntN(5) == 0 {
				x[i][k] = .25
			}
		}
		screens[i] = screen.New(x[i][:1000], math.NaN())
	}
	x[2][7], x[2][8] = math.NaN(), math.Inf(-1)
	whole, halved := verdict.NewBank(screens), verdict.NewHalvedBank(screens)
	halved.Expect(n)
	for i := range x {
		parts := [3]*verdict.Dyadic{}
		for k := range parts {
			parts[k] = verdict.NewDyadic(verdict.Quarters)
		}
		for k, v := range x[i] {
			whole.Add(i, v)
			if y, ok := halved.Add(i, v, k/100%2 == 1); ok {
				parts[k/100%2].Add(y)
				parts[2].Add(y)
			}
		}
		v := halved.Verdict(i)
		if v.Kind != kinds[i] || !reflect.DeepEqual(halved.Atoms(i), whole.Atoms(i)) ||
			(v.Asymmetry != nil) != (i == 3) {
			t.Errorf("series %d: %v, atoms %v; want %v, %v", i, v, halved.Atoms(i), kinds[i], whole.Atoms(i))
		}
		if halved.N(i) != parts[2].N() {
			t.Errorf("series %d: %d samples, want %d", i, halved.N(i), parts[2].N())
		}
		first, second := halved.Fits(i)
		near.Abs(t, "alpha of the first half", first.Alpha, parts[0].Fit().Alpha, 1e-9)
		near.Abs(t, "alpha of the second half", second.Alpha, parts[1].Fit().Alpha, 1e-9)
		near.Abs(t, "alpha of both", halved.Fit(i).Alpha, parts[2].Fit().Alpha, 1e-9)
	}
}

// Counts go on beyond 16 bits, and the window moves as samples far above and far below the first one come.
func TestHalvedBankGrows(t *testing.T) {
	const n = 150_000
	screens := []*screen.Screen{{}}
	halved, want := verdict.NewHalvedBank(screens), verdict.NewDyadic(verdict.Quarters)
	r := rand.New(rand.NewPCG(9, 1))
	for k := range n {
		if k%5000 == 0 {
			halved.Expect(2500)
		}
		v := r.NormFloat64() * 1e-9
		switch {
		case k == 0:
			v *= 1e7
		case k%15 > 0:
			v = math.Copysign(1.2e-9, v) // more in one bin than 16 bits hold
		}
		halved.Add(0, v, k%2 == 0)
		want.Add(v)
	}
	if halved.N(0) != n {
		t.Errorf("%d samples, want %d", halved.N(0), n)
	}
	near.Rel(t, "scale", halved.Fit(0).Scale, want.Fit().Scale, 1e-3) // bins below the window are merged
	first, second := halved.Fits(0)
	near.Rel(t, "scale of a half", first.Scale, second.Scale, .05)
}
