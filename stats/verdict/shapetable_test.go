package verdict

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

// tableExact is ln S of the standard member of a family, from the law itself.
func tableExact(f *family, shape float64) func(x float64) float64 {
	if f == stableFamily {
		return func(x float64) float64 { return math.Log(law.SaS(shape, 1).Survival(x)) }
	}
	return f.table.law(shape)
}

// tableWorst is the largest relative error of the bin probabilities at a shape over places of the edges, where a bin
// has more than least.
func tableWorst(f *family, shape float64, split Split, least float64) (worst, at float64) {
	m := int(split)
	exact := tableExact(f, shape)
	for _, shift := range []float64{0, .013, .37, .5, .771} {
		b := binned{split: split, first: -7 * m, edges: 33 * m}
		fit := binnedFit{shape: shape, logScale: shift}
		var p [maxEdges + 1]float64
		f.probabilities(&b, &fit, &p)
		for k := range b.edges - 1 {
			lo, hi := edgeAt(b.first+k, m)/math.Exp2(shift), edgeAt(b.first+k+1, m)/math.Exp2(shift)
			want := 2 * (math.Exp(exact(lo)) - math.Exp(exact(hi)))
			// A NaN is the worst of errors, and stays.
			if e := math.Abs(p[k+1]/want - 1); !(want <= least) && (e > worst || math.IsNaN(e)) {
				worst, at = e, lo
			}
		}
	}
	return worst, at
}

// The errors of the tables, off the grid of shapes and of places, where a bin has more than one sample in 10^5 and in
// 10^7.
func TestShapeTablesAgainstTheLaws(t *testing.T) {
	for _, c := range []struct {
		f      *family
		lo, hi float64 // shapes
		e5, e7 float64
	}{
		{f: stableFamily, lo: .4, hi: 1.9, e5: 3e-4, e7: 3e-4},
		{f: stableFamily, lo: 1.9, hi: 2, e5: 5e-3, e7: 2e-2},
		{f: gaussianFamily, e5: 2e-5, e7: 2e-5},
		{f: laplaceFamily, e5: 2e-6, e7: 2e-6},
		{f: studentFamily, lo: math.Log(.3), hi: math.Log(200), e5: 1e-5, e7: 1e-5},
		{f: generalizedFamily, lo: math.Log(.15), hi: math.Log(12), e5: 6e-3, e7: 8e-3},
		{f: mixtureFamily, lo: 0, hi: 4, e5: 3e-3, e7: 2e-2},
	} {
		n := statstest.Replicates(24, 8)
		for i := range n {
			shape := c.lo + (c.hi-c.lo)*(float64(i)+.37)/float64(n)
			for _, split := range []Split{Octaves, Quarters} {
				what := fmt.Sprintf("%s, shape %g, split %d: ", c.f.name, shape, split)
				e, at := tableWorst(c.f, shape, split, 1e-5)
				near.Most(t, fmt.Sprintf("%serror of the bin at %g, more than 1e-5", what, at), e, c.e5)
				e, at = tableWorst(c.f, shape, split, 1e-7)
				near.Most(t, fmt.Sprintf("%serror of the bin at %g, more than 1e-7", what, at), e, c.e7)
			}
			if c.hi == 0 {
				break
			}
		}
	}
	e, at := tableWorst(stableFamily, 2, Quarters, 1e-5)
	near.Most(t, fmt.Sprintf("SaS, alpha 2: error of the bin at %g", at), e, 5e-3)
}

// The derivatives of S that the table gives are those of the law itself, by differences.
func TestShapeTableDerivatives(t *testing.T) {
	for _, alpha := range []float64{.55, 1, 1.234, 1.7, 1.93} {
		b := binned{split: Quarters, first: -28, edges: 60}
		var e edgeValues
		const scale = 1.3
		stableFamily.table.edges(&b, alpha, math.Log2(scale), true, &e)
		s := func(k int, da, dl float64) float64 {
			return law.SaS(alpha+da, scale*math.Exp2(dl)).Survival(edgeAt(b.first+k, 4))
		}
		const h = 1e-3
		for k := range b.edges {
			for _, c := range []struct {
				name            string
				got, want, unit float64
			}{
				{"S", e.s[k], s(k, 0, 0), 1e-6},
				{"S_a", e.a[k], (s(k, h, 0) - s(k, -h, 0)) / (2 * h), 1e-5},
				{"S_l", e.l[k], (s(k, 0, h) - s(k, 0, -h)) / (2 * h), 3e-5},
				{"S_aa", e.aa[k], (s(k, h, 0) - 2*s(k, 0, 0) + s(k, -h, 0)) / (h * h), 3e-3},
				{"S_al", e.al[k], (s(k, h, h) - s(k, -h, h) - s(k, h, -h) + s(k, -h, -h)) / (4 * h * h), 3e-4},
				{"S_ll", e.ll[k], (s(k, 0, h) - 2*s(k, 0, 0) + s(k, 0, -h)) / (h * h), 3e-3},
			} {
				near.Abs(t, fmt.Sprintf("alpha %g, edge %g: %s", alpha, edgeAt(b.first+k, 4), c.name), c.got, c.want, c.unit)
			}
		}
	}
}

func TestLagrangeIsExactForCubics(t *testing.T) {
	cubic := func(x float64) (y, d, dd float64) {
		return 1 + 2*x - 3*x*x + .5*x*x*x, 2 - 6*x + 1.5*x*x, -6 + 3*x
	}
	for _, v := range []float64{0, .3, 1, 1.5, 2.2, 3} {
		w := lagrangeAt(v, 7) // nodes at x = 0, 1/7, 2/7, 3/7
		var y, d, dd float64
		for i := range 4 {
			at, _, _ := cubic(float64(i) / 7)
			y, d, dd = y+w.w[i]*at, d+w.d[i]*at, dd+w.dd[i]*at
		}
		wy, wd, wdd := cubic(v / 7)
		near.Abs(t, fmt.Sprintf("cubic at %g", v), y, wy, 1e-12)
		near.Abs(t, fmt.Sprintf("its first derivative at %g", v), d, wd, 1e-11)
		near.Abs(t, fmt.Sprintf("its second derivative at %g", v), dd, wdd, 1e-10)
	}
}
