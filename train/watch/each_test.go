package watch_test

import (
	"io"
	"math"
	"testing"

	"levyscope/internal/array"
	"levyscope/internal/each"
	"levyscope/internal/near"
	"levyscope/train"
	"levyscope/train/watch/stream"
	"levyscope/train/watch/watchtest"
)

// rows are draws as "fit --each" reads them.
type rows struct{ g []float32 }

// ReadFloat32 reads the next values.
func (s *rows) ReadFloat32(dst []float32) (int, error) {
	n := copy(dst, s.g)
	if s.g = s.g[n:]; len(s.g) == 0 {
		return n, io.EOF
	}
	return n, nil
}

// Read is at the end.
func (s *rows) Read([]float64) (int, error) { return 0, io.EOF }

// What is said of a parameter's law at frozen weights is what "fit --each" says of the same draws: of the draws about
// their mean to the bit, but for the block log-moments, in which the mean is made up for; and of the draws as they are,
// whose centre is estimated there from the middle of the draws, to a small part of its error.
func TestProbeIsWhatFitEachSays(t *testing.T) {
	const n, draws = 40, 512
	dir := t.TempDir()
	s := watchtest.New(t, dir, 0, 1, watchtest.Arrays([]int{n}), nil)
	s.Probes(watchtest.NewNoise(3, n), 7, draws)
	bank := of[train.Looked](once(t, settings(dir)))[0].Bank
	var g []float32
	r, err := stream.Open(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Poll(true, func(i stream.Item) bool {
		if i, ok := i.(*stream.Record); ok {
			g = append(g, i.G...)
		}
		return true
	}); err != nil {
		t.Fatal(err)
	}
	judged := func(g []float32, centre float64) *each.Result {
		layout := array.Layout{Outer: 1, Samples: draws, Inner: n, Series: []int{n}}
		result, err := each.Collect(t.Context(), &rows{g}, layout, each.Options{Centre: centre, Single: true})
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
	plain := judged(g, math.NaN())
	centred := make([]float32, len(g))
	for i := range n {
		sum := 0.
		for m := range draws {
			sum += float64(g[m*n+i])
		}
		for m := range draws {
			centred[m*n+i] = g[m*n+i] - float32(sum/draws)
		}
	}
	exact := judged(centred, 0)
	for i := range n {
		p, a, b := bank.Parameter(i), &exact.Series[i], &plain.Series[i]
		near.Abs(t, "alpha about the mean", p.Alpha, a.Symmetric, 0)
		for level, size := range []float64{4, 8, 16, 32, 64, 128} {
			lost := (math.Log(1-1./draws) - math.Log(1-size/draws)) / 2 / math.Log(size)
			near.Abs(t, "1/alpha about the mean", p.Ladder[level], a.Inverse[level]+lost, 1e-5)
		}
		near.Abs(t, "alpha", p.Alpha, b.Symmetric, .02)
		if p.Zeros != a.Zeros || p.Kind != a.Verdict.Kind || p.Kind != b.Verdict.Kind {
			t.Errorf("parameter %d: %v with %d zeros, by fit --each %v and %v with %d", i, p.Kind, p.Zeros,
				a.Verdict.Kind, b.Verdict.Kind, a.Zeros)
		}
	}
}
