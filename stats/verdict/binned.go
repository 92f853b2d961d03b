package verdict

import "math"

// binned is a dyadic histogram as a fit reads it. Edge i of the split m stands at
// 2^floor(i/m) (1 + (i mod m)/m) units; n[0] counts |x| below the edge first, n[k] from edge
// first+k-1 to the next, n[edges] all above the last. The unit is the power of two
// below the median: a fit is the same, bit for bit, if the series is scaled by a power of two.
type binned struct {
	split Split
	unit  int // its exponent
	first int
	edges int
	n     [maxEdges + 1]float64
	total float64
	mid   float64 // log2 of the median

	snapped *snapped // nil: the values were not rounded
	exact   bool     // fits are not to be taken from grids
}

// scale is the scale in the units of the series, from its log2 in the units of b.
func (b *binned) scale(log2 float64) float64 { return math.Ldexp(math.Exp2(log2), b.unit) }

// The octaves below and above the median of |x| that keep bins of their own: lower down a
// density is flat, higher up the table ends.
const (
	octavesBelow = 7
	octavesAbove = 22
)

// counter is a type of count.
type counter interface{ ~uint32 | ~uint64 }

// ends tells whether the lowest of some bins also holds samples below it, and the highest samples above it.
type ends struct{ low, high bool }

// binCounts prepares the counts of the bins first, first+1, ... (numbers of binOf). ok is
// false if they are all zero. Below 2^-1022, where doubles have no octaves, all is one bin.
func binCounts[T counter](b *binned, counts []T, first int, split Split, open ends) (ok bool) {
	*b = binned{split: split}
	m := int(split)
	least := max(m-first, btoi(open.low)) // the lowest place where an edge may stand: above subnormal and open bins
	first -= m * 1023                     // the exponent of 1
	lo, hi := 0, len(counts)
	for lo < hi && counts[lo] == 0 {
		lo++
	}
	for lo < hi && counts[hi-1] == 0 {
		hi--
	}
	if lo == hi {
		return false
	}
	for _, c := range counts[lo:hi] {
		b.total += float64(c)
	}
	median, below := lo, float64(counts[lo])
	for below < b.total/2 {
		median++
		below += float64(counts[median])
	}
	b.unit = floorDiv(first+median, m)
	first -= m * b.unit
	inside := 1 - (below-b.total/2)/float64(counts[median])
	b.mid = math.Log2(edgeAt(first+median, m) + inside*(edgeAt(first+median+1, m)-edgeAt(first+median, m)))
	start := max(lo, median-m*octavesBelow, least)
	end := min(hi, start+maxEdges-1, median+m*octavesAbove) // the last edge
	if open.high {
		end = min(end, len(counts)-1)
	}
	end = max(end, start)
	b.first, b.edges = first+start, end-start+1
	for i, c := range counts[lo:hi] {
		b.n[min(max(lo+i-start+1, 0), b.edges)] += float64(c)
	}
	return true
}

// edgeAt is the place of edge i of the split m, in units (see binned).
func edgeAt(i, m int) float64 {
	octave := floorDiv(i, m)
	return math.Ldexp(1+float64(i-octave*m)/float64(m), octave)
}

// octaves merges the bins of each octave, for a first fit that takes less time.
func (b *binned) octaves() binned {
	m := int(b.split)
	out := binned{split: Octaves, total: b.total, mid: b.mid, first: floorDiv(b.first, m)}
	out.edges = floorDiv(b.first+b.edges-1, m) - out.first + 2
	if out.edges > maxEdges {
		out.edges = maxEdges
	}
	// Bin k of b lies at or above edge first+k-1, and so in the octave bin of that edge.
	for k := range b.edges + 1 {
		i := 0
		if k > 0 {
			i = floorDiv(b.first+k-1, m) - out.first + 1
		}
		out.n[min(i, out.edges)] += b.n[k]
	}
	return out
}

// moment is log2 of (mean |x|^power)^(1/power), from the middles of the bins.
func (b *binned) moment(power float64) float64 {
	sum, unit := 0., b.edge(b.edges-1)
	for k := range b.edges + 1 {
		x := 2 * unit
		if b.snapped == nil {
			x = edgeAt(b.first+k, int(b.split)) // above the middle of bin k = 0, and of the last
		} else if k < b.edges {
			x = b.edge(k)
		}
		if k > 0 && k < b.edges {
			x = (x + b.edge(k-1)) / 2
		}
		sum += b.n[k] * math.Pow(x/unit, power)
	}
	return math.Log2(unit) + math.Log2(sum/b.total)/power
}

// binned reads the histogram; ok is false if it is empty.
func (d *Dyadic) binned(b *binned) (ok bool) {
	counts, first := d.all()
	return binCounts(b, counts, first, max(d.split, Octaves), ends{})
}
