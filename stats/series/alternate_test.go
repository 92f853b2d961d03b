package series

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
)

// meanCentred are draws of series, a share of which are exactly 0, with their means.
func meanCentred(draws, series int, zeros float64) (g [][]float32, centre []float32) {
	r := rand.New(rand.NewPCG(1, 2))
	sums := make([]float64, series)
	for range draws {
		row := make([]float32, series)
		for i := range row {
			if r.Float64() >= zeros {
				row[i] = float32(.3 + r.NormFloat64())
			}
			sums[i] += float64(row[i])
		}
		g = append(g, row)
	}
	for _, s := range sums {
		centre = append(centre, float32(s/float64(draws)))
	}
	return g, centre
}

// counts are the draws as a stream counts them.
func counts(t *testing.T, g [][]float32, o StreamOptions) *Bank {
	t.Helper()
	o.Arrays = []Array{{Name: "all", To: len(o.Centre)}}
	s := NewStream(o)
	for _, row := range g {
		room, _ := s.Room()
		copy(room, row)
		if err := s.Count(1); err != nil {
			t.Fatal(err)
		}
	}
	b, err := s.Judge(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Block sums about the mean of the draws add up to 0, and so are too small. With alternating signs they are not, and
// where the centre is known to be the mean that is made up for.
func TestSumsAboutTheMean(t *testing.T) {
	const draws, n = 128, 1000
	g, centre := meanCentred(draws, n, 0)
	for _, block := range []int{32, 16} {
		for _, o := range []StreamOptions{{}, {Mean: true}, {Alternate: true}} {
			o.Centre, o.Block, o.Draws = centre, block, draws
			b := counts(t, g, o)
			want, log := .5, math.Log(float64(block))
			if !o.Mean && !o.Alternate {
				want += .5 * (math.Log(1-float64(block)/draws) - math.Log(1-1./draws)) / log
			}
			all, active := 0., 0.
			for i := range n {
				all += b.logMomentAll(i) / n
				active += b.logMoment(i) / n
			}
			// The variance of ln|N| is pi^2/8, in sums and in draws.
			tol := 4 * math.Sqrt(math.Pi*math.Pi/8*(float64(block)/draws+1./draws)/n) / log
			what := fmt.Sprintf("in blocks of %d, mean %v, alternating %v: 1/alpha", block, o.Mean, o.Alternate)
			near.Abs(t, what, all, want, tol)
			near.Abs(t, what+" outside the atom", active, want, tol)
			contrasts := 0.
			for _, c := range b.contrasts.C {
				contrasts += float64(c) / float64(len(b.contrasts.C))
			}
			if block == ContrastBlock {
				near.Abs(t, what+" by contrasts", contrasts, want, tol)
			}
		}
	}
}

// The figures of sums are those of a Ladder and of Contrast of the draws with alternating signs, and no others change.
func TestAlternatingSigns(t *testing.T) {
	for _, zeros := range []float64{0, .1} {
		g, centre := meanCentred(300, 40, zeros)
		b := counts(t, g, StreamOptions{Centre: centre, Alternate: true})
		plain := counts(t, g, StreamOptions{Centre: centre})
		for i := range centre {
			var l Ladder
			var all float64
			for m, row := range g {
				u := float64(row[i]) - float64(centre[i])
				if row[i] != 0 {
					l.Add(u * float64(1-2*(l.N()&1)))
				}
				if m < 288 {
					all += math.Log(math.Abs(u))
				}
			}
			what := fmt.Sprintf("series %d with %g zeros: ", i, zeros)
			p, q := b.Parameter(i), plain.Parameter(i)
			for level := range p.Ladder {
				if level < 5 {
					near.Abs(t, what+"ladder", p.Ladder[level], l.InverseAlpha(level), 1e-12)
				}
			}
			sums := 0.
			for from := 0; from < 288; from += 32 {
				s := 0.
				for k := range 32 {
					s += (float64(g[from+k][i]) - float64(centre[i])) * float64(1-2*(k&1))
				}
				sums += math.Log(math.Abs(s))
			}
			near.Abs(t, what+"all draws", p.LogMomentAll, (sums/9-all/288)/math.Log(32), 1e-12)
			near.Abs(t, what+"kurtosis", p.Kurtosis, q.Kurtosis, 0)
			near.Abs(t, what+"likelihood", p.Alpha, q.Alpha, 0)
			if p.Positive != q.Positive || p.Negative != q.Negative {
				t.Errorf("%ssigns %d and %d, else %d and %d", what, p.Positive, p.Negative, q.Positive, q.Negative)
			}
		}
	}
}

// A mean that moves by half a standard deviation from one half of the draws to the other passes for a heavy tail, but
// where signs alternate.
func TestAlternatingSignsUndoDrift(t *testing.T) {
	const draws, n = 256, 400
	g, centre := meanCentred(draws, n, 0)
	for m, row := range g {
		for i := range row {
			row[i] += float32(float64(m)/draws - .5*(1-1./draws))
		}
	}
	for _, o := range []StreamOptions{{Mean: true}, {Alternate: true}} {
		o.Centre, o.Draws = centre, draws
		b := counts(t, g, o)
		all := 0.
		for i := range n {
			all += b.logMomentAll(i) / n
		}
		if o.Alternate {
			near.Abs(t, "1/alpha with alternating signs", all, .5, .01)
		} else {
			near.Abs(t, "1/alpha with drift", all, .71, .02)
		}
	}
}
