package screen

import (
	"math"
	"testing"

	"levyscope/tui/chart"
	"levyscope/tui/look"
)

// A reading says its error where there is one, and of a mean which samples it is of.
func TestReadingWords(t *testing.T) {
	nan := math.NaN()
	clock := look.Clock{Unit: "steps", Step: 1}
	for want, r := range map[string]chart.Reading{
		"a 1.5":                {Value: 1.5, Error: nan, Lo: nan, Hi: nan, Count: 1, Min: 1.5, Max: 1.5, X0: 7, X1: 7},
		"a 1.5 ±0.25":          {Value: 1.5, Error: .25, Lo: nan, Hi: nan, Count: 1, X0: 7, X1: 7},
		"a 1.5 (95 %: 1 to 2)": {Value: 1.5, Error: nan, Lo: 1, Hi: 2, Count: 1, X0: 7, X1: 7},
		"a mean 1.5 (steps 0-2,047, range 1 to 3)": {Value: 1.5, Error: nan, Lo: nan, Hi: nan, Count: 2048, Min: 1,
			Max: 3, X1: 2047},
	} {
		r.Name = "a, of now"
		if got := readingWords([]chart.Reading{r}, clock); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
