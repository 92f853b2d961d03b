package tail_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/tail"
)

// excursions are exp of a random walk with drift, reflected at 0, whose tail index is exactly 2 |drift|/variance = 1
// up to the overshoot: the smaller the steps, the longer the excursions.
func excursions(seed uint64, step float64, n int) *tail.Serial {
	r := rand.New(rand.NewPCG(seed, 8))
	s, x := tail.NewSerial(0, 1), 0.0
	for range n {
		x = max(0, x+step*r.NormFloat64()-step*step/2)
		s.Add(math.Exp(x))
	}
	return s
}

// An index from few long excursions is far from the exact one by its error, and is not vouched for; one that agrees
// with the exact one within three errors or a fifth may be.
func TestDoubtOfLongExcursions(t *testing.T) {
	doubted := 0
	for seed := range uint64(20) {
		tails := excursions(seed, .05, 200_000).Tails()
		e := tail.Reported(tails)
		switch doubt := tail.Doubt(tails); {
		case doubt != "":
			doubted++
		default:
			near.Abs(t, "index that is vouched for", e.Alpha, 1, max(3*e.SE, .2))
		}
	}
	near.Least(t, "series that are doubted, of 20", float64(doubted), 18)
}

// Where excursions are short and the tail is a power, nothing speaks against the index; that of a light tail drifts.
func TestDoubtOfDrift(t *testing.T) {
	for seed := range uint64(10) {
		if doubt := tail.Doubt(kestenSeries(seed, 1, 300_000).Tails()); doubt != "" {
			t.Errorf("seed %d: %s", seed, doubt)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	s := tail.NewSerial(0, .67)
	for range 300_000 {
		s.Add(r.NormFloat64())
	}
	if doubt := tail.Doubt(s.Tails()); !strings.Contains(doubt, "drifts") {
		t.Errorf("of Gaussian values: %q", doubt)
	}
	if doubt := tail.Doubt(nil); doubt != "" {
		t.Errorf("of nothing: %q", doubt)
	}
}
