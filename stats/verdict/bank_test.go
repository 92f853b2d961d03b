package verdict

import (
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/screen"
	"levyscope/stats/statstest"
)

// A series of a Bank is counted and judged as by an Accumulator of the same screen, though by whole octaves in place
// of quarters and without block sums: a Gaussian, a stable law about an offset, a Gaussian of which a fifth is one
// value, and a skewed law.
func TestBankIsAsAccumulators(t *testing.T) {
	const n = 4096
	series := [][]float64{
		statstest.Draws(law.Stable{Alpha: 2, Scale: 1}, n, 1),
		statstest.Draws(law.Stable{Alpha: 1.5, Scale: .1, Loc: 3}, n, 2),
		statstest.Draws(law.Stable{Alpha: 2, Scale: 1}, n, 3),
		statstest.Draws(law.Stable{Alpha: 1.5, Beta: 1, Scale: 1}, n, 4),
	}
	for k := 0; k < n; k += 5 {
		series[2][k] = .25
	}
	series[0][7], series[0][9] = math.NaN(), math.Inf(1)
	screens := make([]*screen.Screen, len(series))
	for i, x := range series {
		screens[i] = screen.New(append([]float64(nil), x[:2048]...), math.NaN())
	}
	b := NewBank(screens)
	for k := range n {
		for i := range series {
			b.Add(i, series[i][k])
		}
	}
	verdicts := make([]Verdict, b.Len())
	if err := b.VerdictAll(verdicts); err != nil {
		t.Fatal(err)
	}
	for i, x := range series {
		a := NewScreenedAccumulator(screens[i])
		a.Add(x)
		v := a.Verdict()
		if got, want := b.N(i), a.Samples().N(); got != want {
			t.Errorf("series %d: %d samples, want %d", i, got, want)
		}
		if len(b.Atoms(i)) != len(a.Atoms()) || len(b.Atoms(i)) > 0 && b.Atoms(i)[0] != a.Atoms()[0] {
			t.Errorf("series %d: atoms %v, want %v", i, b.Atoms(i), a.Atoms())
		}
		if b.Screen(i) != screens[i] {
			t.Errorf("series %d: another screen", i)
		}
		near.Abs(t, "alpha", b.Fit(i).Estimate().Alpha, a.Samples().Fit().Estimate().Alpha, .03)
		if got := verdicts[i]; got.Kind != v.Kind {
			t.Errorf("series %d: %v, want %v", i, got.Kind, v.Kind)
		}
	}
	if len(b.Atoms(2)) != 1 {
		t.Errorf("atoms %v of the series that has one", b.Atoms(2))
	}
}
