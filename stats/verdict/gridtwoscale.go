package verdict

import (
	"math"
	"sync"
)

// gaussianBins holds the probabilities of bins under a Gaussian, and their derivatives by log2 of its scale, at
// gaussianPhases scales an octave; between them Hermite's cubic is exact to 1e-4 up to five standard deviations. Edge e
// stands gaussianFrom octaves from the scale and e quarters on.
type gaussianBins struct {
	p, d         [gaussianPhases][gaussianEdges]float64 // between edges e and e+1
	low, lowD    [gaussianPhases][gaussianEdges]float64 // below edge e
	high, highD  [gaussianPhases][gaussianEdges]float64 // above it
	latticeRows  []gridRow
	latticeNodes [][2]float64 // logit of the share, log2 of the ratio
}

const (
	gaussianPhases = 32
	gaussianFrom   = -30
	gaussianEdges  = 4 * 38
)

// The lattice of shares and ratios that the search for two scales starts from.
var (
	latticeShares = [...]float64{.002, .006, .02, .05, .12, .25, .5, .8}
	latticeRatios = [...]float64{.5, .9, 1.3, 1.8, 2.4, 3.2, 5, 8}
)

// gaussianTable is made on first use.
var gaussianTable = sync.OnceValue(func() *gaussianBins {
	t := &gaussianBins{}
	b := &binned{split: Quarters, first: 4 * gaussianFrom, edges: gaussianEdges}
	var e edgeValues
	for p := range gaussianPhases {
		log2 := float64(p) / gaussianPhases
		gaussianFamily.table.edges(b, 0, log2, false, &e)
		for k := gaussianEdges - 1; k >= 0; k-- {
			if math.Log2(edgeAt(b.first+k, 4))-log2 < shapeFrom { // the density is that at 0
				t.p[p][k], t.d[p][k] = t.p[p][k+4]/2, t.d[p][k+4]/2
				t.low[p][k], t.lowD[p][k] = t.low[p][k+4]/2, t.lowD[p][k+4]/2
				t.high[p][k], t.highD[p][k] = 1-t.low[p][k], -t.lowD[p][k]
				continue
			}
			t.high[p][k], t.highD[p][k] = 2*e.s[k], 2*e.l[k]
			t.low[p][k], t.lowD[p][k] = 1-2*e.s[k], -2*e.l[k]
			if t.p[p][k], t.d[p][k] = t.high[p][k], t.highD[p][k]; k+1 < gaussianEdges {
				t.p[p][k], t.d[p][k] = 2*(e.s[k]-e.s[k+1]), 2*(e.l[k]-e.l[k+1])
			}
		}
	}
	for _, share := range latticeShares {
		for _, ratio := range latticeRatios {
			t.latticeNodes = append(t.latticeNodes, [2]float64{logit(share), ratio})
			t.latticeRows = append(t.latticeRows, twoScaleRow(share, ratio))
		}
	}
	return t
})

// twoScaleRow is a row of a grid for a share and a log2 of the ratio, its median that over the narrow scale.
func twoScaleRow(share, ratio float64) (r gridRow) {
	narrow, wide := gaussianFamily.grid.row(0), &gridRow{}
	lo, hi := narrow.median, narrow.median+ratio
	survival := gaussianFamily.blend(&binnedFit{shape: 0})
	for range 50 {
		mid := (lo + hi) / 2
		if (1-share)*survival.survival(math.Exp2(mid))+share*survival.survival(math.Exp2(mid-ratio)) > .25 {
			lo = mid
		} else {
			hi = mid
		}
	}
	r.median = lo
	narrow = &gridRow{}
	gaussianFamily.grid.fill(narrow, 0, -r.median)
	gaussianFamily.grid.fill(wide, 0, ratio-r.median)
	join := func(x, y float64) float64 {
		x, y = x+math.Log1p(-share), y+math.Log(share)
		return max(x, y) + math.Log1p(math.Exp(-math.Abs(x-y)))
	}
	for p := range gridPhases {
		for k := range gridEdges {
			r.logs[p][k] = join(narrow.logs[p][k], wide.logs[p][k])
			r.low[p][k] = join(narrow.low[p][k], wide.low[p][k])
			r.high[p][k] = join(narrow.high[p][k], wide.high[p][k])
		}
	}
	return r
}

// at writes the probabilities of the bins of b and two derivatives by log2 of the scale; ok is false where b reaches
// below the table.
func (t *gaussianBins) at(b *binned, log2 float64, p, d, dd *[maxEdges + 1]float64) (ok bool) {
	place := log2 * gaussianPhases
	j := int(math.Floor(place))
	u := place - float64(j)
	var y [2]struct{ p, d []float64 }
	var ends [2][4]float64
	n := b.edges - 1 // bins between edges
	inside := n
	for i := range 2 {
		octave := floorDiv(j+i, gaussianPhases)
		phase, e := j+i-octave*gaussianPhases, b.first-4*(octave+gaussianFrom)
		if e < 0 || e >= gaussianEdges {
			return false
		}
		inside = min(inside, gaussianEdges-1-e)
		y[i].p, y[i].d = t.p[phase][e:], t.d[phase][e:]
		ends[i] = [4]float64{t.low[phase][e], t.lowD[phase][e], 0, 0}
		if last := e + n; last < gaussianEdges {
			ends[i][2], ends[i][3] = t.high[phase][last], t.highD[phase][last]
		}
	}
	const h = 1. / gaussianPhases
	v := 1 - u
	w0, w1, v0, v1 := v*v*(1+2*u), u*u*(3-2*u), h*u*v*v, -h*u*u*v
	slope := 6 * u * v / h
	d0, d1 := v*(v-2*u), u*(u-2*v)
	bend, e0, e1 := 6*(v-u)/(h*h), (6*u-4)/h, (6*u-2)/h
	p[0] = w0*ends[0][0] + w1*ends[1][0] + v0*ends[0][1] + v1*ends[1][1]
	d[0] = slope*(ends[1][0]-ends[0][0]) + d0*ends[0][1] + d1*ends[1][1]
	p[b.edges] = w0*ends[0][2] + w1*ends[1][2] + v0*ends[0][3] + v1*ends[1][3]
	d[b.edges] = slope*(ends[1][2]-ends[0][2]) + d0*ends[0][3] + d1*ends[1][3]
	dd[0] = bend*(ends[1][0]-ends[0][0]) + e0*ends[0][1] + e1*ends[1][1]
	dd[b.edges] = bend*(ends[1][2]-ends[0][2]) + e0*ends[0][3] + e1*ends[1][3]
	p0, p1, q0, q1 := y[0].p[:inside], y[1].p[:inside], y[0].d[:inside], y[1].d[:inside]
	pp, pd, pdd := p[1:1+inside], d[1:1+inside], dd[1:1+inside]
	for k := range pp {
		pp[k] = w0*p0[k] + w1*p1[k] + v0*q0[k] + v1*q1[k]
		step := p1[k] - p0[k]
		pd[k] = slope*step + d0*q0[k] + d1*q1[k]
		pdd[k] = bend*step + e0*q0[k] + e1*q1[k]
	}
	clear(p[1+inside : b.edges])
	clear(d[1+inside : b.edges])
	clear(dd[1+inside : b.edges])
	return true
}

// evalTable is eval by the table of a Gaussian.
func (t *twoScaleCounts) evalTable(b *binned) (ok bool) {
	var narrow, wide, narrowD, wideD, narrowDD, wideDD [maxEdges + 1]float64
	table := gaussianTable()
	if !table.at(b, t.l1, &narrow, &narrowD, &narrowDD) || !table.at(b, t.l2, &wide, &wideD, &wideDD) {
		return false
	}
	share := 1 / (1 + math.Exp(-t.q))
	rest, both := 1-share, share*(1-share)
	logLik, u0, u1, u2 := 0., 0., 0., 0.
	var i00, i10, i11, i20, i21, i22, c00, c10, c11, c20, c21, c22 float64
	for k := range b.edges + 1 {
		n, x, y := b.n[k], narrow[k], wide[k]
		p := max(0, rest*x+share*y)
		t.p[k] = p
		if !(p > leastProbability) {
			logLik += n * leastLog
			continue
		}
		g0, g1, g2 := both*(y-x), rest*narrowD[k], share*wideD[k]
		inverse := 1 / p
		r0, r1, r2 := g0*inverse, g1*inverse, g2*inverse
		if n > 0 {
			logLik += n * math.Log(p)
			u0 += n * r0
			u1 += n * r1
			u2 += n * r2
			m := n * inverse // second derivatives of p: (1-2 share) g0, -both narrowD, both wideD, 0 by both scales
			c00 += n*r0*r0 - m*(1-2*share)*g0
			c10 += n*r1*r0 + m*both*narrowD[k]
			c11 += n*r1*r1 - m*rest*narrowDD[k]
			c20 += n*r2*r0 - m*both*wideD[k]
			c21 += n * r2 * r1
			c22 += n*r2*r2 - m*share*wideDD[k]
		}
		i00 += r0 * g0
		i10 += r1 * g0
		i11 += r1 * g1
		i20 += r2 * g0
		i21 += r2 * g1
		i22 += r2 * g2
	}
	t.logLik, t.u = logLik, [3]float64{u0, u1, u2}
	t.info = [3][3]float64{
		{b.total * i00}, {b.total * i10, b.total * i11}, {b.total * i20, b.total * i21, b.total * i22},
	}
	t.curve = [3][3]float64{{c00}, {c10, c11}, {c20, c21, c22}}
	return true
}

// gridTwoScale are the starts of fitTwoScale from the lattice: its most likely node, and one sample in the top bin
// alone. ok is false where b does not lie inside the tables.
func gridTwoScale(b *binned) (starts [2]twoScaleCounts, ok bool) {
	table := gaussianTable()
	best, node := bestNode(b, table.latticeRows, int(math.Round(b.mid*gridPhases)))
	q, ratio := table.latticeNodes[node][0], table.latticeNodes[node][1]
	narrow := b.mid - table.latticeRows[node].median
	starts[0] = twoScaleCounts{q: q, l1: narrow, l2: narrow + ratio, fast: true}
	starts[1] = twoScaleCounts{
		q: logit(1.5 / (b.total + 2)), l1: b.mid - gaussianFamily.grid.row(0).median,
		l2: math.Log2(b.edge(b.edges-1)) + .5, fast: true,
	}
	return starts, !math.IsInf(best, 0) && starts[0].evalTable(b) && starts[1].evalTable(b)
}
