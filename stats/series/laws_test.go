package series

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/verdict"
)

func judgedOf(t testing.TB, g []float32, o StreamOptions) *Bank {
	b, err := streamed(t, g, o, Tile).Judge(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Planted stable noise is recovered within 2 errors in 95 % of the series, and the summary of their array tells one law
// with the slopes of a stable one.
func TestPlantedStableNoise(t *testing.T) {
	for _, draws := range []int{256, 1024} {
		const n = 400
		alpha := func(i int) float64 { return 1.1 + .7*float64(i%20)/19 }
		sigma := func(i int) float64 { return math.Exp(float64(i%7) - 12) }
		g := planted(draws, n, uint64(draws), func(r *rand.Rand, i int) float64 {
			return law.SaS(alpha(i), sigma(i)).Rand(r)
		})
		b := judgedOf(t, g, StreamOptions{Arrays: single(n), Draws: draws})
		within, scale := 0, 0
		for i := range n {
			p := b.Parameter(i)
			if math.Abs(p.Alpha-alpha(i)) <= 2*p.AlphaSE {
				within++
			}
			if math.Abs(p.Sigma-sigma(i)) <= 2*p.SigmaSE {
				scale++
			}
		}
		near.Least(t, fmt.Sprintf("%d draws, share of alphas within 2 errors", draws), float64(within)/n, .93)
		near.Least(t, fmt.Sprintf("%d draws, share of scales within 2 errors", draws), float64(scale)/n, .93)
	}
}

// Noise that is zero in some draws and Gaussian in others has no heavy tail, and its laws do not differ.
func TestBernoulliTimesGaussian(t *testing.T) {
	const draws, n = 1024, 400
	g := planted(draws, n, 9, func(r *rand.Rand, i int) float64 {
		if r.Float64() < .5*float64(i%20)/19 {
			return 0
		}
		return .3 + r.NormFloat64()
	})
	centre := make([]float32, n)
	for i := range centre {
		centre[i] = float32(.3 * (1 - .5*float64(i%20)/19))
	}
	b := judgedOf(t, g, StreamOptions{Arrays: single(n), Centre: centre, Draws: draws})
	l := b.Laws(0)
	heavy := 0
	for _, v := range l.Verdicts {
		if v.Name == verdict.IsStable.String() || v.Name == verdict.HeavyTailed.String() {
			heavy += v.Count
		}
	}
	near.Most(t, "share called heavy-tailed or stable", float64(heavy)/n, .02)
	for _, d := range l.Dispersion {
		near.Least(t, "p of equal laws by "+d.Method, d.Parts[0].P, .01)
	}
}

// Counts, laws and summaries do not depend on the number of cores or on how draws arrive.
func TestEqualHoweverCounted(t *testing.T) {
	const draws, n = 300, 40
	g := planted(draws, n, 5, func(r *rand.Rand, i int) float64 {
		if i%4 == 1 && r.Float64() < .2 {
			return 0
		}
		return r.NormFloat64() * r.ExpFloat64()
	})
	g[7*n+3] = float32(math.NaN())
	o := StreamOptions{Arrays: []Array{{Name: "a", Shape: []int{3, 8}, To: 24},
		{Name: "b", Shape: []int{16}, From: 24, To: 40}}, Block: 10}
	figures := func(b *Bank) string {
		out := ""
		for i := range n {
			out += fmt.Sprintf("%+v %+v\n", b.Parameter(i), b.Histogram(i))
		}
		for k := range o.Arrays {
			l := *b.Laws(k)
			grid := *l.Map
			l.Map = nil
			out += fmt.Sprintf("%+v %+v\n", l, grid)
		}
		return out
	}
	want := ""
	for _, c := range []struct{ at, workers int }{{128, 1}, {1, 2}, {37, 2}, {128, 3}} {
		s := NewStream(o)
		s.workers = make([]stripeRoom, c.workers)
		left := g
		for len(left) > 0 {
			room, rows := s.Room()
			rows = min(rows, c.at, len(left)/n)
			copy(room, left[:rows*n])
			left = left[rows*n:]
			if err := s.Count(rows); err != nil {
				t.Fatal(err)
			}
		}
		b, err := s.Judge(context.Background(), nil)
		if err != nil {
			t.Fatal(err)
		}
		got := figures(b)
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("%d at a time, %d workers: other figures", c.at, c.workers)
		}
	}
}

// Beside independent draws the block log-moments of Laplace's law and Student-t drift as theory has it, and theirs are
// what is shown beside others.
func TestControls(t *testing.T) {
	laplace, student := controls(10)
	near.Abs(t, "Laplace, K1 10", laplace, 1.64, .02)
	near.Abs(t, "Student-t, K1 10", student, 1.64, .02)
	laplace, student = controls(100)
	near.Abs(t, "Laplace, K1 100", laplace, 1.77, .015)
	near.Abs(t, "Student-t, K1 100", student, 1.77, .03)
	laplace, student = controls(1000)
	near.Abs(t, "Laplace, K1 1000", laplace, 1.84, .01)
	near.Abs(t, "Student-t, K1 1000", student, 1.84, .03)
}
