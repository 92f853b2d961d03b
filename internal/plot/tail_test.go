package plot_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/plot"
)

// TestTailRange: from the last point with P >= .9 to beyond the last one, half a decade below it.
func TestTailRange(t *testing.T) {
	d := plot.TailData{X: []float64{0, .1, .5, 1, 10, 100, 1000}, P: []float64{1, .99, .95, .6, .1, .01, 0}}
	want := [4]float64{.5, 100 * math.Pow(200, .03), .01 / math.Sqrt(10), 1.2}
	for i, got := range tail(t, d).Range() {
		if !near.Rel(t, fmt.Sprintf("end %d of the axes", i), got, want[i], 1e-12) {
			break
		}
	}
}

func TestTailErrors(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		what            string
		x, p, low, high []float64
		says            string
	}{
		{"nothing", nil, nil, nil, nil, "nothing to draw"},
		{"lengths", []float64{1, 2}, []float64{1}, nil, nil, "2 magnitudes, 1 shares"},
		{"band", []float64{1, 2}, []float64{1, .5}, []float64{1}, nil, "a band of 1 and 0"},
		{"order", []float64{2, 1}, []float64{1, .5}, nil, nil, "magnitude 1 after 2"},
		{"share", []float64{1, 2}, []float64{1.5, .5}, nil, nil, "share 1.5 at 1"},
		{"zeros", []float64{0, 0}, []float64{1, .5}, nil, nil, "nothing to draw"},
		{"NaN", []float64{nan, nan}, []float64{1, nan}, nil, nil, "nothing to draw"},
		{"infinities", []float64{math.Inf(1)}, []float64{.5}, nil, nil, "nothing to draw"},
		{"one place", []float64{3, 3}, []float64{.5, .2}, nil, nil, "are 3"},
	} {
		_, err := plot.Tail(plot.TailData{X: c.x, P: c.p, Low: c.low, High: c.high})
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v, want one that says %q", c.what, err, c.says)
		}
	}
}

// TestTailExtremes: bands and laws that have no logarithm, and magnitudes at both ends of float64.
func TestTailExtremes(t *testing.T) {
	d := tailData()
	for i := range d.X {
		if i%3 == 0 {
			d.Low[i], d.High[i] = math.NaN(), math.Inf(1)
		}
	}
	d.Curves = append(d.Curves, plot.Curve{Name: "zero", F: func(float64) float64 { return 0 }},
		plot.Curve{Name: "nowhere", F: func(float64) float64 { return math.NaN() }})
	words(t, svg(t, tail(t, d)))
	for _, x := range [][]float64{
		{5e-324, 1e-300}, {1e300, math.MaxFloat64}, {5e-324, math.MaxFloat64}, {1, math.Nextafter(1, 2)}} {
		f, err := plot.Tail(plot.TailData{X: x, P: []float64{.5, 1e-300}, Curves: d.Curves})
		if err == nil {
			words(t, svg(t, f))
		}
	}
}

// TestTailIsThinned: a million points make no larger file than those that can be told apart.
func TestTailIsThinned(t *testing.T) {
	var d plot.TailData
	n := 1_000_000
	if testing.Short() {
		n = 100_000
	}
	for i := range n {
		p := 1 - float64(i)/float64(n)
		d.X, d.P = append(d.X, 1/p), append(d.P, p)
	}
	if size := len(svg(t, tail(t, d))); size > 100_000 {
		t.Errorf("figure of %d bytes", size)
	}
}
