package theory

import (
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
)

// Two wells: pi_1/pi_2 = (d_1/d_2)^alpha. All ways out of a well sum to its exit
// rate through both walls, as of an interval (docs/theory.md, section 4).
func TestStableRates(t *testing.T) {
	for _, alpha := range []float64{.3, 1, 1.5, 1.9} {
		g, err := StableRates(alpha, .02, []float64{-1.5, 1}, []float64{0})
		if err != nil {
			t.Fatal(err)
		}
		pi, err := g.Stationary()
		if err != nil {
			t.Fatal(err)
		}
		near.Abs(t, "occupation", pi[0]/pi[1], math.Pow(1.5, alpha), 1e-12)
		near.Abs(t, "rate", g[0][1], law.TailConstant(alpha)*math.Pow(.02/1.5, alpha), 1e-15)
		minima, walls := []float64{-3, -1, 1, 4}, []float64{-2.2, .1, 3}
		if g, err = StableRates(alpha, .02, minima, walls); err != nil {
			t.Fatal(err)
		}
		for i, m := range minima {
			want, sum := 0.0, 0.0
			for _, side := range []int{i - 1, i} {
				if side >= 0 && side < len(walls) {
					want += law.TailConstant(alpha) * math.Pow(.02/math.Abs(walls[side]-m), alpha)
				}
			}
			for j, q := range g[i] {
				if j != i {
					sum += q
				}
			}
			near.Abs(t, "exit rate", sum, want, 1e-14)
			near.Abs(t, "diagonal", g[i][i], -sum, 1e-15)
		}
		// From -1 over one well into that between .1 and 3.
		near.Abs(t, "over the wall", g[1][2], law.TailConstant(alpha)*(math.Pow(.02/1.1, alpha)-math.Pow(.02/4, alpha)),
			1e-15)
	}
	for what, c := range map[string]struct {
		alpha, scale  float64
		minima, walls []float64
	}{
		"alpha 2": {2, .1, []float64{0, 2}, []float64{1}}, "alpha NaN": {math.NaN(), .1, []float64{0, 2}, []float64{1}},
		"no scale":       {1, 0, []float64{0, 2}, []float64{1}},
		"infinite scale": {1, math.Inf(1), []float64{0, 2}, []float64{1}}, "none": {1, .1, nil, nil},
		"too many walls": {1, .1, []float64{0}, []float64{1}},
		"out of order":   {1, .1, []float64{2, 0}, []float64{1}}, "wall outside": {1, .1, []float64{0, 2}, []float64{3}},
		"NaN":      {1, .1, []float64{0, math.NaN()}, []float64{1}},
		"NaN wall": {1, .1, []float64{0, 2}, []float64{math.NaN()}},
		"overflow": {1.9, 1e300, []float64{0, 1e-300}, []float64{5e-301}},
	} {
		if g, err := StableRates(c.alpha, c.scale, c.minima, c.walls); err == nil {
			t.Errorf("%s: %v", what, g)
		}
	}
}
