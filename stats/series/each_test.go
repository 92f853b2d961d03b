package series_test

import (
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/array"
	"levyscope/internal/each"
	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/series"
)

// source is an array in memory.
type source struct{ left []float32 }

func (s *source) ReadFloat32(dst []float32) (int, error) {
	n := copy(dst, s.left)
	if s.left = s.left[n:]; n < len(dst) {
		return n, io.EOF
	}
	return n, nil
}

func (s *source) Read(dst []float64) (int, error) {
	n := min(len(dst), len(s.left))
	for i, v := range s.left[:n] {
		dst[i] = float64(v)
	}
	if s.left = s.left[n:]; n < len(dst) {
		return n, io.EOF
	}
	return n, nil
}

// What a stream tells of draws about 0 is what fit --each --centre 0 tells of a file of them.
func TestAgreesWithEach(t *testing.T) {
	const draws, rows, columns = 1000, 6, 8
	const n = rows * columns
	g := make([]float32, draws*n)
	r := rand.New(rand.NewPCG(4, 1))
	for k := range g {
		if i := k % n; i%4 != 1 || r.Float64() >= .2 {
			g[k] = float32(law.SaS(1.3+.1*float64(i%6), 1).Rand(r))
		}
	}
	s := series.NewStream(series.StreamOptions{
		Arrays: []series.Array{{Name: "w", Shape: []int{rows, columns}, To: n}}, Draws: draws,
	})
	for left := g; len(left) > 0; {
		room, rows := s.Room()
		rows = min(rows, len(left)/n)
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
	layout, err := (&array.Array{Shape: []int{draws, rows, columns}}).Layout(0)
	if err != nil {
		t.Fatal(err)
	}
	want, err := each.Collect(context.Background(), &source{g}, layout, each.Options{Single: true})
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		p, e := b.Parameter(i), &want.Series[i]
		name := fmt.Sprintf("series %d, ", i)
		near.Abs(t, name+"zeros", float64(p.Zeros), float64(e.Zeros), 0)
		near.Rel(t, name+"alpha", p.Alpha, e.Verdict.Alpha.Alpha, 1e-6)
		near.Rel(t, name+"sigma", p.Sigma, e.Verdict.Alpha.Scale, 1e-6)
		for k := range p.Halves {
			near.Rel(t, name+"half", p.Halves[k], e.Halves[k], 1e-6)
		}
		for k := range p.Ladder {
			near.Rel(t, name+"block log-moment", p.Ladder[k], e.Inverse[k], 1e-9)
		}
		if i%4 != 1 {
			near.Rel(t, name+"block log-moment of all", p.LogMomentAll, e.AllInverse, 1e-9)
		}
		if p.Kind != e.Verdict.Kind {
			t.Errorf("%sverdict %v, want %v", name, p.Kind, e.Verdict.Kind)
		}
	}
	got, table := b.Laws(0), want.Summary()
	for k, d := range table.Dispersions {
		for part, e := range d.Parts {
			near.Abs(t, d.Method+", "+e.Name, got.Dispersion[k].Parts[part].Sd, e.Sd, 1e-5)
		}
	}
	if math.IsNaN(got.Dispersion[0].Parts[0].Sd) {
		t.Error("no dispersion")
	}
}
