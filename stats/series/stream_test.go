package series

import (
	"context"
	"math"
	"math/rand/v2"
	"syscall"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/tail"
)

// streamed counts g, (draws, series), in one array, some rows at a time.
func streamed(t testing.TB, g []float32, o StreamOptions, at int) *Stream {
	n := o.Arrays[len(o.Arrays)-1].To
	s := NewStream(o)
	for len(g) > 0 {
		room, rows := s.Room()
		rows = min(rows, at, len(g)/n)
		copy(room, g[:rows*n])
		g = g[rows*n:]
		if err := s.Count(rows); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func single(n int) []Array { return []Array{{Name: "w", From: 0, To: n}} }

// planted are draws of n series of one law each, (draws, n).
func planted(draws, n int, seed uint64, draw func(r *rand.Rand, i int) float64) []float32 {
	g := make([]float32, draws*n)
	r := rand.New(rand.NewPCG(seed, 1))
	for t := range draws {
		for i := range n {
			g[t*n+i] = float32(draw(r, i))
		}
	}
	return g
}

// userTime is the time that the process has computed, in nanoseconds.
func userTime() int64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return u.Utime.Nano() + u.Stime.Nano()
}

func BenchmarkCount(b *testing.B) {
	for _, c := range []struct {
		name string
		atom float64
	}{{"free", 0}, {"atom .3", .3}} {
		b.Run(c.name, func(b *testing.B) {
			const n = 15210
			g := planted(128, n, 1, func(r *rand.Rand, i int) float64 {
				if c.atom > 0 && i%8 != 0 && r.Float64() < c.atom {
					return 0
				}
				return r.NormFloat64() * math.Exp(r.NormFloat64()*.5)
			})
			centre := make([]float32, n)
			for i := range centre {
				centre[i] = .01
			}
			s := NewStream(StreamOptions{Arrays: single(n), Centre: centre, Draws: 128 * (b.N + 1)})
			room, _ := s.Room()
			copy(room, g)
			s.workers = s.workers[:1]
			start := userTime()
			b.ResetTimer()
			for range b.N {
				if err := s.Count(128); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(userTime()-start)/float64(b.N)/(128*n), "cpu-ns/sample")
		})
	}
}

// Every figure of a series is that of its definition, with and without zeros.
func TestFiguresOfASeries(t *testing.T) {
	const draws, n = 1024, 20
	centre := make([]float32, n)
	for i := range centre {
		centre[i] = .125 * float32(i%3)
	}
	g := planted(draws, n, 3, func(r *rand.Rand, i int) float64 {
		if r.Float64() < float64(i%4)/8 {
			return 0
		}
		return law.SaS(1.2+.04*float64(i), 1).Rand(r) + float64(centre[i])
	})
	s := streamed(t, g, StreamOptions{Arrays: single(n), Centre: centre, Draws: draws}, 50)
	b, err := s.Judge(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		var u, active []float64
		zeros, m2 := 0, 0.
		for k := range draws {
			v := g[k*n+i]
			x := float64(v) - float64(centre[i])
			u = append(u, x)
			m2 += x * x / draws
			if v != 0 {
				active = append(active, x)
			} else {
				zeros++
			}
		}
		p := b.Parameter(i)
		if p.Zeros != zeros || p.N != draws || p.Positive+p.Negative != draws-zeros {
			t.Errorf("series %d: %d zeros of %d, want %d; signs %d, %d", i, p.Zeros, p.N, zeros, p.Positive, p.Negative)
		}
		near.Rel(t, "log-moment of all", p.LogMomentAll, 1/tail.LogMoment(u, 32).Alpha, 1e-10)
		for k, size := range BlockSizes {
			near.Rel(t, "ladder", p.Ladder[k], 1/tail.LogMoment(active, size).Alpha, 1e-10)
		}
		near.Rel(t, "sd", p.Sd, math.Sqrt(m2), 1e-12)
	}
}
