package verdict

import (
	"math"

	"levyscope/stats/screen"
)

// snapped are the edges of bins of rounded values. A value g of a grid stands for all numbers from g - step/2 to
// g + step/2. The values at or above the edge e of a bin therefore come from numbers beyond
//
//	right = (least value of the grid >= centre + e) - step/2 - centre    and, on the other side,
//	left  = centre - (greatest value of the grid <= centre - e) - step/2,
//
// and the probability of |x - centre| >= e is S(right) + S(left) with S(-t) = 1 - S(t), exactly. Bins between two edges
// that no value lies between are merged.
type snapped struct {
	right, left [maxEdges]float64 // in units of the binned series
}

// snap replaces the edges of b, of values about centre, by those of the numbers that were rounded.
func (b *binned) snap(g screen.Grid, centre float64) {
	s := &snapped{}
	origin := g.Origin - centre
	origin -= g.Step * math.Round(origin/g.Step)
	var n [maxEdges + 1]float64
	n[0] = b.n[0]
	kept := 0
	lastRight, lastLeft := math.Inf(-1), math.Inf(1) // the whole line
	const tie = 1e-6                                 // steps: a value this close to an edge lies on it
	for k := range b.edges {
		e := math.Ldexp(edgeAt(b.first+k, int(b.split)), b.unit)
		right := origin + (math.Ceil((e-origin)/g.Step-tie)-.5)*g.Step
		left := -origin - (math.Floor((-e-origin)/g.Step+tie)+.5)*g.Step
		if sum := right + left; math.IsNaN(sum) || math.IsInf(sum, 0) { // next to the largest number
			return
		}
		whole := kept == 0 && right+left < g.Step/2 // no value lies below the edge
		if whole || kept > 0 && right-lastRight < g.Step/2 && left-lastLeft < g.Step/2 {
			n[kept] += b.n[k+1]
			continue
		}
		s.right[kept], s.left[kept] = math.Ldexp(right, -b.unit), math.Ldexp(left, -b.unit)
		lastRight, lastLeft = right, left
		kept++
		n[kept] = b.n[k+1]
	}
	b.edges, b.n, b.snapped = kept, n, s
}

// clip joins the bins beyond the bound |x - centre| = bound, where values were clipped, with the one that holds it.
func (b *binned) clip(bound float64) {
	last := b.edges - 1
	for last > 0 && math.Ldexp(b.edge(last), b.unit) > bound*(1+1e-9) {
		last--
	}
	for k := last + 2; k <= b.edges; k++ {
		b.n[last+1] += b.n[k]
		b.n[k] = 0
	}
	b.edges = last + 1
}

// edge is the place of edge k, in units; of rounded values the mean of its two sides.
func (b *binned) edge(k int) float64 {
	if b.snapped != nil {
		return (b.snapped.right[k] + b.snapped.left[k]) / 2
	}
	return edgeAt(b.first+k, int(b.split))
}

// snappedEdges is edges for rounded values: the mean of S and its derivatives over the two sides of each edge.
func (t *shapeTable) snappedEdges(b *binned, mix *mixture, logScale float64, out *edgeValues) {
	var side [2]edgeValues
	for k := range b.edges {
		for i, x := range [...]float64{b.snapped.right[k], b.snapped.left[k]} {
			e := &side[i]
			if x == 0 {
				e.s[0], e.a[0], e.l[0], e.aa[0], e.al[0], e.ll[0] = .5, 0, 0, 0, 0, 0
				continue
			}
			at := math.Log2(math.Abs(x)) - logScale - shapeFrom
			whole := math.Floor(at)
			u := (at - whole) * shapePhases
			mix.phase = min(int(u), shapePhases-1)
			mix.wt = lagrangeAt(u-float64(mix.phase)+1, -shapePhases)
			mix.fill(e, 0, 1, 1, int(whole))
			if x < 0 {
				e.s[0], e.a[0], e.l[0] = 1-e.s[0], -e.a[0], -e.l[0]
				e.aa[0], e.al[0], e.ll[0] = -e.aa[0], -e.al[0], -e.ll[0]
			}
		}
		r, l := &side[0], &side[1]
		out.s[k], out.a[k], out.l[k] = (r.s[0]+l.s[0])/2, (r.a[0]+l.a[0])/2, (r.l[0]+l.l[0])/2
		if mix.second {
			out.aa[k], out.al[k], out.ll[k] = (r.aa[0]+l.aa[0])/2, (r.al[0]+l.al[0])/2, (r.ll[0]+l.ll[0])/2
		}
	}
}
