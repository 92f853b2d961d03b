package plot_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/plot"
)

// TestDensityRange: bars of density .5 and .05, the axis from 2.5 below to 1.6 above.
func TestDensityRange(t *testing.T) {
	d := plot.DensityData{Edges: []float64{-1, 0, 1, 3}, Counts: []float64{50, 0, 10}, Total: 100}
	check := func(what string, want [4]float64) {
		t.Helper()
		for i, got := range density(t, d).Range() {
			if !near.Abs(t, fmt.Sprintf("%s: end %d of the axes", what, i), got, want[i], 1e-12) {
				break
			}
		}
	}
	check("bars alone", [4]float64{-1, 3, .02, .8})
	d.Curves = []plot.Curve{{Name: "higher", F: func(float64) float64 { return 1 }}}
	check("a curve of 1", [4]float64{-1, 3, .02, 1.6})
	d.Curves[0].F = func(float64) float64 { return math.Inf(1) }
	check("a pole, a decade above", [4]float64{-1, 3, .02, 8})
	d.Curves[0].F = func(float64) float64 { return math.NaN() }
	check("NaN", [4]float64{-1, 3, .02, .8})
	d.Curves, d.Total = nil, 0
	check("the sum of counts", [4]float64{-1, 3, 1. / 30, 1.6 * 5 / 6})
}

func TestDensityErrors(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		edges, counts []float64
		total         float64
		says          string
	}{
		{nil, nil, 0, "0 edges for 0 counts"},
		{[]float64{1}, nil, 0, "1 edges for 0 counts"},
		{[]float64{1, 2}, []float64{1, 2}, 0, "2 edges for 2 counts"},
		{[]float64{1, 1}, []float64{1}, 0, "from 1 to 1"},
		{[]float64{0, inf}, []float64{1}, 0, "to +Inf"},
		{[]float64{-math.MaxFloat64, math.MaxFloat64}, []float64{1}, 0, "finite"},
		{[]float64{nan, 1}, []float64{1}, 0, "from NaN"},
		{[]float64{0, 1}, []float64{-1}, 0, "count -1"},
		{[]float64{0, 1}, []float64{nan}, 0, "count NaN"},
		{[]float64{0, 1}, []float64{0}, 0, "no sample lies"},
		{[]float64{0, 1}, []float64{2}, 1, "total 1"},
		{[]float64{0, 1}, []float64{2}, nan, "total NaN"},
		{[]float64{0, 5e-324}, []float64{2}, 0, "no bar"},
	} {
		_, err := plot.Density(plot.DensityData{Edges: c.edges, Counts: c.counts, Total: c.total})
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v: error %v, want one that says %q", c, err, c.says)
		}
	}
}

// TestDensityExtremes: nothing that a law or a sample of extreme scale gives makes the figure fail.
func TestDensityExtremes(t *testing.T) {
	for _, scale := range []float64{1e-300, 1e-30, 1, 1e30, 1e300} {
		d := densityData()
		for i := range d.Edges {
			d.Edges[i] *= scale
		}
		d.Curves = append(d.Curves, plot.Curve{Name: "scaled", F: func(x float64) float64 { return cauchy(x/scale) / scale }},
			plot.Curve{Name: "pole", F: func(x float64) float64 { return 1 / math.Abs(x) }},
			plot.Curve{Name: "zero", F: func(float64) float64 { return 0 }},
			plot.Curve{Name: "negative", F: func(float64) float64 { return -1 }}, plot.Curve{Name: "nowhere", F: math.Log})
		words(t, svg(t, density(t, d)))
	}
}
