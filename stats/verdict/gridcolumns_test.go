package verdict

import (
	"math"
	"testing"

	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

// Four nodes at once have the likelihoods of each, to the last bit, also where some lie outside of the grid.
func TestLogLiksAreThoseOfEachNode(t *testing.T) {
	for seed, n := range []int{3, 40, 300, 3000} {
		d := NewDyadic(Quarters)
		d.AddAll(statstest.Draws(law.SaS(1+.2*float64(seed), 3), n, uint64(70+seed)))
		var b binned
		if !d.binned(&b) {
			t.Fatal("nothing was counted")
		}
		outside := 0
		for j := -400; j < 400; j += 7 {
			at := [4]gridNode{{stableFamily.grid.row(20), j}, {stableFamily.grid.row(21), j + 1},
				{laplaceFamily.grid.row(0), j + 5}, {stableFamily.grid.row(20), 2 * j}}
			for k, got := range logLiks(&b, &at) {
				want := at[k].row.logLik(&b, at[k].column)
				outside += btoi(math.IsInf(want, -1))
				if got != want {
					t.Fatalf("%d samples, column %d, node %d: %v, want %v", n, j, k, got, want)
				}
			}
		}
		if outside == 0 {
			t.Error("no node lies outside of the grid")
		}
		c := gridColumns{row: stableFamily.grid.row(30), b: &b}
		for _, j := range []int{0, 1, 2, 3, 4, -1, -4, -5, 12, 9, 8, 20} {
			if got, want := c.at(j), c.row.logLik(&b, j); got != want {
				t.Errorf("column %d: %v, want %v", j, got, want)
			}
		}
	}
}
