package report

import (
	"math"
	"slices"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/tail"
	"levyscope/stats/verdict"
)

// A figure shows the best law, the stable one and the Gaussian.
func TestCurves(t *testing.T) {
	var r Report
	for _, name := range []string{"Laplace", "Student-t", "SaS", "Gaussian", "generalised Gaussian"} {
		r.Exact.Laws = append(r.Exact.Laws, verdict.LawComparison{Name: name, Law: name + " scale=1"})
	}
	var got []string
	for _, c := range r.curves(func(verdict.LawComparison) func(float64) float64 { return nil }) {
		got = append(got, c.Name)
	}
	if want := []string{"Laplace scale=1", "SaS scale=1", "Gaussian scale=1"}; !slices.Equal(got, want) {
		t.Errorf("curves %q, want %q", got, want)
	}
}

// The histogram has the samples about the centre, but for those beyond its ends.
func TestDensityData(t *testing.T) {
	r := Report{Centre: 5}
	sample := []float64{5 - .9, 5 - .1, 5 + .1, 5 + .1, 5 + 1}
	d := r.densityData("title", sample)
	first, last := d.Edges[0], d.Edges[len(d.Edges)-1]
	near.Abs(t, "right end", last, 1.5, .02) // half as far again as the 99.75 % quantile
	near.Abs(t, "left end", first, -last, 1e-12)
	if d.Total != 5 || len(d.Counts) != 80 || sample[0] != 5-.9 {
		t.Errorf("total %g, %d bars, first sample %g", d.Total, len(d.Counts), sample[0])
	}
	for i, n := range d.Counts {
		want := 0.
		for _, x := range sample {
			if x-5 >= d.Edges[i] && x-5 < d.Edges[i+1] {
				want++
			}
		}
		near.Abs(t, "count of a bar", n, want, 0)
	}
}

// The tail falls from 1 to the share of the last bin, each point within its interval.
func TestTailData(t *testing.T) {
	d := verdict.NewDyadic(verdict.Quarters)
	for i := range 1000 {
		d.Add(math.Exp(float64(i)/200) * float64(1-2*(i%2)))
	}
	var r Report
	data := r.tailData("title", d)
	bins := d.Bins()
	if len(data.X) != len(bins) || data.P[0] != 1 {
		t.Fatalf("%d points of %d bins, the first %g", len(data.X), len(bins), data.P[0])
	}
	for i, b := range bins {
		above := 0
		for _, later := range bins[i:] {
			above += later.Count
		}
		near.Abs(t, "P(|x| > u)", data.P[i], float64(above)/1000, 1e-12)
		low, high := tail.WilsonInterval(above, 1000, tail.RoundedNormal975) // rounded, as in every figure so far
		near.Abs(t, "lower end of the band", data.Low[i], low, 0)
		near.Abs(t, "upper end of the band", data.High[i], high, 0)
		if data.X[i] != b.Lo || !(data.Low[i] <= data.P[i] && data.P[i] <= data.High[i]) {
			t.Errorf("point %d at %g: %g in %g to %g", i, data.X[i], data.P[i], data.Low[i], data.High[i])
		}
	}
}

// p = erfc(z/sqrt 2): z = .1/.05 without an error of the centre, and less with one.
func TestSymmetry(t *testing.T) {
	near.Abs(t, "p of 60 of 100", symmetry(60, 100, 0, verdict.Verdict{}), math.Erfc(2/math.Sqrt2), 1e-12)
	near.Abs(t, "p of 40 of 100", symmetry(40, 100, 0, verdict.Verdict{}), math.Erfc(2/math.Sqrt2), 1e-12)
	near.Abs(t, "p of 50 of 100", symmetry(50, 100, 0, verdict.Verdict{}), 1, 1e-12)
	acc := verdict.NewAccumulator(0)
	for i := range 200 {
		acc.Add([]float64{math.Exp2(float64(i)/50 - 2), -math.Exp2(float64(i)/50 - 2)})
	}
	v := acc.Verdict()
	f, se := v.Best().Prob(0), .3
	near.Least(t, "density at the centre", f, .01)
	near.Abs(t, "p with an error of the centre", symmetry(60, 100, se, v), math.Erfc(.1/math.Hypot(.05, f*se)/math.Sqrt2),
		1e-12)
}
