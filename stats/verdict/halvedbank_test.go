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

// A halved bank judges as a bank that counted both halves together, and fits each as a bank of its own.
func TestHalvedBank(t *testing.T) {
	const n = 4000
	laws := []interface{ Rand(*rand.Rand) float64 }{
		law.Stable{Alpha: 1.5, Scale: 2}, law.Gaussian{Scale: 1e-3}, law.Laplace{Scale: 1},
		law.Stable{Alpha: 1.3, Beta: 1, Scale: 1},
	}
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
	parts := [2]*verdict.Bank{verdict.NewBank(screens), verdict.NewBank(screens)}
	for i := range x {
		for k, v := range x[i] {
			whole.Add(i, v)
			halved.Add(i, v, k/100%2 == 1)
			parts[k/100%2].Add(i, v)
		}
		if got, want := halved.Verdict(i), whole.Verdict(i); !reflect.DeepEqual(got.Atoms, want.Atoms) ||
			got.Kind != want.Kind || got.N != want.N || got.String() != want.String() {
			t.Errorf("series %d: %v of %d, atoms %v; want %v of %d, %v", i, got, got.N, got.Atoms, want, want.N, want.Atoms)
		}
		if halved.N(i) != whole.N(i) {
			t.Errorf("series %d: %d samples, want %d", i, halved.N(i), whole.N(i))
		}
		first, second := halved.Fits(i)
		near.Abs(t, "alpha of the first half", first.Alpha, parts[0].Fit(i).Alpha, 1e-12)
		near.Abs(t, "alpha of the second half", second.Alpha, parts[1].Fit(i).Alpha, 1e-12)
	}
}
