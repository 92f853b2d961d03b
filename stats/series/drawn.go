package series

import (
	"math"

	"levyscope/stats/tail"
	"levyscope/stats/verdict"
)

// drawn are the draws of one series of a sample.
type drawn struct {
	u    []float64 // about the centre
	atom []bool    // g was 0
	ends []int     // of blocks of 32 draws among those outside the atom
	rest []float64 // u outside the atom
}

func newDrawn(g []float32, centre float64) *drawn {
	d := &drawn{u: make([]float64, len(g)), atom: make([]bool, len(g)), rest: make([]float64, 0, len(g))}
	d.ends = append(make([]int, 0, len(g)/ContrastBlock+2), 0)
	for t, v := range g {
		d.u[t], d.atom[t] = float64(v)-centre, v == 0
		if v != 0 {
			d.rest = append(d.rest, d.u[t])
		}
		if (t+1)%ContrastBlock == 0 || t+1 == len(g) {
			d.ends = append(d.ends, len(d.rest))
		}
	}
	return d
}

// drawn are draws of series i.
func (b *Bank) drawn(g []float32, i int) *drawn {
	d := newDrawn(g, b.centre(i))
	if b.opt.Alternate { // of the signs nothing but sums depends
		alternate(d.u, 0)
		alternate(d.rest, 0)
	}
	return d
}

// measure fills in the figures of the series.
func (s *sampled) measure(d *drawn, o *StreamOptions) {
	s.all = d.logMoments(d.u, o.Block, o.widened(o.Block))
	s.active = d.logMoments(d.rest, o.Block, o.widened(o.Block))
	if s.class == 0 {
		for k, size := range BlockSizes {
			s.blocks[k] = d.logMoments(d.rest, size, o.widened(size))
		}
	}
	if s.batches != nil {
		for k, factor := range batchFactors {
			s.batches[k] = newBatchLaw(d.means(factor), factor, s.likelihood != nil)
		}
	}
	switch {
	case s.likelihood == nil:
	case s.class == 0:
		*s.likelihood = s.batches[0].alpha
	default:
		var parts [groups][]float64
		for b := range len(d.ends) - 1 {
			parts[b%groups] = append(parts[b%groups], d.rest[d.ends[b]:d.ends[b+1]]...)
		}
		*s.likelihood = likelihood(&parts)
	}
}

// logMoments are the block log-moments 1/alpha of x in blocks of size, plus what the centre has taken from them; every
// 8th block is in a group.
func (d *drawn) logMoments(x []float64, size int, widened float64) leaves {
	var parts [groups]tail.LogSums
	var all tail.LogSums
	var scratch [1]float64
	for k := range len(x) / size {
		sums := tail.BlockLogs(x[k*size:(k+1)*size], size, scratch[:])
		parts[k%groups] = parts[k%groups].Add(sums)
		all = all.Add(sums)
	}
	out := leaves{all: all.InverseAlpha(size) + widened}
	for g := range parts {
		out.without[g] = math.NaN()
		if len(x)/size >= groups {
			out.without[g] = all.Sub(parts[g]).InverseAlpha(size) + widened
		}
	}
	return out
}

// means are the means of factor consecutive draws.
func (d *drawn) means(factor int) []float64 {
	if factor == 1 {
		return d.u
	}
	out := make([]float64, len(d.u)/factor)
	for k := range out {
		for _, v := range d.u[k*factor : (k+1)*factor] {
			out[k] += v / float64(factor)
		}
	}
	return out
}

// likelihood is alpha by likelihood of all parts, and without each.
func likelihood(parts *[groups][]float64) leaves {
	var counts [groups]*verdict.Dyadic
	all := verdict.NewDyadic(verdict.Quarters)
	for g, x := range parts {
		counts[g] = verdict.NewDyadic(verdict.Quarters)
		counts[g].AddAll(x)
		merge(all, counts[g])
	}
	out := leaves{all: all.Alpha()}
	rest := verdict.NewDyadic(verdict.Quarters)
	for g := range parts {
		out.without[g] = math.NaN()
		if len(parts[g]) == 0 {
			continue
		}
		rest.Reset()
		for other := range parts {
			if other != g {
				merge(rest, counts[other])
			}
		}
		out.without[g] = rest.Alpha()
	}
	return out
}

// merge adds the counts of a histogram of the same split.
func merge(to, from *verdict.Dyadic) {
	if err := to.Merge(from); err != nil {
		panic(err)
	}
}
