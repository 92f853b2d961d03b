package chart

import "math"

// Bucket is what a Track keeps of the samples that fell into one stride of x.
type Bucket struct {
	X0, X1   float64 // the first and the last x
	Min, Max float64 // of y
	First    float64 // the y of the first sample
	Last     float64 // the y of the last one, at X1
	Mean     float64 // of y
	Positive float64 // the least y > 0, for logarithmic axes; +Inf if there is none
	Count    int     // samples
}

// Track is an append-only series in bounded memory: hours of samples in a fixed number of buckets, each of the same
// stride of x. When all are in use the stride doubles and neighbours are merged, so the cost of a sample is constant on
// average and the least and the greatest y of every stretch of x are never lost.
//
// A Track is not safe for concurrent use. Append does not allocate.
type Track struct {
	buckets        []Bucket
	origin, stride float64 // stride 0: every distinct x has a bucket of its own
	low, high      float64
	bad            int
}

// NewTrack makes an empty Track of at most capacity buckets (at least 4). A chart w cells wide shows all that there is
// to see if capacity is 4w or more; 2048 is plenty for any terminal and takes 112 kB.
func NewTrack(capacity int) *Track {
	t := &Track{buckets: make([]Bucket, 0, max(capacity, 4))}
	t.Clear()
	return t
}

// Clear forgets all samples and keeps the memory.
func (t *Track) Clear() {
	t.buckets = t.buckets[:0]
	t.stride, t.bad = 0, 0
	t.low, t.high = math.Inf(1), math.Inf(-1)
}

// Append adds a sample. x must not decrease; one that does is taken to be at the last x. If x or y is NaN or infinite
// the sample is not kept but counted in Bad. Magnitudes are cut at 1e300.
func (t *Track) Append(x, y float64) {
	if !finite(x) || !finite(y) {
		t.bad++
		return
	}
	x, y = bound(x), bound(y)
	t.low, t.high = min(t.low, y), max(t.high, y)
	n := len(t.buckets)
	if n == 0 {
		t.origin = x
	} else {
		last := &t.buckets[n-1]
		x = max(x, last.X1)
		if x == last.X1 || t.stride > 0 && t.slot(x) == t.slot(last.X0) {
			last.add(x, y)
			return
		}
	}
	if n == cap(t.buckets) {
		t.widen()
		t.Append(x, y) // may now belong into the last bucket
		return
	}
	t.buckets = append(t.buckets, newBucket(x, y))
}

// slot is the number of the stride that x lies in.
func (t *Track) slot(x float64) float64 { return math.Floor((x - t.origin) / t.stride) }

// widen doubles the stride and merges the buckets that then share one, until a quarter of the capacity is free.
func (t *Track) widen() {
	for full := len(t.buckets); len(t.buckets) > full*3/4; {
		if t.stride == 0 {
			// A power of two, so that the borders of the strides are exact when x counts iterations.
			span := t.buckets[full-1].X1 - t.origin
			t.stride = math.Exp2(math.Ceil(math.Log2(span / float64(full) * 2)))
			t.stride = max(t.stride, math.SmallestNonzeroFloat64)
		} else {
			t.stride *= 2
		}
		t.merge()
	}
}

func (t *Track) merge() {
	kept := 0
	for i := 1; i < len(t.buckets); i++ {
		b := t.buckets[i]
		if into := &t.buckets[kept]; t.slot(into.X0) == t.slot(b.X0) {
			into.merge(&b)
			continue
		}
		kept++
		t.buckets[kept] = b
	}
	t.buckets = t.buckets[:kept+1]
}

func newBucket(x, y float64) Bucket {
	return Bucket{X0: x, X1: x, Min: y, Max: y, First: y, Last: y, Mean: y, Positive: positive(y), Count: 1}
}

// add takes in one sample.
func (b *Bucket) add(x, y float64) {
	b.X1, b.Last = x, y
	b.Min, b.Max = min(b.Min, y), max(b.Max, y)
	b.Positive = min(b.Positive, positive(y))
	b.Count++
	b.Mean += (y - b.Mean) / float64(b.Count)
}

// merge takes in the bucket that follows.
func (b *Bucket) merge(next *Bucket) {
	b.X1, b.Last = next.X1, next.Last
	b.Min, b.Max = min(b.Min, next.Min), max(b.Max, next.Max)
	b.Positive = min(b.Positive, next.Positive)
	b.Count += next.Count
	b.Mean += (next.Mean - b.Mean) * (float64(next.Count) / float64(b.Count))
}

func positive(y float64) float64 {
	if y > 0 {
		return y
	}
	return math.Inf(1)
}

// Len is the number of buckets in use.
func (t *Track) Len() int { return len(t.buckets) }

// Bad is the number of samples that were NaN or infinite.
func (t *Track) Bad() int { return t.bad }

// Last is the latest sample; ok is false if there is none.
func (t *Track) Last() (p Point, ok bool) {
	if len(t.buckets) == 0 {
		return Point{}, false
	}
	b := t.buckets[len(t.buckets)-1]
	return Point{b.X1, b.Last}, true
}

// Bounds are the least and the greatest x and y of all samples; ok is false if there are none.
func (t *Track) Bounds() (x0, x1, y0, y1 float64, ok bool) {
	if len(t.buckets) == 0 {
		return 0, 0, 0, 0, false
	}
	return t.buckets[0].X0, t.buckets[len(t.buckets)-1].X1, t.low, t.high, true
}

// Buckets are the buckets in use, in order of x. They belong to the Track and are valid until the next Append.
func (t *Track) Buckets() []Bucket { return t.buckets }
