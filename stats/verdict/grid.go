package verdict

import (
	"math"
	"sync/atomic"
)

// A grid holds the logarithms of the bin probabilities of a family at nodes: rows of shapes, columns of scales. The
// log-likelihood of counts at a node is one inner product, and between nodes a bicubic through 4x4 of them. Scales are
// told by the median m of |X| in place of the scale itself, as log2 m: what the counts say of it hardly depends on the
// shape. Rows are made when they are first asked for, from the shapeTable of the family.
//
// Rows are equally spaced in a coordinate w in which the logarithms are smooth (see bend): the tails of SaS vanish at
// alpha = 2.
type grid struct {
	table *shapeTable
	bend  bend
	from  float64
	step  float64
	rows  []atomic.Pointer[gridRow]
	guide [][2]float64 // octaves between the quantiles at .5 and .9 of |X|, ascending, and the row that has them
}

// bend tells how w follows from the shape.
type bend uint8

const (
	straight  bend = iota // w = shape
	nearGauss             // w = ln(alpha/(2 - alpha))
	even                  // w = ln(1 + (shape/evenScale)^2), of laws that depend on the square of the shape
)

const evenScale = .5

const (
	gridPhases = 16             // columns an octave
	gridFrom   = -16            // octaves from the median to the lowest edge of a row
	gridEdges  = maxEdges       // of a row, four an octave
	mostGrid   = 1 << 17        // samples up to which the errors of interpolation are far below those of estimation
	gridEnd    = 1. / (1 << 20) // 2 - alpha at the last row of SaS, which stands for alpha = 2
)

// gridRow is a row of one shape. Edge e of phase p stands at the place of edge 4 gridFrom + e of quarters (see binned)
// over 2^(p/gridPhases) medians.
type gridRow struct {
	shape, median float64                        // median: log2 of that of |X| at scale 1
	logs          [gridPhases][gridEdges]float64 // ln P(edge e <= |X| < edge e+1)
	low, high     [gridPhases][gridEdges]float64 // ln P(|X| < edge e), ln P(|X| >= edge e)
}

// newGrid returns a grid of the shapes of t, its rows about step apart in w. guide holds shapes with the octaves
// between the quantiles at .5 and .9 of |X|, in ascending order of these.
func newGrid(t *shapeTable, bend bend, step float64, guide ...[2]float64) *grid {
	g := &grid{table: t, bend: bend, step: step}
	hi := t.hi()
	if bend == nearGauss {
		hi = 2 - gridEnd
	}
	g.from = g.place(t.lo)
	n := 1
	if len(t.rows) > 1 {
		n = int(math.Ceil((g.place(hi)-g.from)/step)) + 1
		g.step = (g.place(hi) - g.from) / float64(n-1)
	}
	g.rows = make([]atomic.Pointer[gridRow], n)
	for _, v := range guide {
		g.guide = append(g.guide, [2]float64{v[0], (g.place(v[1]) - g.from) / g.step})
	}
	return g
}

// place is w of a shape.
func (g *grid) place(shape float64) float64 {
	switch g.bend {
	case nearGauss:
		return math.Log(shape / (2 - shape))
	case even:
		return math.Log1p(shape * shape / (evenScale * evenScale))
	}
	return shape
}

// shape is that of w, with its derivatives by w where w = ln(alpha/(2 - alpha)) or the shape itself.
func (g *grid) shape(w float64) (shape, d, dd float64) {
	switch g.bend {
	case nearGauss:
		shape = 2 / (1 + math.Exp(-w))
		d = shape / (1 + math.Exp(w))
		return shape, d, d * (1 - shape)
	case even:
		return evenScale * math.Sqrt(math.Expm1(w)), math.NaN(), math.NaN()
	}
	return w, 1, 0
}

// row returns row i, made on first use. Two goroutines may both make it, with the same result.
func (g *grid) row(i int) *gridRow {
	if r := g.rows[i].Load(); r != nil {
		return r
	}
	r := &gridRow{}
	r.shape, _, _ = g.shape(g.from + float64(i)*g.step)
	r.shape = min(max(r.shape, g.table.lo), g.table.hi())
	r.median = g.table.median(r.shape)
	g.fill(r, r.shape, -r.median)
	g.rows[i].Store(r)
	return r
}

// fill writes the logarithms of a shape into r, of the scale 2^log2 at phase 0.
func (g *grid) fill(r *gridRow, shape, log2 float64) {
	table, tail := *g.table, func(float64) float64 { return leastLog }
	if table.logs { // logarithms as they stand, not their exponentials, and beyond the table too
		tail, table.logs = table.law(shape), false
	}
	b := &binned{split: Quarters, first: 4 * gridFrom, edges: gridEdges}
	var e edgeValues
	for p := range gridPhases {
		log2 := float64(p)/gridPhases + log2
		table.edges(b, shape, log2, false, &e)
		logs, low, high := &r.logs[p], &r.low[p], &r.high[p]
		for k := gridEdges - 1; k >= 0; k-- {
			at := math.Log2(edgeAt(b.first+k, 4)) - log2
			switch {
			case at < shapeFrom: // below the table the density is that at 0
				low[k], logs[k] = low[k+4]-math.Ln2, logs[k+4]-math.Ln2
				high[k] = math.Log1p(-math.Exp(low[k]))
				continue
			case at >= shapeFrom+shapeSpan:
				e.s[k] = tail(math.Exp2(at))
			case !g.table.logs:
				e.s[k] = boundedLog(e.s[k])
			}
			high[k] = e.s[k] + math.Ln2
			low[k] = boundedLog(-math.Expm1(high[k]))
			if logs[k] = high[k]; k+1 < gridEdges && e.s[k+1] < e.s[k] {
				logs[k] += math.Log(-math.Expm1(e.s[k+1] - e.s[k]))
			}
		}
	}
}

// boundedLog is ln p, of leastProbability where p is less.
func boundedLog(p float64) float64 {
	if !(p > leastProbability) {
		return leastLog
	}
	return math.Log(p)
}

// median is log2 of the median of |x| at scale 1.
func (t *shapeTable) median(shape float64) float64 {
	one := &binned{split: Octaves, edges: 1}
	var e edgeValues
	lo, hi := float64(shapeFrom), float64(shapeFrom+shapeSpan-1)
	for range 60 {
		mid := (lo + hi) / 2
		if t.edges(one, shape, -mid, false, &e); e.s[0] > .25 {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

// onGrid tells whether the fits of b are taken from grids.
func (b *binned) onGrid() bool {
	return b.split == Quarters && b.snapped == nil && b.total <= mostGrid && b.edges >= 2 && !b.exact
}

// column is where the bins of b lie in the rows of a grid, for medians of 2^(j/gridPhases): from edge e of phase p on.
// ok is false where they do not lie inside.
func (b *binned) column(j int) (p, e int, ok bool) {
	octave := floorDiv(j, gridPhases)
	e = b.first - 4*(octave+gridFrom)
	return j - octave*gridPhases, e, e >= 0 && e+b.edges <= gridEdges
}

// logLik is the log-likelihood of b at column j; -Inf where its bins do not lie inside the row.
func (r *gridRow) logLik(b *binned, j int) float64 {
	p, e, ok := b.column(j)
	if !ok {
		return math.Inf(-1)
	}
	n := b.n[1:b.edges]
	logs := r.logs[p][e : e+len(n)]
	a0, a1, a2, a3 := b.n[0]*r.low[p][e], b.n[b.edges]*r.high[p][e+b.edges-1], 0., 0.
	for len(n) >= 4 && len(logs) >= 4 {
		a0 += n[0] * logs[0]
		a1 += n[1] * logs[1]
		a2 += n[2] * logs[2]
		a3 += n[3] * logs[3]
		n, logs = n[4:], logs[4:]
	}
	for k, v := range logs {
		a0 += n[k] * v
	}
	return a0 + a1 + a2 + a3
}
