package chart

import "math"

// Track is an append-only series in bounded memory, a pyramid: its lowest level has the latest samples one by one, each
// level above has buckets that are several times as wide and reaches back as many times further; the highest one holds
// the whole series. A window is drawn from the lowest level that still has all of it, so what is recent can be looked
// at sample by sample, and the least and the greatest y of every stretch of x are lost on no level.
//
// Each level has at most a fixed number of buckets. There is a new level whenever the highest one is full, one for two
// to four times the samples and at most maxLevels of them; after that the highest one widens its buckets. The cost of a
// sample is constant on average, and the cost of drawing does not depend on how many samples there are.
//
// A Track is not safe for concurrent use. Append allocates only while a level grows to its full size.
type Track struct {
	levels    []level // level i+1 holds the buckets of level i but its last one, which is still open
	most      int     // buckets of a level
	origin    float64 // the x from which strides are counted: that of the first sample
	low, high float64 // of y
	bad       int
}

// maxLevels bounds the memory: 2048 buckets on each of 16 levels take 2.3 MB, for 10^12 samples of even spacing.
const maxLevels = 16

// NewTrack makes an empty Track with at most capacity buckets (at least 4) on a level. A chart w cells wide shows all
// that there is to see if capacity is 8w or more; 2048 is plenty for any terminal and takes 147 kB for each level.
func NewTrack(capacity int) *Track {
	t := &Track{levels: make([]level, 1, maxLevels), most: max(capacity, 4)}
	t.Clear()
	return t
}

// Clear forgets all samples and keeps the memory of the latest ones.
func (t *Track) Clear() {
	ring := t.levels[0].ring[:0]
	clear(t.levels)
	t.levels = append(t.levels[:0], level{ring: ring})
	t.bad = 0
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
	if base := &t.levels[0]; len(base.ring) == 0 {
		t.origin = x
	} else if last := base.last(); x <= last.X1 {
		last.add(last.X1, y)
		return
	}
	t.add(0, newBucket(x, y))
}

// add adds a bucket to a level. Where it begins a new stride the one before is complete and goes to the level above.
func (t *Track) add(k int, b Bucket) {
	v := &t.levels[k]
	if len(v.ring) > 0 {
		last := v.last()
		top := k == len(t.levels)-1
		switch {
		case v.shares(t.origin, last.X0, b.X0):
			last.merge(&b)
			return
		case !top:
			t.add(k+1, *last)
		case len(v.ring) == t.most && len(t.levels) == maxLevels:
			v.widen(t.origin)
			t.add(k, b) // may now belong into the last bucket
			return
		case len(v.ring) == t.most:
			t.grow()
			v = &t.levels[k]
		}
	}
	v.push(b, t.most)
}

// grow adds a level that holds what the highest one holds, in wider buckets.
func (t *Track) grow() {
	v := &t.levels[len(t.levels)-1]
	next := level{ring: make([]Bucket, len(v.ring), t.most), stride: v.stride}
	copy(next.ring, v.ring)
	next.widen(t.origin)
	if len(next.ring) > t.most/4 {
		next.widen(t.origin)
	}
	t.levels = append(t.levels, next)
}

// Len is the number of buckets that are kept of the whole series.
func (t *Track) Len() int {
	top := len(t.levels) - 1
	return len(t.levels[top].ring) + top
}

// Bad is the number of samples that were NaN or infinite.
func (t *Track) Bad() int { return t.bad }

// Last is the latest sample; ok is false if there is none.
func (t *Track) Last() (p Point, ok bool) {
	if len(t.levels[0].ring) == 0 {
		return Point{}, false
	}
	b := t.levels[0].last()
	return Point{b.X1, b.Last}, true
}

// Bounds are the least and the greatest x and y of all samples; ok is false if there are none.
func (t *Track) Bounds() (x0, x1, y0, y1 float64, ok bool) {
	last, ok := t.Last()
	if !ok {
		return 0, 0, 0, 0, false
	}
	return t.origin, last.X, t.low, t.high, true
}

// Buckets are those of a window of x in order of x, with the nearest one before it and the nearest one behind it:
// single samples where all of the window is recent, wider buckets where it is not.
func (t *Track) Buckets(from, to float64) []Bucket {
	var out []Bucket
	t.each(from, to, func(b *Bucket) { out = append(out, *b) })
	return out
}

// each calls f for what Buckets returns.
func (t *Track) each(from, to float64, f func(*Bucket)) {
	k := t.finest(from)
	v := &t.levels[k]
	for i := max(v.search(from)-1, 0); i < len(v.ring); i++ {
		b := v.at(i)
		f(b)
		if b.X0 > to {
			return
		}
	}
	for k--; k >= 0; k-- { // what is still open below
		b := t.levels[k].last()
		f(b)
		if b.X0 > to {
			return
		}
	}
}

// finest is the lowest level that has all that there is from x on.
func (t *Track) finest(x float64) int {
	for k := range t.levels {
		if t.levels[k].covers(x) {
			return k
		}
	}
	return len(t.levels) - 1
}

// bucketAt is the latest bucket that does not begin after x, of the finest level that has it; nil if there is none.
func (t *Track) bucketAt(x float64) *Bucket {
	v := &t.levels[t.finest(x)]
	i := v.search(x)
	if i == len(v.ring) || v.at(i).X0 > x {
		i--
	}
	if i < 0 {
		return nil
	}
	return v.at(i)
}
