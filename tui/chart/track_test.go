package chart

import (
	"math"
	"testing"

	"levyscope/internal/near"
)

func TestTrackKeepsASpikeInAMillion(t *testing.T) {
	const at, capacity = 654_321, 2048
	tr := NewTrack(capacity)
	for i := range 1_000_000 {
		y := math.Sin(float64(i))
		if i == at {
			y = 1e6
		}
		tr.Append(float64(i), y)
	}
	if n := tr.Len(); n > capacity+maxLevels || n < capacity/4 {
		t.Errorf("%d buckets of the whole, capacity %d", n, capacity)
	}
	found := 0
	for _, b := range tr.Buckets(math.Inf(-1), math.Inf(1)) {
		if b.Max == 1e6 && b.X0 <= at && at <= b.X1 {
			found++
		}
	}
	if found != 1 {
		t.Errorf("the spike is in %d buckets", found)
	}
	if x0, x1, _, y1, ok := tr.Bounds(); !ok || x0 != 0 || x1 != 999_999 || y1 != 1e6 {
		t.Errorf("bounds %v %v %v %v", x0, x1, y1, ok)
	}
}

// Each bucket must say of its stretch of x exactly what the samples say, whatever the spacing of x.
func TestTrackBucketsAreExact(t *testing.T) {
	spacings := map[string]func(i int) float64{
		"steps":   func(i int) float64 { return float64(i) },
		"time":    func(i int) float64 { return -3 + 1e-4*float64(i) },
		"repeats": func(i int) float64 { return float64(i / 7) },
		"growing": func(i int) float64 { return math.Exp(float64(i) / 100) },
		"bursts":  func(i int) float64 { return float64(i/100)*1e6 + float64(i%100) },
		"far":     func(i int) float64 { return 1e15 + float64(i) },
		"same":    func(int) float64 { return 5 },
	}
	for name, x := range spacings {
		const n = 10_000
		rnd, tr := newRand(3), NewTrack(64)
		xs, ys := make([]float64, n), make([]float64, n)
		for i := range n {
			xs[i], ys[i] = x(i), rnd.NormFloat64()
			tr.Append(xs[i], ys[i])
		}
		i := 0
		for _, b := range tr.Buckets(math.Inf(-1), math.Inf(1)) {
			lo, hi, least, first := math.Inf(1), math.Inf(-1), math.Inf(1), xs[i]
			begin, sum := ys[i], 0.0
			for range b.Count {
				lo, hi = min(lo, ys[i]), max(hi, ys[i])
				sum += ys[i]
				if ys[i] > 0 {
					least = min(least, ys[i])
				}
				i++
			}
			near.Abs(t, name+": mean", b.Mean, sum/float64(b.Count), 1e-9)
			want := Bucket{X0: first, X1: xs[i-1], Min: lo, Max: hi, First: begin, Last: ys[i-1], Mean: b.Mean,
				Positive: least, Count: b.Count}
			if b != want {
				t.Fatalf("%s: %+v, want %+v", name, b, want)
			}
		}
		if i != n || tr.Len() > 64+maxLevels {
			t.Errorf("%s: %d of %d samples in %d buckets", name, i, n, tr.Len())
		}
	}
}

func TestTrackCountsWhatIsNotFinite(t *testing.T) {
	tr := NewTrack(8)
	tr.Append(1, math.NaN())
	tr.Append(math.Inf(1), 1)
	tr.Append(2, math.Inf(-1))
	if _, ok := tr.Last(); ok || tr.Bad() != 3 || tr.Len() != 0 {
		t.Errorf("bad %d, len %d", tr.Bad(), tr.Len())
	}
	tr.Append(3, 4)
	tr.Append(2, 5) // x goes back: taken to be at 3
	if p, ok := tr.Last(); !ok || p != (Point{3, 5}) {
		t.Errorf("last %v %v", p, ok)
	}
	tr.Clear()
	if _, _, _, _, ok := tr.Bounds(); ok || tr.Bad() != 0 {
		t.Error("Clear leaves something behind")
	}
}

func TestTrackAppendDoesNotAllocate(t *testing.T) {
	tr, x := NewTrack(256), 0.0
	if n := testing.AllocsPerRun(10_000, func() {
		for range 10 {
			tr.Append(x, math.Sqrt(x))
			x++
		}
	}); n != 0 {
		t.Errorf("%v allocations per ten samples", n)
	}
}
