package verdict

import (
	"math"
	"sync/atomic"
)

// A shapeTable interpolates S(2^t; shape), the survival function of the standard
// members of a family of symmetric laws, and its derivatives by the shape and by t. It is
// cubic in both; rows of one shape are made when they are first asked for.
//
// The probabilities of bins so interpolated are off by a relative error of at most, where the bin has more than 1e-5
// (1e-7) of the samples: SaS up to alpha = 1.9 3e-4 (3e-4), up to 2 5e-3 (2e-2), where the tail falls fast under S
// itself; Gaussian 2e-5, Laplace 2e-6, Student-t 1e-5, generalised Gaussian 6e-3 (8e-3), mixture 3e-3 (2e-2). Where
// samples are many the error is small: a chi-squared test of 10^6 samples does not see it.
type shapeTable struct {
	lo, step float64 // shape of row 0, and from row to row
	rows     []atomic.Pointer[shapeRow]
	law      func(shape float64) func(x float64) float64 // S(x), x >= 0, or ln S(x)
	logs     bool                                        // the rows hold ln S, smooth where S falls faster than a power
}

const (
	shapePhases = 16  // t-steps an octave
	shapeFrom   = -12 // octaves: t of the first column
	shapeSpan   = 40  // octaves
	maxEdges    = 4 * shapeSpan
)

// shapeRow is S(2^t), or its logarithm, at t = shapeFrom + octave + (phase - 1)/16; the phases before
// the first and behind the last of an octave serve the interpolation.
type shapeRow [shapePhases + 3][shapeSpan]float64

// newShapeTable returns a table of rows shapes from lo to hi, empty until its rows are asked for.
func newShapeTable(lo, hi float64, rows int, law func(float64) func(float64) float64) *shapeTable {
	t := &shapeTable{lo: lo, rows: make([]atomic.Pointer[shapeRow], rows), law: law}
	if rows > 1 {
		t.step = (hi - lo) / float64(rows-1)
	}
	return t
}

// shape is the shape of row i.
func (t *shapeTable) shape(i int) float64 { return t.lo + float64(i)*t.step }

// hi is the shape of the last row.
func (t *shapeTable) hi() float64 { return t.shape(len(t.rows) - 1) }

// row returns row i, made on first use. Two goroutines may both make it, with the same result.
func (t *shapeTable) row(i int) *shapeRow {
	if r := t.rows[i].Load(); r != nil {
		return r
	}
	survival := t.law(t.shape(i))
	r := new(shapeRow)
	for j := range shapeSpan {
		for p := range r {
			r[p][j] = survival(math.Exp2(float64(shapeFrom+j) + float64(p-1)/shapePhases))
		}
	}
	t.rows[i].Store(r)
	return r
}

// edgeValues holds, at the edges of a binned series, S and its derivatives by
// a = shape and l = log2 of the scale.
type edgeValues struct {
	s, a, l, aa, al, ll [maxEdges]float64
}

// edges evaluates S at the edges of b for a law with the given shape and log2 of
// the scale; second derivatives only if asked for.
func (t *shapeTable) edges(b *binned, shape, logScale float64, second bool, out *edgeValues) {
	wa, from, rows := t.weights(shape)
	var r [4]*shapeRow
	for i := range rows {
		r[i] = t.row(from + i)
	}
	if b.snapped != nil {
		mix := mixture{rows: rows, wa: wa, second: second && rows > 1, logs: t.logs, r: r}
		t.snappedEdges(b, &mix, logScale, out)
		return
	}
	m := int(b.split)
	for class := range min(m, b.edges) {
		edge := b.first + class
		octave := floorDiv(edge, m)
		at := math.Log2(1+float64(edge-octave*m)/float64(m)) - logScale - shapeFrom
		whole := math.Floor(at)
		u := (at - whole) * shapePhases
		phase := min(int(u), shapePhases-1)
		wt := lagrangeAt(u-float64(phase)+1, -shapePhases)
		mix := mixture{rows: rows, wa: wa, wt: wt, second: second && rows > 1, logs: t.logs, r: r, phase: phase}
		mix.fill(out, class, m, b.edges, octave+int(whole))
	}
}

// weights are those of the rows from, from+1, ... about a shape.
func (t *shapeTable) weights(shape float64) (w lagrange, from, rows int) {
	if len(t.rows) == 1 {
		w.w[0] = 1
		return w, 0, 1
	}
	v := (shape - t.lo) / t.step
	from = min(max(int(v)-1, 0), len(t.rows)-4)
	return lagrangeAt(v-float64(from), 1/t.step), from, 4
}

// mixture sums a 4x4 patch of the table at edges an octave apart.
type mixture struct {
	rows   int
	wa, wt lagrange
	second bool
	logs   bool
	r      [4]*shapeRow
	phase  int
}

// fill writes out[k], k = class, class+m, ... below n, from octave j on.
func (x *mixture) fill(out *edgeValues, class, m, n, j int) {
	for k := class; k < n; k, j = k+m, j+1 {
		c := uint(min(max(j, 0), shapeSpan-1))
		var s, a, l, aa, al, ll float64
		for p := range 4 {
			var v, da, daa float64
			for i := range x.rows {
				y := x.r[i][x.phase+p][c]
				v += x.wa.w[i] * y
				da += x.wa.d[i] * y
				if x.second {
					daa += x.wa.dd[i] * y
				}
			}
			s += x.wt.w[p] * v
			a += x.wt.w[p] * da
			l += x.wt.d[p] * v
			if x.second {
				aa += x.wt.w[p] * daa
				al += x.wt.d[p] * da
				ll += x.wt.dd[p] * v
			}
		}
		if x.logs {
			s = math.Exp(s)
			aa, al, ll = s*(aa+a*a), s*(al+a*l), s*(ll+l*l)
			a, l = s*a, s*l
		}
		out.s[k], out.a[k], out.l[k] = s, a, l
		if x.second {
			out.aa[k], out.al[k], out.ll[k] = aa, al, ll
		}
	}
}

// lagrange holds the weights of the cubic through four nodes, for its value and its derivatives.
type lagrange struct{ w, d, dd [4]float64 }

// lagrangeAt interpolates at v between the nodes 0, 1, 2, 3; the derivatives are by
// x where dv/dx = slope.
func lagrangeAt(v, slope float64) lagrange {
	a, b, c, e := v, v-1, v-2, v-3
	s2 := slope * slope
	return lagrange{
		w: [4]float64{-b * c * e / 6, a * c * e / 2, -a * b * e / 2, a * b * c / 6},
		d: [4]float64{
			-slope * (c*e + b*e + b*c) / 6, slope * (c*e + a*e + a*c) / 2,
			-slope * (b*e + a*e + a*b) / 2, slope * (b*c + a*c + a*b) / 6,
		},
		dd: [4]float64{-s2 * (b + c + e) / 3, s2 * (a + c + e), -s2 * (a + b + e), s2 * (a + b + c) / 3},
	}
}

// floorDiv is floor(a/b), b > 0.
func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
