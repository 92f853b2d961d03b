package series

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
)

// Series have no law that are dead, in the atom, with a missing draw, or with few draws outside the atom. Of coarse
// ones (whole numbers of the smallest float32) the verdict is undecided.
func TestSeriesWithoutALaw(t *testing.T) {
	const draws, n = 160, 9
	nan, inf := math.NaN(), math.Inf(-1)
	k := -1
	g := planted(draws, n, 1, func(r *rand.Rand, i int) float64 {
		if i == 0 {
			k++
		}
		normal := r.NormFloat64()
		switch i {
		case 0:
			return 0
		case 1:
			return 2.5
		case 2:
			return [2]float64{normal, nan}[k/150]
		case 3:
			return [2]float64{inf, normal}[min(k, 1)]
		case 4:
			return [2]float64{normal, 0}[min(k/7, 1)]
		case 5:
			return normal * 1e38
		case 6:
			return normal * 1e-44
		case 7:
			return math.Copysign(0, normal)
		}
		return normal
	})
	b := judgedOf(t, g, StreamOptions{Arrays: single(n)})
	for i, want := range [n]struct{ judged, dead bool }{
		{false, true}, {false, true}, {false, false}, {false, false}, {false, false}, {true, false}, {true, false},
		{false, true}, {true, false},
	} {
		p := b.Parameter(i)
		if p.Judged != want.judged || p.Dead != want.dead {
			t.Errorf("series %d: judged %v, dead %v", i, p.Judged, p.Dead)
		}
		if !p.Judged && !(math.IsNaN(p.Alpha) && math.IsNaN(p.Halves[0]) && math.IsNaN(p.PGaussian)) {
			t.Errorf("series %d has figures of a law: %+v", i, p)
		}
		if p.Missing > 0 && !math.IsNaN(p.Sd) {
			t.Errorf("series %d: sd %g in spite of missing draws", i, p.Sd)
		}
		if want.dead && !(math.IsNaN(p.LogMomentAll) && math.IsNaN(p.Kurtosis)) {
			t.Errorf("dead series %d: %+v", i, p)
		}
		b.Histogram(i)
		b.Fitted(i)
	}
	near.Abs(t, "missing", float64(b.Parameter(2).Missing), 10, 0)
	near.Abs(t, "zeros", float64(b.Parameter(4).Zeros), draws-7, 0)
	l := b.Laws(0)
	if l.Params != n || l.Kept != 3 || l.Dead != 3 || l.Unjudged != 3 || l.Coarse != 1 {
		t.Errorf("%d series, %d judged, %d dead, %d unjudged", l.Params, l.Kept, l.Dead, l.Unjudged)
	}
}

// Few draws, no draw, no series and empty arrays are counted and judged like others.
func TestLittle(t *testing.T) {
	for _, n := range []int{0, 1, 3} {
		for _, draws := range []int{0, 1, 2, 7, 31, 33, 129} {
			g := planted(draws, n, 2, func(r *rand.Rand, i int) float64 { return r.NormFloat64() })
			arrays := []Array{{Name: "none"}, {Name: "w", Shape: []int{1, n}, To: n}, {Name: "end", From: n, To: n}}
			s := NewStream(StreamOptions{Arrays: arrays})
			for k := range draws {
				room, _ := s.Room()
				copy(room, g[k*n:(k+1)*n])
				if err := s.Count(1); err != nil {
					t.Fatal(err)
				}
			}
			b, err := s.Judge(context.Background(), func(done, total int) {})
			if err != nil {
				t.Fatal(err)
			}
			for i := range n {
				p := b.Parameter(i)
				if p.N != draws || p.Judged != (draws >= LeastDraws) || p.Dead {
					t.Errorf("%d draws of %d series: %+v", draws, n, p)
				}
			}
			if l := b.Laws(1); l.Params != n || l.Draws != draws {
				t.Errorf("%d draws of %d series: %+v", draws, n, l)
			}
		}
	}
}

// A judging that is interrupted has no bank.
func TestJudgeIsInterrupted(t *testing.T) {
	g := planted(40, 3, 2, func(r *rand.Rand, i int) float64 { return r.NormFloat64() })
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	s := streamed(t, g, StreamOptions{Arrays: single(3)}, 10)
	if b, err := s.Judge(ctx, nil); b != nil || !errors.Is(err, ctx.Err()) {
		t.Errorf("%v, %v", b, err)
	}
}

// Skewed noise of mean 0 has uneven signs, symmetric noise has not, and the map holds every series.
func TestSkewnessAndMap(t *testing.T) {
	const draws, n = 512, 60
	g := planted(draws, n, 8, func(r *rand.Rand, i int) float64 {
		if i < n/2 {
			return r.ExpFloat64() - 1
		}
		return r.NormFloat64()
	})
	b := judgedOf(t, g, StreamOptions{Arrays: []Array{{Name: "w", Shape: []int{6, 2, 5}, To: n}}, Draws: draws})
	l := b.Laws(0)
	near.Abs(t, "series with uneven signs", float64(l.Skewness.Uneven.Count), n/2, 2)
	near.Abs(t, "skewness of an exponential law", b.Parameter(0).Skewness, 2, .8)
	m := l.Map
	if m.Rows != 6 || m.Columns != 10 || !m.Folded || m.Of != [2]int{6, 10} {
		t.Fatalf("%d x %d of %v, folded %v", m.Rows, m.Columns, m.Of, m.Folded)
	}
	for i := range n {
		if m.Alpha[i] != float32(b.Parameter(i).Alpha) || m.Kind[i] != uint8(b.Parameter(i).Kind) {
			t.Errorf("cell %d: %g, %d", i, m.Alpha[i], m.Kind[i])
		}
	}
	if got := fmt.Sprint(Fold([]int{1000}, 1000, 128)); got != "32 32" {
		t.Error(got)
	}
}
