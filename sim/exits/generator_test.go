package exits

import (
	"math"
	"testing"

	"levyscope/internal/near"
)

// Two states, a birth-and-death chain by detailed balance, a cycle; pi Q = 0.
func TestStationary(t *testing.T) {
	pi, err := Generator{{0, 3}, {1, 0}}.Stationary()
	if err != nil {
		t.Fatal(err)
	}
	near.Abs(t, "first of two states", pi[0], .25, 1e-15)
	near.Abs(t, "second of two states", pi[1], .75, 1e-15)
	// Rates 300 orders of magnitude apart keep their digits.
	for _, e := range []float64{1, 1e-30, 1e-100, 1e-150} {
		pi, err = Generator{{0, e, 0}, {2, 0, 3 * e}, {0, 5, 0}}.Stationary()
		if err != nil {
			t.Fatal(err)
		}
		near.Abs(t, "pi_1/pi_0", pi[1]/pi[0]/(e/2), 1, 1e-13)
		near.Abs(t, "pi_2/pi_1", pi[2]/pi[1]/(3*e/5), 1, 1e-13)
	}
	pi, err = Generator{{0, 1, 0}, {0, 0, 2}, {4, 0, 0}}.Stationary()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{4. / 7, 2. / 7, 1. / 7} {
		near.Abs(t, "cycle", pi[i], want, 1e-15)
	}
	pi, _ = statGenerator.Stationary()
	for j := range pi {
		flow := 0.0
		for i := range pi {
			if i != j {
				flow += pi[i]*statGenerator[i][j] - pi[j]*statGenerator[j][i]
			}
		}
		near.Abs(t, "flow", flow, 0, 1e-15)
	}
	if pi, err = (Generator{{0}}).Stationary(); err != nil || pi[0] != 1 {
		t.Errorf("one state: %v, %v", pi, err)
	}
}

func TestStationaryRefusesBadValues(t *testing.T) {
	for what, g := range map[string]Generator{
		"empty": {}, "ragged": {{0, 1}, {1}}, "negative": {{0, -1}, {1, 0}}, "NaN": {{0, math.NaN()}, {1, 0}},
		"infinite": {{0, math.Inf(1)}, {1, 0}}, "absorbing": {{0, 1}, {0, 0}},
		"never entered": {{0, 1, 0}, {1, 0, 0}, {1, 1, 0}},
		"two islands":   {{0, 1, 0, 0}, {1, 0, 0, 0}, {0, 0, 0, 1}, {0, 0, 1, 0}},
		"no rates":      {{0, 0}, {0, 0}}, "huge": make(Generator, 1e5),
	} {
		if pi, err := g.Stationary(); err == nil {
			t.Errorf("%s: %v", what, pi)
		}
	}
}
