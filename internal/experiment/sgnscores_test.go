package experiment_test

import (
	"fmt"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/series"
)

// sgnScore is a cell of section 6 of the note: of up to 300 parameters without zeros of a matrix the share in which SaS
// tells the second half of the draws better than a Gaussian, that in which it does so best of six laws, and its mean
// lead over the Gaussian in nats a sample.
type sgnScore struct{ beats, best, nats float64 }

// sgnScores are those of the matrices W1, W2, W3 of net a by step and batch size. At step 8000 and batch size 8 no
// parameter of W2 is without zeros.
var sgnScores = map[[2]int][3]sgnScore{
	{500, 8}:   {{.98, 1. / 300, .056}, {.87, 2. / 200, .020}, {.93, 26. / 300, .082}},
	{500, 64}:  {{.42, 15. / 300, .001}, {.45, 17. / 300, .001}, {.48, 16. / 300, .010}},
	{8000, 8}:  {{1, 33. / 80, .651}, {}, {1, 23. / 100, 1.194}},
	{8000, 64}: {{.99, 7. / 300, .103}, {.99, 13. / 300, .201}, {.99, 17. / 300, .352}},
}

// scored compares the scores of a probe with minibatches of its own with those of the note. Two probes of the same
// weights differ by up to .08 in the shares where SaS and a Gaussian hardly differ, and by 15 % in the lead of SaS. Nor
// are shares of fewer than 200 parameters, which belong to few units, alike.
func (s sgnScore) scored(t *testing.T, what string, got series.HeldOut) {
	t.Helper()
	near.Abs(t, what+"SaS beats a Gaussian", got.Beats, s.beats, .08)
	near.Abs(t, what+"lead of SaS", got.Stable, s.nats, .006+.2*s.nats)
	near.Least(t, what+"best law less SaS", got.Best-got.Stable, -.05*s.nats)
	if got.Count < 200 {
		return
	}
	for _, w := range got.Winners {
		if w.Name == "SaS" {
			near.Abs(t, what+"SaS is the best law", w.Share, s.best, .08)
		}
	}
}

// The probe at the measurement's weights finds how often, and by how much, SaS describes noise better than a Gaussian
// out of sample, and that it is seldom the best law.
func TestProbeFindsTheScoresOfTheReference(t *testing.T) {
	if testing.Short() {
		t.Skip("four probes of all parameters")
	}
	f := readFixture(t)
	eachProbe(t, f, func(t *testing.T, s, size int) {
		rows, ok := sgnScores[[2]int{sgnSteps[s], size}]
		if !ok {
			t.Skip("the note scores no laws at this step")
		}
		for i, laws := range f.probed(t, s, size) {
			if rows[i] != (sgnScore{}) {
				rows[i].scored(t, fmt.Sprintf("W%d: ", i+1), laws.HeldOut)
			} else if laws.HeldOut.Count > 0 {
				t.Errorf("W%d: %d parameters without zeros", i+1, laws.HeldOut.Count)
			}
		}
	})
}
