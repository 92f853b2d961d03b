package dispersion

import (
	"math"
	"slices"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
	"levyscope/stats/tail"
)

func TestContrastByHand(t *testing.T) {
	// Block 1: sum 4, mean logarithm of (1, 2, 1) is ln 2/3, three samples that are not 0.
	x := []float64{1, 0, 2, 1, 1, -1, 2, -2, 0, 0, 0, 5, 1, math.NaN(), 1, 1, 1, math.Inf(1), 1, 1, 9, 9}
	var dst [5]float32
	if n := Contrasts(x, 4, dst[:]); n != 5 {
		t.Fatalf("%d blocks, want 5", n)
	}
	near.Rel(t, "contrast", float64(dst[0]), (math.Log(4)-math.Log(2)/3)/math.Log(3), 1e-6)
	for b, why := range []string{"", "a sum of 0", "one sample that is not 0", "NaN", "an infinity"} {
		if v := dst[b]; b > 0 && v == v {
			t.Errorf("contrast %v of a block with %s, want NaN", v, why)
		}
	}
}

func TestContrastsAreThoseOfTheLogMoment(t *testing.T) {
	x := statstest.Draws(law.SaS(1.6, 2), 1024, 1)
	var dst [32]float32
	mean := 0.
	for _, c := range dst[:Contrasts(x, 32, dst[:])] {
		mean += float64(c) / 32
	}
	near.Rel(t, "mean contrast", mean, 1/tail.LogMoment(x, 32).Alpha, 1e-6)
}

// The variance is that of the analysis of variance of the definition.
func TestByBlocksIsAnAnalysisOfVariance(t *testing.T) {
	const series, blocks = 7, 9
	r := statstest.Rand(2)
	c := make([]float32, series*blocks)
	d := make([]float64, len(c))
	for b := range blocks {
		mean := 0.
		for i := range series {
			c[b*series+i] = float32(r.ExpFloat64() + .3*float64(i))
			mean += float64(c[b*series+i]) / series
		}
		for i := range series {
			d[b*series+i] = float64(c[b*series+i]) - mean
		}
	}
	want, means, square := 0., 0., 0.
	for i := range series {
		sum, squares := 0., 0.
		for b := range blocks {
			sum += d[b*series+i]
			squares += d[b*series+i] * d[b*series+i]
		}
		mean := sum / blocks
		means += mean
		square += mean * mean
		want -= (squares - blocks*mean*mean) / (blocks - 1) / blocks / (series - 1)
	}
	near.Abs(t, "mean of the means", means, 0, 1e-12)
	want += square / (series - 1)
	got := ByBlocks(c, series, nil)
	near.Rel(t, "variance", got.Variance, want, 1e-5)
	near.Rel(t, "sd", got.Sd, math.Copysign(math.Sqrt(math.Abs(want)), want), 1e-5)
	if got.N != series || got.LeftOut != 0 || got.Split != nil {
		t.Errorf("%d series, %d left out, split %v; want 7, 0, none", got.N, got.LeftOut, got.Split)
	}
}

// Three blocks of two series: d = (a, -a) with a = 1, 2, 4. Products of pairs 2 a b: 4, 8, 16, mean 28/3; without one
// block each 16, 8, 4. With random signs the mean has the second cumulant 2 sum g^2/36 = 2*2*(16+64+256)/36 and the
// third 8*6*4*8*16/216.
func TestByBlocksByHand(t *testing.T) {
	got := ByBlocks([]float32{2, 0, 0, 4, 9, 1}, 2, nil) // d = 1, -2, 4
	near.Rel(t, "variance", got.Variance, (-4.+8-16)/3, 1e-6)
	leave := []float64{-16, 8, -4}
	near.Rel(t, "its error", got.VarianceSE, spread(leave), 1e-6)
	near.Rel(t, "z", got.Z, -4/math.Sqrt(2*2*(16+64+256)/36.), 1e-6)
	skewness := 8 * 6 * 512 / 216. / math.Pow(2*2*(16+64+256)/36., 1.5)
	near.Rel(t, "p", got.P, upper(got.Z, skewness), 1e-6)
	near.Rel(t, "sd", got.Sd, -2, 1e-6)
	near.Rel(t, "error of the sd", got.SE, (root(-4+got.VarianceSE)-root(-4-got.VarianceSE))/2, 1e-6)
}

// Chi-squared with one degree at its 5 % point, skewness sqrt 8; normal; exponential.
func TestUpper(t *testing.T) {
	near.Abs(t, "chi-squared", upper((3.841459-1)/math.Sqrt2, math.Sqrt(8)), .05, 1e-6)
	near.Abs(t, "normal", upper(1.959964, 0), .025, 1e-6)
	near.Abs(t, "exponential", upper(2, 2), math.Exp(-3), 1e-9)
	near.Abs(t, "below all", upper(-1.5, 2), 1, 0)
	near.Abs(t, "mirrored", upper(-2, -2), 1-math.Exp(-3), 1e-9)
}

func TestSeriesWithoutContrastsAreLeftOut(t *testing.T) {
	r, nan := statstest.Rand(3), float32(math.NaN())
	const series, blocks = 12, 64
	c := make([]float32, series*blocks)
	for i := range c {
		c[i] = float32(r.NormFloat64())
		switch k, b := i%series, i/series; {
		case k == 3: // constant
			c[i] = nan
		case k == 5: // zero blocks, but for a few
			if b%8 != 0 {
				c[i] = float32(math.Inf(-1))
			}
		case k == 7 && b%3 == 0: // enough are left
			c[i] = nan
		}
	}
	got := ByBlocks(c, series, []int{3, 4})
	if got.N != 10 || got.LeftOut != 2 || got.Split == nil {
		t.Fatalf("%d series, %d left out, split %v; want 10, 2, a split", got.N, got.LeftOut, got.Split)
	}
	for _, e := range []Estimate{got.Estimate, got.Split.Row, got.Split.Column, got.Split.Element} {
		near.Most(t, "|z|", math.Abs(e.Z), 4)
		near.Least(t, "error", e.SE, 1e-3)
	}
}

func TestNothingToEstimate(t *testing.T) {
	nan := math.NaN()
	for name, got := range map[string]Result{
		"no series":        ByBlocks(nil, 0, nil),
		"no blocks":        ByBlocks(nil, 3, []int{3}),
		"two blocks":       ByBlocks([]float32{1, 2, 3, 4}, 2, nil),
		"one series":       ByBlocks([]float32{1, 2, 3, 4}, 1, nil),
		"no contrasts":     ByBlocks(make32(40, float32(nan)), 4, []int{2, 2}),
		"no fits":          ByHalves([]float64{nan, nan, 1, 2}, []float64{1, 1, nan, 3}, []int{2, 2}),
		"no series either": ByHalves(nil, nil, []int{0, 3}),
	} {
		if got.P != 1 || got.Split != nil || !math.IsNaN(got.Sd) {
			t.Errorf("%s: %+v, want P 1 and no figures", name, got)
		}
	}
	for _, alpha := range []float64{2, 1.73, .1} { // all at the edge, say; means round
		x := slices.Repeat([]float64{alpha}, 77)
		same := ByHalves(x, x, []int{7, 11})
		if same.P != 1 || same.Sd != 0 || same.Split.Row.P != 1 || same.Split.Element.Sd != 0 {
			t.Errorf("all %v: %+v, %+v, want sd 0 and P 1", alpha, same, *same.Split)
		}
	}
}

func make32(n int, v float32) []float32 { return slices.Repeat([]float32{v}, n) }

// Deviations (-1, 0, 1) and (-1, 1, 0) have the covariance 1/2.
func TestByHalvesByHand(t *testing.T) {
	x, y := []float64{1, 2, 3}, []float64{.5, 2.5, 1.5}
	got := ByHalves(x, y, nil)
	near.Rel(t, "covariance", got.Variance, .5, 1e-12)
	// Without the first pair cov((2, 3), (2.5, 1.5)) = -.5, without the second 1, without the third 1.
	near.Rel(t, "its error", got.VarianceSE, spread([]float64{-.5, 1, 1}), 1e-12)
	// All six permutations: covariance twice 1/2, twice -1/2, 1 and -1: variance 1/2.
	near.Rel(t, "z", got.Z, .5/math.Sqrt(.5), 1e-12)
}

// The moments of the permutations of rows and of columns are those of all permutations.
func TestMomentsOfPermutations(t *testing.T) {
	const rows, columns = 3, 4
	r := statstest.Rand(4)
	x, y := make([]float64, rows*columns), make([]float64, rows*columns)
	for i := range x {
		x[i], y[i] = r.ExpFloat64(), r.ExpFloat64()
	}
	m := newMatrix([]int{rows, columns}, len(x), indices(len(x)))
	used := indices(len(x))
	h := newHalves(m, deviations(x, used), deviations(y, used))
	got := h.total()
	second, third, n := 0., 0., 0.
	for _, p := range permutations(rows) {
		for _, q := range permutations(columns) {
			sum := 0.
			for i, a := range h.x {
				sum += a * h.y[p[i/columns]*columns+q[i%columns]] / (rows*columns - 1)
			}
			second += sum * sum
			third += sum * sum * sum
			n++
		}
	}
	second, third = second/n, third/n
	near.Rel(t, "z", got.Z, got.Variance/math.Sqrt(second), 1e-9)
	near.Rel(t, "p", got.P, upper(got.Z, third/math.Pow(second, 1.5)), 1e-9)
}

func indices(n int) []int32 {
	out := make([]int32, n)
	for i := range out {
		out[i] = int32(i)
	}
	return out
}

// permutations are all of 0 ... n-1.
func permutations(n int) (all [][]int) {
	if n == 0 {
		return [][]int{nil}
	}
	for _, p := range permutations(n - 1) {
		for at := range n {
			all = append(all, slices.Insert(slices.Clone(p), at, n-1))
		}
	}
	return all
}

// The formulas of the jackknife are what leaving out a row or a column gives.
func TestJackknifeLeavesOutRows(t *testing.T) {
	const rows, columns = 4, 5
	r := statstest.Rand(5)
	x, y := make([]float64, rows*columns), make([]float64, rows*columns)
	for i := range x {
		x[i], y[i] = r.NormFloat64(), r.NormFloat64()
	}
	used := indices(len(x))
	h := newHalves(newMatrix([]int{rows, columns}, len(x), used), deviations(x, used), deviations(y, used))
	l := h.row.leave(h.m.freedom())
	var own, other, element, all []float64
	for out := range rows {
		a := slices.Delete(slices.Clone(x), out*columns, (out+1)*columns)
		b := slices.Delete(slices.Clone(y), out*columns, (out+1)*columns)
		rest := ByHalves(a, b, []int{rows - 1, columns})
		s := rest.Split
		all = append(all, rest.Variance)
		own, other = append(own, s.Row.Variance), append(other, s.Column.Variance)
		element = append(element, s.Element.Variance)
	}
	whole := h.jackknifeGroups(rows, func(at int32) int { return int(at) / columns })
	near.Rel(t, "of all", whole, spread(all), 1e-9)
	near.Rel(t, "of rows", spread(l.own), spread(own), 1e-9)
	near.Rel(t, "of columns", spread(l.other), spread(other), 1e-9)
	near.Rel(t, "of elements", spread(l.element), spread(element), 1e-9)
}

// A sum of row and column effects without noise is split into them, with holes, too.
func TestSplitOfEffects(t *testing.T) {
	nan := math.NaN()
	x := []float64{1, 2, 4, nan, 2, 3, nan, nan, 4, nan, 7, nan}
	got := ByHalves(x, x, []int{3, 4})
	if got.N != 7 || got.LeftOut != 5 || got.Split == nil || got.Split.Rows != 3 || got.Split.Columns != 3 {
		t.Fatalf("%+v %+v", got, got.Split)
	}
	near.Abs(t, "row variance", got.Split.Row.Variance, 7/3., 1e-3)
	near.Abs(t, "column variance", got.Split.Column.Variance, 7/3., 1e-3)
	near.Abs(t, "element variance", got.Split.Element.Variance, 0, 1e-4)
	row, column, element, ok := got.Split.Shares()
	near.Abs(t, "sum of shares", row+column+element, 1, 1e-12)
	if !ok {
		t.Error("no shares")
	}
}

// Blocks that are all alike have the variances of two halves that are.
func TestBlocksAndHalvesAgreeWithoutErrors(t *testing.T) {
	r := statstest.Rand(6)
	x := make([]float64, 5*7)
	var c []float32
	for range 9 {
		for i := range x {
			if len(c) < len(x) {
				x[i] = float64(float32(r.ExpFloat64()))
			}
			c = append(c, float32(x[i]))
		}
	}
	b, h := ByBlocks(c, len(x), []int{5, 7}), ByHalves(x, x, []int{5, 7})
	near.Rel(t, "variance", b.Variance, h.Variance, 1e-5)
	near.Rel(t, "of rows", b.Split.Row.Variance, h.Split.Row.Variance, 1e-4)
	near.Rel(t, "of columns", b.Split.Column.Variance, h.Split.Column.Variance, 1e-4)
	near.Rel(t, "of elements", b.Split.Element.Variance, h.Split.Element.Variance, 1e-5)
}
