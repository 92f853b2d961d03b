package series_test

import (
	"context"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/series"
	"levyscope/stats/statstest"
)

// Held-out scores tell planted laws apart: of SaS noise SaS beats a Gaussian everywhere and is mostly the best law, of
// Gaussian noise nothing is better than a Gaussian by more than chance.
func TestHeldOutOfPlantedNoise(t *testing.T) {
	const n, draws = 60, 1024
	r := statstest.Rand(5)
	s := series.NewStream(series.StreamOptions{Draws: draws, Arrays: []series.Array{
		{Name: "stable", Shape: []int{n}, From: 0, To: n}, {Name: "gaussian", Shape: []int{n}, From: n, To: 2 * n}}})
	sampler := law.SaS(1.5, 1).Sampler()
	for left := draws; left > 0; {
		g, rows := s.Room()
		rows = min(rows, left)
		for k := range rows {
			for i := range n {
				g[k*2*n+i], g[k*2*n+n+i] = float32(sampler.Draw(r)), float32(r.NormFloat64())
			}
		}
		if err := s.Count(rows); err != nil {
			t.Fatal(err)
		}
		left -= rows
	}
	b, err := s.Judge(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	stable, gaussian := b.Laws(0).HeldOut, b.Laws(1).HeldOut
	near.Abs(t, "series", float64(stable.Count), n, 0)
	near.Abs(t, "SaS beats a Gaussian", stable.Beats, 1, 0)
	near.Least(t, "lead of SaS", stable.Stable, .2)
	near.Least(t, "lead over the other laws", stable.Stable-stable.Best, -.002)
	for _, w := range stable.Winners {
		if w.Name == "SaS" {
			near.Least(t, "SaS is the best", w.Share, .4)
		}
	}
	near.Most(t, "SaS beats a Gaussian where all is Gaussian", gaussian.Beats, .5)
	near.Abs(t, "its lead", gaussian.Stable, 0, .003)
	near.Abs(t, "lead of the best law", gaussian.Best, 0, .004)
}
