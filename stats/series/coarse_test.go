package series

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/verdict"
)

// Gaussian noise that was rounded, to 1/per of its standard deviation, is not called heavy-tailed or light-tailed; and
// noise that is fine for its number of draws, or tiny, is judged.
func TestCoarseSeriesAreNotJudged(t *testing.T) {
	const n = 60
	for _, c := range []struct {
		draws  int
		per    float64
		coarse bool
	}{
		{256, 1, true}, {256, 4, true}, {256, 128, false},
		{1024, 1, true}, {1024, 4, true}, {1024, 16, true}, {1024, 32, true}, {1024, 512, false}, {1024, 1e6, false},
	} {
		name := fmt.Sprintf("%d draws in steps of sd/%g", c.draws, c.per)
		for _, scale := range []float32{1, 1e-30} {
			for _, at := range []float64{0, .5} {
				g := planted(c.draws, n, 3, func(r *rand.Rand, _ int) float64 {
					return (math.Round(c.per*r.NormFloat64()) + at) / c.per
				})
				for i := range g {
					g[i] *= scale
				}
				b := judgedOf(t, g, StreamOptions{Arrays: single(n), Draws: c.draws})
				l := b.Laws(0)
				if c.coarse {
					near.Least(t, name+": coarse", float64(l.Coarse), n)
				} else {
					near.Most(t, name+": coarse", float64(l.Coarse), 0)
				}
				near.Abs(t, name+": not judged", float64(l.Unjudged), 0, 0)
				wrong := 0
				for i := range n {
					p := b.Parameter(i)
					if p.Kind != verdict.Undecided && p.Kind != verdict.IsGaussian {
						wrong++
					}
					if !p.Judged || p.Coarse && p.Kind != verdict.Undecided {
						t.Errorf("%s: coarse %v, judged %v, alpha %g", name, p.Coarse, p.Judged, p.Alpha)
					}
				}
				near.Most(t, name+": heavy-tailed or light-tailed", float64(wrong), .05*n)
			}
		}
	}
}

// A median at an end of the search of alpha has no error, nor has one that is the same without any group of draws.
func TestMediansWithoutAnError(t *testing.T) {
	const draws, n = 512, 40
	b := judgedOf(t, planted(draws, n, 4, func(r *rand.Rand, _ int) float64 { return r.Float64() - .5 }),
		StreamOptions{Arrays: single(n), Draws: draws})
	c := b.Laws(0).Classes[0]
	near.Abs(t, "median alpha of uniform noise", c.Quantiles[medianPlace], 2, 0)
	for what, se := range map[string]float64{"class": c.SE, "batch": b.Laws(0).Batches.Sizes[0].AlphaSE} {
		if !math.IsNaN(se) {
			t.Errorf("error of the median of the %s: %g, want none", what, se)
		}
	}
}

// Where no series is without an atom the list of block sizes is empty, and not null.
func TestEmptyListsAreNotNull(t *testing.T) {
	const draws, n = 256, 10
	b := judgedOf(t, planted(draws, n, 5, func(r *rand.Rand, _ int) float64 {
		return r.NormFloat64() * float64(min(r.IntN(4), 1))
	}), StreamOptions{Arrays: single(n), Draws: draws})
	l := *b.Laws(0)
	text, err := json.Marshal(l.Blocks)
	if err != nil || string(text) != "[]" {
		t.Errorf("blocks %s, %v", text, err)
	}
}

// The law at factor 1 is that of the class without an atom; and where rows differ in their law the series of the law
// at factor 8 are of all rows.
func TestBatchLawIsThatOfAllSeries(t *testing.T) {
	const draws, n = 1024, 400
	b := judgedOf(t, planted(draws, n, 6, func(r *rand.Rand, i int) float64 {
		if i < n/4 {
			return r.NormFloat64() * math.Exp(1.2*r.NormFloat64())
		}
		return r.NormFloat64() * math.Exp(.4*r.NormFloat64())
	}), StreamOptions{Arrays: single(n), Draws: draws})
	l := b.Laws(0)
	near.Abs(t, "alpha at factor 1", l.Batches.Sizes[0].Alpha, l.Classes[0].Quantiles[medianPlace], 0)
	near.Least(t, "alpha at factor 8", l.Batches.Sizes[1].Alpha, 1.65)
}
