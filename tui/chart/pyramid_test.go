package chart

import (
	"math"
	"testing"
	"unsafe"

	"levyscope/internal/near"
)

// kept are the samples as a Track takes them: without what is not finite, x not decreasing, magnitudes cut.
type kept struct{ x, y []float64 }

func (k *kept) append(x, y float64) {
	if !finite(x) || !finite(y) {
		return
	}
	x, y = bound(x), bound(y)
	if n := len(k.x); n > 0 {
		x = max(x, k.x[n-1])
	}
	k.x, k.y = append(k.x, x), append(k.y, y)
}

// check holds a window of a Track against its samples: the buckets say exactly what the samples say, one after another
// without a gap, from the nearest one before the window, if it is kept there, to the nearest one behind it.
func (k *kept) check(t *testing.T, tr *Track, from, to float64) {
	t.Helper()
	buckets := tr.Buckets(from, to)
	if len(buckets) == 0 {
		if len(k.x) > 0 {
			t.Fatalf("[%g, %g]: no buckets of %d samples", from, to, len(k.x))
		}
		return
	}
	i := 0
	for i < len(k.x) && k.x[i] < buckets[0].X0 {
		i++
	}
	if i > 0 && k.x[i] > from {
		t.Fatalf("[%g, %g]: the first bucket begins at %g, which leaves out samples", from, to, buckets[0].X0)
	}
	for n, b := range buckets {
		if i+b.Count > len(k.x) {
			t.Fatalf("[%g, %g]: bucket %d counts more samples than there are", from, to, n)
		}
		want := newBucket(k.x[i], k.y[i])
		for j := i + 1; j < i+b.Count; j++ {
			want.add(k.x[j], k.y[j])
		}
		size := max(math.Abs(want.Min), math.Abs(want.Max))
		near.Abs(t, "mean", b.Mean/max(size, 1), want.Mean/max(size, 1), 1e-9)
		if want.Mean = b.Mean; b != want {
			t.Fatalf("[%g, %g]: bucket %d is %+v, want %+v", from, to, n, b, want)
		}
		i += b.Count
	}
	if last := buckets[len(buckets)-1]; i < len(k.x) && last.X0 <= to {
		t.Fatalf("[%g, %g]: the last bucket ends at %g, which leaves out samples", from, to, last.X1)
	}
}

// Any window of any series is exact, whatever its spacing.
func TestTrackWindowsAreExact(t *testing.T) {
	for seed := range uint64(40) {
		rnd, tr, k, x := newRand(seed), NewTrack(int(seed%5)*20+4), new(kept), 0.0
		gap := math.Pow(10, 12*rnd.Float64()-6)
		for range 4000 {
			switch p := rnd.IntN(1000); {
			case p < 200: // the same x
			case p < 203:
				x += gap * math.Pow(10, 12*rnd.Float64())
			case p < 205:
				gap = math.Pow(10, 12*rnd.Float64()-6)
			default:
				x += gap * float64(1+rnd.IntN(3))
			}
			y := rnd.NormFloat64()
			switch rnd.IntN(200) {
			case 0:
				y = math.Pow(10, 300*rnd.Float64())
			case 1:
				y = [...]float64{math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64}[rnd.IntN(4)]
			}
			tr.Append(x, y)
			k.append(x, y)
		}
		k.check(t, tr, math.Inf(-1), math.Inf(1))
		for range 60 {
			a, b := rnd.IntN(len(k.x)), rnd.IntN(len(k.x))
			k.check(t, tr, k.x[min(a, b)], k.x[max(a, b)])
			k.check(t, tr, k.x[a]+rnd.NormFloat64()*gap, k.x[b])
		}
		for i := range tr.levels {
			k.check(t, tr, tr.levels[i].at(0).X0, tr.levels[i].last().X1)
		}
	}
}

// What is recent is kept sample by sample, and each level above reaches at least twice as far.
func TestTrackIsExactWhereItIsRecent(t *testing.T) {
	const n, capacity = 1_000_000, 256
	tr := NewTrack(capacity)
	for i := range n {
		tr.Append(float64(i), float64(i))
	}
	recent := tr.Buckets(n-200, n)
	if len(recent) != 201 {
		t.Errorf("%d buckets of 200 samples and the one before", len(recent))
	}
	for _, b := range recent {
		near.Abs(t, "samples of a bucket", float64(b.Count), 1, 0)
	}
	for back := 200; back < n; back *= 2 {
		got := tr.Buckets(float64(n-back), n)
		near.Least(t, "buckets of a window", float64(len(got)), 40)
		near.Most(t, "buckets of a window", float64(len(got)), capacity+maxLevels)
		near.Most(t, "samples of a bucket", float64(got[len(got)/2].Count), float64(back)/16)
	}
	if b := tr.bucketAt(n - 100.5); b == nil || b.X0 != n-101 || b.Count != 1 {
		t.Errorf("the bucket 100 steps ago is %+v", b)
	}
	if b := tr.bucketAt(3); b == nil || b.X0 > 3 || b.X1 < 3 {
		t.Errorf("the bucket at step 3 is %+v", b)
	}
	if b := tr.bucketAt(-1); b != nil {
		t.Errorf("the bucket before the first is %+v", b)
	}
}

// Hours take no more memory than the levels allow, and each sample a few nanoseconds.
func TestTrackMemoryIsBounded(t *testing.T) {
	hour := 20_000 * 3600
	if testing.Short() {
		hour /= 60
	}
	tr := NewTrack(2048)
	for i := range hour {
		tr.Append(float64(i), float64(i%1000))
	}
	buckets := 0
	for _, v := range tr.levels {
		buckets += cap(v.ring)
	}
	near.Most(t, "bytes", float64(buckets)*float64(unsafe.Sizeof(Bucket{})), 1.5e6)

	few := NewTrack(4) // soon out of levels
	for i, x := 0, 1.0; i < 4000; i, x = i+1, x*1.1 {
		few.Append(x, 1)
	}
	near.Abs(t, "levels", float64(len(few.levels)), maxLevels, 0)
	near.Most(t, "buckets", float64(few.Len()), 4+maxLevels)
}

func FuzzTrack(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 120, 130, 140}, uint8(4))
	f.Add([]byte{110, 110, 110, 110, 112, 112, 7, 7, 7, 120, 120, 120, 120, 120, 120, 120, 120, 11, 11, 11}, uint8(0))
	f.Fuzz(func(t *testing.T, data []byte, capacity uint8) {
		v := numbers(data)
		tr, k, x := NewTrack(int(capacity)), new(kept), 0.0
		for range 3 {
			for i, step := range v {
				x += math.Abs(step)
				if !finite(x) {
					x = step
				}
				tr.Append(x, v[len(v)-1-i])
				k.append(x, v[len(v)-1-i])
			}
		}
		k.check(t, tr, math.Inf(-1), math.Inf(1))
		for i := range min(len(v), 20) {
			k.check(t, tr, min(v[i], v[i/2]), max(v[i], v[i/2]))
			if n := len(k.x); n > 0 {
				k.check(t, tr, k.x[i%n], k.x[n-1])
			}
		}
	})
}
