package chart

import (
	"math"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

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

// The mark of the theory stands within a longer bar and beyond a shorter one, however near the two are.
func TestBarsAndMarksKeepTheirOrder(t *testing.T) {
	nan := math.NaN()
	for _, g := range []theme.Glyphs{theme.Braille, theme.ASCII} {
		for i := range 60 {
			for j := range 60 {
				m, p := .2+float64(i)/200, .2+float64(j)/200
				b := Bars{Rows: []Row{{Measured: 1, Lo: nan, Hi: nan, Predicted: nan},
					{Measured: m, Lo: nan, Hi: nan, Predicted: p}}}
				lines := strings.Split(ansi.Strip(b.Render(60, 3, theme.New(true, g))), "\n")
				bar, mark := -1, -1
				for x, c := range []rune(lines[2])[:42] {
					switch {
					case c == '◆' || c == '*':
						mark = x
					case c == '#' || c >= '▉' && c <= '▏' || c == '█':
						bar = x
					}
				}
				if m > p && mark >= bar || m < p && mark <= bar {
					t.Fatalf("measured %g, theory %g:\n%s", m, p, lines[2])
				}
			}
		}
	}
}
