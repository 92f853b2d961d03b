package chart

import "math"

// Bucket is what a Track keeps of neighbouring samples.
type Bucket struct {
	X0, X1   float64 // the first and the last x
	Min, Max float64 // of y
	First    float64 // the y of the first sample
	Last     float64 // the y of the last one, at X1
	Mean     float64 // of y
	Positive float64 // the least y > 0, for logarithmic axes; +Inf if there is none
	Count    int     // samples
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

// level is one floor of a Track's pyramid: the latest buckets of one stride of x, in a ring.
type level struct {
	ring   []Bucket // grows up to the capacity of the Track, then the oldest makes room for the newest
	start  int      // place of the oldest one in the ring
	stride float64  // 0: every distinct x has a bucket of its own
	lost   bool     // it has forgotten its oldest buckets; the level above has them
}

// at is the i-th bucket in order of x.
func (v *level) at(i int) *Bucket {
	if i += v.start; i >= len(v.ring) {
		i -= len(v.ring)
	}
	return &v.ring[i]
}

func (v *level) last() *Bucket { return v.at(len(v.ring) - 1) }

// covers reports whether the level has all that there is from x on.
func (v *level) covers(x float64) bool { return !v.lost || v.at(0).X0 <= x }

// search is the number of the first bucket that ends at x or later.
func (v *level) search(x float64) int {
	lo, hi := 0, len(v.ring)
	for lo < hi {
		if mid := (lo + hi) / 2; v.at(mid).X1 < x {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// shares reports whether two places lie in one stride of the level, counted from the origin. Places that are too many
// strides away to be counted share none.
func (v *level) shares(origin, x0, x1 float64) bool {
	if v.stride == 0 {
		return x0 == x1
	}
	a, b := math.Floor((x0-origin)/v.stride), math.Floor((x1-origin)/v.stride)
	return a == b && !math.IsInf(a, 0)
}

// firstRing is the number of buckets that a level has room for at first.
const firstRing = 32

// push adds a bucket at the end; where there are already most of them the oldest is forgotten.
func (v *level) push(b Bucket, most int) {
	if len(v.ring) == most {
		v.ring[v.start] = b
		if v.start++; v.start == most {
			v.start = 0
		}
		v.lost = true
		return
	}
	if len(v.ring) == cap(v.ring) {
		ring := make([]Bucket, len(v.ring), min(max(2*len(v.ring), firstRing), most))
		copy(ring, v.ring)
		v.ring = ring
	}
	v.ring = append(v.ring, b)
}

// widen doubles the stride until neighbours that share one, merged, leave half of the buckets free. It is for a level
// that has lost nothing.
func (v *level) widen(origin float64) {
	for full := len(v.ring); len(v.ring) > max(full/2, 1); {
		if v.stride == 0 {
			// A power of two, so that the borders of the strides are exact when x counts iterations.
			span := v.ring[full-1].X1 - origin
			v.stride = max(math.Exp2(math.Ceil(math.Log2(span/float64(full)*2))), math.SmallestNonzeroFloat64)
		} else {
			v.stride *= 2
		}
		kept := 0
		for i := 1; i < len(v.ring); i++ {
			if into := &v.ring[kept]; v.shares(origin, into.X0, v.ring[i].X0) {
				into.merge(&v.ring[i])
				continue
			}
			kept++
			v.ring[kept] = v.ring[i]
		}
		v.ring = v.ring[:kept+1]
	}
}
