package chart

import (
	"math"
	"strings"
	"testing"

	"levyscope/tui/theme"
)

func TestBarsSaysWhatDoesNotFit(t *testing.T) {
	if got := sampleBars().Render(80, 4, theme.Theme{}); !strings.Contains(got, "+3 more") || strings.Contains(got, "2-") {
		t.Error(got)
	}
	if got := sampleBars().Render(80, 6, theme.Theme{}); strings.Contains(got, "more") || !strings.Contains(got, "3+") {
		t.Error(got)
	}
}

func TestBarLengthIsProportional(t *testing.T) {
	nan := math.NaN()
	b := Bars{Rows: []Row{
		{Measured: 1, Lo: nan, Hi: nan, Predicted: nan}, {Measured: 0.5, Lo: nan, Hi: nan, Predicted: nan}}}
	lines := plainLines(b, 60, 4)
	full := strings.Count(string(lines[1]), "█")
	if half := strings.Count(string(lines[3]), "█"); full < 40 || half != full/2 {
		t.Errorf("%d and %d cells", full, half)
	}
}

// The bars of a histogram cover the counts they stand for, merged or not, and none that holds a sample vanishes.
func TestHistogramShowsEveryBin(t *testing.T) {
	for _, bins := range []int{7, 54, 300} {
		g := Histogram{Bins: make([]float64, bins), Lo: 0, Hi: 1}
		g.Bins[0], g.Bins[bins-1] = 1e9, 1
		bottom := plainLines(g, 60, 10)[8]
		if bottom[6] != '█' || bottom[59] != '▁' {
			t.Errorf("%d bins: %q", bins, string(bottom))
		}
	}
}

func TestMergedBinsKeepTheirSum(t *testing.T) {
	sum := 0.0
	for _, v := range mergeBins([]float64{1, 2, math.NaN(), -5, 3, 4, 5}, 3, count) {
		sum += v
	}
	if sum != 15 {
		t.Errorf("sum %g", sum)
	}
}
